//! `--field` and `--raw-field`.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::runner::{doapi, line};
use crate::script::{Exchange, get};

/// The body that these options make, and the method.
#[track_caller]
fn sent(options: &[&str]) -> (String, Value) {
    let api = Fake::of([Exchange::new("POST", "/v2/x").at_any_time(), Exchange::new("PUT", "/v2/x").at_any_time()]);
    let line = [&["request", "/v2/x"], options].concat();
    doapi(line).file("text", "line\n").stdin("from stdin").at(&api).run().succeeds();
    let request = api.finish().remove(0);
    (request.line.split(' ').next().unwrap().to_owned(), request.json())
}

#[test]
fn fields_make_a_body_whose_values_are_typed_or_text() {
    for (options, body) in [
        (vec!["--field", "name=web"], json!({"name": "web"})),
        (
            vec!["-F", "n=1", "-F", "f=1.5", "-F", "t=true", "-F", "z=null"],
            json!({"n": 1, "f": 1.5, "t": true, "z": null}),
        ),
        (vec!["--raw-field", "n=1", "-f", "t=true", "-f", "e="], json!({"n": "1", "t": "true", "e": ""})),
        (vec!["-F", "a=x=y"], json!({"a": "x=y"})),
        (vec!["-F", "tags[]=a", "-F", "tags[]=b"], json!({"tags": ["a", "b"]})),
        (vec!["-F", "policy[plan]=daily", "-F", "policy[hour]=4"], json!({"policy": {"plan": "daily", "hour": 4}})),
        (vec!["-F", "a=@text"], json!({"a": "line\n"})),
        (vec!["-F", "a=@-"], json!({"a": "from stdin"})),
        (vec!["-f", "a=@text"], json!({"a": "@text"})),
    ] {
        assert_eq!(sent(&options), ("POST".to_owned(), body), "{options:?}");
    }
}

#[test]
fn with_fields_it_is_a_post_unless_another_method_is_given() {
    assert_eq!(sent(&["-F", "a=1", "-X", "PUT"]), ("PUT".to_owned(), json!({"a": 1})));
}

#[test]
fn the_fields_of_a_request_that_reads_are_its_query() {
    for method in ["GET", "HEAD"] {
        let path = "/v2/x?name=a%20b%26c&n=1&on=true&t=007";
        let api = Fake::of([Exchange::new(method, path).gives(200, "")]);
        let line = ["request", "-X", method, "-F", "name=a b&c", "-F", "n=1", "-F", "on=true", "-f", "t=007", "/v2/x"];
        doapi(line).at(&api).run().succeeds();
        assert_eq!(api.finish()[0].body, "");
    }
}

#[test]
fn fields_join_a_query_that_is_there() {
    let api = Fake::of([get("/v2/x?a=1&b=2")]);
    line("request -X GET -F b=2 /v2/x?a=1").at(&api).run().succeeds();
    api.finish();
}

#[test]
fn fields_that_cannot_be_are_usage_errors_and_nothing_is_sent() {
    let api = Fake::of([]);
    for options in [
        vec!["-F", "a"],
        vec!["-F", "=1"],
        vec!["-F", "a[b=1"],
        vec!["-F", "a=1", "-F", "a=2"],
        vec!["-F", "a=1", "-F", "a[b]=2"],
        vec!["-F", "a=1", "-d", "{}"],
        vec!["-f", "a=1", "--data", "{}"],
    ] {
        let run = doapi([&["request", "/v2/x"], options.as_slice()].concat()).at(&api).run().exits(2).prints("");
        assert!(!run.stderr.is_empty(), "{options:?}");
    }
    doapi(["request", "/v2/x", "-F", "a=@missing"]).at(&api).run().exits(1).prints("").says("missing");
    api.finish();
}
