//! `new-record --delete` where the API refuses the new record beside the old ones: a name with a CNAME has no other
//! record. There the old ones go first, and come back if the new one is refused all the same.

use super::Of;
use super::hints::refused;
use super::record_data::{family, list, rewritten_data};
use super::which::named;
use crate::api::{Client, Error, Object, Request};
use crate::error::{CliError, Result};
use crate::run::context::Context;
use serde_json::{Map, Value, json};

/// The fields of a record beside its type, name and data.
const NUMBERS: [&str; 6] = ["priority", "port", "weight", "ttl", "flags", "tag"];

/// The types that a new record of this type takes the place of.
fn replaced_types(kind: &str) -> &'static [&'static str] {
    match kind {
        "CNAME" => &["CNAME", "A", "AAAA"],
        "A" | "AAAA" => &["CNAME"],
        _ => &[],
    }
}

/// Whether the API refused a record for those that have its name already.
pub(super) fn is_conflict(error: &Error) -> bool {
    let says_so = |message: &str| message.to_lowercase().contains("cname");
    matches!(error, Error::Status(status) if status.status == 422 && says_so(&status.message))
}

/// Deletes what is in the way of a record, creates it, and returns it; if that fails, what was deleted is created
/// again.
pub(super) fn replace(
    ctx: &Context,
    of: &Of,
    kind: &str,
    name: &str,
    request: &Request,
    label: &str,
) -> Result<Object> {
    let client = ctx.client()?;
    let in_the_way = in_the_way(ctx, of, kind, name)?;
    let mut deleted = Vec::new();
    let mut make = || {
        for (id, old) in &in_the_way {
            client.send(&Request::delete(family(of.domain.name()).one(id)))?;
            deleted.push(old);
        }
        client.send(request)?.object("domain_record")
    };
    make().map_err(|error| restored(client, of, error, &deleted, label))
}

fn in_the_way(ctx: &Context, of: &Of, kind: &str, name: &str) -> Result<Vec<(String, Object)>> {
    let types = replaced_types(kind);
    let is_replaced = |record: &Object| record.text("type").is_some_and(|kind| types.contains(&kind.as_str()));
    let found = named(ctx, of.domain.name(), None, name)?.into_iter().filter(is_replaced);
    Ok(found.filter_map(|record| Some((record.id()?.to_string(), record))).collect())
}

/// Creates the deleted records again, unless the new one may be there, and says what became of them.
fn restored(client: &Client, of: &Of, error: Error, deleted: &[&Object], label: &str) -> CliError {
    let may_be_there = error.may_have_succeeded();
    deleted.iter().fold(refused(error, label), |error, old| {
        let request = Request::post(list(of.domain.name()), &body_of(old));
        let is_back = !may_be_there && client.send(&request).is_ok();
        let what = described(old);
        if is_back {
            error.hint(format!("the {what} that was deleted for it is there again"))
        } else {
            error.hint(format!("the {what} was deleted for it and is NOT there again: {}", command(of, old)))
        }
    })
}

/// The body that creates a record like this one.
fn body_of(record: &Object) -> Value {
    let (kind, tag) = (record.text("type").unwrap_or_default(), record.text("tag"));
    let data = record.text("data").unwrap_or_default();
    let data = rewritten_data(&kind, tag.as_deref(), &data).unwrap_or(data);
    let mut body = Map::from_iter([
        ("type".to_owned(), json!(kind)),
        ("name".to_owned(), json!(record.text("name"))),
        ("data".to_owned(), json!(data)),
    ]);
    let given = NUMBERS.iter().filter_map(|name| Some(((*name).to_owned(), record.get::<Value>(name)?)));
    body.extend(given.filter(|(_, value)| !value.is_null()));
    Value::Object(body)
}

fn described(record: &Object) -> String {
    let text = |field| record.text(field).unwrap_or_default();
    format!("{} record {:?} ({:?})", text("type"), text("name"), text("data"))
}

/// The command that creates it.
fn command(of: &Of, record: &Object) -> String {
    let text = |field| record.text(field).unwrap_or_default();
    let ttl = record.get::<u64>("ttl").map(|ttl| format!("--ttl {ttl} ")).unwrap_or_default();
    let words = [of.domain.name().to_owned(), text("type"), text("name"), text("data")];
    let words = shlex::try_join(words.iter().map(String::as_str)).unwrap_or_default();
    format!("doapi domain new-record {ttl}{words}")
}
