//! Bodies: how large they may be, and whose are read.

use std::io::Read;
use std::time::Duration;

use serde_json::json;

use crate::client::{Api, one_droplet};

const LARGEST: usize = 8 << 20;

/// The status of the answer to a request whose body is announced but never sent.
fn status_before_the_body(api: &Api, path: &str, token: &str) -> String {
    let url = api.sandbox.url();
    let headers = [("Host", url.trim_start_matches("http://")), ("Authorization", token), ("Content-Length", "9")];
    let mut stream = api.open("POST", path, &headers).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut status = [0; 12];
    stream.read_exact(&mut status).unwrap();
    String::from_utf8_lossy(&status).into_owned()
}

#[test]
fn a_request_without_the_token_is_refused_before_its_body_is_read() {
    let api = one_droplet();
    for path in ["/v2/droplets", "/_sandbox/faults"] {
        assert_eq!(status_before_the_body(&api, path, "Bearer wrong"), "HTTP/1.1 401", "{path}");
    }
}

#[test]
fn a_body_that_is_too_large_is_413_and_in_the_log() {
    let api = one_droplet();
    let name = "x".repeat(LARGEST + 1);
    let answer = api.post("/v2/tags", &json!({"name": name}));
    assert_eq!((answer.status, answer.at("/id")), (413, json!("request_entity_too_large")));
    assert_eq!(api.sandbox.requests()[0].status, Some(413));
    assert_eq!(api.ask("POST", "/_sandbox/faults", &name).status, 413);
}

#[test]
fn a_body_of_the_limit_is_read() {
    let api = one_droplet();
    let body = format!("{}{{\"name\":\"t\"}}", " ".repeat(LARGEST - 12));
    assert_eq!(body.len(), LARGEST);
    assert_eq!(api.ask("POST", "/v2/tags", &body).status, 201);
}
