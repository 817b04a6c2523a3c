//! `--data`.

use serde_json::json;

use crate::fake::Fake;
use crate::runner::{doapi, line};
use crate::script::Exchange;

#[test]
fn data_is_sent_as_it_is_from_the_argument_a_file_or_stdin() {
    let text = "{ \"a\": 1.50,\n \"big\": 12345678901234567890123 }";
    for method in ["POST", "PUT", "PATCH", "DELETE", "GET"] {
        for (option, given, file, stdin) in [
            ("-d", text, "", ""),
            ("--data", text, "", ""),
            ("-d", "@body", text, ""),
            ("-d", "@-", "", text),
            ("-d", "-", "", text),
        ] {
            let api = Fake::of([Exchange::new(method, "/v2/x")]);
            let line = ["request", "-X", method, option, given, "/v2/x"];
            doapi(line).file("body", file).stdin(stdin).at(&api).run().succeeds();
            let requests = api.finish();
            assert_eq!(requests[0].body, text, "{method} {given}");
            assert_eq!(requests[0].header("content-type"), Some("application/json"));
        }
    }
}

#[test]
fn any_json_value_is_data() {
    for data in ["[]", "7", "null", "\"text\"", "true"] {
        let api = Fake::of([Exchange::new("POST", "/v2/x")]);
        doapi(["request", "-X", "POST", "-d", data, "/v2/x"]).at(&api).run().succeeds();
        assert_eq!(api.finish()[0].body, data);
    }
}

#[test]
fn data_that_is_no_json_is_a_usage_error_and_nothing_is_sent() {
    let api = Fake::of([]);
    for data in ["", "text", "{", "{'a': 1}", "{} {}", "@body", "@-", "@"] {
        let run = doapi(["request", "-X", "POST", "-d", data, "/v2/x"]).file("body", "a=b").stdin("a=b").at(&api).run();
        let run = run.exits(2).prints("");
        assert_eq!(run.complaints().len(), 1, "{run}");
    }
    api.finish();
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_before_any_request() {
    let api = Fake::of([]);
    line("request -X POST -d @missing /v2/x").at(&api).run().exits(1).prints("").says("missing");
    api.finish();
}

#[test]
fn a_body_that_comes_back_is_printed_with_a_reply_for_each_method() {
    for method in ["POST", "PUT", "PATCH"] {
        let body = json!({"name": "x"});
        let api = Fake::of([Exchange::new(method, "/v2/x").with(body.clone()).gives(201, &body)]);
        let run = doapi(["request", "-X", method, "-d", &body.to_string(), "/v2/x"]).at(&api).run().succeeds();
        assert_eq!(run.json(), body);
        api.finish();
    }
}

#[test]
fn data_without_a_method_is_a_post() {
    let api = Fake::of([crate::script::post("/v2/tags", serde_json::json!({"name": "t1"})).gives(201, "{}")]);
    doapi(["request", "-d", r#"{"name": "t1"}"#, "/v2/tags"]).at(&api).run().succeeds().prints("{}\n");
    api.finish();
}
