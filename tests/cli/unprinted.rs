//! What was done but cannot be printed, or not yet, is named on stderr.

use serde_json::{Value, json};
use std::fs::File;

use doapi_sandbox::Sandbox;

use crate::fake::Fake;
use crate::replies::{show, started};
use crate::runner::{Invocation, line, until};
use crate::sandboxes::{abc, sandbox};
use crate::script::post;

fn full() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

/// What the account holds that `before` does not.
fn made(api: &Sandbox, before: &Value, kind: &str) -> Vec<Value> {
    let after = api.with_state(|state| state.to_json());
    let is_new = |one: &&Value| before[kind].as_array().is_none_or(|old| !old.iter().any(|old| old["id"] == one["id"]));
    after[kind].as_array().into_iter().flatten().filter(is_new).cloned().collect()
}

#[test]
fn new_droplets_that_cannot_be_printed_are_named_with_their_ids() {
    for wait in ["", "--wait --wait-interval 0.05"] {
        let api = sandbox(json!({"account": {"droplet_limit": 100}}));
        let before = api.with_state(|state| state.to_json());
        let names: Vec<String> = (1..=12).map(|n| format!("n{n}")).collect();
        let new = format!("droplet new -I debian-13-x64 -S s-1vcpu-1gb {wait} {}", names.join(" "));
        let run = line(&new).at(&api).stdout(full()).run().exits(1).says("cannot write to stdout");
        let droplets = made(&api, &before, "droplets");
        assert_eq!(droplets.len(), 12);
        for droplet in droplets {
            let (id, name) = (droplet["id"].to_string(), droplet["name"].to_string());
            let is_named = run.stderr.lines().any(|line| line.contains(&id) && line.contains(&name));
            assert!(is_named, "{wait}: {id} {name}\n{run}");
        }
    }
}

#[test]
fn whatever_was_made_and_cannot_be_printed_is_named() {
    for (arguments, named) in [
        ("droplet reboot a b --wait --wait-interval 0.05", "POST /v2/droplets/2/actions: done, action "),
        ("droplet snapshot nightly a", "POST /v2/droplets/1/actions: done, action "),
        ("droplet power-off --tag web", "POST /v2/droplets/actions?tag_name=web: done, action "),
        ("tag new t1 t2", "POST /v2/tags: done, tag \"t2\""),
        ("reserved-ip new -R nyc3", "POST /v2/reserved_ips: done, reserved ip \""),
        ("domain new example.org", "POST /v2/domains: done, domain \"example.org\""),
        ("request /v2/tags -f name=t3", "POST /v2/tags: done, tag \"t3\""),
        ("droplet reboot a -o table", "POST /v2/droplets/1/actions: done, action "),
    ] {
        let mut seed = abc();
        seed["droplets"][0]["tags"] = json!(["web"]);
        let api = sandbox(seed);
        let run = line(arguments).at(&api).stdout(full()).run().exits(1).says("cannot write to stdout");
        assert!(run.stderr.contains(named), "{arguments}: {run}");
    }
}

#[test]
fn a_stdout_that_is_closed_at_the_start_is_one_that_cannot_be_written() {
    let closed = |command: &str| {
        let script = format!("exec '{}' {command} >&-", env!("CARGO_BIN_EXE_doapi"));
        Invocation::of("/bin/sh", ["-c", &script])
    };
    for wait in ["", "--wait --wait-interval 0.05"] {
        let api = sandbox(json!({}));
        let before = api.with_state(|state| state.to_json());
        let new = format!("droplet new -I debian-13-x64 -S s-1vcpu-1gb {wait} n1");
        let run = closed(&new).at(&api).run().exits(1).says("cannot write to stdout: it is closed");
        let id = made(&api, &before, "droplets")[0]["id"].to_string();
        assert!(run.stderr.contains(&id) && run.stderr.contains("n1"), "{run}");
    }
    for command in ["account", "droplet show", "--help", "--version", "help environment", "completions bash"] {
        closed(command).at(&sandbox(abc())).run().exits(1).says("cannot write to stdout: it is closed");
    }
    // Where there is nothing to print, nothing is lost; and /dev/null was opened to be written to.
    closed("droplet delete a").at(&sandbox(abc())).run().exits(0);
    let null = || File::options().read(true).write(true).open("/dev/null").unwrap();
    line("account").at(&sandbox(abc())).stdout(null()).run().exits(0);
    line("--version").stdout(null()).run().exits(0);
}

#[test]
fn what_was_printed_is_not_named_again() {
    let api = sandbox(abc());
    let run = line("droplet reboot a b --wait --wait-time 0").at(&api).run().exits(6);
    assert_eq!(run.array().len(), 2);
    assert!(!run.stderr.contains("done, "), "{run}");
}

#[test]
fn a_stalled_request_does_not_keep_the_results_of_the_others_from_being_named() {
    let reboot = |id: u64| post(&format!("/v2/droplets/{id}/actions"), json!({"type": "reboot"}));
    let of = |id: u64| reboot(id).gives(201, started(id * 10, "reboot", id));
    let api = Fake::steps([(1..=3).map(|id| show(id, "x")).collect::<Vec<_>>(), vec![of(1).stalls(), of(2), of(3)]]);
    let running = line("droplet reboot 1 2 3").at(&api).spawn();
    until(|| running.told().contains("droplets/2/actions: done, action 20\n"));
    until(|| running.told().contains("droplets/3/actions: done, action 30\n"));
    let running = running.signal("INT");
    std::thread::sleep(std::time::Duration::from_millis(200));
    running.signal("INT").finish().exits(130).prints("").says("doapi droplet actions 1\n");
    api.finish();
}
