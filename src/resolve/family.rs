//! What resolution needs to know about a kind of object. All of it is data, so that families can be made at run time.

use super::form::{is_fingerprint, is_number, is_uuid, may_be_slug};
use crate::api::{Collection, Id, Listing, Object, Path};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt::Display;

/// A kind of object: its path, and its identifiers.
#[derive(Debug, Clone)]
pub(crate) struct Family {
    pub(crate) collection: Collection,
    /// The name of one object in messages: `SSH key`.
    pub(crate) noun: Cow<'static, str>,
    /// The field that holds the ID.
    pub(crate) id: Cow<'static, str>,
    /// The field that holds the name; dots lead into objects, as in `spec.name`.
    pub(crate) name: Cow<'static, str>,
    /// The forms of the identifiers under which the API answers with one object.
    pub(crate) keys: &'static [Key],
    pub(crate) lists: Lists,
}

/// What the lists of a family can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lists {
    /// Whether the list can be asked for a name, with `?name=`.
    pub(crate) finds_names: bool,
    /// Whether the list can be asked for those with a tag, with `?tag_name=`.
    pub(crate) finds_tags: bool,
    /// The filter that leaves out objects which the account may use but does not own.
    pub(crate) own: Option<(&'static str, &'static str)>,
    /// Filters that list objects which the plain list leaves out.
    pub(crate) more: &'static [(&'static str, &'static str)],
    /// Whether objects have IP addresses, under `networks`, which are labels of theirs too.
    pub(crate) has_addresses: bool,
    /// Whether an object may be there under its ID although no list shows it.
    pub(crate) has_unlisted: bool,
}

impl Lists {
    /// One list, which shows everything and filters nothing.
    pub(crate) const PLAIN: Lists = Lists {
        finds_names: false,
        finds_tags: false,
        own: None,
        more: &[],
        has_addresses: false,
        has_unlisted: false,
    };
}

/// The form of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Number,
    Slug,
    Fingerprint,
    Uuid,
    /// Any text: names of tags and domains, addresses, identifiers of unknown form.
    Text,
}

impl Key {
    fn fits(self, label: &str) -> bool {
        match self {
            Key::Number => is_number(label),
            Key::Slug => may_be_slug(label),
            Key::Fingerprint => is_fingerprint(label),
            Key::Uuid => is_uuid(label),
            Key::Text => Path::can_hold(label),
        }
    }
}

impl Family {
    /// A family whose objects have an `id` and a `name`.
    pub(crate) const fn of(collection: Collection, noun: &'static str, keys: &'static [Key], lists: Lists) -> Family {
        let (id, name) = (Cow::Borrowed("id"), Cow::Borrowed("name"));
        Family { collection, noun: Cow::Borrowed(noun), id, name, keys, lists }
    }

    /// A family whose objects are identified by one field alone.
    pub(crate) const fn named_by(field: &'static str, collection: Collection, noun: &'static str) -> Family {
        let (id, name) = (Cow::Borrowed(field), Cow::Borrowed(field));
        Family { collection, noun: Cow::Borrowed(noun), id, name, keys: &[Key::Text], lists: Lists::PLAIN }
    }

    /// The path of the list.
    pub(crate) fn list(&self) -> Path {
        self.collection.list()
    }

    /// The path of one object.
    pub(crate) fn one(&self, key: impl Display) -> Path {
        self.collection.one(key)
    }

    /// The lists that together hold all objects.
    pub(crate) fn listings(&self) -> Vec<Listing> {
        let plain = Listing::of(&self.collection);
        let more = self.lists.more.iter().map(|(name, value)| plain.clone().query(name, value));
        std::iter::once(plain.clone()).chain(more).collect()
    }

    /// The lists that together hold all objects which have a tag, and possibly others: the API cannot combine
    /// `tag_name` with another filter, so the objects that the plain list leaves out are listed without it.
    pub(crate) fn tagged(&self, tag: &str) -> Vec<Listing> {
        let plain = Listing::of(&self.collection).query("tag_name", tag);
        std::iter::once(plain).chain(self.listings().into_iter().skip(1)).collect()
    }

    /// Whether the API may answer with one object for this label.
    pub(crate) fn may_be_key(&self, label: &str) -> bool {
        self.keys.iter().any(|key| key.fits(label))
    }

    /// The ID of one of its objects.
    pub(crate) fn id_of(&self, object: &Object) -> Option<Id> {
        object.get(&self.id)
    }

    /// What messages call the object of this label: `droplet "web-1"`.
    pub(crate) fn labelled(&self, label: &str) -> String {
        format!("{} {label:?}", self.noun)
    }

    /// The name of one of its objects.
    pub(crate) fn name_of(&self, object: &Object) -> Option<String> {
        let Some((first, rest)) = self.name.split_once('.') else { return object.text(&self.name) };
        let inner: Value = object.get(first)?;
        inner.pointer(&format!("/{}", rest.replace('.', "/")))?.as_str().map(str::to_owned)
    }
}
