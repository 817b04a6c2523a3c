//! The lists of the account that candidates are taken from.

use super::item::Item;
use super::item::{action, domain, droplet, image, ip, key, record, region, size, tag, volume};
use crate::api::{Listing, Path, Resource};
use serde_json::Value;
use std::time::Duration;

/// One of the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum List {
    Actions,
    Domains,
    Droplets,
    FloatingIps,
    Images,
    /// The records of a domain.
    Records(String),
    Regions,
    ReservedIps,
    Sizes,
    SshKeys,
    Tags,
    Volumes,
}

impl List {
    /// What its file in the cache is called; nothing if no file can be called so.
    pub(super) fn file(&self) -> Option<String> {
        let name = match self {
            Self::Records(domain) => return records_file(domain),
            Self::Actions => "actions",
            Self::Domains => "domains",
            Self::Droplets => "droplets",
            Self::FloatingIps => "floating-ips",
            Self::Images => "images",
            Self::Regions => "regions",
            Self::ReservedIps => "reserved-ips",
            Self::Sizes => "sizes",
            Self::SshKeys => "ssh-keys",
            Self::Tags => "tags",
            Self::Volumes => "volumes",
        };
        Some(format!("{name}.json"))
    }

    /// How old it may be. What is in progress is soon over.
    pub(super) fn ttl(&self) -> Duration {
        Duration::from_secs(if *self == Self::Actions { 5 } else { 60 })
    }

    /// What the API has to be asked for. The plain list of droplets leaves those with GPUs out.
    pub(super) fn listings(&self) -> Vec<Listing> {
        let resource = match self {
            Self::Droplets => return vec![droplets(), droplets().query("type", "gpus")],
            Self::Records(domain) => return vec![Listing::at(records_path(domain), "domain_records")],
            Self::Volumes => return vec![Listing::at(Path::new("/v2/volumes"), "volumes")],
            Self::Actions => &Resource::ACTIONS,
            Self::Domains => &Resource::DOMAINS,
            Self::FloatingIps => &Resource::FLOATING_IPS,
            Self::Images => &Resource::IMAGES,
            Self::Regions => &Resource::REGIONS,
            Self::ReservedIps => &Resource::RESERVED_IPS,
            Self::Sizes => &Resource::SIZES,
            Self::SshKeys => &Resource::SSH_KEYS,
            Self::Tags => &Resource::TAGS,
        };
        vec![Listing::of(resource)]
    }

    /// How many of its pages are of interest: of all actions that ever were, the newest.
    pub(super) fn pages(&self) -> usize {
        if *self == Self::Actions { 1 } else { usize::MAX }
    }

    /// Whether names are the order to look for something in; the API's order is by time or by size.
    pub(super) fn is_by_name(&self) -> bool {
        !matches!(self, Self::Actions | Self::Records(_) | Self::Sizes)
    }

    /// What is kept of an object; nothing if it is of no use here.
    pub(super) fn item(&self, object: &Value) -> Option<Item> {
        match self {
            Self::Actions => action(object),
            Self::Domains => domain(object),
            Self::Droplets => droplet(object),
            Self::FloatingIps | Self::ReservedIps => ip(object),
            Self::Images => image(object),
            Self::Records(_) => record(object),
            Self::Regions => region(object),
            Self::Sizes => size(object),
            Self::SshKeys => key(object),
            Self::Tags => tag(object),
            Self::Volumes => volume(object),
        }
    }
}

fn droplets() -> Listing {
    Listing::of(&Resource::DROPLETS)
}

fn records_path(domain: &str) -> Path {
    Path::new(format!("{}/records", Resource::DOMAINS.one(domain)))
}

/// A domain cannot contain anything that leads out of the directory; a text that is none might.
fn records_file(domain: &str) -> Option<String> {
    let plain = domain.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    (plain && Path::can_hold(domain)).then(|| format!("records-{domain}.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_domain_leads_out_of_the_cache() {
        assert_eq!(List::Records("example.com".into()).file().as_deref(), Some("records-example.com.json"));
        for domain in ["../x", "a/b", "..", ""] {
            assert_eq!(List::Records(domain.into()).file(), None, "{domain}");
        }
    }
}
