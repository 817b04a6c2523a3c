//! Replies → stdout.

use super::operation::Operation;
use super::place::Place;
use crate::api::{Path, Reply, Request, parallel_map};
use crate::error::{CliError, Result};
use crate::run::{Context, Missing};
use crate::verbs::select::Where;
use serde_json::value::RawValue;

/// A request, and what messages call its target.
pub(super) struct Errand {
    pub(super) target: String,
    /// The same with its ID.
    full_name: String,
    pub(super) request: Request,
}

impl Errand {
    pub(super) fn at(place: Place, request: Request) -> Errand {
        Errand { target: place.target, full_name: place.full_name, request }
    }
}

/// What counts of a reply: what is under the root key, or all of it. Deletions print nothing, also where the API answers
/// with what it has deleted.
pub(super) fn result<'a>(operation: &Operation, reply: &'a Reply) -> Option<&'a str> {
    if operation.verb() == "delete" {
        return None;
    }
    let root = operation.root.as_ref().and_then(|root| reply.parse::<&RawValue>(root).ok());
    let whole = || serde_json::from_str::<&RawValue>(&reply.body).ok();
    root.or_else(whole).map(RawValue::get)
}

/// Sends one request for each target and prints the results, as one array if `in_array`. A target that fails is
/// reported, and the others continue.
pub(super) fn print_all(
    ctx: &Context,
    operation: &Operation,
    errands: Vec<Errand>,
    in_array: bool,
    missing: Missing,
) -> Result<()> {
    if let ([errand], false) = (errands.as_slice(), in_array) {
        return print_only(ctx, operation, errand);
    }
    let request = |errand: Errand| ((errand.target, errand.full_name), errand.request);
    let (targets, requests): (Vec<_>, Vec<_>) = errands.into_iter().map(request).unzip();
    let replies = parallel_map(ctx.client()?, requests, |client, request| client.send(&request));
    let mut array = ctx.ui.array();
    let mut printed = false;
    for ((target, full_name), reply) in targets.into_iter().zip(replies) {
        match reply {
            Ok(reply) => {
                ctx.tally.success();
                let result = result(operation, &reply);
                result.iter().for_each(|json| array.push(json));
                printed |= result.is_some();
                array.flush();
                if result.is_none() {
                    ctx.ui.messages().done(done(operation, &full_name));
                }
            }
            Err(error) => ctx.fail_unless_missing(target, error, missing),
        }
    }
    if printed || operation.only_reads() {
        array.finish();
    }
    Ok(())
}

fn print_only(ctx: &Context, operation: &Operation, errand: &Errand) -> Result<()> {
    let Errand { target, full_name, request } = errand;
    let named = |error: CliError| if target.is_empty() { error } else { error.context(target.clone()) };
    let reply = ctx.client()?.send(request).map_err(|error| named(error.into()))?;
    let is_deletion = operation.verb() == "delete";
    if !is_deletion {
        print_one(ctx, operation, &reply)?;
    }
    if is_deletion || !operation.only_reads() && reply.body.trim().is_empty() {
        ctx.ui.messages().done(done(operation, full_name));
    }
    Ok(())
}

/// What is said of a change that gives nothing to print.
fn done(operation: &Operation, target: &str) -> String {
    let words = operation.command.split_once(' ').map_or(operation.id.as_str(), |(_, words)| words);
    match operation.verb() {
        "delete" if !target.is_empty() => format!("deleted {target}"),
        _ if target.is_empty() => format!("{}: done", operation.id),
        _ => format!("{target}: {words}: done"),
    }
}

fn print_one(ctx: &Context, operation: &Operation, reply: &Reply) -> Result<()> {
    match result(operation, reply) {
        Some(json) => ctx.ui.value(json),
        None if reply.body.trim().is_empty() => {}
        None => ctx.ui.foreign_body(&reply.body)?,
    }
    Ok(())
}

/// Prints a list that has no pages, those of it that fit.
pub(super) fn print_list(ctx: &Context, operation: &Operation, path: Path, filter: &Where) -> Result<()> {
    let reply = ctx.client()?.get(path)?;
    let root = operation.root.as_deref().unwrap_or_default();
    let items: Option<Vec<&RawValue>> = reply.parse(root)?;
    let mut array = ctx.ui.array();
    let items = items.into_iter().flatten().map(RawValue::get).filter(|item| filter.holds(item));
    items.for_each(|item| array.push(item));
    array.finish();
    Ok(())
}
