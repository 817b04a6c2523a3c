//! Waiting for objects of the table: until their status says that nothing more happens, or for one state.

use super::body::Given;
use super::command::Offers;
use super::invocation::Invocation;
use super::operation::Operation;
use crate::api::{Event, Id, Object, Poller, Reply, Request, parallel_map, wait};
use crate::error::{Result, Status};
use crate::resolve::Family;
use crate::run::Context;
use crate::run::context::Multiple;
use crate::ui::escape;
use crate::ui::stdout::Array;
use crate::verbs::wait::{
    INTERVAL, Started, WaitOptions, WaitTiming, id_text, print_followed, report_gone, report_incomplete,
};
use clap::FromArgMatches;
use std::collections::HashMap;

/// What a state means for a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Moving,
    Settled,
    Failed,
}

/// States in which something still happens, beside those that end in `ing`.
const MOVING: [&str; 6] = ["new", "pending", "queued", "scheduled", "unknown", "initialized"];
/// States that end in `ing` although nothing more happens.
const SETTLED: [&str; 2] = ["running", "missing"];
/// Parts of the words for failures.
const FAILED: [&str; 4] = ["error", "fail", "invalid", "cancel"];

impl State {
    /// Anything that is not known is settled: a wait for a word that doapi does not know would never end.
    fn of(text: &str) -> State {
        let text = text.to_ascii_lowercase().replace('-', "_");
        let is_moving = text.split('_').any(|part| MOVING.contains(&part)) || text == "in_progress";
        if FAILED.iter().any(|part| text.contains(part)) {
            State::Failed
        } else if is_moving || text.ends_with("ing") && !SETTLED.contains(&text.as_str()) {
            State::Moving
        } else {
            State::Settled
        }
    }
}

/// What is waited for.
struct Goal {
    /// The field with the state; dots lead into objects.
    field: String,
    until: Option<String>,
}

impl Goal {
    fn state(&self, object: &Object) -> Option<String> {
        let (first, rest) = self.field.split_once('.').unwrap_or((&self.field, ""));
        let value: serde_json::Value = object.get(first)?;
        let value = if rest.is_empty() { Some(&value) } else { value.get(rest) };
        value?.as_str().map(str::to_owned)
    }

    fn is_reached(&self, object: &Object) -> bool {
        let Some(state) = self.state(object) else { return self.until.is_none() };
        match &self.until {
            Some(until) => state.eq_ignore_ascii_case(until) || State::of(&state) == State::Failed,
            None => State::of(&state) != State::Moving,
        }
    }

    /// Whether an object that is waited for no longer came to what was wanted.
    fn is_failure(&self, object: &Object) -> bool {
        let state = self.state(object).unwrap_or_default();
        let wanted = self.until.as_ref().is_some_and(|until| state.eq_ignore_ascii_case(until));
        !wanted && State::of(&state) == State::Failed
    }

    fn awaits_deletion(&self) -> bool {
        self.until.as_deref() == Some("deleted")
    }
}

/// Waits for objects and prints each one that reaches its state; at the end, the others as they are.
fn follow(
    ctx: &Context,
    family: &Family,
    objects: Vec<(String, Object)>,
    goal: &Goal,
    timing: &WaitTiming,
    resume: &str,
) -> Result<()> {
    let timing = timing.timing(ctx, INTERVAL);
    let mut poller = Poller::new(ctx.client()?, &family.collection);
    let total = objects.len();
    let names: HashMap<Option<Id>, String> = objects.iter().map(|(name, object)| (object.id(), name.clone())).collect();
    let name = |id: Option<Id>| names.get(&id).cloned().unwrap_or_else(|| family.noun.to_string());
    let (mut array, mut progress) = (ctx.ui.array(), ctx.ui.progress());
    let objects = objects.into_iter().map(|(_, object)| object).collect();
    let ended = wait(
        &mut poller,
        &timing,
        objects,
        |object| goal.is_reached(object),
        |event| -> Result<()> {
            match event {
                Event::Settled(object) => settled(ctx, goal, &name(object.id()), &object, &mut array),
                Event::Vanished(id) if goal.awaits_deletion() => {
                    ctx.tally.success();
                    ctx.ui.note(format_args!("{}: deleted", name(Some(id))));
                }
                Event::Vanished(id) => report_gone(ctx, &name(Some(id)), "it no longer exists"),
                Event::Pending { left, next } => {
                    let left: Vec<String> = left.iter().map(|object| name(object.id())).collect();
                    progress.pending(&left, total, next);
                }
            }
            Ok(())
        },
    )?;
    drop(progress);
    let ended = report_incomplete(ctx, ended, resume);
    ended.left.iter().for_each(|object| array.push(object.raw().get()));
    array.finish();
    Ok(())
}

fn settled(ctx: &Context, goal: &Goal, name: &str, object: &Object, array: &mut Array) {
    if goal.is_failure(object) {
        ctx.tally.failure(Status::Errored);
        let state = goal.state(object).unwrap_or_default();
        ctx.ui.note(format_args!("{name}: {} {} ended {}", goal.field, id_text(object), escape(&state)));
    } else {
        ctx.tally.success();
    }
    array.push(object.raw().get());
    array.flush();
}

/// `doapi NOUN wait NAME…`.
pub(super) fn run(invocation: &Invocation, ctx: &Context) -> Result<()> {
    let Some(show) = invocation.node.operations.first() else { return Ok(()) };
    let labels = invocation.labels();
    let (parents, names) = labels.split_at(show.arguments().len().saturating_sub(1));
    let finder = invocation.finder(ctx);
    let Some(family) = finder.family_of_last(show, parents)? else { return Ok(()) };
    let targets = ctx.find(&family, names, Multiple::NotOffered)?;
    let objects = targets.into_iter().map(|one| (format!("{} {:?}", family.noun, one.label), one.object)).collect();
    let given = Given(&invocation.matches);
    let goal = Goal { field: show.status.clone().unwrap_or_default(), until: given.text("until") };
    let timing =
        WaitTiming::from_arg_matches(&invocation.matches).map_err(|error| crate::error::usage(error.to_string()))?;
    let resume = [invocation.node.words.as_slice(), parents].concat().join(" ");
    follow(ctx, &family, objects, &goal, &timing, &resume)
}

/// Waiting for what a request has started.
pub(super) struct Waiting<'a> {
    invocation: &'a Invocation,
    ctx: &'a Context,
    operation: &'a Operation,
    options: WaitOptions,
}

impl Waiting<'_> {
    /// Nothing where it is not asked for, or where there is nothing to wait for.
    pub(super) fn of<'a>(
        invocation: &'a Invocation,
        ctx: &'a Context,
        operation: &'a Operation,
    ) -> Result<Option<Waiting<'a>>> {
        if !Offers::of(&invocation.noun, &invocation.node).wait {
            return Ok(None);
        }
        let options = WaitOptions::from_arg_matches(&invocation.matches);
        let options = options.map_err(|error| crate::error::usage(error.to_string()))?;
        Ok(options.is_wanted().then_some(Waiting { invocation, ctx, operation, options }))
    }

    /// Sends the requests and waits for what they start.
    pub(super) fn run(&self, requests: Vec<(String, Request)>) -> Result<()> {
        let path = requests.first().map(|(_, request)| request.path.to_string()).unwrap_or_default();
        let started = self.send(requests)?;
        if self.operation.root.as_deref() == Some("action") {
            let started = started.into_iter().map(|(target, action)| Started { target, action }).collect();
            let mut array = self.ctx.ui.array();
            print_followed(self.ctx, started, &self.options.timing.timing(self.ctx, INTERVAL), &mut array)?;
            array.finish();
            return Ok(());
        }
        let place = self.operation.place();
        let (place, path) = match place.strip_suffix("/{}") {
            Some(place) => {
                (place.to_owned(), path.rsplit_once('/').map(|(path, _)| path.to_owned()).unwrap_or_default())
            }
            None => (place, path),
        };
        let Some(family) = super::family::at(&self.invocation.table, &place, &path) else { return Ok(()) };
        let goal = Goal { field: self.operation.status.clone().unwrap_or_default(), until: None };
        let noun = self.invocation.node.words.split_last().map(|(_, noun)| noun.join(" ")).unwrap_or_default();
        follow(self.ctx, &family, started, &goal, &self.options.timing, &format!("{noun} wait"))
    }

    /// What the requests have started, each with the name of its target.
    fn send(&self, requests: Vec<(String, Request)>) -> Result<Vec<(String, Object)>> {
        let root = self.operation.root.clone().unwrap_or_default();
        let (targets, requests): (Vec<_>, Vec<_>) = requests.into_iter().unzip();
        let object = move |reply: Reply| reply.object(&root);
        let replies =
            parallel_map(self.ctx.client()?, requests, move |client, one| client.send(&one).and_then(&object));
        let mut started = Vec::new();
        for (target, reply) in targets.into_iter().zip(replies) {
            match reply {
                Ok(object) => {
                    let named = || format!("{} {}", super::words::noun_of(self.operation), id_text(&object));
                    started.push((if target.is_empty() { named() } else { target }, object));
                }
                Err(error) if target.is_empty() => return Err(error.into()),
                Err(error) => self.ctx.fail(target, error),
            }
        }
        Ok(started)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::table::Table;

    #[test]
    fn states_move_settle_or_fail_by_their_words() {
        for (text, state) in [
            ("new", State::Moving),
            ("provisioning", State::Moving),
            ("PENDING_BUILD", State::Moving),
            ("in-progress", State::Moving),
            ("migrating", State::Moving),
            ("active", State::Settled),
            ("ACTIVE", State::Settled),
            ("running", State::Settled),
            ("online", State::Settled),
            ("whatever", State::Settled),
            ("errored", State::Failed),
            ("ERROR", State::Failed),
            ("failed", State::Failed),
            ("CANCELED", State::Failed),
        ] {
            assert_eq!(State::of(text), state, "{text}");
        }
    }

    #[test]
    fn most_of_the_states_that_the_document_names_can_be_told_apart() {
        let waits =
            Table::read().all().into_iter().filter(|one| one.is_of_one() && one.only_reads() && one.status.is_some());
        let ids: Vec<String> = waits.map(|one| one.id).collect();
        for id in ["loadBalancers_get", "kubernetes_get_cluster", "databases_get_cluster", "apps_get_deployment"] {
            assert!(ids.contains(&id.to_owned()), "{id} has no status");
        }
    }
}
