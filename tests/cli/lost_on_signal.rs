//! A signal while an answer is on its way: whatever ends the program, the request is named, and how to find out.

use serde_json::json;

use crate::fake::Fake;
use crate::replies::{show, started};
use crate::runner::{Invocation, line, until};
use crate::sandboxes::{abc, faulty_sandbox};
use crate::script::{get, post};

const SIGNALS: [(&str, i32); 4] = [("HUP", 129), ("INT", 130), ("QUIT", 131), ("TERM", 143)];

fn stalled() -> Fake {
    let reboot = |id: u64| post(&format!("/v2/droplets/{id}/actions"), json!({"type": "reboot"}));
    Fake::steps([
        vec![show(7, "a"), show(8, "b")],
        vec![reboot(7).gives(201, started(1, "reboot", 7)), reboot(8).gives(201, started(2, "reboot", 8)).stalls()],
    ])
}

#[test]
fn at_the_second_signal_the_array_is_closed_and_a_post_without_an_answer_is_named() {
    for (signal, code) in SIGNALS {
        let api = stalled();
        let running = line("droplet reboot 7 8").at(&api).spawn();
        until(|| api.requests().len() == 4 && running.printed().contains("reboot"));
        let running = running.signal(signal);
        // The two must not count as one.
        std::thread::sleep(std::time::Duration::from_millis(200));
        let run = running.signal(signal).finish().exits(code);
        assert_eq!(run.each("id"), json!([1]));
        // What is printed already may be named once more: it cannot be told when results come in another order.
        let lines: Vec<&str> = run.stderr.lines().filter(|line| !line.contains("droplets/7/actions: done")).collect();
        assert_eq!(
            lines,
            [
                "doapi: interrupted; waiting up to 5s for the answer to POST /v2/droplets/8/actions",
                "doapi: POST /v2/droplets/8/actions: it may have been carried out, the answer was lost: interrupted",
                "hint: see whether it was carried out with: doapi droplet actions 8",
            ]
        );
        api.finish();
    }
}

#[test]
fn what_was_done_behind_a_stalled_answer_is_named() {
    let reboot = |id: u64| post(&format!("/v2/droplets/{id}/actions"), json!({"type": "reboot"}));
    let api = Fake::steps([
        vec![show(7, "a"), show(8, "b")],
        vec![reboot(7).gives(201, started(1, "reboot", 7)).stalls(), reboot(8).gives(201, started(2, "reboot", 8))],
    ]);
    let running = line("droplet reboot 7 8").at(&api).spawn();
    until(|| api.requests().len() == 4);
    let run = running.signal("TERM").finish().exits(143).prints("");
    run.says("doapi: POST /v2/droplets/8/actions: done, action 2\n").says("doapi droplet actions 7\n");
    api.finish();
}

#[test]
fn after_one_signal_a_stalled_answer_is_waited_for_some_seconds_only() {
    let api = stalled();
    let running = line("--timeout 60 droplet reboot 7 8").at(&api).spawn();
    until(|| api.requests().len() == 4 && running.printed().contains("reboot"));
    let run = running.signal("HUP").finish().exits(129);
    assert_eq!(run.each("id"), json!([1]));
    assert!(run.stderr.ends_with("hint: see whether it was carried out with: doapi droplet actions 8\n"), "{run}");
    api.finish();
}

#[test]
fn a_signal_while_nothing_is_being_changed_has_one_line() {
    for (signal, code) in SIGNALS {
        for (arguments, path) in [("account", "/v2/account"), ("droplet delete 7", "/v2/droplets/7")] {
            let api = Fake::of([get(path).gives(200, json!({"account": {}})).stalls()]);
            let running = line(arguments).at(&api).spawn();
            until(|| !api.requests().is_empty());
            let run = running.signal(signal).finish().exits(code).prints("");
            assert_eq!(run.stderr, "doapi: interrupted; nothing was changed\n", "{arguments}");
            api.finish();
        }
    }
}

#[test]
fn a_signal_before_the_first_request_has_one_line() {
    let (reader, _writer) = std::io::pipe().unwrap();
    let running =
        line("account --api-token-file -").env("DOAPI_ENDPOINT", "http://127.0.0.1:9").stdin_from(reader).spawn();
    std::thread::sleep(std::time::Duration::from_millis(500));
    let run = running.signal("TERM").finish().exits(143).prints("");
    assert_eq!(run.stderr, "doapi: interrupted; nothing was changed\n");
}

#[test]
fn what_was_done_is_named_at_the_first_signal() {
    let reboot = |id: u64| post(&format!("/v2/droplets/{id}/actions"), json!({"type": "reboot"}));
    let api = Fake::steps([
        vec![show(7, "a"), show(8, "b")],
        vec![reboot(7).gives(201, started(1, "reboot", 7)).stalls(), reboot(8).gives(201, started(2, "reboot", 8))],
    ]);
    let running = line("droplet reboot 7 8 -q").at(&api).spawn();
    until(|| api.requests().len() == 4);
    let running = running.signal("INT");
    until(|| running.told().contains("doapi: POST /v2/droplets/8/actions: done, action 2\n"));
    let run = running.finish().exits(130).prints("");
    assert_eq!(run.stderr.matches("action 2").count(), 1, "{run}");
    api.finish();
}

#[test]
fn a_failure_behind_a_stalled_answer_is_reported_at_a_signal() {
    let reboot = |id: u64| post(&format!("/v2/droplets/{id}/actions"), json!({"type": "reboot"}));
    let refused = json!({"id": "unprocessable_entity", "message": "Droplet already has a pending event."});
    let api = Fake::steps([
        vec![show(7, "a"), show(8, "b"), show(9, "c")],
        vec![reboot(7).gives(201, "{}").stalls(), reboot(8).gives(422, refused), reboot(9).cut_off()],
    ]);
    let running = line("droplet reboot 7 8 9").at(&api).spawn();
    until(|| api.requests().len() == 6);
    std::thread::sleep(std::time::Duration::from_millis(200));
    let running = running.signal("INT");
    std::thread::sleep(std::time::Duration::from_millis(200));
    let run = running.signal("INT").finish().exits(130);
    let run = run.says("POST /v2/droplets/8/actions: 422").says("pending event").says("doapi droplet actions 9\n");
    run.says("doapi droplet actions 7\n");
    api.finish();
}

#[test]
fn a_lost_creation_of_several_has_a_command_that_shows_which_exist() {
    let api = faulty_sandbox(json!({}), &["POST /v2/droplets lost"]);
    let new = "droplet new -I debian-13-x64 -S s-1vcpu-1gb n1 n2 other";
    let run = line(new).at(&api).run().exits(8);
    let hint = run.stderr.lines().find_map(|line| line.strip_prefix("hint: see which of them exist with: ")).unwrap();
    line("droplet delete n2").at(&api).run().exits(0);
    line(&format!("{new} --tag x").replace("n1 n2 other", "another")).at(&api).run().exits(8);
    let shown = on_path(hint).at(&api).run().exits(0);
    let mut names: Vec<&str> = shown.stdout.lines().collect();
    names.sort_unstable();
    assert_eq!(names, ["n1", "other"]);
}

/// A shell command in which `doapi` is this program.
fn on_path(command: &str) -> Invocation {
    let doapi = env!("CARGO_BIN_EXE_doapi");
    let script = format!("doapi() {{ '{doapi}' \"$@\"; }}; {command}");
    Invocation::of("/bin/sh", ["-c", &script]).env("PATH", "/usr/bin:/bin")
}

#[test]
fn what_was_created_before_the_terminal_was_closed_is_named() {
    let api = faulty_sandbox(abc(), &[]);
    let new = "droplet new -I debian-13-x64 -S s-1vcpu-1gb --wait --wait-interval 0.05 fresh";
    let running = line(new).at(&api).spawn();
    until(|| api.requests().iter().any(|one| one.path.starts_with("/v2/actions")));
    let run = running.signal("HUP").finish();
    let id = api.with_state(|state| state.to_json()["droplets"][3]["id"].clone());
    assert!(run.code == 0 || run.code == 129, "{run}");
    assert_eq!(run.each("id"), json!([id]));
}
