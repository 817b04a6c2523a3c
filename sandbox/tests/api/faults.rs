//! What goes wrong on demand.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::client::{Api, one_droplet};

fn broken(rule: &str) -> Api {
    let api = one_droplet();
    api.sandbox.add_fault(rule.parse().unwrap());
    api
}

#[test]
fn a_status_replaces_the_answer_for_the_requests_that_it_strikes() {
    let api = broken(r#"GET /v2/acc* #2-3 status=503 header=Retry-After:3 body={"id":"x","message":"not now"}"#);
    assert_eq!(api.get("/v2/account").status, 200);
    let injected = api.get("/v2/account");
    injected.refused(503, "not now");
    assert_eq!(injected.header("retry-after"), Some("3"));
    assert!(injected.header("ratelimit-remaining").is_some());
    assert_eq!(api.get("/v2/account").status, 503);
    assert_eq!(api.get("/v2/account").status, 200);
}

#[test]
fn a_header_of_a_fault_replaces_the_one_that_every_answer_has() {
    let api = broken("GET /v2/account status=429 header=RateLimit-Remaining:0");
    let injected = api.get("/v2/account");
    let remaining = injected.headers.iter().filter(|(name, _)| name == "ratelimit-remaining");
    assert_eq!(remaining.map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["0"]);
}

#[test]
fn a_status_carries_nothing_out() {
    let api = broken("DELETE /v2/droplets/* status=500");
    assert_eq!(api.delete("/v2/droplets/1").status, 500);
    assert_eq!(api.get("/v2/droplets/1").status, 200);
}

#[test]
fn a_cut_request_was_not_carried_out_and_a_lost_one_was() {
    for (what, afterwards) in [("cut", 200), ("lost", 404)] {
        let api = broken(&format!("DELETE * #1 {what}"));
        assert!(api.try_ask("DELETE", "/v2/droplets/1", "").is_err());
        assert_eq!(api.get("/v2/droplets/1").status, afterwards, "{what}");
        assert_eq!(api.sandbox.requests()[0].status, None);
    }
}

#[test]
fn a_cut_body_breaks_off_after_its_first_half() {
    let api = broken("GET /v2/droplets?page=2* cut-body");
    assert!(api.try_ask("GET", "/v2/droplets?page=2&per_page=1", "").is_err());
    assert_eq!(api.get("/v2/droplets?page=1").status, 200);
    assert_eq!(api.sandbox.requests()[0].status, Some(200));
}

#[test]
fn a_delay_and_a_stall_give_the_whole_answer_late() {
    for what in ["delay=50ms", "stall=50ms"] {
        let api = broken(&format!("GET /v2/account {what}"));
        let start = Instant::now();
        assert_eq!(api.get("/v2/account").at("/account/status"), json!("active"));
        assert!(start.elapsed() >= Duration::from_millis(50), "{what}");
    }
}

#[test]
fn an_action_can_be_made_to_end_errored_without_its_effect() {
    let api = broken("POST /v2/droplets/*/actions #1 errored");
    let id = api.act(&json!({"type": "power_off"})).number("/action/id");
    assert_eq!(api.value(&format!("/v2/actions/{id}"), "/action/status"), json!("errored"));
    assert_eq!(api.value("/v2/droplets/1", "/droplet/status"), json!("active"));
    assert_eq!(api.act(&json!({"type": "power_off"})).status, 201);
    assert_eq!(api.value("/v2/droplets/1", "/droplet/status"), json!("off"));
}

#[test]
fn an_errored_creation_leaves_the_droplet_new() {
    let api = broken("POST /v2/droplets errored");
    let body = json!({"name": "a", "size": "s-1vcpu-1gb", "image": "debian-12-x64"});
    let id = api.post("/v2/droplets", &body).number("/droplet/id");
    assert_eq!(api.value(&format!("/v2/droplets/{id}"), "/droplet/status"), json!("new"));
}

/// A sandbox whose actions take no time, with droplet 606395547 and its action, which this rule makes late.
fn late(rule: &str) -> Api {
    let api = broken(rule);
    let body = json!({"name": "a", "size": "s-1vcpu-1gb", "image": "debian-12-x64"});
    assert_eq!(api.post("/v2/droplets", &body).status, 202);
    api
}

/// Waits until a request is answered as it should be.
fn until(what: &str, done: impl Fn() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(30), "{what} was never seen");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_new_droplet_and_its_action_can_be_hidden_for_a_while() {
    let api = late("POST /v2/droplets hidden=1h");
    let droplet = api.value("/v2/droplets?name=a", "/droplets/0/id");
    let action = api.value("/v2/actions", "/actions/0/id");
    let below = [format!("/v2/droplets/{droplet}"), format!("/v2/actions/{action}")];
    let deeper = [format!("/v2/droplets/{droplet}/actions"), format!("/v2/droplets/{droplet}/actions/{action}")];
    for path in below.iter().chain(&deeper) {
        api.get(path).refused(404, "The resource you were accessing could not be found.");
    }
    let api = late("POST /v2/droplets hidden=50ms");
    for path in below {
        until(&path, || api.get(&path).status == 200);
    }
}

#[test]
fn a_new_droplet_can_be_active_before_it_has_addresses() {
    let api = late("POST /v2/droplets networks=1h");
    let droplet = api.value("/v2/droplets?name=a", "/droplets/0");
    assert_eq!((&droplet["status"], &droplet["networks"]), (&json!("active"), &json!({"v4": [], "v6": []})));
    let api = late("POST /v2/droplets networks=50ms");
    let has_both = || api.value("/v2/droplets?name=a", "/droplets/0/networks/v4").as_array().unwrap().len() == 2;
    until("addresses", has_both);
}
