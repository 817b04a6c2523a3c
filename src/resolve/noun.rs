//! Every noun, described once. Completion and its cache, resolution, messages, actions by tag and the hints after a
//! lost answer follow from these descriptions.

mod table;

pub(crate) use table::*;

use super::Family;
use super::item::Item;
use crate::api::{Id, Path};
use serde_json::Value;
use std::net::Ipv4Addr;
use std::time::Duration;

/// One noun of the command line.
#[derive(Debug)]
pub(crate) struct Noun {
    /// The subcommand; empty for objects that are only named as the value of an option.
    pub(crate) command: &'static str,
    /// What help calls an argument that names objects.
    pub(crate) value: &'static str,
    /// What help says of such an argument.
    pub(crate) help: &'static str,
    /// What help says of it where leaving it out means all objects.
    pub(crate) help_all: &'static str,
    pub(crate) family: Family,
    /// Converts a label to the form that it has in paths.
    pub(crate) key: fn(&str) -> Result<String, String>,
    /// The `resource_type` of actions on these objects.
    pub(crate) resource_types: &'static [&'static str],
    /// The columns of a table where the user has chosen none, as `--columns` takes them.
    pub(crate) columns: &'static [&'static str],
    pub(crate) candidates: Candidates,
    pub(crate) actions: &'static [ActionType],
}

/// How candidates for completion are read and cached.
#[derive(Debug)]
pub(crate) struct Candidates {
    /// The name of the list's file in the cache.
    pub(crate) file: &'static str,
    /// How old the file may be.
    pub(crate) ttl: Duration,
    /// How many pages are read: of actions only the newest.
    pub(crate) pages: usize,
    /// Whether candidates are sorted by name rather than in the API's order.
    pub(crate) sorted: bool,
    /// The candidate for an object; `None` if it has no identifier.
    pub(crate) item: fn(&Value) -> Option<Item>,
}

impl Candidates {
    const fn of(file: &'static str, item: fn(&Value) -> Option<Item>) -> Candidates {
        Candidates { file, ttl: Duration::from_secs(60), pages: usize::MAX, sorted: true, item }
    }
}

/// A type of action that objects can perform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ActionType {
    pub(crate) name: &'static str,
    /// Whether the API starts it on all droplets of a tag with one request.
    pub(crate) by_tag: bool,
}

impl Noun {
    /// The `resource_id` of actions on the object of this ID: for an address, the integer that its four bytes make.
    pub(crate) fn resource_id(id: &Id) -> Option<u64> {
        match id {
            Id::Number(number) => Some(*number),
            Id::Text(text) => text.parse::<Ipv4Addr>().ok().map(|address| u32::from(address).into()),
        }
    }

    /// The key of the object that an action's `resource_id` stands for.
    pub(crate) fn key_of(&self, resource_id: u64) -> String {
        let address = u32::try_from(resource_id).ok().filter(|_| self.family.id == "ip").map(Ipv4Addr::from);
        address.map_or_else(|| resource_id.to_string(), |address| address.to_string())
    }

    /// Whether the API starts an action of this type on all droplets of a tag with one request.
    pub(crate) fn acts_by_tag(&self, kind: &str) -> bool {
        self.actions.iter().any(|action| action.by_tag && action.name == kind)
    }
}

/// The noun that the first word of a command names.
pub(crate) fn of_command<'a>(nouns: &[&'a Noun], command: &str) -> Option<&'a Noun> {
    nouns.iter().find(|noun| noun.command == command).copied()
}

/// The noun whose objects are at this path, such as `/v2/droplets`.
pub(crate) fn at_path<'a>(nouns: &[&'a Noun], path: &str) -> Option<&'a Noun> {
    nouns.iter().find(|noun| !noun.command.is_empty() && noun.family.collection.path == path).copied()
}

/// The noun that actions of this `resource_type` are performed on.
pub(crate) fn of_resource_type<'a>(nouns: &[&'a Noun], kind: &str) -> Option<&'a Noun> {
    nouns.iter().find(|noun| noun.resource_types.first() == Some(&kind)).copied()
}

/// Any text that a path can hold.
fn text_key(typed: &str) -> Result<String, String> {
    match typed {
        "" => Err("must not be empty".to_owned()),
        _ if Path::can_hold(typed) => Ok(typed.to_owned()),
        _ => Err("cannot be part of a path".to_owned()),
    }
}

/// A domain as the API has it: without a final dot, in ASCII.
fn domain_key(typed: &str) -> Result<String, String> {
    let name = typed.strip_suffix('.').filter(|name| !name.is_empty()).unwrap_or(typed);
    match ascii_name(name) {
        name if name.is_ascii() => text_key(&name),
        _ => Err("is not a domain name".to_owned()),
    }
}

/// A name with its letters beyond ASCII in punycode; as it is where that cannot be.
pub(crate) fn ascii_name(name: &str) -> String {
    let converted = (!name.is_ascii()).then(|| idna::domain_to_ascii(name).ok()).flatten();
    converted.unwrap_or_else(|| name.to_owned())
}

/// An IPv4 address as a dotted quad, typed as one or as the integer that its four bytes make.
pub(crate) fn ip_key(typed: &str) -> Result<String, String> {
    let number = typed.bytes().all(|b| b.is_ascii_digit()).then(|| typed.parse::<u32>().ok()).flatten();
    let address = number.map(Ipv4Addr::from).or_else(|| typed.parse().ok());
    address.map(|address| address.to_string()).ok_or_else(|| "must be an IPv4 address or a 32-bit integer".to_owned())
}

#[cfg(test)]
pub(crate) mod made_up;
#[cfg(test)]
mod tests;
