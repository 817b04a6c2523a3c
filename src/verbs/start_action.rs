//! What verbs that start an action on objects share: one POST a target, results in order, waiting if asked to.

use crate::api::Id;
use crate::api::{Client, Error, Object, Path, Request, parallel_map};
use crate::args::traits::Prints;
use crate::error::{Context as _, Result, failure};
use crate::resolve::Family;
use crate::resolve::Target;
use crate::resolve::noun::ACTION;
use crate::resolve::noun::DROPLET;
use crate::run::context::Context;
use crate::run::near;
use crate::ui::stdout::Array;
use crate::verbs::targets::Targets;
use crate::verbs::wait::{ACTION_COLUMNS, INTERVAL, Started, WaitOptions, print_followed};
use clap::Args;
use indexmap::IndexMap;
use serde_json::Value;
use serde_json::value::RawValue;

/// The arguments of a verb that starts one action on each of its targets.
#[derive(Debug, Clone, Args)]
#[command(add = Prints::Actions)]
pub(crate) struct StartActions<T: Args> {
    #[command(flatten)]
    pub(crate) on: T,

    #[command(flatten)]
    pub(crate) wait: WaitOptions,
}

impl<T: Targets> StartActions<T> {
    /// Finds the targets, then starts the action that `body` describes on each.
    pub(crate) fn run(&self, ctx: &Context, body: &Value) -> Result<()> {
        let targets = self.on.find(ctx)?;
        self.run_on(ctx, targets, body).map(drop)
    }

    /// Starts the action that `body` describes on targets that have been found. Returns the actions that have completed,
    /// where they were waited for.
    pub(crate) fn run_on(&self, ctx: &Context, targets: Vec<Target>, body: &Value) -> Result<Vec<Object>> {
        match self
            .on
            .tag()
            .filter(|_| body.get("type").and_then(Value::as_str).is_some_and(|kind| self.on.noun().acts_by_tag(kind)))
        {
            Some(tag) => start_by_tag(ctx, tag, &targets, body, &self.wait),
            None => self.start(ctx, targets.into_iter().map(|target| (target, body.clone())).collect()),
        }
    }

    /// Starts an action on each target, with a body of its own; returns those that have completed.
    pub(crate) fn start(&self, ctx: &Context, orders: Vec<(Target, Value)>) -> Result<Vec<Object>> {
        let family = &self.on.noun().family;
        let posts = orders.into_iter().map(|(target, body)| ActionRequest::of(family, &target, body)).collect();
        start_each(ctx, posts, &self.wait)
    }
}

/// A POST that starts an action.
#[derive(Debug, Clone)]
pub(crate) struct ActionRequest {
    /// The name of the target in messages: `droplet "web-1"`.
    pub(crate) target: String,
    pub(crate) path: Path,
    pub(crate) body: Value,
}

impl ActionRequest {
    /// The POST that starts an action on a target.
    pub(crate) fn of(family: &Family, target: &Target, body: Value) -> ActionRequest {
        let name = family.labelled(&target.label);
        ActionRequest { target: name, path: family.collection.actions_of(&target.id), body }
    }

    pub(crate) fn send(&self, client: &Client) -> Result<Object, Error> {
        client.send(&Request::post(self.path.clone(), &self.body))?.object("action")
    }
}

/// Starts actions and prints them as an array, when they have started or, with `--wait`, when they have finished.
pub(crate) fn start_each(ctx: &Context, posts: Vec<ActionRequest>, wait: &WaitOptions) -> Result<Vec<Object>> {
    let mut array = ctx.ui.array_of(ACTION_COLUMNS);
    let started = start_all(ctx, posts, |target, action| {
        if !wait.is_wanted() {
            array.push_for(target, action.raw().get());
            array.flush();
        }
    })?;
    finish(ctx, started, wait, array)
}

/// Starts one action and prints it without an array.
pub(crate) fn start_one(ctx: &Context, post: ActionRequest, wait: &WaitOptions) -> Result<()> {
    ctx.ui.default_columns(ACTION.columns);
    let sent = post.send(ctx.client()?).map_err(|error| near::refused(ctx, error, &post.body));
    let action = sent.context(post.target.clone())?;
    if !wait.is_wanted() {
        ctx.ui.value(action.raw().get());
        return Ok(());
    }
    let print = |action: &Object| ctx.ui.value(action.raw().get());
    let started = vec![Started { target: post.target, action }];
    let timing = wait.timing.timing(ctx, INTERVAL);
    let left = crate::verbs::wait::wait_for_actions(ctx, started, &timing, |_, action| {
        print(action);
        Ok(())
    })?;
    left.iter().for_each(|one| print(&one.action));
    Ok(())
}

/// Sends every POST; one that fails is reported, and the others continue.
fn start_all(ctx: &Context, posts: Vec<ActionRequest>, mut print: impl FnMut(&str, &Object)) -> Result<Vec<Started>> {
    let mut started = Vec::new();
    let targets: Vec<(String, Value)> = posts.iter().map(|post| (post.target.clone(), post.body.clone())).collect();
    let sent = parallel_map(ctx.client()?, posts, |client, post| post.send(client));
    for ((target, body), sent) in targets.into_iter().zip(sent) {
        match sent {
            Ok(action) => {
                print(&target, &action);
                started.push(Started { target, action });
            }
            Err(error) => ctx.fail(target, near::refused(ctx, error, &body)),
        }
    }
    Ok(started)
}

/// Prints the actions that were started, with `--wait` once they have finished, and returns those that have completed.
pub(crate) fn finish(
    ctx: &Context,
    started: Vec<Started>,
    wait: &WaitOptions,
    mut array: Array,
) -> Result<Vec<Object>> {
    let mut completed = Vec::new();
    if wait.is_wanted() {
        completed = print_followed(ctx, started, &wait.timing.timing(ctx, INTERVAL), &mut array)?;
    } else {
        started.iter().for_each(|_| ctx.tally.success());
    }
    array.finish();
    Ok(completed)
}

/// Starts actions on all droplets of a tag with one request. The API skips droplets that cannot take the action, so
/// each of those is reported.
fn start_by_tag(ctx: &Context, tag: &str, targets: &[Target], body: &Value, wait: &WaitOptions) -> Result<Vec<Object>> {
    if targets.is_empty() {
        ctx.ui.array_of(ACTION_COLUMNS).finish();
        return Ok(Vec::new());
    }
    let path = Path::new("/v2/droplets/actions").query("tag_name", tag);
    let reply = ctx.client()?.send(&Request::post(path, body)).with_context(|| format!("tag {tag:?}"))?;
    // An action that does not name its droplet is kept too: whatever was started is printed.
    let droplet = |at: usize, action: &Object| action.get("resource_id").ok_or(at);
    let items: Vec<Box<RawValue>> = reply.parse("actions")?;
    let count = items.len();
    let actions: Vec<Object> = items.into_iter().filter_map(|item| Object::try_from(item).ok()).collect();
    if actions.len() < count {
        ctx.fail(format_args!("tag {tag:?}"), failure("the answer holds something that is no action"));
    }
    let actions = actions.into_iter().enumerate();
    let mut actions: IndexMap<Result<Id, usize>, Object> =
        actions.map(|(at, action)| (droplet(at, &action), action)).collect();
    let mut array = ctx.ui.array_of(ACTION_COLUMNS);
    let mut started = Vec::new();
    for target in targets {
        let name = DROPLET.family.labelled(&target.label);
        match actions.shift_remove(&Ok(target.id.clone())) {
            Some(action) => started.push(Started { target: name, action }),
            None => ctx.fail(name, failure("the API started no action on it")),
        }
    }
    // A droplet that was tagged after the list was read is not among the targets, but its action has started.
    started.extend(actions.into_values().map(|action| Started { target: format!("tag {tag:?}"), action }));
    if !wait.is_wanted() {
        started.iter().for_each(|one| array.push_for(&one.target, one.action.raw().get()));
    }
    finish(ctx, started, wait, array)
}
