//! Waiting for objects of the table: until their status says that nothing more happens, or for one state.

use super::body::Given;
use super::goal::Goal;
use super::invocation::Invocation;
use super::offers::Offers;
use super::operation::Operation;
use super::reply::Errand;
use crate::api::{Event, Id, Object, Poller, Reply, parallel_map, wait};
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
    if let Some(state) = goal.failure(object) {
        ctx.tally.failure(Status::Errored);
        let field = goal.field.rsplit('.').next().unwrap_or_default();
        let id = id_text(object);
        let id = if name.ends_with(&id) { String::new() } else { format!(" ({id})") };
        ctx.ui.note(format_args!("{name}{id}: its {field} is {}", escape(&state)));
    } else {
        ctx.tally.success();
    }
    array.push(object.raw().get());
    array.flush();
}

/// What messages call an object that a request has made.
fn named(operation: &Operation, object: &Object) -> String {
    let name: Option<String> = object.get("name");
    let name = name.map_or_else(|| id_text(object), |name| format!("{name:?}"));
    format!("{} {name}", super::words::noun_of(operation))
}

/// `doapi NOUN wait NAME…`.
pub(super) fn run(invocation: &Invocation, ctx: &Context) -> Result<()> {
    let Some(show) = invocation.node.operations.first() else { return Ok(()) };
    let labels = invocation.labels();
    let (parents, names) = labels.split_at(show.arguments().len().saturating_sub(1));
    let finder = invocation.finder(ctx);
    let Some(family) = finder.family_of_last(show, parents)? else { return Ok(()) };
    let targets = ctx.find(&family, names, Multiple::NotOffered)?;
    let objects = targets.into_iter().map(|one| (family.labelled(&one.label), one.object)).collect();
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
    pub(super) fn run(&self, errands: Vec<Errand>) -> Result<()> {
        let path = errands.first().map(|one| one.request.path.to_string()).unwrap_or_default();
        let started = self.send(errands)?;
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
    fn send(&self, errands: Vec<Errand>) -> Result<Vec<(String, Object)>> {
        let root = self.operation.root.clone().unwrap_or_default();
        let (targets, requests): (Vec<_>, Vec<_>) = errands.into_iter().map(|one| (one.target, one.request)).unzip();
        let object = move |reply: Reply| reply.object(&root);
        let replies =
            parallel_map(self.ctx.client()?, requests, move |client, one| client.send(&one).and_then(&object));
        let mut started = Vec::new();
        for (target, reply) in targets.into_iter().zip(replies) {
            match reply {
                Ok(object) => {
                    started.push((if target.is_empty() { named(self.operation, &object) } else { target }, object));
                }
                Err(error) if target.is_empty() => return Err(error.into()),
                Err(error) => self.ctx.fail(target, error),
            }
        }
        Ok(started)
    }
}
