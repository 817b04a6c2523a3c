//! A noun that exists only in tests. They show that its description is all that the rest of the program needs.

use super::{ActionType, Candidates, Noun, text_key};
use crate::api::Collection;
use crate::resolve::family::{Family, Key, Lists};
use crate::resolve::item;

/// A noun that no version of the API has.
pub(crate) static GADGET: Noun = Noun {
    command: "gadget",
    value: "GADGET",
    help: "UUIDs or names of gadgets",
    help_all: "UUIDs or names of gadgets; without any, all",
    family: Family::of(Collection::of("/v2/gadgets", "gadgets", "gadget"), "gadget", &[Key::Uuid], Lists::PLAIN),
    key: text_key,
    resource_types: &["gadget"],
    columns: &["id", "name"],
    candidates: Candidates::of("gadgets", item::image),
    actions: &[ActionType { name: "spin", by_tag: true }, ActionType { name: "stop", by_tag: false }],
};
