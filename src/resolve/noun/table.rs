//! The table of nouns.

use super::{ActionType, Candidates, Noun, domain_key, ip_key, text_key};
use crate::api::Collection;
use crate::resolve::family::{Family, Key, Lists};
use crate::resolve::item;
use std::time::Duration;

/// All nouns.
pub(crate) static NOUNS: &[&Noun] = &[
    &ACTION,
    &DOMAIN,
    &DROPLET,
    &FLOATING_IP,
    &IMAGE,
    &REGION,
    &RESERVED_IP,
    &SIZE,
    &SNAPSHOT,
    &SSH_KEY,
    &TAG,
    &VOLUME,
];

const fn one(name: &'static str) -> ActionType {
    ActionType { name, by_tag: false }
}

const fn by_tag(name: &'static str) -> ActionType {
    ActionType { name, by_tag: true }
}

const IP_ACTIONS: &[ActionType] = &[one("assign"), one("unassign")];

/// Actions, which the API lists newest first.
pub(crate) static ACTION: Noun = Noun {
    command: "action",
    value: "ACTION",
    help: "IDs of actions",
    help_all: "IDs of actions; without any, all",
    family: Family::of(Collection::of("/v2/actions", "actions", "action"), "action", &[Key::Number], Lists::PLAIN),
    key: text_key,
    resource_types: &[],
    columns: &["id", "type", "status", "resource_type", "resource_id", "region", "started_at"],
    candidates: Candidates {
        ttl: Duration::from_secs(5),
        pages: 1,
        sorted: false,
        ..Candidates::of("actions", item::action)
    },
    actions: &[],
};

/// `doapi domain`.
pub(crate) static DOMAIN: Noun = Noun {
    command: "domain",
    value: "DOMAIN",
    help: "Domains, without subdomains",
    help_all: "Domains, without subdomains; without any, all",
    family: Family::named_by("name", Collection::of("/v2/domains", "domains", "domain"), "domain"),
    key: domain_key,
    resource_types: &[],
    columns: &["name", "ttl"],
    candidates: Candidates::of("domains", item::domain),
    actions: &[],
};

/// `doapi droplet`. Droplets with GPUs are on a list of their own.
pub(crate) static DROPLET: Noun = Noun {
    command: "droplet",
    value: "DROPLET",
    help: "IDs, names or addresses of droplets",
    help_all: "IDs, names or addresses of droplets; without any, all",
    family: Family::of(
        Collection::of("/v2/droplets", "droplets", "droplet"),
        "droplet",
        &[Key::Number],
        Lists {
            finds_names: true,
            finds_tags: true,
            own: None,
            more: &[("type", "gpus")],
            has_addresses: true,
            has_unlisted: false,
        },
    ),
    key: text_key,
    resource_types: &["droplet"],
    columns: &["id", "name", "status", "region", "size", "ip", "tags", "age"],
    candidates: Candidates::of("droplets", item::droplet),
    actions: &[
        one("change_backup_policy"),
        one("change_kernel"),
        by_tag("disable_backups"),
        by_tag("enable_backups"),
        by_tag("enable_ipv6"),
        one("enable_private_networking"),
        one("password_reset"),
        by_tag("power_cycle"),
        by_tag("power_off"),
        by_tag("power_on"),
        one("reboot"),
        one("rebuild"),
        one("rename"),
        one("resize"),
        one("restore"),
        by_tag("shutdown"),
        by_tag("snapshot"),
    ],
};

pub(crate) const DROPLET_STATUSES: [&str; 4] = ["active", "new", "off", "archive"];

/// `doapi floating-ip`, the older name.
pub(crate) static FLOATING_IP: Noun = Noun {
    command: "floating-ip",
    value: "IP",
    help: "Floating IPs, dotted or as 32-bit integers",
    help_all: "Floating IPs, dotted or as 32-bit integers; without any, all",
    family: Family::named_by("ip", Collection::of("/v2/floating_ips", "floating_ips", "floating_ip"), "floating IP"),
    key: ip_key,
    resource_types: &["floating_ip", "reserved_ip"],
    columns: &["ip", "region", "droplet", "locked"],
    candidates: Candidates::of("floating-ips", item::ip),
    actions: IP_ACTIONS,
};

/// `doapi reserved-ip`, the current name for the same addresses.
pub(crate) static RESERVED_IP: Noun = Noun {
    command: "reserved-ip",
    value: "IP",
    help: "Reserved IPs, dotted or as 32-bit integers",
    help_all: "Reserved IPs, dotted or as 32-bit integers; without any, all",
    family: Family::named_by("ip", Collection::of("/v2/reserved_ips", "reserved_ips", "reserved_ip"), "reserved IP"),
    key: ip_key,
    resource_types: &["reserved_ip", "floating_ip"],
    columns: &["ip", "region", "droplet", "locked"],
    candidates: Candidates::of("reserved-ips", item::ip),
    actions: IP_ACTIONS,
};

/// `doapi image`. Retired images are on no list, but can still be read by ID.
pub(crate) static IMAGE: Noun = Noun {
    command: "image",
    value: "IMAGE",
    help: "IDs, slugs or names of images",
    help_all: "IDs, slugs or names of images; without any, all",
    family: Family::of(
        Collection::of("/v2/images", "images", "image"),
        "image",
        &[Key::Number, Key::Slug],
        Lists { finds_tags: true, own: Some(("private", "true")), has_unlisted: true, ..Lists::PLAIN },
    ),
    key: text_key,
    resource_types: &["image"],
    columns: &["id", "slug", "name", "type", "distribution", "min_disk_size", "regions"],
    candidates: Candidates::of("images", item::image),
    actions: &[one("convert"), one("transfer")],
};

/// `doapi region`.
pub(crate) static REGION: Noun = Noun {
    command: "region",
    value: "REGION",
    help: "Slugs of regions",
    help_all: "Slugs of regions; without any, all",
    family: Family::named_by("slug", Collection::of("/v2/regions", "regions", "region"), "region"),
    key: text_key,
    resource_types: &[],
    columns: &["slug", "name", "available"],
    candidates: Candidates::of("regions", item::region),
    actions: &[],
};

/// `doapi size`. Sizes are listed from the smallest to the largest.
pub(crate) static SIZE: Noun = Noun {
    command: "size",
    value: "SIZE",
    help: "Slugs of sizes",
    help_all: "Slugs of sizes; without any, all",
    family: Family::named_by("slug", Collection::of("/v2/sizes", "sizes", "size"), "size"),
    key: text_key,
    resource_types: &[],
    columns: &["slug", "vcpus", "memory", "disk", "transfer", "price", "available"],
    candidates: Candidates { sorted: false, ..Candidates::of("sizes", item::size) },
    actions: &[],
};

/// `doapi snapshot`: snapshots of droplets, whose IDs are numbers, and of volumes.
pub(crate) static SNAPSHOT: Noun = Noun {
    command: "snapshot",
    value: "SNAPSHOT",
    help: "IDs or names of snapshots",
    help_all: "IDs or names of snapshots; without any, all",
    family: Family::of(
        Collection::of("/v2/snapshots", "snapshots", "snapshot"),
        "snapshot",
        &[Key::Number, Key::Uuid],
        Lists::PLAIN,
    ),
    key: text_key,
    resource_types: &[],
    columns: &["id", "name", "resource_type", "resource_id", "size_gigabytes", "regions", "age"],
    candidates: Candidates::of("snapshots", item::image),
    actions: &[],
};

/// `doapi ssh-key`.
pub(crate) static SSH_KEY: Noun = Noun {
    command: "ssh-key",
    value: "SSH_KEY",
    help: "IDs, fingerprints or names of SSH keys",
    help_all: "IDs, fingerprints or names of SSH keys; without any, all",
    family: Family::of(
        Collection::of("/v2/account/keys", "ssh_keys", "ssh_key"),
        "SSH key",
        &[Key::Number, Key::Fingerprint],
        Lists::PLAIN,
    ),
    key: text_key,
    resource_types: &[],
    columns: &["id", "name", "fingerprint"],
    candidates: Candidates::of("ssh-keys", item::key),
    actions: &[],
};

/// `doapi tag`.
pub(crate) static TAG: Noun = Noun {
    command: "tag",
    value: "TAG",
    help: "Names of tags",
    help_all: "Names of tags; without any, all",
    family: Family::named_by("name", Collection::of("/v2/tags", "tags", "tag"), "tag"),
    key: text_key,
    resource_types: &[],
    columns: &["name", "resources.count", "resources.droplets.count"],
    candidates: Candidates::of("tags", item::tag),
    actions: &[],
};

/// Volumes, which `droplet new --volume` names.
pub(crate) static VOLUME: Noun = Noun {
    command: "",
    value: "VOLUME",
    help: "UUIDs or names of volumes",
    help_all: "UUIDs or names of volumes; without any, all",
    family: Family::of(
        Collection::of("/v2/volumes", "volumes", "volume"),
        "volume",
        &[Key::Uuid],
        Lists { finds_names: true, ..Lists::PLAIN },
    ),
    key: text_key,
    resource_types: &[],
    columns: &["id", "name", "region", "size_gigabytes", "droplet_ids", "age"],
    candidates: Candidates::of("volumes", item::volume),
    actions: &[],
};
