//! `doapi droplet wait`, and waits that end otherwise than expected.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::fake::Fake;
use crate::replies::{action, droplet, list, not_found, show, started};
use crate::runner::{line, until};
use crate::sandboxes::{abc, faulty_sandbox, sandbox, slow_sandbox};
use crate::script::{get, post};

#[test]
fn a_droplet_without_an_action_in_progress_is_not_waited_for() {
    line("droplet wait a b").at(&sandbox(abc())).run().succeeds().prints("[]\n");
}

#[test]
fn a_droplet_is_waited_for_until_its_action_has_ended() {
    let api = slow_sandbox(abc());
    line("droplet reboot a c").at(&api).run().succeeds();
    api.clear_requests();
    let running = line("droplet wait --wait-interval 0.05 a b c").at(&api).spawn();
    until(|| api.requests().iter().filter(|one| one.path.starts_with("/v2/actions")).count() >= 2);
    api.with_state(doapi_sandbox::State::finish_actions);
    let run = running.finish().succeeds();
    assert_eq!((run.each("resource_id"), run.each("status")), (json!([1, 3]), json!(["completed", "completed"])));
}

#[test]
fn a_droplet_is_waited_for_until_it_has_a_status() {
    for option in ["-S off", "--status OFF"] {
        let api = sandbox(abc());
        let running = line(&format!("droplet wait {option} --wait-interval 0.05 a b")).at(&api).spawn();
        until(|| api.requests().len() > 8);
        line("droplet power-off a b").at(&api).run().succeeds();
        let run = running.finish().succeeds();
        assert_eq!((run.each("id"), run.each("status")), (json!([1, 2]), json!(["off", "off"])));
    }
}

#[test]
fn what_already_has_the_status_is_shown_at_once() {
    let api = sandbox(json!({"droplets": [{"id": 1, "name": "a", "status": "off"}, {"id": 2, "name": "b"}]}));
    assert_eq!(line("droplet wait -S off a").at(&api).run().succeeds().each("id"), json!([1]));
    assert_eq!(line("droplet wait --unlocked a b").at(&api).run().succeeds().each("id"), json!([1, 2]));
    let run = line("droplet wait --locked --wait-time 0.2 --wait-interval 0.05 a").at(&api).run().exits(6);
    assert_eq!(run.each("id"), json!([1]));
    assert!(run.stderr.contains("hint: doapi droplet wait --locked 1"), "{run}");
}

#[test]
fn locks_are_waited_for() {
    let locked = |locked: bool| json!({"droplet": {"id": 7, "name": "web", "locked": locked}});
    for (option, wanted) in [("--locked", true), ("--unlocked", false)] {
        let look = get("/v2/droplets/7");
        let api = Fake::of([look.clone().gives(200, locked(!wanted)), look.gives(200, locked(wanted))]);
        let run = line(&format!("droplet wait {option} --wait-interval 10ms 7")).at(&api).run().succeeds();
        assert_eq!(run.each("locked"), json!([wanted]));
        api.finish();
    }
}

#[test]
fn a_droplet_that_vanishes_ends_its_wait_with_a_line() {
    let api = Fake::of([show(7, "web"), get("/v2/droplets/7").gives(404, not_found())]);
    let run = line("droplet wait -S off --wait-interval 10ms 7").at(&api).run().exits(1).prints("[]\n");
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(run.stderr.contains(r#"droplet "7""#), "{run}");
    api.finish();
}

#[test]
fn a_droplet_that_vanishes_does_not_end_the_wait_for_the_others() {
    let api = sandbox(abc());
    let running = line("droplet wait -S off --wait-interval 0.05 a b").at(&api).spawn();
    until(|| api.requests().len() > 8);
    line("droplet delete a").at(&api).run().succeeds();
    line("droplet power-off b").at(&api).run().succeeds();
    let run = running.finish().exits(7).says(r#"droplet "a""#);
    assert_eq!(run.each("id"), json!([2]));
}

#[test]
fn an_action_that_vanishes_counts_as_failed() {
    let api = Fake::of([
        show(7, "web"),
        post("/v2/droplets/7/actions", json!({"type": "reboot"})).gives(201, started(1, "reboot", 7)),
        // For ten seconds, it may be one that is not shown yet.
        get("/v2/actions/1").gives(404, not_found()).at_any_time(),
    ]);
    let run = line("droplet reboot 7 --wait --wait-interval 500ms").clock_rate(20).at(&api).run().exits(1);
    assert!(run.says(r#"droplet "7""#).stderr.contains("action 1 no longer exists"));
    assert!(api.requests().len() > 12, "{:?}", api.requests().len());
    api.finish();
}

#[test]
fn an_action_that_is_done_when_it_starts_is_not_asked_for() {
    let done = json!({"action": action(1, "rename", 7, "completed")});
    let api = Fake::of([show(7, "web"), post("/v2/droplets/7/actions", json!({"type": "reboot"})).gives(201, done)]);
    line("droplet reboot 7 --wait").at(&api).run().succeeds();
    api.finish();
}

#[test]
fn many_droplets_are_looked_at_with_one_request() {
    let all = |status: &str| {
        let droplets: Vec<_> = (1..=9).map(|id| json!({"id": id, "name": "x", "status": status})).collect();
        list("droplets", &droplets)
    };
    let each = (1..=9).map(|id| get(&format!("/v2/droplets/{id}")).gives(200, json!({"droplet": droplet(id, "x")})));
    let known = get("/v2/droplets?per_page=40").gives(200, all("active")).at_any_time();
    let gpus = get("/v2/droplets?type=gpus&per_page=200").gives(200, list("droplets", &[])).at_any_time();
    let api = Fake::steps([
        each.map(crate::script::Exchange::at_any_time).chain([known, gpus]).collect(),
        vec![get("/v2/droplets?per_page=29").gives(200, all("active"))],
        vec![get("/v2/droplets?per_page=29").gives(200, all("off"))],
    ]);
    let run = line("droplet wait -S off --wait-interval 10ms 1 2 3 4 5 6 7 8 9").at(&api).run().succeeds();
    assert_eq!(run.array().len(), 9);
    api.finish();
}

#[test]
fn an_api_that_does_not_answer_keeps_no_wait_beyond_its_time() {
    let limited = "GET /v2/actions/* status=429 header=retry-after:60";
    for fault in ["GET /v2/actions/* delay=600s", limited] {
        let (api, begun) = (faulty_sandbox(abc(), &[fault]), Instant::now());
        let run = line("droplet reboot --wait --wait-time 0.2 --wait-interval 10ms a").at(&api).run().exits(6);
        assert_eq!(run.each("status"), json!(["in-progress"]), "{fault}");
        assert!(begun.elapsed() < Duration::from_secs(45), "{fault}: {:?}", begun.elapsed());
    }
}
