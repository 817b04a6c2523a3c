//! `/_sandbox/…`

use std::time::Duration;

use doapi_sandbox::{Config, Limits, Sandbox};
use serde_json::json;

use crate::client::{Answer, Api, a_moment, one_droplet, start};

fn hook(api: &Api, method: &str, path: &str, body: &str) -> Answer {
    api.ask(method, &format!("/_sandbox/{path}"), body)
}

#[test]
fn nobody_without_the_token_and_no_page_in_a_browser_drives_it() {
    let api = one_droplet();
    let bearer = format!("Bearer {}", api.sandbox.token());
    let host = api.sandbox.url().replace("http://", "");
    let port = host.split(':').nth(1).unwrap();
    let token = ("Authorization", bearer.as_str());
    let local = ("Host", host.as_str());
    let table = [
        (vec![local], 401),
        (vec![local, ("Authorization", "Bearer guessed")], 401),
        (vec![("Host", "rebound.example"), token], 403),
        (vec![("Host", "127.0.0.1.example.com:80"), token], 403),
        (vec![token, local, ("Origin", "https://example.com")], 403),
        (vec![token, local, ("Origin", "null")], 403),
        (vec![token, local], 200),
        (vec![token, local, ("Origin", &format!("http://{host}"))], 200),
        (vec![token, ("Host", &format!("localhost:{port}"))], 200),
        (vec![token, ("Host", &format!("[::1]:{port}"))], 200),
    ]
    .map(|(headers, status)| (headers.into_iter().map(|(k, v)| (k, v.to_owned())).collect::<Vec<_>>(), status));
    for (headers, status) in table {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = api.send_to_host("GET", "/_sandbox/requests", &headers, "").unwrap();
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.body);
    }
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

#[test]
fn the_state_can_be_shown_and_replaced() {
    let api = one_droplet();
    let state = hook(&api, "GET", "state", "");
    assert_eq!(state.at("/droplets/0/name"), json!("web-1"));
    api.delete("/v2/droplets/1");
    assert_eq!(hook(&api, "PUT", "state", &state.body).status, 204);
    assert_eq!(api.value("/v2/droplets/1", "/droplet/name"), json!("web-1"));
    let wrong = hook(&api, "PUT", "state", r#"{"droplets":[{"name":"a","size":"none"}]}"#);
    assert_eq!(wrong.status, 400);
    assert!(wrong.body.contains("droplets[0].size"), "{}", wrong.body);
    assert_eq!(api.value("/v2/droplets", "/meta/total"), json!(1));
}

#[test]
fn a_frozen_clock_keeps_actions_in_progress_until_it_is_advanced() {
    let api = start(Config {
        action_time: Duration::from_millis(1),
        seed: Some(json!({"droplets": [{"id": 1, "name": "a"}]})),
        ..Config::default()
    });
    assert_eq!(hook(&api, "POST", "clock", r#"{"freeze":true}"#).status, 204);
    let path = format!("/v2/actions/{}", api.act(&json!({"type": "reboot"})).number("/action/id"));
    let now = hook(&api, "GET", "clock", "").at("/now");
    a_moment();
    assert_eq!(api.value(&path, "/action/status"), json!("in-progress"));
    assert_eq!(hook(&api, "POST", "clock", r#"{"advance":"1h"}"#).status, 204);
    assert_eq!(api.value(&path, "/action/status"), json!("completed"));
    assert_ne!(hook(&api, "GET", "clock", "").at("/now"), now);
    for (body, message) in [
        (r#"{"freeze":1}"#, "freeze must be true or false"),
        (r#"{"advance":1}"#, "advance must be a text such as \"1h\""),
        (r#"{"advance":"900y"}"#, "advance: 900y is too far"),
        (r#"{"back":"1h"}"#, "the clock has no setting \"back\""),
    ] {
        hook(&api, "POST", "clock", body).refused(400, message);
    }
    assert_eq!(hook(&api, "POST", "clock", r#"{"freeze":false}"#).status, 204);
    assert_eq!(hook(&api, "GET", "clock", "").at("/frozen"), json!(false));
}

#[test]
fn the_log_has_bodies_headers_and_times_but_no_token() {
    let api = one_droplet();
    api.act(&json!({"type": "reboot"}));
    let log = hook(&api, "GET", "requests", "");
    assert_eq!(log.at("/requests/0/body"), json!(r#"{"type":"reboot"}"#));
    assert!(log.at("/requests/0/time").as_str().unwrap().ends_with('Z'));
    assert!(log.body.contains("content-length") && !log.body.contains(api.sandbox.token()), "{}", log.body);
}

#[test]
fn the_log_keeps_the_details_of_the_newest_requests_only() {
    let limits = Limits { hourly: 10_000, burst: 10_000, ..Limits::default() };
    let api = start(Config { limits, ..Config::default() });
    for _ in 0..1_002 {
        api.get("/v2/regions?per_page=1");
    }
    let log = api.sandbox.requests();
    assert_eq!(log.len(), 1_002);
    let whole = log.iter().filter(|it| !it.headers.is_empty()).count();
    assert_eq!(whole, 1_000);
    assert!(log[0].headers.is_empty() && !log[1_001].headers.is_empty());
}

#[test]
fn it_says_that_it_is_well_and_which_scopes_were_used() {
    let api = one_droplet();
    assert_eq!(hook(&api, "GET", "health", "").at("/status"), json!("ok"));
    api.get("/v2/droplets/1");
    assert_eq!(hook(&api, "GET", "scopes", "").at("/scopes"), json!(["droplet:read"]));
}

#[test]
fn a_scope_that_no_operation_needs_is_a_mistake() {
    let scopes = Some(vec!["droplets:read".to_owned()]);
    let error = Sandbox::start(Config { scopes, ..Config::default() }).err().unwrap();
    assert_eq!(error.to_string(), "there is no scope \"droplets:read\"");
}
