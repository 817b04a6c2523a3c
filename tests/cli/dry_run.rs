//! `--dry-run` and `--read-only`: nothing that changes something is sent, by any command.

use crate::runner::line;
use crate::sandboxes::{changes, sandbox};
use doapi_sandbox::Sandbox;
use serde_json::json;

/// A line for every command that changes something, and how many requests it would send at first.
const CHANGES: &[(&str, usize)] = &[
    ("domain new new.example", 1),
    ("domain delete example.com", 1),
    ("domain new-record example.com A www 203.0.113.1", 1),
    ("domain update-record example.com 8 --ttl 60", 1),
    ("domain delete-record example.com 8", 1),
    ("droplet new -I debian-13-x64 -S s-1vcpu-1gb c d", 1),
    ("droplet delete a b", 2),
    ("droplet act -p {\"size\":\"s-1vcpu-2gb\"} resize a", 1),
    ("droplet change-kernel 1 a", 1),
    ("droplet disable-backups a", 1),
    ("droplet enable-backups a b", 2),
    ("droplet enable-ipv6 a", 1),
    ("droplet enable-private-networking a", 1),
    ("droplet password-reset a", 1),
    ("droplet power-cycle a", 1),
    ("droplet power-off --tag web", 1),
    ("droplet power-on a", 1),
    ("droplet reboot a b --wait", 2),
    ("droplet rebuild a", 1),
    ("droplet rename a c", 1),
    ("droplet resize s-1vcpu-2gb a", 1),
    ("droplet restore a backup", 1),
    ("droplet shutdown a", 1),
    ("droplet snapshot s a b", 2),
    ("droplet tag web a b", 1),
    ("droplet untag web a b", 1),
    ("floating-ip act unassign 203.0.113.9", 1),
    ("floating-ip assign 203.0.113.9 a", 1),
    ("floating-ip delete 203.0.113.9", 1),
    ("floating-ip new --region nyc3", 1),
    ("floating-ip unassign 203.0.113.9", 1),
    ("image act -p {\"region\":\"ams3\"} transfer backup", 1),
    ("image convert backup", 1),
    ("image delete backup", 1),
    ("image transfer ams3 backup", 1),
    ("image update backup new", 1),
    ("api call tags_create --name new", 1),
    ("request -X POST /v2/tags -d {}", 1),
    ("reserved-ip act unassign 203.0.113.9", 1),
    ("reserved-ip assign 203.0.113.9 a", 1),
    ("reserved-ip delete 203.0.113.9", 1),
    ("reserved-ip new --region nyc3", 1),
    ("reserved-ip unassign 203.0.113.9", 1),
    ("snapshot delete snap", 1),
    ("ssh-key delete mine", 1),
    ("ssh-key new new key.pub", 1),
    ("ssh-key update mine new", 1),
    ("tag delete web", 1),
    ("tag new new", 1),
    ("tag update web new", 1),
    // Commands of the table, which are all made by the same code.
    ("volume new --name more --size-gigabytes 1 --region nyc3", 1),
    ("volume delete data", 1),
    ("vpc update default-nyc3 --name new", 1),
    ("snapshot delete nightly", 1),
    ("api call tags_delete web", 1),
];

/// Commands that change nothing in an account.
const READS: &[&str] = &[
    "account",
    "action resource",
    "action show",
    "action wait",
    "api describe",
    "api scopes",
    "api search",
    "completions",
    "context delete",
    "context new",
    "context show",
    "context use",
    "domain show",
    "domain show-record",
    "droplet actions",
    "droplet backups",
    "droplet inventory",
    "droplet ip",
    "droplet kernels",
    "droplet neighbors",
    "droplet rsync",
    "droplet scp",
    "droplet show",
    "droplet show-snapshots",
    "droplet ssh",
    "droplet ssh-config",
    "droplet wait",
    "floating-ip actions",
    "floating-ip show",
    "floating-ip wait",
    "image actions",
    "image show",
    "image wait",
    "links",
    "login",
    "region",
    "reserved-ip actions",
    "reserved-ip show",
    "reserved-ip wait",
    "sandbox exec",
    "snapshot show",
    "sandbox serve",
    "size",
    "tag show",
    "ssh-key show",
    "snapshot show",
    "api search",
    "api describe",
    "api scopes",
];

/// Pages of nouns, which are no commands of their own.
const NOUNS: &[&str] = &[
    "context",
    "action",
    "api",
    "domain",
    "droplet",
    "floating-ip",
    "image",
    "reserved-ip",
    "sandbox",
    "snapshot",
    "ssh-key",
    "tag",
];

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl new";

fn account() -> Sandbox {
    sandbox(json!({
        "droplets": [{"id": 1, "name": "a", "tags": ["web"]}, {"id": 2, "name": "b"}],
        "images": [
            {"id": 5, "name": "backup", "type": "backup"}, {"id": 15, "name": "snap", "type": "snapshot"}, {"id": 7, "name": "nightly", "type": "snapshot"},
        ],
        "domains": [{"name": "example.com", "records": [{"id": 8, "type": "A", "name": "www", "data": "203.0.113.1"}]}],
        "volumes": [{"name": "data", "size_gigabytes": 1, "region": "nyc3"}],
        "reserved_ips": [{"ip": "203.0.113.9", "region": "nyc3"}],
        "ssh_keys": [{"id": 6, "name": "mine", "public_key": KEY.replace("new", "mine")}],
    }))
}

#[test]
fn a_dry_run_of_any_command_prints_its_requests_and_sends_none() {
    for (command, requests) in CHANGES {
        let api = account();
        let run = line(&format!("{command} --dry-run -o jsonl")).file("key.pub", KEY).at(&api).run().exits(0);
        assert_eq!(run.stdout.lines().count(), *requests, "{command}: {run}");
        for planned in run.stdout.lines() {
            let planned: serde_json::Value = serde_json::from_str(planned).unwrap();
            assert!(planned["path"].as_str().unwrap().starts_with("/v2/"), "{planned}");
        }
        assert_eq!(changes(&api), Vec::<String>::new(), "{command}");
    }
}

#[test]
fn with_read_only_no_command_changes_anything() {
    for (command, _) in CHANGES {
        let api = account();
        let run = line(&format!("{command} --read-only")).file("key.pub", KEY).at(&api).run();
        assert!(run.exits(3).says("--read-only").stdout.trim_matches(['[', ']', '\n']).is_empty(), "{command}");
        assert_eq!(changes(&api), Vec::<String>::new(), "{command}");
    }
    let api = account();
    line("droplet delete a").env("DOAPI_READ_ONLY", "1").at(&api).run().exits(3).prints("");
    line("droplet show a -o name").env("DOAPI_READ_ONLY", "1").at(&api).run().succeeds().prints("a\n");
    assert_eq!(changes(&api), Vec::<String>::new());
}

#[test]
fn the_table_of_commands_is_complete() {
    let pages = std::fs::read_dir("man").unwrap().map(|page| page.unwrap().file_name().into_string().unwrap());
    let mut pages: Vec<String> = pages.collect();
    pages.sort_unstable();
    let is_noun =
        |page: &str| page == "doapi.1" || NOUNS.contains(&page.trim_start_matches("doapi-").trim_end_matches(".1"));
    let table = std::fs::read_to_string("src/operations/table.jsonl").unwrap();
    let is_of_table = |page: &str| {
        let word = page.trim_start_matches("doapi-").trim_end_matches(".1");
        table.contains(&format!("\"{word} "))
    };
    for page in pages.iter().filter(|page| !is_noun(page) && !is_of_table(page)) {
        let command = page.trim_start_matches("doapi-").trim_end_matches(".1").to_owned();
        let is_named = |line: &str| page_of(line).is_some_and(|named| named == command);
        let is_known = CHANGES.iter().any(|(line, _)| is_named(line)) || READS.iter().any(|line| is_named(line));
        assert!(is_known, "{command} is in neither table");
    }
}

/// The name of the page of the command that a line begins with.
fn page_of(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split(' ').collect();
    let pages = [words.iter().take(2).copied().collect::<Vec<_>>().join("-"), words.first()?.to_string()];
    pages.into_iter().find(|page| std::path::Path::new("man").join(format!("doapi-{page}.1")).exists())
}
