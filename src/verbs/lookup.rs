//! Objects by their only identifier (tags, domains, records, IPs, actions), and requests to many objects alike.

use crate::api::{Client, Effect, Error, Object, Path, Request, parallel_map};
use crate::error::Result;
use crate::error::unresolved;
use crate::resolve::Family;
use crate::resolve::{Problem, distinct};
use crate::run::context::Context;

/// The labels without duplicates, with a warning for each duplicate, of objects that have one identifier only.
pub(crate) fn dedup(ctx: &Context, noun: &str, labels: &[String]) -> Vec<String> {
    let (labels, warnings) = distinct(noun, labels);
    warnings.iter().for_each(|text| ctx.ui.warning(text));
    labels
}

/// The objects of these keys, without duplicates; an error that names the missing ones unless all of them exist.
pub(crate) fn find_by_key(ctx: &Context, family: &Family, keys: &[String]) -> Result<Vec<(String, Object)>> {
    let keys = dedup(ctx, &family.noun, keys);
    let place = family.clone();
    let read = parallel_map(ctx.client()?, Effect::ReadOnly, keys.clone(), move |client, key| {
        get_optional(client, &place, &key)
    });
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for (key, object) in keys.into_iter().zip(read) {
        match object? {
            Some(object) => found.push((key, object)),
            None => problems.push(Problem::Unknown { noun: family.noun.to_string(), label: key }),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(unresolved(&problems, false)) }
}

/// One object, or `None` if there is none of that key.
pub(crate) fn get_optional(client: &Client, family: &Family, key: &str) -> Result<Option<Object>, Error> {
    if !Path::can_hold(key) {
        return Ok(None);
    }
    match client.send_here(&Request::get(family.one(key))) {
        Ok(reply) => reply.object(&family.collection.singular).map(Some),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Sends requests whose answers are not printed; one that fails is reported, and the others continue. The first of each
/// pair is the name of the target for messages.
pub(crate) fn send_all(ctx: &Context, requests: Vec<(String, Request)>) -> Result<()> {
    for_each(ctx, requests, |client, request| client.send_here(&request).map(drop))
}

/// The same with work of several requests on each target.
pub(crate) fn for_each<T: Send + 'static>(
    ctx: &Context,
    targets: Vec<(String, T)>,
    work: impl Fn(&Client, T) -> Result<(), Error> + Send + Sync + 'static,
) -> Result<()> {
    let (names, targets): (Vec<_>, Vec<_>) = targets.into_iter().unzip();
    for (name, changed) in names.into_iter().zip(parallel_map(ctx.client()?, Effect::Mutating, targets, work)) {
        match changed {
            Ok(()) => ctx.tally.success(),
            Err(error) => ctx.fail(name, error),
        }
    }
    Ok(())
}
