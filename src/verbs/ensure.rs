//! `--ensure`: a state that is reached already is a success, and no action is started for it.
//!
//! Whether it is reached is decided by the object and by its action in progress: a droplet that is on but is being
//! switched off is not on for long. Where the API refuses an action, the object is looked at once more, since it may
//! have reached the state between the look and the request.

use crate::api::{Client, Error, Object, Request, parallel_map};
use crate::error::{CliError, Result};
use crate::resolve::Target;
use crate::resolve::noun::Noun;
use crate::run::context::Context;
use crate::run::near;
use crate::verbs::actions::current;
use crate::verbs::lookup::{full_name, get_optional};
use crate::verbs::start_action::{ActionRequest, StartActions, finish, start_one};
use crate::verbs::targets::Targets;
use crate::verbs::wait::{ACTION_COLUMNS, Started, WaitOptions, id_text};
use clap::Args;
use serde_json::Value;

/// `--ensure`, for verbs that start actions.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct Ensure {
    /// Succeed where the state is reached already: that is reported on stderr, and no action is started or printed
    #[arg(long)]
    pub(crate) ensure: bool,
}

/// The arguments of a verb that brings its targets to a state.
#[derive(Debug, Clone, Args)]
pub(crate) struct EnsureActions<T: Args> {
    #[command(flatten)]
    pub(crate) ensure: Ensure,

    #[command(flatten)]
    pub(crate) start: StartActions<T>,
}

/// The state that an action brings an object to.
pub(crate) struct Goal {
    /// What is said of an object that is in it: `is on already`.
    pub(crate) words: String,
    /// Whether an object shows it.
    pub(crate) is_reached: Box<dyn Fn(&Object) -> bool>,
    /// The types of actions that lead to it.
    pub(crate) actions: &'static [&'static str],
}

/// What there is to do for one target.
enum Step {
    /// Nothing.
    Reached,
    /// An action that leads to the state is in progress.
    Follow(Object),
    /// The action has to be started; another one may be in progress.
    Start(Option<Object>),
}

impl<T: Targets> EnsureActions<T> {
    pub(crate) fn run(&self, ctx: &Context, body: &Value, goal: &Goal) -> Result<()> {
        if !self.ensure.ensure {
            return self.start.run(ctx, body);
        }
        let (noun, targets) = (self.start.on.noun(), self.start.on.find(ctx)?);
        start_where_needed(ctx, noun, &targets, body, goal, &self.start.wait)
    }
}

impl Goal {
    fn step(&self, object: &Object, in_progress: Option<Object>) -> Step {
        let leads_there = |action: &Object| action.text("type").is_some_and(|kind| self.actions.contains(&&*kind));
        match in_progress {
            Some(action) if leads_there(&action) => Step::Follow(action),
            None if (self.is_reached)(object) => Step::Reached,
            other => Step::Start(other),
        }
    }

    /// What there is to do for each target. Only for those that show the state, it is asked whether it will stay.
    fn steps(&self, ctx: &Context, noun: &Noun, targets: &[Target]) -> Result<Vec<Step>> {
        let is_reached = |target: &&Target| (self.is_reached)(&target.object);
        let reached: Vec<Target> = targets.iter().filter(is_reached).cloned().collect();
        let mut in_progress = current(ctx, noun, &reached)?.into_iter();
        let step = |target: &Target| {
            if (self.is_reached)(&target.object) {
                self.step(&target.object, in_progress.next().flatten())
            } else {
                Step::Start(None)
            }
        };
        Ok(targets.iter().map(step).collect())
    }

    /// The same for a target on which the API would not start the action.
    fn look_again(&self, ctx: &Context, noun: &Noun, target: &Target) -> Result<Step> {
        let in_progress = current(ctx, noun, std::slice::from_ref(target))?.into_iter().next().flatten();
        match get_optional(ctx.client()?, &noun.family, &target.id.to_string())? {
            Some(object) => Ok(self.step(&object, in_progress)),
            None => Ok(Step::Start(in_progress)),
        }
    }
}

/// Starts an action on each target that needs it, and prints the actions: those that were started, and those in progress
/// that lead to the state.
fn start_where_needed(
    ctx: &Context,
    noun: &'static Noun,
    targets: &[Target],
    body: &Value,
    goal: &Goal,
    wait: &WaitOptions,
) -> Result<()> {
    let steps = goal.steps(ctx, noun, targets)?;
    let request = |target: &Target| ActionRequest::of(&noun.family, target, body.clone());
    let needed = targets.iter().zip(&steps).filter(|(_, step)| matches!(step, Step::Start(_)));
    let requests = needed.map(|(target, _)| request(target)).collect();
    let mut sent = parallel_map(ctx.client()?, requests, |client: &Client, one: ActionRequest| one.send(client));
    let mut array = ctx.ui.array_of(ACTION_COLUMNS);
    let mut started = Vec::new();
    for (target, step) in targets.iter().zip(steps) {
        let action = match step {
            Step::Start(_) => match sent.next() {
                Some(Ok(action)) => Some(action),
                Some(Err(error)) => refused(ctx, noun, target, body, goal, error),
                None => None,
            },
            other => report_step(ctx, noun, target, goal, other),
        };
        let Some(action) = action else { continue };
        let target = request(target).target;
        if !wait.is_wanted() {
            array.push_for(&target, action.raw().get());
            array.flush();
        }
        started.push(Started { target, action });
    }
    finish(ctx, started, wait, array).map(drop)
}

/// Reports a target on which no action has to be started; returns the one that leads to the state, if one is in
/// progress. A dry run prints requests only.
fn report_step(ctx: &Context, noun: &Noun, target: &Target, goal: &Goal, step: Step) -> Option<Object> {
    let Step::Follow(action) = step else {
        report_reached(ctx, noun, target, goal);
        return None;
    };
    let (name, kind) = (full_name(&noun.family, target), action.text("type").unwrap_or_default());
    ctx.ui.messages().done(format_args!("{name}: {kind} is in progress already, as action {}", id_text(&action)));
    Some(action).filter(|_| !ctx.is_dry_run())
}

/// Reports a target that is in the state already.
pub(crate) fn report_reached(ctx: &Context, noun: &Noun, target: &Target, goal: &Goal) {
    ctx.ui.messages().done(format_args!("{} {}", full_name(&noun.family, target), goal.words));
    ctx.tally.success();
}

/// Reports a target on which the API would not start the action, unless the state is reached all the same.
fn refused(ctx: &Context, noun: &Noun, target: &Target, body: &Value, goal: &Goal, error: Error) -> Option<Object> {
    let step = if error.status() == Some(422) { goal.look_again(ctx, noun, target).ok() } else { None };
    let failed = near::refused(ctx, error, body);
    match step {
        Some(step @ (Step::Reached | Step::Follow(_))) => {
            ctx.forget(&failed);
            report_step(ctx, noun, target, goal, step)
        }
        Some(Step::Start(Some(other))) => {
            ctx.fail(noun.family.labelled(&target.label), failed.hint(busy(noun, target, &other)));
            None
        }
        _ => {
            ctx.fail(noun.family.labelled(&target.label), failed);
            None
        }
    }
}

/// The hint about another action in progress.
fn busy(noun: &Noun, target: &Target, action: &Object) -> String {
    let kind = action.text("type").unwrap_or_default();
    format!(
        "{kind} is in progress, as action {}; wait for it with: doapi {} wait {}",
        id_text(action),
        noun.command,
        target.id
    )
}

/// The same for one target, whose action is printed without an array: `null` where none was needed.
pub(crate) fn start_one_if_needed(
    ctx: &Context,
    noun: &Noun,
    target: &Target,
    body: &Value,
    goal: &Goal,
    wait: &WaitOptions,
) -> Result<()> {
    let is_refused = |error: &CliError| error.http_status() == Some(422);
    let step = goal.steps(ctx, noun, std::slice::from_ref(target))?.into_iter().next();
    if let Some(Step::Start(_)) | None = step {
        let failed = match start_one(ctx, ActionRequest::of(&noun.family, target, body.clone()), wait) {
            Err(error) if is_refused(&error) => error,
            done => return done,
        };
        match goal.look_again(ctx, noun, target)? {
            Step::Reached => ctx.forget(&failed),
            Step::Start(Some(other)) => return Err(failed.hint(busy(noun, target, &other))),
            _ => return Err(failed),
        }
    }
    report_reached(ctx, noun, target, goal);
    if !ctx.is_dry_run() {
        ctx.ui.value("null");
    }
    Ok(())
}

/// Prints an object that need not be created.
pub(crate) fn print_existing(ctx: &Context, noun: &Noun, object: Object) {
    let Some(id) = noun.family.id_of(&object) else { return };
    let target = Target { label: id.to_string(), id, object };
    report_existing(ctx, noun, &target);
    if !ctx.is_dry_run() {
        ctx.ui.value(target.object.raw().get());
    }
}

/// Says that an object need not be created.
pub(crate) fn report_existing(ctx: &Context, noun: &Noun, target: &Target) {
    ctx.ui.messages().done(format_args!("{} exists already", full_name(&noun.family, target)));
}

/// Sends a request that creates an object, unless that exists already or has appeared in the meantime.
pub(crate) fn create_if_missing(ctx: &Context, noun: &Noun, key: &str, request: &Request) -> Result<Option<Object>> {
    let client = ctx.client()?;
    if let Some(object) = get_optional(client, &noun.family, key)? {
        print_existing(ctx, noun, object);
        return Ok(None);
    }
    match client.send(request).and_then(|reply| reply.object(&noun.family.collection.singular)) {
        Err(error) if error.status() == Some(422) => match get_optional(client, &noun.family, key)? {
            Some(object) => {
                ctx.forget(&error.into());
                print_existing(ctx, noun, object);
                Ok(None)
            }
            None => Err(error.into()),
        },
        made => Ok(Some(made?)),
    }
}
