//! `/_sandbox/…`

use serde_json::json;

use crate::client::{Answer, Api, one_droplet};

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
