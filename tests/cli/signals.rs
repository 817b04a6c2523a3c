//! Ctrl-C and SIGTERM: what is known is printed, and how to go on is told.

use doapi_sandbox::Sandbox;
use serde_json::json;

use crate::fake::Fake;
use crate::replies::{list, show, started};
use crate::runner::{Running, line, until};
use crate::sandboxes::{abc, faulty_sandbox, slow_sandbox};
use crate::script::{get, post};

/// Starts a command that waits, and comes back when it does: it has looked at least twice.
fn waiting(api: &Sandbox, arguments: &str, looks_at: &str) -> Running {
    api.clear_requests();
    let running = line(arguments).at(api).spawn();
    until(|| api.requests().iter().filter(|one| one.method == "GET" && one.path.starts_with(looks_at)).count() >= 2);
    running
}

#[test]
fn ctrl_c_during_a_wait_prints_the_actions_and_how_to_resume() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let api = slow_sandbox(abc());
        let running = waiting(&api, "droplet reboot a c --wait --wait-interval 0.05", "/v2/actions");
        let run = running.signal(signal).finish().exits(code);
        assert_eq!(
            (run.each("resource_id"), run.each("status")),
            (json!([1, 3]), json!(["in-progress", "in-progress"]))
        );
        let ids: Vec<String> = run.array().iter().map(|action| action["id"].to_string()).collect();
        assert!(run.stderr.contains(&format!("hint: doapi action wait {}\n", ids.join(" "))), "{run}");
    }
}

#[test]
fn ctrl_c_during_the_wait_for_new_droplets_prints_the_droplets() {
    let api = slow_sandbox(json!({}));
    let new = "droplet new -I debian-13-x64 -S s-1vcpu-1gb --wait --wait-interval 0.05 web-1 web-2";
    let run = waiting(&api, new, "/v2/actions").signal("INT").finish().exits(130);
    assert_eq!(run.each("name"), json!(["web-1", "web-2"]));
    assert!(run.stderr.contains("doapi action wait "), "{run}");
}

#[test]
fn a_signal_that_is_sent_to_the_program_and_to_its_group_is_one() {
    let api = slow_sandbox(json!({}));
    let new = "droplet new -I debian-13-x64 -S s-1vcpu-1gb --wait --wait-interval 0.05 web-1";
    let running = waiting(&api, new, "/v2/actions").signal("INT");
    std::thread::sleep(std::time::Duration::from_millis(2));
    assert_eq!(running.signal("INT").finish().exits(130).each("name"), json!(["web-1"]));
}

#[test]
fn ctrl_c_while_droplets_are_waited_for_prints_the_droplets() {
    let api = slow_sandbox(abc());
    let running = waiting(&api, "droplet wait --status off --wait-interval 0.05 a", "/v2/droplets/1");
    let run = running.signal("INT").finish().exits(130);
    assert_eq!((run.each("name"), run.each("status")), (json!(["a"]), json!(["active"])));
    assert!(run.stderr.contains("hint: doapi droplet wait --status off 1\n"), "{run}");
}

#[test]
fn ctrl_c_during_a_wait_for_given_actions_prints_them() {
    let api = slow_sandbox(abc());
    let action = line("droplet reboot b").at(&api).run().succeeds().array()[0]["id"].to_string();
    let running = waiting(&api, &format!("action wait {action} --wait-interval 0.05"), "/v2/actions/");
    let run = running.signal("INT").finish().exits(130);
    assert_eq!(run.each("resource_id"), json!([2]));
}

#[test]
fn ctrl_c_while_a_read_hangs_ends_it_at_once() {
    let api = Fake::of([get("/v2/account").gives(200, json!({"account": {"email": "me"}})).stalls()]);
    let running = line("account").at(&api).spawn();
    until(|| !api.requests().is_empty());
    running.signal("INT").finish().exits(130).prints("");
    api.finish();
}

#[test]
fn ctrl_c_while_the_rate_limit_is_waited_for_ends_it() {
    let limited = get("/v2/account").header("retry-after", 50).gives(429, json!({"id": "too_many_requests"}));
    let api = Fake::of([limited]);
    let running = line("account").at(&api).spawn();
    until(|| !api.requests().is_empty());
    running.signal("INT").finish().exits(130).prints("");
    api.finish();
}

#[test]
fn after_ctrl_c_nothing_more_is_started_and_what_was_is_printed() {
    // The first POST is held up by the rate limit when the signal comes; the second must never be made.
    let reboot = post("/v2/droplets/7/actions", json!({"type": "reboot"}));
    let api = Fake::steps([
        vec![show(7, "a"), show(8, "b")],
        vec![reboot.header("retry-after", 50).gives(429, json!({"id": "too_many_requests"}))],
    ]);
    let running = line("droplet reboot 7 8 --jobs 1").at(&api).spawn();
    until(|| api.requests().len() == 3);
    let run = running.signal("INT").finish().exits(130);
    assert!(run.array().is_empty(), "{run}");
    api.finish();
}

#[test]
fn a_list_that_is_interrupted_is_valid_json() {
    let next = "https://h/v2/actions?page=2&per_page=200";
    let mut page = list("actions", &[json!({"id": 1, "status": "completed"})]);
    page["links"] = json!({"pages": {"next": next}});
    let api = Fake::of([
        get("/v2/actions?per_page=200").gives(200, page),
        get("/v2/actions?page=2&per_page=200").gives(200, list("actions", &[])).stalls(),
    ]);
    let running = line("action show").at(&api).spawn();
    until(|| running.printed().contains("completed"));
    assert_eq!(running.signal("TERM").finish().exits(143).each("id"), json!([1]));
    api.finish();
}

#[test]
fn an_action_that_is_being_started_is_waited_for_and_printed() {
    let api = faulty_sandbox(abc(), &["POST /v2/droplets/*/actions delay=1s"]);
    let running = line("droplet reboot a").at(&api).spawn();
    until(|| api.requests().iter().any(|one| one.method == "POST"));
    let run = running.signal("INT").finish();
    assert_eq!(run.each("resource_id"), json!([1]), "{run}");
}

#[test]
fn a_second_ctrl_c_ends_it_whatever_it_does() {
    let reboot = post("/v2/droplets/7/actions", json!({"type": "reboot"}));
    let api = Fake::of([show(7, "a"), reboot.gives(201, started(1, "reboot", 7)).stalls()]);
    let running = line("droplet reboot 7").at(&api).spawn();
    until(|| api.requests().len() == 2);
    let running = running.signal("INT");
    // The two must not count as one.
    std::thread::sleep(std::time::Duration::from_millis(500));
    running.signal("INT").finish().exits(130).prints("");
    api.finish();
}
