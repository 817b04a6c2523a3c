//! One page of a list: `{"<root>": […], "links": {"pages": {…}}, "meta": {"total": N}}`.

use super::object::fields;
use super::{Error, Object, Reply};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// Which key of the envelope holds the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Root {
    /// The one of this name.
    Key(Cow<'static, str>),
    /// The only one that holds a list.
    OnlyList,
}

/// A page: the body as it came, and where in it the items are.
#[derive(Debug)]
pub(crate) struct Page {
    body: String,
    items: Vec<Range<usize>>,
    /// How many items the whole list has, if the API says so.
    pub(crate) total: Option<u64>,
    /// The link to the next page.
    pub(crate) next: Option<String>,
    /// The link to the last page.
    pub(crate) last: Option<String>,
    /// The headers of the reply, names in lower case.
    pub(crate) headers: Vec<(String, String)>,
}

impl Page {
    /// Reads a reply. No root key, or one that holds no list, is an error.
    pub(crate) fn read(reply: Reply, root: &Root) -> Result<Page, Error> {
        let key = root_key(&reply, root)?;
        let mut envelope = serde_json::Deserializer::from_str(&reply.body);
        let parts = Envelope { root: &key }
            .deserialize(&mut envelope)
            .and_then(|parts| envelope.end().map(|()| parts))
            .map_err(|error| reply.malformed(&key, &format!("is of another shape: {error}")))?;
        let items = parts.items.ok_or_else(|| reply.malformed(&key, "is missing"))?;
        let start = reply.body.as_ptr() as usize;
        let range = |raw: &RawValue| {
            let from = raw.get().as_ptr() as usize - start;
            from..from + raw.get().len()
        };
        let items = items.into_iter().map(range).collect();
        let links = parts.links.unwrap_or_default();
        Ok(Page {
            items,
            total: parts.total,
            next: links.next,
            last: links.last,
            body: reply.body,
            headers: reply.headers,
        })
    }

    /// The items' JSON text.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|range| &self.body[range.clone()])
    }

    /// The items as objects of their own; what is no object is left out, since nothing could identify it.
    pub(crate) fn objects(&self) -> Vec<Object> {
        let raw = self.texts().filter_map(|text| RawValue::from_string(text.to_owned()).ok());
        raw.filter_map(|raw| Object::try_from(raw).ok()).collect()
    }

    /// How many items there are.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// Leaves only the items that `keep` says `true` to.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        let body = &self.body;
        self.items.retain(|range| keep(&body[range.clone()]));
    }
}

fn root_key(reply: &Reply, root: &Root) -> Result<Cow<'static, str>, Error> {
    if let Root::Key(key) = root {
        return Ok(key.clone());
    }
    let fields = fields(&reply.body).map_err(|error| reply.malformed("", &format!("is not an object: {error}")))?;
    let mut lists = fields.iter().filter(|(key, raw)| *key != "links" && *key != "meta" && raw.get().starts_with('['));
    match (lists.next(), lists.next()) {
        (Some((key, _)), None) => Ok(Cow::Owned(key.clone().into_owned())),
        (None, _) => Err(reply.malformed("", "holds no list")),
        (Some((one, _)), Some((two, _))) => {
            Err(reply.malformed("", &format!("holds several lists ({one}, {two}): name the one you mean")))
        }
    }
}

/// What identifies an item: the value of its first field (`id`, `slug`, `name`, `ip`: the API puts it there), or the
/// whole text where that is not a plain value. Not decoded: the API spells the same thing the same way.
pub(crate) fn identity(text: &str) -> u64 {
    let first = text.find(':').filter(|_| text.starts_with('{')).map(|colon| text[colon + 1..].trim_start());
    let value = first.filter(|rest| !rest.starts_with(['{', '[', 'n'])).and_then(|rest| {
        let end = if let Some(inner) = rest.strip_prefix('"') { inner.find('"')? + 1 } else { rest.find([',', '}'])? };
        rest.get(..end)
    });
    let mut hasher = DefaultHasher::new();
    value.unwrap_or(text).hash(&mut hasher);
    hasher.finish()
}

struct Envelope<'k> {
    root: &'k str,
}

#[derive(Default)]
struct Parts<'a> {
    items: Option<Vec<&'a RawValue>>,
    links: Option<PageLinks>,
    total: Option<u64>,
}

#[derive(Default)]
struct PageLinks {
    next: Option<String>,
    last: Option<String>,
}

impl PageLinks {
    /// `links` is `{}`, or `{"pages": {…}}`, or anything on endpoints that don't page.
    fn of(raw: &RawValue) -> Option<PageLinks> {
        let links = fields(raw.get()).ok()?;
        let pages = fields(links.get("pages")?.get()).ok()?;
        let link = |name| pages.get(name).and_then(|raw| serde_json::from_str(raw.get()).ok());
        Some(PageLinks { next: link("next"), last: link("last") })
    }
}

impl<'de> DeserializeSeed<'de> for Envelope<'_> {
    type Value = Parts<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Parts<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Envelope<'_> {
    type Value = Parts<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with a list under \"{}\"", self.root)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Parts<'de>, A::Error> {
        let mut parts = Parts::default();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                key if key == self.root => parts.items = Some(map.next_value()?),
                "links" => parts.links = PageLinks::of(map.next_value()?),
                "meta" => parts.total = total(map.next_value()?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(parts)
    }
}

fn total(meta: &RawValue) -> Option<u64> {
    serde_json::from_str(fields(meta.get()).ok()?.get("total")?.get()).ok()
}

#[cfg(test)]
mod fuzz;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Method, Path};
    use std::time::Duration;

    pub(super) fn read(body: &str, root: &Root) -> Result<Page, Error> {
        let reply = Reply {
            method: Method::Get,
            path: Path::new("/v2/x"),
            version: "HTTP/1.1",
            status: 200,
            headers: Vec::new(),
            body: body.to_owned(),
            elapsed: Duration::ZERO,
            repeated: false,
        };
        Page::read(reply, root)
    }

    #[test]
    fn items_keep_their_spelling() {
        let root = Root::Key("sizes".into());
        let page = read(r#"{"sizes": [{"a": 1.0}, {"b":"\u00e9"}],"links":{},"meta":{"total":2}}"#, &root).unwrap();
        assert_eq!(page.texts().collect::<Vec<_>>(), [r#"{"a": 1.0}"#, r#"{"b":"\u00e9"}"#]);
        assert_eq!((page.total, page.next), (Some(2), None));
    }

    #[test]
    fn every_form_of_links_is_understood() {
        let root = Root::Key("x".into());
        for (links, next) in [
            (r#","links":{}"#, None),
            ("", None),
            (r#","links":null"#, None),
            (r#","links":{"pages":{}}"#, None),
            (
                r#","links":{"pages":{"next":"https://h/?page=2","last":"https://h/?page=3"}}"#,
                Some("https://h/?page=2"),
            ),
        ] {
            let page = read(&format!(r#"{{"x":[]{links}}}"#), &root).unwrap();
            assert_eq!(page.next.as_deref(), next, "{links}");
        }
    }

    #[test]
    fn another_shape_is_an_error() {
        for body in ["", "null", "[]", "{}", r#"{"x":null}"#, r#"{"x":{}}"#, r#"{"x":[}"#, r#"{"x":[]} {}"#, "<html>"] {
            assert!(matches!(read(body, &Root::Key("x".into())), Err(Error::Malformed { .. })), "{body}");
        }
    }

    #[test]
    fn the_only_list_is_found_and_two_are_an_error() {
        let page = read(r#"{"links":[1],"meta":{},"y":{},"x":[2]}"#, &Root::OnlyList).unwrap();
        assert_eq!(page.texts().collect::<Vec<_>>(), ["2"]);
        for body in [r#"{"x":[],"y":[]}"#, r#"{"x":{}}"#, "[]"] {
            assert!(read(body, &Root::OnlyList).is_err(), "{body}");
        }
    }

    #[test]
    fn an_item_is_identified_by_its_first_field() {
        for (one, other, same) in [
            (r#"{"id":7,"status":"new"}"#, r#"{"id":7,"status":"active"}"#, true),
            (r#"{"id":7,"a":1}"#, r#"{"id":77,"a":1}"#, false),
            (r#"{"slug":"a","x":1}"#, r#"{"slug": "a","x":2}"#, true),
            (r#"{"name":"a"}"#, r#"{"name":"b"}"#, false),
            (r#"{"o":{"id":1},"x":1}"#, r#"{"o":{"id":1},"x":2}"#, false),
            (r#"{"id":null,"x":1}"#, r#"{"id":null,"x":2}"#, false),
            ("7", "8", false),
        ] {
            assert_eq!(identity(one) == identity(other), same, "{one} {other}");
        }
    }
}
