//! Objects by their only identifier (tags, domains, records, IPs, actions), and requests to many objects alike.

use crate::api::{Client, Error, Object, Path, Request, parallel_map};
use crate::error::Result;
use crate::error::unresolved;
use crate::resolve::Family;
use crate::resolve::{Problem, Target, distinct};
use crate::run::Missing;
use crate::run::context::Context;

/// The labels without duplicates, with a warning for each duplicate, of objects that have one identifier only.
pub(crate) fn dedup(ctx: &Context, noun: &str, labels: &[String]) -> Vec<String> {
    let (labels, warnings) = distinct(noun, labels);
    warnings.iter().for_each(|text| ctx.ui.warning(text));
    labels
}

/// The objects of these keys, without duplicates; an error that names the missing ones, unless they are ignored.
pub(crate) fn find_by_key(
    ctx: &Context,
    family: &Family,
    keys: &[String],
    missing: Missing,
) -> Result<Vec<(String, Object)>> {
    find_labelled(ctx, family, keys, missing, str::to_owned)
}

/// The same, where messages call an object something else than its key.
pub(crate) fn find_labelled(
    ctx: &Context,
    family: &Family,
    keys: &[String],
    missing: Missing,
    label: impl Fn(&str) -> String,
) -> Result<Vec<(String, Object)>> {
    let keys = dedup(ctx, &family.noun, keys);
    let place = family.clone();
    let read = parallel_map(ctx.client()?, keys.clone(), move |client, key| get_optional(client, &place, &key));
    existing(ctx, family, keys.into_iter().zip(read.collect::<Result<Vec<_>, _>>()?), missing, label)
}

/// The objects that were looked for by their keys; an error that names the missing ones, unless they are ignored.
pub(crate) fn existing(
    ctx: &Context,
    family: &Family,
    read: impl Iterator<Item = (String, Option<Object>)>,
    missing: Missing,
    label: impl Fn(&str) -> String,
) -> Result<Vec<(String, Object)>> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for (key, object) in read {
        match object {
            Some(object) => found.push((key, object)),
            None => problems.push(Problem::Unknown { noun: family.noun.to_string(), label: label(&key) }),
        }
    }
    let problems = ctx.remaining(problems, missing);
    if problems.is_empty() { Ok(found) } else { Err(unresolved(&problems, false)) }
}

/// One object, or `None` if there is none of that key.
pub(crate) fn get_optional(client: &Client, family: &Family, key: &str) -> Result<Option<Object>, Error> {
    if !Path::can_hold(key) {
        return Ok(None);
    }
    client.get_optional(family.one(key), &family.collection.singular)
}

/// One change of a list of them.
pub(crate) struct Change<T> {
    /// What messages call the target, such as `droplet "7"`.
    pub(crate) target: String,
    /// What is said once it is done, such as `deleted droplet "web-1" (7)`, a line each.
    pub(crate) done: Vec<String>,
    pub(crate) input: T,
}

/// Deletes objects. One that cannot be deleted is reported, and the others continue.
pub(crate) fn delete_all(ctx: &Context, family: &Family, targets: &[Target], missing: Missing) -> Result<()> {
    let change = |one: &Target| Change {
        target: family.labelled(&one.label),
        done: vec![format!("deleted {}", full_name(family, one))],
        input: Request::delete(family.one(&one.id)),
    };
    let send = |client: &Client, request: Request| client.send(&request).map(drop);
    delete_each(ctx, targets.iter().map(change).collect(), missing, send)
}

/// Makes changes that delete objects; what becomes of those that are no longer there is up to `missing`.
pub(crate) fn delete_each<T: Send + 'static>(
    ctx: &Context,
    changes: Vec<Change<T>>,
    missing: Missing,
    work: impl Fn(&Client, T) -> Result<(), Error> + Send + Sync + 'static,
) -> Result<()> {
    let names: Vec<String> = changes.iter().map(|change| change.target.clone()).collect();
    try_each(ctx, changes, work, |index, error| ctx.fail_unless_missing(&names[index], error, missing))
}

/// Makes changes concurrently. One that fails is reported, and the others continue.
pub(crate) fn for_each<T: Send + 'static>(
    ctx: &Context,
    changes: Vec<Change<T>>,
    work: impl Fn(&Client, T) -> Result<(), Error> + Send + Sync + 'static,
) -> Result<()> {
    let names: Vec<String> = changes.iter().map(|change| change.target.clone()).collect();
    try_each(ctx, changes, work, |index, error| ctx.fail(&names[index], error))
}

/// Makes changes concurrently, and passes on the errors of those that fail with their index. Each success is reported
/// at once, even while an earlier change has no answer.
pub(crate) fn try_each<T: Send + 'static>(
    ctx: &Context,
    changes: Vec<Change<T>>,
    work: impl Fn(&Client, T) -> Result<(), Error> + Send + Sync + 'static,
    mut failed: impl FnMut(usize, Error),
) -> Result<()> {
    let messages = ctx.ui.messages().clone();
    let work = move |client: &Client, change: Change<T>| {
        work(client, change.input)?;
        change.done.iter().for_each(|line| messages.done(line));
        Ok(())
    };
    for (index, changed) in parallel_map(ctx.client()?, changes, work).enumerate() {
        match changed {
            Ok(()) => ctx.tally.success(),
            Err(error) => failed(index, error),
        }
    }
    Ok(())
}

/// What a message calls an object that was changed: by its name, and by its ID where that is something else.
pub(crate) fn full_name(family: &Family, target: &Target) -> String {
    let name = family.name_of(&target.object).unwrap_or_else(|| target.label.clone());
    let id = target.id.to_string();
    if name == id { format!("{} {name:?}", family.noun) } else { format!("{} {name:?} ({id})", family.noun) }
}
