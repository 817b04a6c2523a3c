//! What the documentation of doapi 0.2.0 says of its programs, sentence by sentence: each is a script and what it prints.
//! Where doapi 1 does something else by decision, the row has the line of the CHANGELOG that says so. What a synopsis
//! line means by itself is in `synopsis`.

mod account;
mod action;
mod common;
mod domain;
mod droplet;
mod floating_ip;
mod image;
mod request;
mod ssh_key;
mod tag;

use serde_json::{Value, json};

use crate::sandboxes::sandbox;
use crate::shell::shell;

/// One behaviour.
pub(super) struct Row {
    /// What the documentation says.
    says: &'static str,
    script: &'static str,
    prints: &'static str,
    /// How it differs today, in the words of the CHANGELOG.
    differs: Option<&'static str>,
}

const fn same(says: &'static str, script: &'static str, prints: &'static str) -> Row {
    Row { says, script, prints, differs: None }
}

const fn differs(says: &'static str, script: &'static str, prints: &'static str, changelog: &'static str) -> Row {
    Row { says, script, prints, differs: Some(changelog) }
}

/// What all scripts can call. `slow` makes every action take an hour, `code` prints the status of a command
/// that fails, `told` its stderr.
const PREAMBLE: &str = r#"
slow() { doapi-request -d '{"action_time":"1h"}' /_sandbox/config >/dev/null; }
code() { "$@" 2>/dev/null || echo "status $?"; }
told() { "$@" 2>&1 >/dev/null || true; }
fault() { curl -sS -H "Authorization: Bearer $DO_API_TOKEN" -d "$1" $DOAPI_ENDPOINT/_sandbox/faults >/dev/null; }
ids() { jq -c 'map(.id)'; }
"#;

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB me@home";

/// Droplets 1 and 2 are tagged `web`, 3 is off, 4 and 5 share a name, that of 8 is the ID of another. So it is with
/// images, of which one has the name that is another's slug, and with keys.
fn account() -> Value {
    let key = |end: &str| KEY.replace("BBB me", &format!("B{end} me"));
    json!({
        "droplets": [
            {"id": 1, "name": "web-1", "tags": ["web"]}, {"id": 2, "name": "web-2", "tags": ["web"]},
            {"id": 3, "name": "off", "status": "off"}, {"id": 4, "name": "twin"}, {"id": 5, "name": "twin"},
            {"id": 8, "name": "1"},
        ],
        "neighbors": [[1, 2]],
        "actions": [
            {"id": 901, "status": "completed", "type": "reboot", "resource_id": 1},
            {"id": 902, "status": "completed", "type": "reboot", "resource_id": 77},
        ],
        "tags": ["web", "env:prod"],
        "domains": [
            {"name": "example.com", "records": [
                {"id": 1, "type": "MX", "name": "@", "data": "mail.example.com", "priority": 10},
                {"id": 2, "type": "SRV", "name": "_sip._tcp", "data": "sip.example.com", "priority": 10, "port": 5060,
                 "weight": 5},
                {"id": 3, "type": "A", "name": "www", "data": "192.0.2.1"},
            ]},
            {"name": "example.org"},
        ],
        "reserved_ips": [{"ip": "45.55.96.47", "droplet": "web-1"}, {"ip": "45.55.96.48"}],
        "images": [
            {"id": 11, "name": "nightly", "type": "backup"}, {"id": 12, "name": "weekly", "type": "backup"},
            {"id": 13, "name": "golden"}, {"id": 14, "name": "twin"}, {"id": 15, "name": "twin"},
            {"id": 16, "name": "debian-13-x64"},
        ],
        "ssh_keys": [
            {"id": 21, "name": "home", "public_key": key("B1")}, {"id": 22, "name": "twin", "public_key": key("B2")},
            {"id": 23, "name": "twin", "public_key": key("B3")}, {"id": 24, "name": "21", "public_key": key("B4")},
        ],
    })
}

/// The CHANGELOG on one line.
fn changelog() -> String {
    include_str!("../../CHANGELOG.md").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs every row, each in an account of its own.
#[track_caller]
fn check(rows: &[Row], count: usize) {
    let mut wrong = Vec::new();
    for row in rows {
        let script = format!("{PREAMBLE}{}", row.script);
        let run =
            shell(&script).file("id.pub", KEY).file("params", r#"{"region": "fra1"}"#).at(&sandbox(account())).run();
        if run.code != 0 || run.stdout.trim_end() != row.prints {
            wrong.push(format!("{}\n{}\nshould print:\n{}\n{run}", row.says, row.script, row.prints));
        }
        if let Some(line) = row.differs.filter(|line| !changelog().contains(line)) {
            wrong.push(format!("{}: the CHANGELOG does not say {line:?}", row.says));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert_eq!(rows.len(), count, "a behaviour is missing, or there is a new one");
}

#[test]
fn what_was_said_of_all_programs_holds() {
    check(common::ROWS, 37);
}

#[test]
fn what_was_said_of_the_account_regions_and_sizes_holds() {
    check(account::ROWS, 6);
}

#[test]
fn what_was_said_of_actions_holds() {
    check(action::ROWS, 18);
}

#[test]
fn what_was_said_of_domains_and_records_holds() {
    check(domain::ROWS, 33);
}

#[test]
fn what_was_said_of_droplets_holds() {
    check(droplet::ROWS, 12);
}

#[test]
fn what_was_said_of_floating_ips_holds() {
    check(floating_ip::ROWS, 28);
}

#[test]
fn what_was_said_of_images_holds() {
    check(image::ROWS, 29);
}

#[test]
fn what_was_said_of_raw_requests_holds() {
    check(request::ROWS, 20);
}

#[test]
fn what_was_said_of_keys_and_tags_holds() {
    check(ssh_key::ROWS, 12);
    check(tag::ROWS, 9);
}
