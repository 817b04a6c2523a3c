//! The lists of the account that candidates are taken from.

use crate::api::{Listing, Path};
use crate::resolve::Family;
use crate::resolve::item::{Item, record};
use crate::resolve::noun::{DOMAIN, Noun};
use serde_json::Value;
use std::time::Duration;

/// One of the lists.
#[derive(Debug, Clone)]
pub(super) enum List {
    /// The objects of a noun.
    Of(&'static Noun),
    /// The objects of a family of the table.
    In(Family),
    /// The records of a domain.
    Records(String),
}

impl List {
    /// The name of its files in the cache, without the end; `None` if the domain's name is not safe in a file name.
    pub(super) fn file(&self) -> Option<String> {
        match self {
            Self::Of(noun) => Some(noun.candidates.file.to_owned()),
            Self::In(family) => family_file(family),
            Self::Records(domain) => records_file(domain),
        }
    }

    /// How old the file may be.
    pub(super) fn ttl(&self) -> Duration {
        match self {
            Self::Of(noun) => noun.candidates.ttl,
            Self::In(_) | Self::Records(_) => Duration::from_secs(60),
        }
    }

    /// The lists to read.
    pub(super) fn listings(&self) -> Vec<Listing> {
        match self {
            Self::Of(noun) => noun.family.listings(),
            Self::In(family) => family.listings(),
            Self::Records(domain) => {
                vec![Listing::at(DOMAIN.family.collection.below(domain, "records"), "domain_records")]
            }
        }
    }

    /// How many pages of each list are read.
    pub(super) fn pages(&self) -> usize {
        match self {
            Self::Of(noun) => noun.candidates.pages,
            Self::In(_) => 5,
            Self::Records(_) => usize::MAX,
        }
    }

    /// Whether candidates are sorted by name rather than in the API's order, which is by time or by size.
    pub(super) fn is_by_name(&self) -> bool {
        match self {
            Self::Of(noun) => noun.candidates.sorted,
            Self::In(_) => true,
            Self::Records(_) => false,
        }
    }

    /// The candidate for an object; `None` if it has no identifier.
    pub(super) fn item(&self, object: &Value) -> Option<Item> {
        match self {
            Self::Of(noun) => (noun.candidates.item)(object),
            Self::In(family) => in_family(family, object),
            Self::Records(_) => record(object),
        }
    }
}

/// Rejects what could lead out of the directory: the domain is whatever the user typed.
fn records_file(domain: &str) -> Option<String> {
    let plain = domain.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    (plain && Path::can_hold(domain)).then(|| format!("records-{domain}"))
}

/// The file of a family, by its path: what is in it has been resolved, but may still be any text.
fn family_file(family: &Family) -> Option<String> {
    let name = family.collection.path.trim_matches('/').replace('/', "-");
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    plain.then(|| format!("table-{name}"))
}

/// The ID and the name of an object, as far as they are texts or numbers.
fn in_family(family: &Family, object: &Value) -> Option<Item> {
    let text = |path: &str| match object.pointer(&format!("/{}", path.replace('.', "/")))? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let id = text(&family.id)?;
    let name = text(&family.name).filter(|name| *name != id);
    let about = ["status", "region", "type"].into_iter().filter_map(text).collect::<Vec<_>>().join(" · ");
    Some(Item { id, name, about, ..Item::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::noun::made_up::GADGET;
    use serde_json::json;

    #[test]
    fn a_made_up_noun_is_completed() {
        let list = List::Of(&GADGET);
        assert_eq!((list.file().as_deref(), list.is_by_name()), (Some("gadgets"), true));
        assert_eq!((list.listings().len(), list.pages()), (1, usize::MAX));
        let item = list.item(&json!({"id": "6a1c", "name": "top", "regions": ["nyc3"]})).unwrap();
        assert_eq!((item.id.as_str(), item.name.as_deref(), item.about.as_str()), ("6a1c", Some("top"), "nyc3"));
        assert_eq!(list.item(&json!({"name": "no ID"})), None);
    }

    #[test]
    fn no_domain_leads_out_of_the_cache() {
        assert_eq!(List::Records("example.com".into()).file().as_deref(), Some("records-example.com"));
        for domain in ["../x", "a/b", "..", ""] {
            assert_eq!(List::Records(domain.into()).file(), None, "{domain}");
        }
    }
}
