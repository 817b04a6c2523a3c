//! `doapi action`.

use crate::api::{Client, Error, Id, Listing, Object, Poller, Request, parallel_map};
use crate::args::traits::Prints;
use crate::complete;
use crate::error::Result;
use crate::resolve::noun::{ACTION, NOUNS, of_resource_type};
use crate::run::context::Context;
use crate::run::{Missing, print};
use crate::ui::{Messages, escape};
use crate::verbs::actions::in_progress;
use crate::verbs::lookup::{dedup, existing, find_by_key, get_optional};
use crate::verbs::missing::IgnoreMissing;
use crate::verbs::targets::ACTS_ON;
use crate::verbs::wait::id_text;
use crate::verbs::wait::{Started, WaitTiming, print_followed};
use clap::{Args, Subcommand};
use std::time::Duration;

/// For more actions than this, pages of the account's list are read before single actions.
const FEW: usize = 4;

/// The interval of doapi 0.2.0 for actions.
const INTERVAL: Duration = Duration::from_secs(5);

/// Show, wait for and look up actions
#[derive(Debug, Args)]
pub(crate) struct Action {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show actions: those given, or all of the account
    ///
    /// With --in-progress, the account's list is read from the newest action back to those that were started a day ago.
    #[command(aliases = ["list", "ls", "get"])]
    Show {
        #[command(flatten)]
        missing: IgnoreMissing,

        #[command(flatten)]
        which: Which,
    },
    /// Wait for actions to complete or to fail: those given, or all in progress
    ///
    /// Without IDs, the account's list is read from the newest action back to those that were started a day ago.
    #[command(mut_arg("wait_interval", |interval| interval.help("Polling interval [default: 5, at first 1 to 3]")))]
    #[command(add = Prints::Finished)]
    Wait {
        #[command(flatten)]
        timing: WaitTiming,

        /// IDs of actions
        #[arg(value_name = "ACTION", add = complete::actions(), help_heading = ACTS_ON)]
        actions: Vec<u64>,
    },
    /// Show the objects that actions were performed on; null for those that no longer exist
    #[command(mut_group("Which", |group| group.required(true)))]
    #[command(add = Prints::Objects)]
    Resource(Which),
}

/// Which actions are meant.
#[derive(Debug, Default, Args)]
struct Which {
    /// Only the newest action of the account, or null
    #[arg(long, conflicts_with = "in_progress", help_heading = ACTS_ON)]
    last: bool,

    /// Only actions in progress
    #[arg(long, help_heading = ACTS_ON)]
    in_progress: bool,

    /// IDs of actions
    #[arg(value_name = "ACTION", add = complete::actions(), conflicts_with_all = ["last", "in_progress"], help_heading = ACTS_ON)]
    actions: Vec<u64>,
}

impl Action {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        match self.verb.unwrap_or(Verb::Show { missing: IgnoreMissing::default(), which: Which::default() }) {
            Verb::Show { missing, which } => show(ctx, &which, missing.policy()),
            Verb::Wait { timing, actions } => wait(ctx, &timing, &actions),
            Verb::Resource(which) => resource(ctx, &which),
        }
    }
}

fn show(ctx: &Context, which: &Which, missing: Missing) -> Result<()> {
    if which.last {
        ctx.ui.value(last(ctx)?.as_ref().map_or("null", |action| action.raw().get()));
    } else if which.in_progress {
        print::objects(ctx, &in_progress(ctx)?);
    } else if which.actions.is_empty() {
        print::lists(ctx, vec![Listing::of(&ACTION.family.collection)])?;
    } else {
        print::objects(ctx, &by_id(ctx, &which.actions, missing)?);
    }
    Ok(())
}

fn wait(ctx: &Context, timing: &WaitTiming, ids: &[u64]) -> Result<()> {
    let actions = if ids.is_empty() { in_progress(ctx)? } else { by_id(ctx, ids, Missing::Refuse)? };
    let target = |action: &Object| format!("action {}", id_text(action));
    let started = actions.into_iter().map(|action| Started { target: target(&action), action }).collect();
    let mut array = ctx.ui.array_of(ACTION.columns);
    print_followed(ctx, started, &timing.timing(ctx, INTERVAL), &mut array)?;
    array.finish();
    Ok(())
}

fn resource(ctx: &Context, which: &Which) -> Result<()> {
    ctx.ui.default_columns(&[]);
    if which.last {
        let client = ctx.client()?;
        let resource = last(ctx)?.map(|action| resource_of(client, ctx.ui.messages(), &action)).transpose()?;
        ctx.ui.value(&text(resource.flatten()));
        return Ok(());
    }
    let actions = if which.in_progress { in_progress(ctx)? } else { by_id(ctx, &which.actions, Missing::Refuse)? };
    let messages = ctx.ui.messages().clone();
    let resources = parallel_map(ctx.client()?, actions, move |client, action| resource_of(client, &messages, &action));
    let mut array = ctx.ui.array();
    for resource in resources {
        array.push(&text(resource?));
        array.flush();
    }
    array.finish();
    Ok(())
}

fn text(object: Option<Object>) -> String {
    object.map_or_else(|| "null".to_owned(), |object| object.raw().get().to_owned())
}

fn by_id(ctx: &Context, ids: &[u64], missing: Missing) -> Result<Vec<Object>> {
    let (family, keys) = (&ACTION.family, ids.iter().map(u64::to_string).collect::<Vec<_>>());
    let found =
        if keys.len() > FEW { in_list(ctx, &keys, missing)? } else { find_by_key(ctx, family, &keys, missing)? };
    Ok(found.into_iter().map(|(_, action)| action).collect())
}

/// Many actions: those that are asked about are mostly new, and so on the first pages of the list.
fn in_list(ctx: &Context, keys: &[String], missing: Missing) -> Result<Vec<(String, Object)>> {
    let (family, keys) = (&ACTION.family, dedup(ctx, &ACTION.family.noun, keys));
    let id = |key: &String| key.parse().map_or_else(|_| Id::Text(key.clone()), Id::Number);
    let ids: Vec<Id> = keys.iter().map(id).collect();
    let (mut found, _) = Poller::new(ctx.client()?, &family.collection).read(&ids)?;
    let objects: Vec<Option<Object>> = ids.iter().map(|id| found.remove(id).flatten()).collect();
    existing(ctx, family, keys.into_iter().zip(objects), missing, str::to_owned)
}

/// The newest action of the account.
fn last(ctx: &Context) -> Result<Option<Object>> {
    let reply = ctx.client()?.send(&Request::get(ACTION.family.list().query("per_page", 1)))?;
    Ok(reply.objects("actions")?.into_iter().next())
}

/// The object that an action was performed on.
fn resource_of(client: &Client, messages: &Messages, action: &Object) -> Result<Option<Object>, Error> {
    let kind = action.text("resource_type").unwrap_or_default();
    match (of_resource_type(NOUNS, &kind), action.get::<u64>("resource_id")) {
        (Some(noun), Some(id)) => get_optional(client, &noun.family, &noun.key_of(id)),
        _ => Ok(unknown_kind(messages, action, &kind)),
    }
}

fn unknown_kind(messages: &Messages, action: &Object, kind: &str) -> Option<Object> {
    let id = id_text(action);
    messages.note(format_args!("action {id}: doapi cannot show what it was performed on ({})", escape(kind)));
    None
}
