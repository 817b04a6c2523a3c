//! One page of a list: `{"<root>": […], "links": {"pages": {…}}, "meta": {"total": N}}`.

mod identity;
mod laid_out;
mod paging;

use super::object::fields;
use super::{Body, Error, Object, Reply};
pub(crate) use identity::{Identity, hash};
pub(crate) use paging::Paging;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// Which key of the envelope holds the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Root {
    /// The one of this name.
    Key(Cow<'static, str>),
    /// The only one that holds a list.
    OnlyList,
}

/// A page: the body as it came or laid out, and where in it the items are.
#[derive(Debug)]
pub(crate) struct Page {
    body: Body,
    items: Vec<Range<usize>>,
    /// Whether the items stand there as they are printed, one level deep.
    is_laid_out: bool,
    /// How the list goes on.
    pub(crate) paging: Paging,
    /// Why the list cannot be complete, where that shows on this page. Its items can be read nevertheless.
    pub(crate) flaw: Option<Error>,
    /// The headers of the reply, names in lower case.
    pub(crate) headers: Vec<(String, String)>,
}

/// How the list goes on, and the flaw of a page that says it wrongly.
fn paging_or_flaw(reply: &Reply, paging: Result<Paging, String>) -> (Paging, Option<Error>) {
    match paging {
        Ok(paging) => (paging, None),
        Err(what) => (Paging::default(), Some(reply.malformed("", &what))),
    }
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
        let (paging, flaw) = paging_or_flaw(&reply, Paging::read(parts.links, parts.meta));
        Ok(Page { items, is_laid_out: false, paging, flaw, body: reply.body, headers: reply.headers })
    }

    /// Reads the page of a list of objects with this function: what is no object cannot be one of them, so it is left
    /// out, and the page has a flaw.
    pub(crate) fn of_objects(
        reply: Reply,
        root: &Root,
        read: impl Fn(Reply, &Root) -> Result<Page, Error>,
    ) -> Result<Page, Error> {
        let foreign = reply.malformed("", "holds a list with an item that is not an object");
        let mut page = read(reply, root)?;
        let is_object: Vec<bool> = page.texts().map(|text| text.starts_with('{')).collect();
        if is_object.contains(&false) {
            page.retain_marked(&is_object);
            page.flaw.get_or_insert(foreign);
        }
        Ok(page)
    }

    /// The items' JSON text.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|range| &self.body[range.clone()])
    }

    /// The items as objects of their own; what is no object is left out.
    pub(crate) fn objects(&self) -> Vec<Object> {
        self.texts().filter_map(Object::parse).collect()
    }

    /// How many items there are.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// Keeps only the items that `keep` accepts.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        let marks: Vec<bool> = self.texts().map(&mut keep).collect();
        self.retain_marked(&marks);
    }

    /// Leaves only the items whose mark is `true`.
    pub(crate) fn retain_marked(&mut self, marks: &[bool]) {
        let mut marks = marks.iter();
        self.items.retain(|_| marks.next().is_some_and(|&keep| keep));
    }

    /// The whole reply.
    pub(crate) fn body(&self) -> &str {
        &self.body
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

struct Envelope<'k> {
    root: &'k str,
}

#[derive(Default)]
struct Parts<'a> {
    items: Option<Vec<&'a RawValue>>,
    links: Option<&'a RawValue>,
    meta: Option<&'a RawValue>,
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
            let is_again = match &*key {
                key if key == self.root => parts.items.replace(map.next_value()?).is_some(),
                "links" => parts.links.replace(map.next_value()?).is_some(),
                "meta" => parts.meta.replace(map.next_value()?).is_some(),
                _ => map.next_value::<IgnoredAny>().map(|_| false)?,
            };
            if is_again {
                return Err(A::Error::custom(format_args!("it holds {key:?} twice")));
            }
        }
        Ok(parts)
    }
}

#[cfg(test)]
mod fuzz;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Method, Path};
    use std::time::Duration;

    pub(super) fn read(body: &str, root: &Root) -> Result<Page, Error> {
        Page::read(reply(body), root)
    }

    fn reply(body: &str) -> Reply {
        Reply {
            method: Method::Get,
            path: Path::new("/v2/x"),
            version: "HTTP/1.1",
            status: 200,
            headers: Vec::new(),
            body: body.to_owned().into(),
            elapsed: Duration::ZERO,
            repeated: false,
        }
    }

    #[test]
    fn items_keep_their_spelling() {
        let root = Root::Key("sizes".into());
        let page = read(r#"{"sizes": [{"a": 1.0}, {"b":"\u00e9"}],"links":{},"meta":{"total":2}}"#, &root).unwrap();
        assert_eq!(page.texts().collect::<Vec<_>>(), [r#"{"a": 1.0}"#, r#"{"b":"\u00e9"}"#]);
        assert_eq!((page.paging.total, page.paging.next), (Some(2), None));
    }

    #[test]
    fn items_are_read_also_where_the_list_cannot_go_on() {
        let root = Root::Key("x".into());
        for body in [r#"{"links":[],"x":[{"id":1}]}"#, r#"{"x":[{"id":1}],"meta":{"total":"1"}}"#] {
            let page = read(body, &root).unwrap();
            assert!(matches!(page.flaw, Some(Error::Malformed { .. })), "{body}");
            assert_eq!(page.texts().collect::<Vec<_>>(), [r#"{"id":1}"#]);
        }
        let page =
            Page::of_objects(reply(r#"{"x":[{"id":1},null,7,[{"id":2}],{"id":3}]}"#), &root, Page::read).unwrap();
        assert!(matches!(page.flaw, Some(Error::Malformed { .. })));
        assert_eq!(page.texts().collect::<Vec<_>>(), [r#"{"id":1}"#, r#"{"id":3}"#]);
    }

    #[test]
    fn another_shape_is_an_error() {
        for body in [
            "",
            "null",
            "[]",
            "{}",
            r#"{"x":null}"#,
            r#"{"x":{}}"#,
            r#"{"x":[}"#,
            r#"{"x":[]} {}"#,
            "<html>",
            r#"{"x":[{"id":1}],"x":[{"id":2}]}"#,
            r#"{"x":[],"links":{},"links":{}}"#,
        ] {
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
}
