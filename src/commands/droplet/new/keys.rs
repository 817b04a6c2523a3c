//! The SSH keys of new droplets: keys of the account, or files whose keys are registered first.

use crate::api::{Id, Object, Request};
use crate::args::public_key::PublicKey;
use crate::error::{Context as _, Result};
use crate::resolve::noun::SSH_KEY;
use crate::run::context::{Context, unknown};
use crate::run::names;
use indexmap::IndexMap;
use serde_json::json;
use std::path::Path;

/// An SSH key for the new droplets.
pub(super) enum Key {
    /// A key of the account.
    Known(Id),
    /// A key to be registered.
    New(PublicKey),
}

/// Resolves the labels. Nothing is registered yet.
pub(super) fn plan(ctx: &Context, labels: &[String]) -> Result<Vec<Key>> {
    labels.iter().map(|label| plan_one(ctx, label)).collect()
}

fn plan_one(ctx: &Context, label: &str) -> Result<Key> {
    match ctx.find_optional(&SSH_KEY.family, label)? {
        Some(target) => Ok(Key::Known(target.id)),
        None if Path::new(label).exists() => from_file(ctx, label),
        None => Err(unknown(&SSH_KEY.family, label)),
    }
}

/// A key with the same data may be on the account already, under any name.
fn from_file(ctx: &Context, file: &str) -> Result<Key> {
    let key = PublicKey::from_file(Path::new(file))?;
    let same = |known: &&Object| known.text("public_key").is_some_and(|line| key.is_in(&line));
    let known = ctx.all(&SSH_KEY.family)?.iter().find(same).and_then(Object::id);
    Ok(known.map_or(Key::New(key), Key::Known))
}

/// Registers the new keys and returns the IDs of all keys, each once. With `unique`, the names of new keys must be
/// unique.
pub(super) fn register(ctx: &Context, keys: Vec<Key>, unique: bool) -> Result<Vec<Id>> {
    let new = keys.iter().filter_map(|key| if let Key::New(key) = key { Some((key.blob(), key.name())) } else { None });
    let names: Vec<String> = new.collect::<IndexMap<_, _>>().into_values().collect();
    if !names.is_empty() {
        names::check(ctx, &SSH_KEY.family, &names, unique)?;
    }
    let (mut ids, mut registered): (Vec<Id>, Vec<(String, Id)>) = (Vec::new(), Vec::new());
    for key in keys {
        let id = match key {
            Key::Known(id) => id,
            Key::New(key) => match registered.iter().find(|(blob, _)| blob == key.blob()) {
                Some((_, id)) => id.clone(),
                None => post(ctx, &key).inspect(|id| registered.push((key.blob().to_owned(), id.clone())))?,
            },
        };
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

fn post(ctx: &Context, key: &PublicKey) -> Result<Id> {
    let name = key.name();
    let body = json!({"name": name, "public_key": key.line()});
    let request = Request::post(SSH_KEY.family.list(), &body);
    let reply = ctx.client()?.send(&request).with_context(|| format!("SSH key {name:?}"))?;
    let registered = reply.object("ssh_key")?;
    let id = registered.id().context("the API registered the SSH key, but its reply has no ID")?;
    ctx.ui.note(format_args!("registered the SSH key {name:?}, its ID is {id}"));
    ctx.ui.output().count_as_printed(registered.raw().get());
    Ok(id)
}
