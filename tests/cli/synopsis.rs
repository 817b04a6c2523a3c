//! The synopsis lines of the documentation of doapi 0.2.0, each with command lines of that form and what must come of
//! them. A script that was written for those programs keeps working.

mod domain;
mod droplet;
mod floating_ip;
mod image;
mod keys_and_tags;
mod others;

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::runner::{Run, line};
use crate::sandboxes::sandbox;

/// A line of a synopsis.
pub(crate) struct Row {
    /// The line as the documentation has it.
    pub(crate) synopsis: &'static str,
    /// Command lines of that form.
    pub(crate) runs: &'static [(&'static str, Holds)],
}

/// What stdout must hold.
#[derive(Clone, Copy)]
pub(crate) enum Holds {
    Nothing,
    /// Objects with these IDs.
    Ids(&'static [u64]),
    /// Objects of these names.
    Names(&'static [&'static str]),
    /// Actions of this type on the droplets of these IDs.
    Actions(&'static str, &'static [u64]),
    /// One action of this type, by itself.
    Action(&'static str),
    /// An array that holds one array for each droplet, of so many elements.
    Lists(&'static [usize]),
    /// Anything of which this is true.
    What(fn(&Value) -> bool),
    /// Nothing, for today's API refuses it in these words.
    Refused(&'static str),
}

/// An account in which each line has something to do.
///
/// Droplets 1 and 2 are neighbours and tagged `web`, 3 is off, 4 and 5 share a name, 6 has backups, 7 is of a time when
/// droplets had kernels.
fn account() -> Sandbox {
    sandbox(json!({
        "images": [
            {"id": 11, "name": "monday", "type": "snapshot", "droplet_id": 1, "regions": ["nyc3"], "min_disk_size": 25},
            {"id": 13, "name": "nightly", "type": "backup", "droplet_id": 6, "regions": ["nyc3"]},
        ],
        "ssh_keys": [{"id": 21, "name": "home", "public_key": KEY}],
        "droplets": [
            {"id": 1, "name": "web-1", "tags": ["web"], "snapshot_ids": [11]}, {"id": 2, "name": "web-2", "tags": ["web"]},
            {"id": 3, "name": "off", "status": "off", "tags": ["off"]}, {"id": 4, "name": "twin"},
            {"id": 5, "name": "twin"}, {"id": 6, "name": "kept", "backups": true, "tags": ["kept"], "backup_ids": [13]},
            {"id": 7, "name": "old", "legacy": true, "kernel": 2233},
        ],
        "neighbors": [[1, 2]],
        "actions": [{"id": 901, "status": "completed", "type": "reboot", "resource_id": 1}],
    }))
}

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB me@home";

/// The same for what is no droplet: two domains, an address that droplet a has and one that nobody has, two backups and
/// three snapshots, two of them with one name, and likewise keys.
fn other_account() -> Sandbox {
    let key = |end: &str| KEY.replace("BBB me", &format!("B{end} me"));
    sandbox(json!({
        "droplets": [{"id": 1, "name": "a", "tags": ["web"]}, {"id": 2, "name": "b"}],
        "tags": ["web", "env:prod"],
        "domains": [
            {"name": "example.com", "records": [
                {"id": 1, "type": "MX", "name": "@", "data": "mail.example.com", "priority": 10},
                {"id": 2, "type": "SRV", "name": "_sip._tcp", "data": "sip.example.com",
                 "priority": 10, "port": 5060, "weight": 5},
                {"id": 3, "type": "A", "name": "www", "data": "192.0.2.1"},
            ]},
            {"name": "example.org"},
        ],
        "reserved_ips": [{"ip": "45.55.96.47", "droplet": "a"}, {"ip": "45.55.96.48"}],
        "images": [
            {"id": 11, "name": "nightly", "type": "backup"}, {"id": 12, "name": "weekly", "type": "backup"},
            {"id": 13, "name": "golden"}, {"id": 14, "name": "twin"}, {"id": 15, "name": "twin"},
        ],
        "ssh_keys": [
            {"id": 21, "name": "home", "public_key": key("B1")}, {"id": 22, "name": "twin", "public_key": key("B2")},
            {"id": 23, "name": "twin", "public_key": key("B3")},
        ],
    }))
}

/// Files that command lines speak of; the last is also their stdin.
const FILES: [(&str, &str); 6] = [
    ("data", "#cloud-config"),
    ("params", r#"{"name": "www"}"#),
    ("to-b", r#"{"droplet_id": 2}"#),
    ("to-fra1", r#"{"region": "fra1"}"#),
    ("domain", r#"{"name": "example.net"}"#),
    ("id.pub", KEY),
];

/// Runs every line of a table, which has so many, under the name of the old program, each in a fresh account.
#[track_caller]
fn check(account: fn() -> Sandbox, rows: &[Row], count: usize) {
    assert_eq!(rows.len(), count, "a line is missing, or there are new ones");
    for row in rows {
        assert!(!row.runs.is_empty(), "{}", row.synopsis);
        for (arguments, holds) in row.runs {
            let (name, rest) = arguments.split_once(' ').unwrap_or((arguments, ""));
            assert!(row.synopsis.starts_with(name), "{arguments} is not of the form {}", row.synopsis);
            let api = account();
            let run = line(&rest.replace("{url}", &api.url())).arg0(name).stdin(KEY).at(&api);
            let run = FILES.iter().fold(run, |run, (name, text)| run.file(name, text)).run();
            let refused = matches!(holds, Holds::Refused(_));
            let complains = run.complaints().iter().any(|line| !line.starts_with("doapi: created droplet "));
            assert_eq!((run.code != 0, complains), (refused, refused), "{arguments}: {run}");
            assert!(holds.is_true_of(&run), "{arguments}: {run}");
        }
    }
}

impl Holds {
    fn is_true_of(self, run: &Run) -> bool {
        match self {
            Self::Nothing => run.stdout.is_empty(),
            Self::Ids(ids) => run.each("id") == json!(ids),
            Self::Names(names) => run.each("name") == json!(names),
            Self::Actions(kind, droplets) => {
                let kinds = vec![kind; droplets.len()];
                (run.each("type"), run.each("resource_id")) == (json!(kinds), json!(droplets))
            }
            Self::Action(kind) => run.json()["type"] == kind,
            Self::Lists(lengths) => {
                let length = |list: &Value| list.as_array().map(Vec::len);
                run.array().iter().map(length).eq(lengths.iter().map(|&length| Some(length)))
            }
            Self::What(holds) => holds(&run.json()),
            Self::Refused(words) => run.stderr.contains(words) && run.array().is_empty(),
        }
    }
}

#[test]
fn every_line_that_is_read_for_all_its_forms_is_run_too() {
    let tables = [droplet::ROWS, others::ROWS, domain::ROWS, floating_ip::ROWS, image::ROWS];
    let more = [keys_and_tags::SSH_KEY, keys_and_tags::TAG, keys_and_tags::REQUEST];
    let mut run: Vec<&str> = tables.into_iter().chain(more).flatten().map(|row| row.synopsis).collect();
    let mut read: Vec<&str> = include_str!("synopsis/lines.txt").lines().collect();
    run.sort_unstable();
    read.sort_unstable();
    assert_eq!(run, read);
}

/// Whether a list holds this, and nothing else.
fn only(list: &Value, of: fn(&Value) -> bool) -> bool {
    list.as_array().is_some_and(|list| list.len() == 1 && of(&list[0]))
}

#[test]
fn every_synopsis_line_of_doapi_droplet_runs_with_its_meaning() {
    check(account, droplet::ROWS, 29);
}

#[test]
fn every_synopsis_line_of_doapi_account_action_region_and_size_runs_with_its_meaning() {
    check(account, others::ROWS, 8);
}

#[test]
fn every_synopsis_line_of_doapi_domain_runs_with_its_meaning() {
    check(other_account, domain::ROWS, 7);
}

#[test]
fn every_synopsis_line_of_doapi_floating_ip_runs_with_its_meaning() {
    check(other_account, floating_ip::ROWS, 9);
}

#[test]
fn every_synopsis_line_of_doapi_image_runs_with_its_meaning() {
    check(other_account, image::ROWS, 9);
}

#[test]
fn every_synopsis_line_of_doapi_ssh_key_tag_and_request_runs_with_its_meaning() {
    check(other_account, keys_and_tags::SSH_KEY, 4);
    check(other_account, keys_and_tags::TAG, 4);
    check(other_account, keys_and_tags::REQUEST, 1);
}
