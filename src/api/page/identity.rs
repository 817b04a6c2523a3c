//! What identifies the items of a list.

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A fingerprint of what identifies an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Identity {
    /// Of a field such as `id`: the same object has the same one whenever it is read.
    Known(u64),
    /// Of the whole text, since no field identifies the item.
    Text(u64),
}

/// The fields of an object that identify it, as they are spelt: the API spells the same value the same way.
#[derive(Default)]
struct Keys<'a> {
    id: Option<&'a RawValue>,
    slug: Option<&'a RawValue>,
    name: Option<&'a RawValue>,
    ip: Option<&'a RawValue>,
    fingerprint: Option<&'a RawValue>,
}

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Field {
    Id,
    Slug,
    Name,
    Ip,
    Fingerprint,
    #[serde(other)]
    Other,
}

impl Identity {
    /// What identifies an item of a list of objects. The name counts beside the ID, so that objects of a server that
    /// gives the same ID to several are all kept.
    pub(crate) fn of(text: &str) -> Identity {
        let keys = Keys::of(text);
        let parts = match keys.id {
            Some(id) => [Some(id), None, keys.name, None, None],
            None => [None, keys.slug, keys.name, keys.ip, keys.fingerprint],
        };
        if parts.iter().all(Option::is_none) {
            return Identity::Text(hash(text));
        }
        Identity::Known(hash(parts.map(|part| part.map(RawValue::get))))
    }

    /// What identifies an item of a list of anything. Only the same text with an ID in it is taken for the same item.
    pub(crate) fn of_anything(text: &str) -> Identity {
        if Keys::of(text).id.is_some() { Identity::Known(hash(text)) } else { Identity::Text(hash(text)) }
    }

    /// The fingerprint.
    pub(crate) fn hash(self) -> u64 {
        match self {
            Identity::Known(hash) | Identity::Text(hash) => hash,
        }
    }
}

/// A fingerprint of a value.
pub(crate) fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl<'a> Keys<'a> {
    fn of(text: &'a str) -> Keys<'a> {
        let mut keys = Keys::default();
        if text.starts_with('{') {
            // It ends early, and so with an error, where the rest of a long object need not be looked at.
            let _ = serde_json::Deserializer::from_str(text).deserialize_map(&mut keys);
        }
        keys
    }

    fn slot(&mut self, field: &Field) -> Option<&mut Option<&'a RawValue>> {
        match field {
            Field::Id => Some(&mut self.id),
            Field::Slug => Some(&mut self.slug),
            Field::Name => Some(&mut self.name),
            Field::Ip => Some(&mut self.ip),
            Field::Fingerprint => Some(&mut self.fingerprint),
            Field::Other => None,
        }
    }
}

impl<'de> Visitor<'de> for &mut Keys<'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while self.id.is_none() || self.name.is_none() {
            let Some(field) = map.next_key::<Field>()? else { break };
            match self.slot(&field) {
                Some(slot) => *slot = Some(map.next_value::<&RawValue>()?).filter(|value| identifies(value)),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// Whether a value can tell objects apart: one that is still missing cannot.
fn identifies(value: &RawValue) -> bool {
    !matches!(value.get(), "null" | "\"\"") && !value.get().starts_with(['{', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_told_apart_by_the_fields_that_identify_them() {
        for (one, other, same) in [
            (r#"{"id":7,"status":"new"}"#, r#"{"id":7,"status":"active"}"#, true),
            (r#"{"id":7,"a":1}"#, r#"{"id":77,"a":1}"#, false),
            (r#"{"status":"new","id":7}"#, r#"{"status":"active","id": 7}"#, true),
            (r#"{"status":"new","id":7}"#, r#"{"status":"new","id":8}"#, false),
            (r#"{"status":"new","region":{"id":1},"id":7}"#, r#"{"status":"new","region":{"id":1},"id":8}"#, false),
            (r#"{"id":7}"#, r#"{"id":"7"}"#, false),
            (r#"{"id":0,"name":"a"}"#, r#"{"id":0,"name":"b"}"#, false),
            (r#"{"slug":"a","x":1}"#, r#"{"slug": "a","x":2}"#, true),
            (r#"{"slug":"a","x":1}"#, r#"{"slug":"b","x":1}"#, false),
            (r#"{"x":1,"slug":"a"}"#, r#"{"x":1,"slug":"b"}"#, false),
            (r#"{"name":"a","n":1}"#, r#"{"name":"a","n":2}"#, true),
            (r#"{"name":"a"}"#, r#"{"name":"b"}"#, false),
            (r#"{"name":"a\"b"}"#, r#"{"name":"a\"c"}"#, false),
            (r#"{"name":"a\\"}"#, r#"{"name":"a\\\\"}"#, false),
            (r#"{"region":null,"ip":"192.0.2.1"}"#, r#"{"region":{},"ip":"192.0.2.1"}"#, true),
            (r#"{"region":null,"ip":"192.0.2.1"}"#, r#"{"region":null,"ip":"192.0.2.2"}"#, false),
            (r#"{"key":"k","fingerprint":"3b:16"}"#, r#"{"key":"k","fingerprint":"3b:17"}"#, false),
            (r#"{"o":{"id":1},"x":1}"#, r#"{"o":{"id":1},"x":2}"#, false),
            (r#"{"id":null,"x":1}"#, r#"{"id":null,"x":2}"#, false),
            (r#"{"id":"","name":"a"}"#, r#"{"id":"","name":"b"}"#, false),
            (r#"{"id":{"a":1},"name":"a"}"#, r#"{"id":{"a":1},"name":"b"}"#, false),
            ("7", "8", false),
        ] {
            assert_eq!(Identity::of(one) == Identity::of(other), same, "{one} {other}");
        }
    }

    #[test]
    fn of_anything_only_the_same_text_with_an_id_is_the_same() {
        for (one, other, same) in
            [(r#"{"id":7,"a":1}"#, r#"{"id":7,"a":1}"#, true), (r#"{"id":7,"a":1}"#, r#"{"id":7,"a":2}"#, false)]
        {
            assert_eq!(Identity::of_anything(one) == Identity::of_anything(other), same, "{one} {other}");
        }
        for text in ["1", r#"{"a":1}"#, r#"{"name":"a"}"#, r#"{"id":null}"#] {
            assert!(matches!(Identity::of_anything(text), Identity::Text(_)), "{text}");
        }
    }
}
