//! Objects by their only identifier (tags, domains, records, IPs, actions), and requests to many objects alike.

use super::context::Context;
use super::errors::Unresolved;
use super::lost::fail;
use super::messages::warning;
use crate::api::{Client, Error, Family, Kind, Object, Path, Request, in_order};
use crate::resolve::{Problem, distinct};
use anyhow::Result;

/// The distinct labels of objects that have one identifier only, with a warning for each that is there again.
pub(crate) fn once_each(noun: &str, labels: &[String]) -> Vec<String> {
    let (labels, warnings) = distinct(noun, labels);
    warnings.iter().for_each(warning);
    labels
}

/// The objects of these keys, each once, all of them found; otherwise an error that names those that are not there.
pub(crate) fn exact(ctx: &Context, family: &Family, keys: &[String]) -> Result<Vec<(String, Object)>> {
    let keys = once_each(family.noun, keys);
    let place = family.clone();
    let read = in_order(ctx.client()?, Kind::Reads, keys.clone(), move |client, key| read(client, &place, &key));
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for (key, object) in keys.into_iter().zip(read) {
        match object? {
            Some(object) => found.push((key, object)),
            None => problems.push(Problem::Unknown { noun: family.noun, label: key }),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(Unresolved { problems, takes_multiple: false }.into()) }
}

/// One object, or `None` if there is none of that key.
pub(crate) fn read(client: &Client, family: &Family, key: &str) -> Result<Option<Object>, Error> {
    if !Path::can_hold(key) {
        return Ok(None);
    }
    match client.send_here(&Request::get(family.one(key))) {
        Ok(reply) => reply.object(family.singular).map(Some),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Sends requests whose answers hold nothing to print; one that fails has its line, and the others go on. The first of
/// each pair is what a message calls the target.
pub(crate) fn send_each(ctx: &Context, requests: Vec<(String, Request)>) -> Result<()> {
    change_each(ctx, requests, |client, request| client.send_here(&request).map(drop))
}

/// The same with work of several requests on each target.
pub(crate) fn change_each<T: Send + 'static>(
    ctx: &Context,
    targets: Vec<(String, T)>,
    work: impl Fn(&Client, T) -> Result<(), Error> + Send + Sync + 'static,
) -> Result<()> {
    let (names, targets): (Vec<_>, Vec<_>) = targets.into_iter().unzip();
    for (name, changed) in names.into_iter().zip(in_order(ctx.client()?, Kind::Changes, targets, work)) {
        match changed {
            Ok(()) => ctx.tally.success(),
            Err(error) => fail(ctx, name, error),
        }
    }
    Ok(())
}
