//! The account and the files that examples speak of.

use serde_json::{Value, json};

/// Examples for somebody who has nothing yet, by their page and how they begin.
const FRESH: [(&str, &str); 3] =
    [("doapi", "doapi account"), ("README.md", "doapi droplet new"), ("README.md", "doapi sandbox")];

/// The account in which an example is run.
pub(super) fn account(page: &str, script: &str) -> Value {
    let is_fresh = FRESH.iter().any(|(of, start)| *of == page && script.starts_with(start));
    if is_fresh { json!({}) } else { with_everything() }
}

/// An account that holds what examples name.
fn with_everything() -> Value {
    let key = |end: &str| format!("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{}{end} me@home", "B".repeat(43 - end.len()));
    json!({
        "droplets": [
            {"id": 31643, "name": "web-1", "tags": ["web"], "backup_ids": [7_622_989]},
            {"id": 31644, "name": "web-2", "tags": ["web"]},
            {"id": 31645, "name": "test-1", "tags": ["test"], "backups": true},
            {"id": 31646, "name": "worker"}, {"id": 31647, "name": "worker"},
            {"id": 31650, "name": "db-1"},
            {"id": 31648, "name": "build-1", "status": "off"},
            {"id": 31649, "name": "old-1", "legacy": true, "kernel": 2233},
        ],
        "neighbors": [["web-1", "web-2"]],
        "images": [
            {"id": 6_372_320, "name": "before-upgrade", "type": "snapshot", "regions": ["nyc3"], "min_disk_size": 25},
            {"id": 6_372_321, "name": "known-good", "type": "snapshot", "regions": ["nyc3"], "min_disk_size": 25},
            {"id": 6_372_322, "name": "nightly", "type": "snapshot", "regions": ["nyc3"], "min_disk_size": 25},
            {"id": 7_622_989, "name": "weekly", "type": "backup", "droplet_id": 31643, "regions": ["nyc3"]},
        ],
        "actions": [
            {"id": 36_804_636, "status": "completed", "type": "reboot", "resource_id": 31643},
            {"id": 36_804_637, "status": "completed", "type": "reboot", "resource_id": 31644},
        ],
        "domains": [{"name": "example.com", "records": [
            {"id": 3_352_896, "type": "A", "name": "www", "data": "203.0.113.7"},
            {"id": 3_352_897, "type": "A", "name": "api", "data": "203.0.113.7"},
        ]}],
        "reserved_ips": [{"ip": "203.0.113.25", "droplet": "web-1"}],
        "ssh_keys": [
            {"id": 21, "name": "laptop", "public_key": key("1")}, {"id": 22, "name": "old-laptop", "public_key": key("2")},
        ],
        "tags": ["web", "test", "www"],
        "volumes": [{"name": "data", "size_gigabytes": 50}],
        "firewalls": [{"id": "bb4b2611", "name": "web", "inbound_rules": [
            {"protocol": "tcp", "ports": "22", "sources": {"addresses": ["0.0.0.0/0"]}}]}],
        "projects": [{"name": "site"}],
    })
}

/// Files in the home of the shell, which is also where it starts. Whatever is a program in them can be run.
pub(super) const FILES: [(&str, &str); 6] = [
    (
        ".config/doapi/config.toml",
        "[context.work]\ntoken-command = \"pass show work\"\n[context.home]\ntoken-command = \"pass show home\"\n",
    ),
    (
        ".ssh/id_ed25519.pub",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB me@laptop",
    ),
    ("init.sh", "#!/bin/sh\napt-get install -y postgresql\n"),
    (
        "firewall.json",
        r#"{"name": "web", "inbound_rules": [{"protocol": "tcp", "ports": "443", "sources": {"addresses": ["0.0.0.0/0"]}}]}"#,
    ),
    ("deploy.sh", "#!/bin/sh\ndoapi droplet new -I debian-12-x64 -S s-1vcpu-1gb --wait web-1\n"),
    ("account.json", r#"{"droplets": [{"name": "web-1"}]}"#),
];

/// A token where a password manager and doctl have it, and nowhere else.
const CONTEXTS: &str =
    "umask 77; echo $DO_API_TOKEN >token; echo \"access-token: $DO_API_TOKEN\" >.config/doctl/config.yaml
unset DO_API_TOKEN";

/// What has happened before somebody types the examples of a page, or one that begins so: (page, beginning, commands).
const PREPARED: [(&str, &str, &str); 7] = [
    ("doapi-context", "doapi context", CONTEXTS),
    ("doapi-context-new", "doapi context", "doapi context delete work; doapi context delete home"),
    ("doapi-droplet", "doapi droplet", "doapi droplet power-off --wait web-1"),
    ("doapi-domain-new", "doapi domain", "doapi domain delete example.com"),
    ("doapi-floating-ip-new", "doapi floating-ip", "doapi floating-ip delete 203.0.113.25"),
    ("doapi-reserved-ip-new", "doapi reserved-ip", "doapi reserved-ip delete 203.0.113.25"),
    ("doapi-image-update", "doapi image", "doapi image delete known-good"),
];

/// The commands that make an account as an example finds it.
pub(super) fn preparation(page: &str, script: &str) -> &'static str {
    let mut listed = PREPARED.iter().filter(|(of, start, _)| *of == page && script.starts_with(start));
    listed.next().map_or("true", |(.., commands)| *commands)
}
