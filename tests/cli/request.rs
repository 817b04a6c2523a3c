//! `doapi request`: methods, bodies, headers, errors, and where it may go.

mod body;
mod fields;
mod headers;
mod target;

use serde_json::json;

use crate::fake::Fake;
use crate::replies::{error, not_found};
use crate::runner::{doapi, line};
use crate::sandboxes::sandbox;
use crate::script::{Exchange, get};

#[test]
fn each_method_is_sent_in_whatever_case_it_is_typed() {
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        for typed in [method.to_owned(), method.to_lowercase()] {
            for option in ["-X", "--request"] {
                let api = Fake::of([Exchange::new(method, "/v2/x").gives(200, json!({"seen": method}))]);
                let run = doapi(["request", option, &typed, "/v2/x"]).at(&api).run().succeeds();
                assert_eq!(run.json(), json!({"seen": method}));
                assert_eq!(api.finish()[0].body, "");
            }
        }
    }
}

#[test]
fn without_a_method_it_is_a_get() {
    let api = Fake::of([get("/v2/x?a=b&c=%20")]);
    line("request /v2/x?a=b&c=%20").at(&api).run().succeeds().prints("{}\n");
    api.finish();
}

#[test]
fn head_shows_the_headers_when_asked_and_no_body() {
    let api = sandbox(json!({}));
    line("request -X HEAD /v2/account").at(&api).run().exits(0).prints("");
    assert_eq!(api.requests()[0].method, "HEAD");
}

#[test]
fn another_method_is_a_usage_error() {
    let api = Fake::of([]);
    for method in ["BREW", "TRACE", "", "GET POST"] {
        doapi(["request", "-X", method, "/v2/x"]).at(&api).run().exits(2).prints("");
    }
    line("request").at(&api).run().exits(2).prints("");
    line("request /v2/x /v2/y").at(&api).run().exits(2).prints("");
    api.finish();
}

#[test]
fn a_reply_is_laid_out_with_every_number_and_key_as_the_api_wrote_it() {
    let body = r#"{"b":1.50,"a":12345678901234567890123,"e":1E5,"u":"\u00e9","list":[],"o":{}}"#;
    let expected = "{\n  \"b\": 1.50,\n  \"a\": 12345678901234567890123,\n  \"e\": 1E5,\n  \"u\": \"\\u00e9\",\n  \
                    \"list\": [],\n  \"o\": {}\n}\n";
    let api = Fake::of([get("/v2/x").gives(200, body)]);
    line("request /v2/x").at(&api).run().succeeds().prints(expected);
    api.finish();
}

#[test]
fn a_reply_without_a_body_prints_nothing() {
    let api = Fake::of([Exchange::new("DELETE", "/v2/x").gives(204, "")]);
    line("request -X DELETE /v2/x").at(&api).run().succeeds().prints("");
    api.finish();
}

#[test]
fn a_reply_that_is_no_json_is_printed_as_it_came() {
    let api = Fake::of([
        get("/v2/x").gives(200, "plain text\n").content_type("text/plain"),
        get("/v2/y").gives(422, "no\nbreak"),
    ]);
    line("request /v2/x").at(&api).run().succeeds().prints("plain text\n");
    line("request /v2/y").at(&api).run().exits(1).prints("no\nbreak\n").says("GET /v2/y: 422: no break");
    api.finish();
}

#[test]
fn the_body_of_an_error_goes_to_stdout_its_line_to_stderr_and_the_status_tells() {
    for (status, body, code, says) in [
        (404, not_found(), 1, "404 not_found: The resource you were accessing could not be found."),
        (422, error("unprocessable_entity", "No."), 1, "422 unprocessable_entity: No."),
        (400, json!({"error": "bad tag", "messages": null, "root_causes": []}), 1, "400: bad tag"),
        (401, error("Unauthorized", "Unable to authenticate you"), 4, "401 Unauthorized: Unable to authenticate you"),
        (403, error("forbidden", "Not yours."), 4, "403 forbidden: Not yours."),
    ] {
        for method in ["GET", "POST"] {
            let api = Fake::of([Exchange::new(method, "/v2/x").gives(status, &body)]);
            let run = doapi(["request", "-X", method, "/v2/x"]).at(&api).run().exits(code);
            assert_eq!(run.json(), body);
            assert_eq!(run.complaints(), [format!("doapi: {method} /v2/x: {says}")]);
            api.finish();
        }
    }
}

#[test]
fn an_error_of_the_server_is_printed_after_the_tries_that_its_method_may_have() {
    for (method, tries) in [("GET", 5), ("POST", 1), ("PATCH", 1)] {
        let reply = error("server_error", "Unexpected server-side error");
        let api = Fake::of(Exchange::new(method, "/v2/x").gives(500, &reply).times(tries));
        let run = doapi(["request", "-X", method, "/v2/x"]).at(&api).run().exits(1);
        assert_eq!(run.json(), reply);
        assert!(run.stderr.contains(&format!("{method} /v2/x: 500 server_error: Unexpected")), "{run}");
        api.finish();
    }
}

#[test]
fn a_resource_can_be_made_changed_and_deleted() {
    let api = sandbox(json!({}));
    let made = doapi(["request", "-X", "POST", "-d", r#"{"name": "example.com"}"#, "/v2/domains"]).at(&api).run();
    assert_eq!(made.succeeds().json()["domain"]["name"], "example.com");
    let record = r#"{"type": "A", "name": "www", "data": "192.0.2.1"}"#;
    let made = doapi(["request", "-X", "post", "-d", record, "/v2/domains/example.com/records"]).at(&api).run();
    let path = format!("/v2/domains/example.com/records/{}", made.succeeds().json()["domain_record"]["id"]);
    for method in ["PUT", "PATCH"] {
        let body = r#"{"type": "A", "ttl": 60}"#;
        let run = doapi(["request", "-X", method, "--data", body, &path]).at(&api).run().succeeds();
        assert_eq!(run.json()["domain_record"]["ttl"], 60);
    }
    doapi(["request", "-X", "DELETE", &path]).at(&api).run().succeeds().prints("");
    doapi(["request", &path]).at(&api).run().exits(1).says("404 not_found");
}
