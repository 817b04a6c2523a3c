//! `doapi ssh-key`.

mod change;
mod new;

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{list, not_found};
use crate::runner::line;
use crate::sandboxes::{changes, sandbox};
use crate::script::get;

/// Public keys and their fingerprints, which are the MD5 sums of what their second words stand for.
const RSA: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQQDDHr/jh2Jy4yALcK4JyWbVkPRaWmhck3IgCoeOO3z1e2dBowLh64QAM+Qb72pxekALga2oi4GvT+TlWNhzPH4V example";
const RSA_PRINT: &str = "3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa";
const OFFICE: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB me@office";

/// Two keys that share a name, one with a name of its own, and one whose name is the ID of another.
fn account() -> Sandbox {
    let key = |end: &str| OFFICE.replace("BBBB me@office", &format!("BB{end} me@office"));
    sandbox(json!({"ssh_keys": [
        {"id": 21, "name": "example", "public_key": RSA},
        {"id": 22, "name": "twin", "public_key": key("B2")},
        {"id": 23, "name": "twin", "public_key": key("B3")},
        {"id": 24, "name": "21", "public_key": key("B4")},
    ]}))
}

/// How often the list of keys was asked for, which may be done ten times a minute.
fn lists(api: &Sandbox) -> usize {
    let is_list = |path: &str| path.split('?').next() == Some("/v2/account/keys");
    api.requests().iter().filter(|one| one.method == "GET" && is_list(&one.path)).count()
}

#[test]
fn keys_are_shown_all_or_those_given_by_id_fingerprint_or_name() {
    for (arguments, ids) in [
        ("ssh-key", json!([21, 22, 23, 24])),
        ("ssh-key show", json!([21, 22, 23, 24])),
        ("ssh-key show example", json!([21])),
        ("ssh-key show 23 example", json!([23, 21])),
        ("ssh-key show 21", json!([21])),
        ("ssh-key show -M twin", json!([22, 23])),
        ("ssh-key show --multiple 21 24", json!([21, 24])),
    ] {
        let api = account();
        let run = line(arguments).at(&api).run();
        assert_eq!((run.code, run.each("id")), (0, ids), "{arguments}: {run}");
    }
    line("ssh-key show").at(&sandbox(json!({}))).run().succeeds().prints("[]\n");
}

#[test]
fn a_fingerprint_names_a_key_in_whatever_case() {
    for print in [RSA_PRINT.to_owned(), RSA_PRINT.to_uppercase()] {
        let run = line(&format!("ssh-key show {print}")).at(&account()).run().succeeds();
        assert_eq!((run.each("id"), run.each("fingerprint")), (json!([21]), json!([RSA_PRINT])));
    }
}

#[test]
fn the_case_of_a_fingerprint_does_not_matter_either_where_the_api_minds_it() {
    let print = RSA_PRINT.to_uppercase();
    let key = json!({"id": 21, "fingerprint": RSA_PRINT, "name": "example"});
    let api = Fake::of([
        get(&format!("/v2/account/keys/{}", print.replace(':', "%3A"))).gives(404, not_found()),
        get("/v2/account/keys?per_page=200").gives(200, list("ssh_keys", std::slice::from_ref(&key))),
    ]);
    assert_eq!(line(&format!("ssh-key show {print}")).at(&api).run().succeeds().array(), [key]);
    api.finish();
}

#[test]
fn an_unknown_or_ambiguous_key_is_told_and_nothing_is_done() {
    let stranger = RSA_PRINT.replace("3b", "00");
    for verb in ["show", "delete"] {
        for (label, says) in [
            ("nobody", "no such SSH key"),
            ("99", "no such SSH key"),
            (stranger.as_str(), "no such SSH key"),
            ("twin", "22, 23"),
        ] {
            let api = account();
            let run = line(&format!("ssh-key {verb} example {label}")).at(&api).run().exits(3).prints("");
            assert_eq!(run.complaints().len(), 1, "{run}");
            assert!(run.stderr.starts_with(&format!("doapi: SSH key {label:?}")) && run.stderr.contains(says), "{run}");
            assert_eq!(changes(&api), Vec::<String>::new());
        }
    }
}

#[test]
fn a_key_given_twice_is_meant_once_with_a_warning() {
    let run = line(&format!("ssh-key show example {RSA_PRINT} 21")).at(&account()).run().exits(0);
    assert_eq!(run.each("id"), json!([21]));
    assert!(run.complaints().iter().all(|it| it.starts_with("doapi: warning: ")), "{run}");
    assert_eq!(run.complaints().len(), 2, "{run}");
}

#[test]
fn each_run_lists_the_keys_once_at_the_most() {
    for (arguments, most) in [
        ("ssh-key show", 1),
        ("ssh-key show 21", 0),
        ("ssh-key show example nobody somebody anybody", 1),
        ("ssh-key show -M twin example 21 24 3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa", 1),
        ("ssh-key new another key", 1),
        ("ssh-key new --unique another key", 1),
        ("ssh-key update example another", 1),
        ("ssh-key update --unique example another", 1),
        ("ssh-key update --unique 21 another", 1),
        ("ssh-key delete -M twin example", 1),
        ("ssh-key delete 21 22 23", 1),
    ] {
        let api = account();
        let run = line(arguments).file("key", OFFICE).at(&api).run();
        assert!(run.code != 2 && lists(&api) <= most, "{arguments}: {:?}", api.requests());
    }
}

#[test]
fn many_keys_are_listed_page_by_page() {
    let keys: Vec<Value> = (1..=5)
        .map(|id| json!({"id": id, "name": format!("key {id}"), "fingerprint": "x", "public_key": "x"}))
        .collect();
    let api = sandbox(json!({"ssh_keys": keys}));
    let run = line("ssh-key --per-page 2").at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!([1, 2, 3, 4, 5]));
    assert_eq!(lists(&api), 3);
}
