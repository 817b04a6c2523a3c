//! `/v2/actions`.

use std::time::Duration;

use doapi_sandbox::Config;
use serde_json::json;

use crate::client::{a_moment, one_droplet, slow_account, start};

#[test]
fn actions_are_listed_newest_first_and_by_droplet() {
    let api = one_droplet();
    api.act(&json!({"type": "reboot"}));
    api.act(&json!({"type": "power_off"}));
    let types = |path: &str| {
        let actions = api.value(path, "/actions");
        let types: Vec<String> = actions.as_array().unwrap().iter().map(|it| it["type"].to_string()).collect();
        types.join(" ")
    };
    let newest_first = r#""power_off" "reboot" "create""#;
    assert_eq!(types("/v2/actions"), newest_first);
    assert_eq!(types("/v2/droplets/1/actions"), newest_first);
    let last = api.value("/v2/actions?per_page=1", "/actions/0/id");
    let path = format!("/v2/droplets/1/actions/{last}");
    assert_eq!(api.value(&path, "/action/type"), json!("power_off"));
}

#[test]
fn ids_of_actions_need_more_than_32_bits() {
    let api = one_droplet();
    let id = api.act(&json!({"type": "reboot"})).number("/action/id");
    assert!(id > 1 << 31, "{id}");
}

#[test]
fn an_action_completes_when_its_time_has_come() {
    let api = start(Config {
        seed: Some(json!({"droplets": [{"id": 1, "name": "web-1"}]})),
        action_time: Duration::from_millis(400),
        ..Config::default()
    });
    let id = api.act(&json!({"type": "power_off"})).number("/action/id");
    assert_eq!(api.value("/v2/droplets/1", "/droplet/status"), json!("active"));
    a_moment();
    assert_eq!(api.value("/v2/droplets/1", "/droplet/status"), json!("off"));
    assert_eq!(api.value(&format!("/v2/actions/{id}"), "/action/status"), json!("completed"));
}

#[test]
fn a_droplet_answers_for_as_long_as_its_removal_takes() {
    let api = start(Config {
        seed: Some(json!({"droplets": [{"id": 1, "name": "web-1"}]})),
        destroy_time: Duration::from_millis(400),
        ..Config::default()
    });
    assert_eq!(api.delete("/v2/droplets/1").status, 204);
    assert_eq!(api.get("/v2/droplets/1").status, 200);
    a_moment();
    assert_eq!(api.get("/v2/droplets/1").status, 404);
}

#[test]
fn the_log_is_seen_of_every_request_when_it_is_answered() {
    let (seen, heard) = std::sync::mpsc::channel();
    let seen = std::sync::Mutex::new(seen);
    let api = start(Config {
        latency: Duration::from_millis(30),
        log: Some(Box::new(move |exchange| {
            seen.lock().unwrap().send(exchange.clone()).unwrap();
        })),
        ..Config::default()
    });
    let start = std::time::Instant::now();
    let answer = api.get("/v2/sizes?page=2");
    assert!(start.elapsed() >= Duration::from_millis(30));
    let exchange = heard.recv().unwrap();
    assert_eq!((exchange.method.as_str(), exchange.path.as_str()), ("GET", "/v2/sizes?page=2"));
    assert_eq!(exchange.status, Some(200));
    assert_eq!(Some(exchange.request_id.as_str()), answer.header("x-request-id"));
}

#[test]
fn another_droplets_action_is_not_found() {
    let api = slow_account(json!({"droplets": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]}));
    let id = api.act(&json!({"type": "reboot"})).number("/action/id");
    assert_eq!(api.get(&format!("/v2/droplets/1/actions/{id}")).status, 200);
    assert_eq!(api.get(&format!("/v2/droplets/2/actions/{id}")).status, 404);
}
