//! `act`, `actions` and `wait`: the same on every noun that has actions.

use crate::api::{self, Clock, Id, Listing, Object, Page, parallel_map, parallel_map_bounded};
use crate::args::at_file;
use crate::args::traits::Prints;
use crate::complete;
use crate::error::Result;
use crate::error::usage;
use crate::resolve::Target;
use crate::resolve::noun::{ACTION, Noun};
use crate::run::context::Context;
use crate::verbs::approve::Approval;
use crate::verbs::start_action::StartActions;
use crate::verbs::targets::Targets;
use crate::verbs::wait::{ACTION_COLUMNS, INTERVAL, Started, WaitTiming, is_finished, print_followed};
use clap::Args;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::{Duration, SystemTime};

/// How far back the account's list is searched for actions in progress.
const LOOK_BACK: Duration = Duration::from_secs(24 * 60 * 60);
/// For more objects than this, the account's list of actions is read instead of the list of each object.
const FEW: usize = 4;

/// Perform an action of any type
#[derive(Debug, Args)]
pub(crate) struct Act<T: Targets> {
    /// The parameters of the action, as a JSON object
    #[arg(short, long, value_name = "JSON|@FILE", add = complete::at_file())]
    params: Option<String>,

    #[arg(value_name = "TYPE", help = type_help(T::objects()), add = complete::action_types(T::objects()))]
    kind: String,

    #[command(flatten)]
    approval: Approval,

    #[command(flatten)]
    on: StartActions<T>,
}

/// Types of actions that overwrite the disk, as the verbs of these names do.
const DESTROYING: [&str; 2] = ["rebuild", "restore"];

/// The types of actions that a noun is known to have. Others are sent too.
fn type_help(noun: &Noun) -> String {
    let types: Vec<&str> = noun.actions.iter().map(|action| action.name).collect();
    format!("The type of the action: {}, or another that the API has", types.join(", "))
}

impl<T: Targets> Act<T> {
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        let params = self.params.as_deref().map(|given| at_file::json_object(given, "--params")).transpose()?;
        let mut body = json!({"type": self.kind});
        if let (Some(params), Value::Object(body)) = (params, &mut body) {
            if params.contains_key("type") {
                return Err(usage("--params must not hold a \"type\": it is given as TYPE"));
            }
            body.extend(params);
        }
        if DESTROYING.contains(&self.kind.as_str()) { self.destroy(ctx, &body) } else { self.on.run(ctx, &body) }
    }

    fn destroy(&self, ctx: &Context, body: &Value) -> Result<()> {
        let targets = self.approval.targets(ctx, &self.kind, &self.on.on)?;
        let orders = targets.into_iter().map(|target| (target, body.clone())).collect();
        self.on.start(ctx, orders).map(drop)
    }
}

/// List the actions performed on objects
#[derive(Debug, Args)]
#[command(add = Prints::Lists)]
pub(crate) struct ListActions<T: Args> {
    /// Show only the newest action of each, or null
    #[arg(long, conflicts_with = "in_progress")]
    last: bool,

    /// Show only the action in progress on each, or null
    #[arg(long)]
    in_progress: bool,

    #[command(flatten)]
    on: T,
}

impl<T: Targets> ListActions<T> {
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        let targets = self.on.find(ctx)?;
        let noun = self.on.noun();
        if self.in_progress {
            let current = current(ctx, noun, &targets)?;
            print_or_null(ctx, &current);
            return Ok(());
        }
        if self.last {
            let last = newest(ctx, noun, &targets)?;
            print_or_null(ctx, &last.into_iter().map(|actions| actions.into_iter().next()).collect::<Vec<_>>());
            return Ok(());
        }
        print_sublists(
            ctx,
            targets
                .iter()
                .map(|target| Listing::at(noun.family.collection.actions_of(&target.id), "actions"))
                .collect(),
        )
    }
}

/// Wait for the actions in progress on objects
#[derive(Debug, Args)]
#[command(add = Prints::Finished)]
pub(crate) struct WaitForActions<T: Args> {
    #[command(flatten)]
    pub(crate) on: T,

    #[command(flatten)]
    pub(crate) timing: WaitTiming,
}

impl<T: Targets> WaitForActions<T> {
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        let targets = self.on.find(ctx)?;
        let current = current(ctx, self.on.noun(), &targets)?;
        let family = &self.on.noun().family;
        let started = targets
            .iter()
            .zip(current)
            .filter_map(|(target, action)| Some(Started { target: family.labelled(&target.label), action: action? }));
        let mut array = ctx.ui.array_of(ACTION_COLUMNS);
        print_followed(ctx, started.collect(), &self.timing.timing(ctx, INTERVAL), &mut array)?;
        array.finish();
        Ok(())
    }
}

/// Prints an array that holds one array for each list.
pub(crate) fn print_sublists(ctx: &Context, listings: Vec<Listing>) -> Result<()> {
    let mut array = ctx.ui.array();
    let lists = parallel_map_bounded(ctx.client()?, listings, |client, listing| Ok(read_pages(client.pages(listing))));
    for read in lists {
        let (pages, error) = read?;
        let items: Vec<&str> = pages.iter().flat_map(Page::texts).collect();
        if error.is_none() || !items.is_empty() {
            array.push(&format!("[{}]", items.join(",")));
            array.flush();
        }
        error.map_or(Ok(()), Err)?;
    }
    array.finish();
    Ok(())
}

/// All pages of a list, as far as they could be read.
fn read_pages(pages: impl Iterator<Item = Result<Page, api::Error>>) -> (Vec<Page>, Option<api::Error>) {
    let mut read = Vec::new();
    for page in pages {
        match page {
            Ok(page) => read.push(page),
            Err(error) => return (read, Some(error)),
        }
    }
    (read, None)
}

fn print_or_null(ctx: &Context, objects: &[Option<Object>]) {
    let mut array = ctx.ui.array_of(ACTION.columns);
    objects.iter().for_each(|object| array.push(object.as_ref().map_or("null", |object| object.raw().get())));
    array.finish();
}

/// The newest actions of each target.
fn newest(ctx: &Context, noun: &Noun, targets: &[Target]) -> Result<Vec<Vec<Object>>> {
    let path = |target: &Target| noun.family.collection.actions_of(&target.id).query("per_page", 20);
    let paths = targets.iter().map(path).collect();
    let read = parallel_map(ctx.client()?, paths, |client, path| client.get(path)?.objects("actions"));
    Ok(read.collect::<Result<_, _>>()?)
}

/// The action in progress on each target. Of many targets, those on the account's newest page of actions need no
/// request of their own; each of the others is asked for its own actions, so that none is missed.
pub(crate) fn current(ctx: &Context, noun: &Noun, targets: &[Target]) -> Result<Vec<Option<Object>>> {
    let listed = if targets.len() > FEW { latest_in_progress(ctx, noun)? } else { HashMap::new() };
    let listed = |target: &Target| listed.get(&Noun::resource_id(&target.id)?).cloned();
    let mut current: HashMap<Id, Object> =
        targets.iter().filter_map(|target| Some((target.id.clone(), listed(target)?))).collect();
    let rest: Vec<Target> = targets.iter().filter(|target| !current.contains_key(&target.id)).cloned().collect();
    for (target, actions) in rest.iter().zip(newest(ctx, noun, &rest)?) {
        current
            .extend(actions.into_iter().find(|action| !is_finished(action)).map(|action| (target.id.clone(), action)));
    }
    Ok(targets.iter().map(|target| current.get(&target.id).cloned()).collect())
}

/// The actions in progress on objects of a noun among the newest of the account, by their `resource_id`.
fn latest_in_progress(ctx: &Context, noun: &Noun) -> Result<HashMap<u64, Object>> {
    let path = ACTION.family.list().query("per_page", ctx.client()?.per_page());
    let mut found = HashMap::new();
    for action in ctx.client()?.get(path)?.objects("actions")?.into_iter().filter(|action| !is_finished(action)) {
        let kind = action.text("resource_type").unwrap_or_default();
        if let Some(id) = action.get::<u64>("resource_id").filter(|_| noun.resource_types.contains(&kind.as_str())) {
            found.entry(id).or_insert(action);
        }
    }
    Ok(found)
}

/// The time of the oldest action of interest, as the API writes times. The system's clock may be set to any time, but
/// years of more than four digits cannot be written.
fn look_back(now: Duration) -> String {
    let oldest = now.saturating_sub(LOOK_BACK).min(Duration::from_secs(253_402_300_799));
    humantime::format_rfc3339_seconds(SystemTime::UNIX_EPOCH + oldest).to_string()
}

/// Every action in progress on the account that was started in the last day, newest first: pages of the account's list
/// are read until one begins with an older action.
pub(crate) fn in_progress(ctx: &Context) -> Result<Vec<Object>> {
    let oldest = look_back(Clock::unix_time());
    let is_old = |action: &Object| action.text("started_at").is_some_and(|at| at < oldest);
    let mut found = Vec::new();
    for page in ctx.client()?.pages(Listing::of(&ACTION.family.collection)).one_by_one() {
        let actions = page?.objects();
        let enough = actions.last().is_some_and(is_old);
        found.extend(actions.into_iter().filter(|action| !is_finished(action)));
        if enough {
            break;
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_clock_says_there_is_an_oldest_action() {
        for (now, oldest) in
            [(0, "1970-01-01T00:00:00Z"), (1_500_000_000, "2017-07-13T02:40:00Z"), (u64::MAX, "9999-12-31T23:59:59Z")]
        {
            assert_eq!(look_back(Duration::from_secs(now)), oldest);
        }
    }
}
