//! `--dump-header` and `--include`.

use serde_json::json;

use crate::fake::Fake;
use crate::replies::not_found;
use crate::runner::{Run, line};
use crate::script::{Exchange, get};

fn reply() -> Exchange {
    get("/v2/x")
        .gives(200, json!({"x": 1}))
        .header("RateLimit-Limit", 5000)
        .header("Set-Cookie", "a=1")
        .header("Set-Cookie", "b=2")
}

/// The file `headers` that a run left.
#[track_caller]
fn dumped(run: &Run) -> String {
    std::fs::read_to_string(run.home.path().join("headers")).unwrap()
}

const HEADERS: &str = r#"{
  "ratelimit-limit": "5000",
  "set-cookie": "a=1, b=2",
  "content-type": "application/json; charset=utf-8",
  "content-length": "7",
  "connection": "close"
}
"#;

#[test]
fn the_headers_are_written_to_a_file_as_a_json_object() {
    for option in ["-D", "--dump-header"] {
        let api = Fake::of([reply()]);
        let run =
            line(&format!("request {option} headers /v2/x")).at(&api).run().succeeds().prints("{\n  \"x\": 1\n}\n");
        let (dumped, expected) = (dumped(&run), HEADERS);
        let [dumped, expected] =
            [dumped.as_str(), expected].map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap());
        assert_eq!(dumped, expected);
        api.finish();
    }
}

#[test]
fn with_a_dash_the_headers_come_before_the_body() {
    let api = Fake::of([reply()]);
    let run = line("request -D - /v2/x").at(&api).run().succeeds();
    let values: Vec<serde_json::Value> =
        serde_json::Deserializer::from_str(&run.stdout).into_iter().collect::<Result<_, _>>().unwrap();
    assert_eq!(values, [serde_json::from_str(HEADERS).unwrap(), json!({"x": 1})]);
    api.finish();
}

#[test]
fn the_headers_of_an_error_are_written_too() {
    let api = Fake::of([get("/v2/x").gives(404, not_found()).header("x-request-id", "4d9d")]);
    let run = line("request -D headers /v2/x").at(&api).run().exits(1).says("(request 4d9d)");
    assert!(dumped(&run).contains("\"x-request-id\": \"4d9d\""), "{run}");
    api.finish();
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_but_the_body_is_printed() {
    let api = Fake::of([reply()]);
    let run = line("request -D missing/headers /v2/x").at(&api).run();
    run.exits(1).says("missing/headers").prints("{\n  \"x\": 1\n}\n");
    api.finish();
}

#[test]
fn the_status_and_the_headers_are_included_before_the_body_when_asked() {
    for option in ["-i", "--include"] {
        let api = Fake::of([reply()]);
        let run = line(&format!("request {option} /v2/x")).at(&api).run().succeeds();
        let (head, body) = run.stdout.split_once("\n\n").unwrap();
        assert_eq!(body, "{\n  \"x\": 1\n}\n");
        let mut lines = head.lines();
        assert_eq!(lines.next(), Some("HTTP/1.1 200"));
        let mut lines: Vec<&str> = lines.collect();
        lines.sort_unstable();
        assert_eq!(
            lines,
            [
                "connection: close",
                "content-length: 7",
                "content-type: application/json; charset=utf-8",
                "ratelimit-limit: 5000",
                "set-cookie: a=1",
                "set-cookie: b=2"
            ]
        );
        api.finish();
    }
}

#[test]
fn the_status_of_an_error_is_included_too() {
    let api = Fake::of([get("/v2/x").gives(404, not_found())]);
    let run = line("request -i /v2/x").at(&api).run().exits(1);
    assert!(run.stdout.starts_with("HTTP/1.1 404\n") && run.stdout.contains("\"not_found\""), "{run}");
    api.finish();
}
