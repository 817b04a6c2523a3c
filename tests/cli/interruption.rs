//! Ctrl-C and SIGTERM in every phase: what was started is printed, what was not is not started, the array is closed.

use std::io::Read;
use std::process::Stdio;
use std::time::Duration;

use serde_json::json;

use crate::fake::Fake;
use crate::replies::{action, droplet, list, show, started};
use crate::runner::{line, until};
use crate::sandboxes::{abc, faulty_sandbox, sandbox};
use crate::script::{delete, get, post};

const SIGNALS: [(&str, i32); 2] = [("INT", 130), ("TERM", 143)];

fn power_off() -> serde_json::Value {
    json!({"type": "power_off"})
}

#[test]
fn a_signal_while_targets_are_resolved_ends_it_at_once_and_changes_nothing() {
    for (signal, code) in SIGNALS {
        for (arguments, path) in [
            ("droplet delete 7", "/v2/droplets/7"),
            ("droplet power-off --tag web", "/v2/droplets?tag_name=web&per_page=200"),
            ("ssh-key delete home", "/v2/account/keys?per_page=200"),
            ("image delete Backup_1", "/v2/images?per_page=200"),
            ("tag delete web", "/v2/tags/web"),
            ("domain delete example.com", "/v2/domains/example.com"),
            ("floating-ip delete 1.2.3.4", "/v2/floating_ips/1.2.3.4"),
            ("action wait 5", "/v2/actions/5"),
            ("droplet new -I 5 -S s f", "/v2/images/5"),
            ("request --paginate /v2/x", "/v2/x?per_page=200"),
            ("account", "/v2/account"),
        ] {
            let api = Fake::of([get(path).gives(200, "{\"a\": \"stalled\"}").stalls()]);
            let running = line(arguments).at(&api).spawn();
            until(|| !api.requests().is_empty());
            let run = running.signal(signal).finish().exits(code);
            assert!(matches!(run.stdout.as_str(), "" | "[]\n"), "{arguments}: {run}");
            assert_eq!(run.stderr, "doapi: interrupted; nothing was changed\n", "{arguments}");
            api.finish();
        }
    }
}

#[test]
fn what_was_sent_is_waited_for_and_printed_and_the_rest_is_not_sent() {
    for (signal, code) in SIGNALS {
        // Both POSTs under way are answered half a second after the signal; the third is never made.
        let slow = "POST /v2/droplets/*/actions delay=700ms";
        let api = faulty_sandbox(abc(), &[slow]);
        let running = line("droplet power-off 1 2 3 --jobs 1").at(&api).spawn();
        until(|| api.requests().iter().filter(|one| one.method == "GET").count() == 3);
        std::thread::sleep(Duration::from_millis(150));
        let run = running.signal(signal).finish().exits(code);
        let sent = api.requests().iter().filter(|one| one.method == "POST").count();
        assert_eq!(run.array().len(), sent, "{run}");
        assert!(sent < 3, "{run}");
    }
}

#[test]
fn a_droplet_whose_creation_is_under_way_is_printed() {
    let slow = "POST /v2/droplets delay=700ms";
    let api = faulty_sandbox(json!({}), &[slow]);
    let running = line("droplet new -I debian-13-x64 -S s-1vcpu-1gb f01 --wait").at(&api).spawn();
    until(|| !api.requests().is_empty());
    std::thread::sleep(Duration::from_millis(200));
    let run = running.signal("INT").finish().exits(130);
    let made = api.requests().iter().filter(|one| one.method == "POST").count();
    assert_eq!(run.stdout.contains("\"name\": \"f01\""), made > 0, "{run}");
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let api = Fake::of([
        show(7, "web"),
        post("/v2/droplets/7/actions", power_off()).gives(201, started(1, "power_off", 7)).stalls(),
    ]);
    let running = line("droplet power-off 7").at(&api).spawn();
    until(|| api.requests().len() == 2);
    let running = running.signal("INT");
    std::thread::sleep(Duration::from_millis(200));
    running.signal("INT").finish().exits(130);
    api.finish();
}

#[test]
fn deletions_that_were_not_made_are_counted() {
    let api = Fake::steps([
        vec![show(7, "a"), show(8, "b"), show(9, "c")],
        vec![delete("/v2/droplets/7").header("retry-after", 50).gives(429, json!({"id": "too_many_requests"}))],
    ]);
    let running = line("droplet delete 7 8 9 --jobs 1").at(&api).spawn();
    until(|| api.requests().len() == 4);
    running.signal("INT").finish().exits(130).prints("");
    api.finish();
}

#[test]
fn a_wait_that_a_signal_ends_names_what_is_left_and_prints_what_is_done_once() {
    let looks = list("actions", &[action(1, "reboot", 7, "completed"), action(2, "reboot", 8, "in-progress")]);
    let reboot = |droplet: u64, id| {
        post(&format!("/v2/droplets/{droplet}/actions"), json!({"type": "reboot"}))
            .gives(201, started(id, "reboot", droplet))
    };
    let api = Fake::steps([
        vec![show(7, "a"), show(8, "b")],
        vec![reboot(7, 1), reboot(8, 2)],
        vec![get("/v2/actions?per_page=22").gives(200, looks)],
        vec![get("/v2/actions/2").gives(200, started(2, "reboot", 8)).at_any_time()],
    ]);
    let running = line("droplet reboot 7 8 --wait --wait-interval 50ms").at(&api).spawn();
    until(|| api.requests().iter().any(|one| one.line.ends_with("/v2/actions/2")));
    let run = running.signal("TERM").finish().exits(143).says("hint: doapi action wait 2\n");
    assert_eq!(run.each("id"), json!([1, 2]));
    api.finish();
}

#[test]
fn a_reader_that_goes_away_is_no_error_in_any_phase() {
    let many: Vec<_> = (1..=40).map(|id| droplet(id, "web")).collect();
    for arguments in [
        "droplet show",
        "request /v2/droplets",
        "request --paginate /v2/droplets",
        "droplet new -I debian-13-x64 -S s-1vcpu-1gb f",
        "droplet reboot 1 2 --wait --wait-interval 0.05",
        "account -v",
        "--help",
        "droplet --help",
        "--version",
    ] {
        let api = sandbox(
            json!({"account": {"droplet_limit": 100}, "droplets": many.iter().map(|one| json!({"id": one["id"], "name": one["name"]})).collect::<Vec<_>>()}),
        );
        let (mut reader, writer) = std::io::pipe().unwrap();
        let running = line(arguments).at(&api).stdout(Stdio::from(writer)).spawn();
        reader.read_exact(&mut [0; 1]).ok();
        drop(reader);
        let run = running.finish().exits(0);
        assert!(!run.stderr.contains("panicked") && !run.stderr.contains("ipe"), "{arguments}: {run}");
    }
}

#[test]
fn nobody_at_stderr_is_no_error_either() {
    for (arguments, code) in [("account -vv", 0), ("droplet show nobody", 3), ("nonsense", 2), ("droplet delete a", 0)]
    {
        let api = sandbox(abc());
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let _ = line(arguments).at(&api).stderr(Stdio::from(writer)).run().exits(code);
    }
}

#[test]
fn a_full_disk_is_an_error_whatever_is_printed() {
    for arguments in [
        "account",
        "droplet show",
        "droplet reboot 1",
        "droplet reboot 1 --wait --wait-interval 0.05",
        "request /v2/account",
        "request --paginate /v2/droplets",
        "request -i /v2/account",
        "droplet new -I debian-13-x64 -S s-1vcpu-1gb f",
    ] {
        let api = sandbox(abc());
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let run = line(arguments).at(&api).stdout(full).run();
        run.exits(1).says("cannot write to stdout");
    }
}
