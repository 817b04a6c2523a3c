//! A signal while an answer is on its way: whatever ends the program, the request is named, and how to find out.

use serde_json::json;

use crate::fake::Fake;
use crate::replies::{show, started};
use crate::runner::{line, until};
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
fn a_signal_while_nothing_is_being_changed_needs_no_word() {
    for (signal, code) in SIGNALS {
        let api = Fake::of([get("/v2/account").gives(200, json!({"account": {}})).stalls()]);
        let running = line("account").at(&api).spawn();
        until(|| !api.requests().is_empty());
        let run = running.signal(signal).finish().exits(code).prints("");
        assert_eq!(run.stderr, "");
        api.finish();
    }
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
