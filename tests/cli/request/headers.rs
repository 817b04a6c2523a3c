//! `--dump-header` and `--include`.

use serde_json::json;

use crate::fake::Fake;
use crate::replies::not_found;
use crate::runner::{Run, doapi, line};
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
    let run = line("request -D headers /v2/x").at(&api).clock_rate(20).run().exits(1).says("(request 4d9d)");
    assert!(dumped(&run).contains("\"x-request-id\": \"4d9d\""), "{run}");
    api.finish();
}

#[test]
fn a_file_that_cannot_be_opened_is_an_error_before_anything_is_sent() {
    let api = Fake::of([]);
    for arguments in ["request -X DELETE -D missing/headers /v2/x", "request --paginate -D missing/headers /v2/x"] {
        line(arguments).at(&api).run().exits(1).says("missing/headers").prints("");
    }
    api.finish();
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_but_the_body_is_printed() {
    let api = Fake::of([reply()]);
    let run = line("request -D /dev/full /v2/x").at(&api).run();
    run.exits(1).says("/dev/full").prints("{\n  \"x\": 1\n}\n");
    api.finish();
}

#[test]
fn a_file_keeps_what_is_in_it_until_there_are_headers() {
    let api = Fake::of([Exchange::new("POST", "/v2/x").cut_off(), reply()]);
    let run =
        line("request -X POST -D headers /v2/x").file("headers", "before").at(&api).env("DOAPI_TIMEOUT", "1").run();
    assert_eq!((run.code, dumped(&run).as_str()), (8, "before"), "{run}");
    drop(run);
    let run = line("request -D headers /v2/x").file("headers", &"x".repeat(9999)).at(&api).run();
    assert!(run.code == 0 && serde_json::from_str::<serde_json::Value>(&dumped(&run)).is_ok(), "{run}");
    api.finish();
}

#[test]
fn headers_are_added_to_a_request_and_may_replace_its_content_type() {
    let api = Fake::of([get("/v2/x"), Exchange::new("POST", "/v2/x")]);
    doapi(["request", "-H", "X-One: 1", "--header", "Accept: text/csv", "/v2/x"]).at(&api).run().succeeds();
    doapi(["request", "-H", "content-type: application/merge-patch+json", "-d", "{}", "/v2/x"])
        .at(&api)
        .run()
        .succeeds();
    let requests = api.finish();
    assert_eq!((requests[0].header("x-one"), requests[0].header("accept")), (Some("1"), Some("text/csv")));
    let kinds = requests[1].headers.iter().filter(|(name, _)| name == "content-type").map(|(_, value)| value.as_str());
    assert_eq!(kinds.collect::<Vec<_>>(), ["application/merge-patch+json"]);
}

#[test]
fn headers_that_doapi_sets_and_what_is_no_header_are_refused() {
    let api = Fake::of([]);
    for header in ["Authorization: Bearer x", "Host: example.com", "nonsense", "a b: c"] {
        doapi(["request", "-H", header, "/v2/x"]).at(&api).run().exits(2).prints("");
    }
    api.finish();
}

#[test]
fn a_success_that_is_no_json_is_one_only_where_it_says_what_it_is() {
    for (kind, body, options, code) in [
        ("text/csv", "a,b\n", "", 0),
        ("application/pdf", "%PDF", "", 0),
        ("application/json", "<p>log in</p>", "", 1),
        ("text/html", "<p>log in</p>", "", 1),
        ("text/html", "<p>log in</p>", "-i", 0),
        ("text/html", " ", "", 0),
    ] {
        let api = Fake::of([get("/v2/x").gives(200, body).content_type(kind)]);
        let run = line(&format!("request {options} /v2/x")).at(&api).run().exits(code);
        assert!(run.stdout.contains(body.trim()), "{kind}: {run}");
        assert_eq!(run.stderr.contains("unexpected answer: it is not JSON"), code == 1, "{kind}: {run}");
        api.finish();
    }
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
    let run = line("request -i /v2/x").at(&api).clock_rate(20).run().exits(1);
    assert!(run.stdout.starts_with("HTTP/1.1 404\n") && run.stdout.contains("\"not_found\""), "{run}");
    api.finish();
}
