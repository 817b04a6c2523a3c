//! `/_sandbox/…`

use serde_json::json;

use crate::client::{Answer, Api, one_droplet};

fn hook(api: &Api, method: &str, path: &str, body: &str) -> Answer {
    api.send(method, &format!("/_sandbox/{path}"), &[], body).unwrap()
}

#[test]
fn the_requests_are_shown_and_forgotten_without_being_among_them() {
    let api = one_droplet();
    api.get("/v2/droplets?name=web-1");
    let seen = hook(&api, "GET", "requests", "");
    assert_eq!(seen.at("/requests").as_array().unwrap().len(), 1);
    assert_eq!(seen.at("/requests/0/path"), json!("/v2/droplets?name=web-1"));
    assert_eq!(seen.at("/requests/0/status"), json!(200));
    assert_eq!(seen.header("ratelimit-limit"), None);
    assert_eq!(hook(&api, "DELETE", "requests", "").status, 204);
    assert_eq!(hook(&api, "GET", "requests", "").body, r#"{"requests":[]}"#);
}

#[test]
fn faults_are_added_a_line_each_and_removed_together() {
    let api = one_droplet();
    let rules = "GET /v2/account status=500\nGET /v2/sizes status=501\n";
    assert_eq!(hook(&api, "POST", "faults", rules).status, 204);
    assert_eq!(api.get("/v2/account").status, 500);
    assert_eq!(api.get("/v2/sizes").status, 501);
    assert_eq!(hook(&api, "POST", "faults", "nonsense").status, 400);
    assert_eq!(hook(&api, "DELETE", "faults", "").status, 204);
    assert_eq!(api.get("/v2/account").status, 200);
}

#[test]
fn a_reset_goes_back_to_the_seed() {
    let api = one_droplet();
    api.delete("/v2/droplets/1");
    assert_eq!(hook(&api, "POST", "reset", "").status, 204);
    let answer = api.get("/v2/droplets/1");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("ratelimit-remaining"), Some("4999"));
}

#[test]
fn settings_change_while_it_runs() {
    let api = one_droplet();
    assert_eq!(hook(&api, "POST", "config", r#"{"action_time":"1h"}"#).status, 204);
    let action = api.act(&json!({"type": "reboot"})).number("/action/id");
    let path = format!("/v2/actions/{action}");
    assert_eq!(api.value(&path, "/action/status"), json!("in-progress"));
    assert_eq!(hook(&api, "POST", "config", r#"{"action_time":"soon"}"#).status, 400);
    assert_eq!(hook(&api, "POST", "config", r#"{"speed":"1s"}"#).status, 400);
    assert_eq!(hook(&api, "GET", "nothing", "").status, 400);
}
