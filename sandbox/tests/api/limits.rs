//! Rate limits.

use std::time::Duration;

use doapi_sandbox::{Config, Limits};
use serde_json::json;

use crate::client::{Api, a_moment, start};

fn limited(limits: Limits) -> Api {
    start(Config { limits, ..Config::default() })
}

#[test]
fn the_hour_runs_out_without_a_retry_after() {
    let api = limited(Limits { hourly: 1, ..Limits::default() });
    assert_eq!(api.get("/v2/account").status, 200);
    let answer = api.get("/v2/account");
    let body = r#"{"id":"too_many_requests","message":"API Rate limit exceeded."}"#;
    assert_eq!((answer.status, answer.body.as_str()), (429, body));
    assert_eq!(answer.header("ratelimit-remaining"), Some("0"));
    assert_eq!(answer.header("retry-after"), None);
}

#[test]
fn a_burst_says_when_to_come_back_and_keeps_its_word() {
    let api = limited(Limits { burst: 1, burst_window: Duration::from_millis(400), ..Limits::default() });
    assert_eq!(api.get("/v2/account").status, 200);
    let answer = api.get("/v2/account");
    answer.refused(429, "Too many requests");
    assert_eq!(answer.header("retry-after"), Some("1"));
    a_moment();
    assert_eq!(api.get("/v2/account").status, 200);
}

#[test]
fn the_list_of_keys_allows_ten_a_minute() {
    let api = start(Config::default());
    for _ in 0..10 {
        assert_eq!(api.get("/v2/account/keys").status, 200);
    }
    api.get("/v2/account/keys?per_page=200").refused(429, "Too many requests");
    assert_eq!(api.get("/v2/account").status, 200);
}

#[test]
fn a_wrong_token_costs_nothing() {
    let api = start(Config::default());
    api.send("GET", "/v2/account", &[], "").unwrap();
    let left = api.get("/v2/account");
    assert_eq!(left.header("ratelimit-remaining"), Some("4999"));
    let seen = api.sandbox.requests();
    let authorized: Vec<bool> = seen.iter().map(|it| it.authorization).collect();
    assert_eq!(json!(authorized), json!([false, true]));
}
