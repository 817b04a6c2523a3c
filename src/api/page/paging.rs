//! What a page says about the rest of its list: the members `links` and `meta`.

use serde::Deserialize;
use serde_json::value::RawValue;

/// How a list goes on.
#[derive(Debug, Default)]
pub(crate) struct Paging {
    /// How many items the whole list has, if the API says so.
    pub(crate) total: Option<u64>,
    /// The link to the next page.
    pub(crate) next: Option<String>,
    /// The link to the last page.
    pub(crate) last: Option<String>,
}

#[derive(Default, Deserialize)]
struct Links<'a> {
    #[serde(borrow)]
    pages: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
struct PageLinks {
    next: Option<String>,
    last: Option<String>,
}

#[derive(Default, Deserialize)]
struct Meta {
    total: Option<u64>,
}

impl Paging {
    /// Reads the two members. An endpoint that does not page leaves them out, wholly or in part; what is there but
    /// cannot be read is an error, since a further page may be behind it.
    pub(super) fn read(links: Option<&RawValue>, meta: Option<&RawValue>) -> Result<Paging, String> {
        let links: Links = object("links", links)?;
        let pages: PageLinks = object("links.pages", links.pages)?;
        let meta: Meta = object("meta", meta)?;
        // An empty link leads nowhere: some servers send it on the last page.
        Ok(Paging { total: meta.total, next: pages.next.filter(|link| !link.is_empty()), last: pages.last })
    }
}

/// serde would also read an array into a struct, so that is refused here.
fn object<'a, T: Default + Deserialize<'a>>(name: &str, raw: Option<&'a RawValue>) -> Result<T, String> {
    match raw.map(RawValue::get) {
        None | Some("null") => Ok(T::default()),
        Some(text) if text.starts_with('{') => {
            serde_json::from_str(text).map_err(|error| format!("has a member {name:?} that cannot be read: {error}"))
        }
        Some(_) => Err(format!("has a member {name:?} that is not an object")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(links: &str, meta: &str) -> Result<Paging, String> {
        let raw = |text: &str| (!text.is_empty()).then(|| RawValue::from_string(text.to_owned()).unwrap());
        Paging::read(raw(links).as_deref(), raw(meta).as_deref())
    }

    #[test]
    fn every_form_of_links_is_understood() {
        for (links, next) in [
            ("{}", None),
            ("", None),
            ("null", None),
            (r#"{"pages":{}}"#, None),
            (r#"{"pages":null}"#, None),
            (r#"{"pages":{"next":null}}"#, None),
            (r#"{"pages":{"next":""}}"#, None),
            (r#"{"actions":[{"id":1}]}"#, None),
            (r#"{"pages":{"next":"https://h/?page=2","last":"https://h/?page=3"}}"#, Some("https://h/?page=2")),
        ] {
            assert_eq!(read(links, "").unwrap().next.as_deref(), next, "{links}");
        }
        for (meta, total) in [("", None), ("null", None), ("{}", None), (r#"{"total":7,"page":1}"#, Some(7))] {
            assert_eq!(read("", meta).unwrap().total, total, "{meta}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_taken_for_absent() {
        for links in [
            "[]",
            "7",
            r#""https://h/?page=2""#,
            r#"{"pages":[]}"#,
            r#"{"pages":"https://h/?page=2"}"#,
            r#"{"pages":["https://h/?page=2"]}"#,
            r#"{"pages":{"next":7}}"#,
            r#"{"pages":{"next":{"href":"https://h/?page=2"}}}"#,
            r#"{"pages":{"next":["https://h/?page=2"]}}"#,
            r#"{"pages":{"last":7}}"#,
            r#"{"pages":{"next":"a","next":"b"}}"#,
        ] {
            assert!(read(links, "").is_err(), "{links}");
        }
        for meta in ["[]", "7", r#"{"total":"7"}"#, r#"{"total":-1}"#, r#"{"total":1.5}"#, r#"{"total":[7]}"#] {
            assert!(read("", meta).is_err(), "{meta}");
        }
    }
}
