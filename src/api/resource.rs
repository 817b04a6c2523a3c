//! Where each kind of object lives.

use super::Path;

/// A family of objects: its path, the keys its replies use, and how it is called.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Resource {
    /// The path of the list.
    pub(crate) path: &'static str,
    /// The root key of a list.
    pub(crate) plural: &'static str,
    /// The root key of one object.
    pub(crate) singular: &'static str,
    /// What a person calls it.
    pub(crate) noun: &'static str,
}

impl Resource {
    /// `/v2/actions`, newest first.
    pub(crate) const ACTIONS: Resource = of("/v2/actions", "actions", "action", "action");
    /// `/v2/droplets`.
    pub(crate) const DROPLETS: Resource = of("/v2/droplets", "droplets", "droplet", "droplet");
    /// `/v2/images`.
    pub(crate) const IMAGES: Resource = of("/v2/images", "images", "image", "image");
    /// `/v2/account/keys`, where a fingerprint stands for an ID.
    pub(crate) const SSH_KEYS: Resource = of("/v2/account/keys", "ssh_keys", "ssh_key", "SSH key");
    /// `/v2/tags`.
    pub(crate) const TAGS: Resource = of("/v2/tags", "tags", "tag", "tag");
    /// `/v2/domains`.
    pub(crate) const DOMAINS: Resource = of("/v2/domains", "domains", "domain", "domain");
    /// `/v2/floating_ips`, the name of 2016.
    pub(crate) const FLOATING_IPS: Resource = of("/v2/floating_ips", "floating_ips", "floating_ip", "floating IP");
    /// `/v2/reserved_ips`, today's name for the same addresses.
    pub(crate) const RESERVED_IPS: Resource = of("/v2/reserved_ips", "reserved_ips", "reserved_ip", "reserved IP");
    /// `/v2/regions`.
    pub(crate) const REGIONS: Resource = of("/v2/regions", "regions", "region", "region");
    /// `/v2/sizes`.
    pub(crate) const SIZES: Resource = of("/v2/sizes", "sizes", "size", "size");

    /// The family that the objects make.
    pub(crate) fn family(&self) -> Family {
        Family { path: self.list(), singular: self.singular, noun: self.noun }
    }

    /// The path of the list.
    pub(crate) fn list(&self) -> Path {
        Path::new(self.path)
    }

    /// The path of one object.
    pub(crate) fn one(&self, id: impl std::fmt::Display) -> Path {
        self.list().segment(id)
    }

    /// The path of the actions of one object.
    pub(crate) fn actions_of(&self, id: impl std::fmt::Display) -> Path {
        Path::new(format!("{}/actions", self.one(id)))
    }
}

/// Objects of one kind, wherever they are: a [`Resource`], or what is below an object, such as a domain's records.
#[derive(Debug, Clone)]
pub(crate) struct Family {
    /// The path of the list.
    pub(crate) path: Path,
    /// The root key of one object.
    pub(crate) singular: &'static str,
    /// What a person calls it.
    pub(crate) noun: &'static str,
}

impl Family {
    /// The path of one object.
    pub(crate) fn one(&self, key: impl std::fmt::Display) -> Path {
        self.path.clone().segment(key)
    }
}

const fn of(path: &'static str, plural: &'static str, singular: &'static str, noun: &'static str) -> Resource {
    Resource { path, plural, singular, noun }
}
