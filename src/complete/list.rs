//! The lists of the account that candidates are taken from.

use crate::api::{Listing, Path};
use crate::resolve::item::{Item, record};
use crate::resolve::noun::{DOMAIN, Noun};
use serde_json::Value;
use std::time::Duration;

/// One of the lists.
#[derive(Debug, Clone)]
pub(super) enum List {
    /// The objects of a noun.
    Of(&'static Noun),
    /// The records of a domain.
    Records(String),
}

impl List {
    /// The name of its files in the cache, without the end; `None` if the domain's name is not safe in a file name.
    pub(super) fn file(&self) -> Option<String> {
        match self {
            Self::Of(noun) => Some(noun.candidates.file.to_owned()),
            Self::Records(domain) => records_file(domain),
        }
    }

    /// How old the file may be.
    pub(super) fn ttl(&self) -> Duration {
        match self {
            Self::Of(noun) => noun.candidates.ttl,
            Self::Records(_) => Duration::from_secs(60),
        }
    }

    /// The lists to read.
    pub(super) fn listings(&self) -> Vec<Listing> {
        match self {
            Self::Of(noun) => noun.family.listings(),
            Self::Records(domain) => {
                vec![Listing::at(DOMAIN.family.collection.below(domain, "records"), "domain_records")]
            }
        }
    }

    /// How many pages of each list are read.
    pub(super) fn pages(&self) -> usize {
        match self {
            Self::Of(noun) => noun.candidates.pages,
            Self::Records(_) => usize::MAX,
        }
    }

    /// Whether candidates are sorted by name rather than in the API's order, which is by time or by size.
    pub(super) fn is_by_name(&self) -> bool {
        matches!(self, Self::Of(noun) if noun.candidates.sorted)
    }

    /// The candidate for an object; `None` if it has no identifier.
    pub(super) fn item(&self, object: &Value) -> Option<Item> {
        match self {
            Self::Of(noun) => (noun.candidates.item)(object),
            Self::Records(_) => record(object),
        }
    }
}

/// Rejects what could lead out of the directory: the domain is whatever the user typed.
fn records_file(domain: &str) -> Option<String> {
    let plain = domain.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    (plain && Path::can_hold(domain)).then(|| format!("records-{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_domain_leads_out_of_the_cache() {
        assert_eq!(List::Records("example.com".into()).file().as_deref(), Some("records-example.com"));
        for domain in ["../x", "a/b", "..", ""] {
            assert_eq!(List::Records(domain.into()).file(), None, "{domain}");
        }
    }
}
