//! Refusals and the headers of every reply.

use serde_json::json;

use crate::client::{account, one_droplet};

#[test]
fn a_wrong_token_is_refused_in_the_edges_own_form() {
    let api = account(json!({}));
    for headers in [&[][..], &[("Authorization", "Bearer nonsense")][..]] {
        let answer = api.send("GET", "/v2/account", headers, "").unwrap();
        assert_eq!(answer.status, 401);
        let body = r#"{"id":"Unauthorized","message":"Unable to authenticate you" }"#;
        assert_eq!(answer.body, body);
        assert_eq!(answer.header("x-response-from"), Some("Edge-Gateway"));
        assert_eq!(answer.header("ratelimit-limit"), None);
        assert!(answer.header("x-request-id").is_some());
    }
}

#[test]
fn every_reply_has_a_content_type_a_budget_and_a_request_id() {
    let api = account(json!({}));
    let answer = api.get("/v2/account");
    let content_type = answer.header("content-type");
    assert_eq!(content_type, Some("application/json; charset=utf-8"));
    assert_eq!(answer.header("ratelimit-limit"), Some("5000"));
    assert_eq!(answer.header("ratelimit-remaining"), Some("4999"));
    assert!(answer.header("ratelimit-reset").is_some());
    let id = answer.header("x-request-id").unwrap();
    assert_eq!((id.len(), id.as_bytes()[14]), (36, b'4'));
}

#[test]
fn what_is_not_there_is_404_in_the_apis_words() {
    let api = one_droplet();
    let message = "The resource you were accessing could not be found.";
    for path in [
        "/v2/droplets/2",
        "/v2/droplets/web-1",
        "/v2/droplets/2/actions",
        "/v2/droplets/1/actions/7",
        "/v2/actions/7",
        "/v2/account/keys/7",
        "/v2/account/keys/aa:bb",
        "/v2/nothing",
        "/v2",
        "/",
    ] {
        let answer = api.get(path);
        let body = format!(r#"{{"id":"not_found","message":"{message}"}}"#);
        assert_eq!((answer.status, answer.body), (404, body), "{path}");
    }
}

#[test]
fn the_log_tells_an_unknown_route_from_an_unknown_object() {
    let api = account(json!({}));
    api.get("/v2/nothing");
    api.get("/v2/droplets/7");
    let unknown: Vec<bool> = api.sandbox.requests().iter().map(|it| it.unknown_route).collect();
    assert_eq!(unknown, [true, false]);
}

#[test]
fn a_body_that_is_not_json_is_400_before_the_resource_is_looked_for() {
    let api = account(json!({}));
    for path in ["/v2/droplets", "/v2/droplets/7/actions", "/v2/account/keys"] {
        let answer = api.ask("POST", path, "{not json");
        answer.refused(400, "error parsing request body");
        assert_eq!(answer.at("/id"), json!("bad_request"));
    }
}

#[test]
fn a_validation_error_names_its_request() {
    let api = account(json!({}));
    let answer = api.post("/v2/droplets", &json!({}));
    assert_eq!(answer.keys(""), "id message request_id");
    assert_eq!(answer.at("/id"), json!("unprocessable_entity"));
    assert_eq!(answer.at("/request_id"), json!(answer.header("x-request-id")));
}

#[test]
fn head_is_get_without_a_body() {
    let api = one_droplet();
    let get = api.get("/v2/droplets/1");
    let head = api.ask("HEAD", "/v2/droplets/1", "");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), get.header("content-length"));
    assert_eq!(api.ask("HEAD", "/v2/droplets/2", "").status, 404);
}
