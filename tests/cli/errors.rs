//! What an error says.

use serde_json::json;

use crate::fake::Fake;
use crate::replies::not_found;
use crate::runner::{Run, line};
use crate::script::{Exchange, get, post};

/// `doapi account` where the API has this answer.
#[track_caller]
fn account(answer: impl FnOnce(Exchange) -> Exchange) -> Run {
    let api = Fake::of([answer(get("/v2/account"))]);
    let run = line("account").at(&api).run().prints("");
    api.finish();
    run
}

#[test]
fn every_shape_of_error_becomes_one_line() {
    let invalid = r#"{"error":"Error validating resource tag: \"a b\" contains invalid characters","messages":null,"root_causes":["rpc"]}"#;
    for (status, body, message) in [
        (404, not_found().to_string(), "404 not_found: The resource you were accessing could not be found."),
        (400, invalid.to_owned(), r#"400: Error validating resource tag: "a b" contains invalid characters"#),
        (409, "Server Temporarily Unavailable".to_owned(), "409: Server Temporarily Unavailable"),
        (413, "<html>\n<head><title>413 Too\nLarge</title></head>".to_owned(), "413: 413 Too Large"),
        (418, String::new(), "418"),
        (422, "{}".to_owned(), "422: {}"),
        (422, r#"{"message":"a\nb"}"#.to_owned(), r"422: a\nb"),
    ] {
        let run = account(|it| it.gives(status, body)).exits(1);
        assert_eq!(run.stderr, format!("doapi: GET /v2/account: {message}\n"));
    }
}

#[test]
fn the_request_id_is_told() {
    let body = json!({"id": "unprocessable_entity", "message": "No.", "request_id": "4d9d"});
    let run = account(|it| it.gives(422, &body)).exits(1);
    assert_eq!(run.stderr, "doapi: GET /v2/account: 422 unprocessable_entity: No. (request 4d9d)\n");
    let run = account(|it| it.header("X-Request-Id", "77aa").gives(422, &body)).exits(1);
    assert_eq!(run.stderr, "doapi: GET /v2/account: 422 unprocessable_entity: No. (request 77aa)\n");
}

#[test]
fn nothing_that_steers_a_terminal_gets_through() {
    let evil = "\u{1b}[2J\u{202e}x\r\u{9b}31m";
    let body = json!({"id": evil, "message": evil});
    let run = account(|it| it.gives(422, body)).exits(1);
    assert!(!run.stderr.trim_end().contains(|c: char| c.is_control() || c == '\u{202e}'), "{:?}", run.stderr);
}

#[test]
fn nothing_that_steers_a_terminal_gets_into_the_log() {
    let evil = "\u{202e}x\u{9b}31m";
    let api = Fake::of([get("/v2/account").gives(200, json!({"account": {"name": evil}}))]);
    let run = line("account -vv").at(&api).run().exits(0).says("31m");
    assert!(!run.stderr.replace('\n', "").contains(|c: char| c.is_control() || c == '\u{202e}'), "{:?}", run.stderr);
    api.finish();
}

#[test]
fn names_from_the_api_are_escaped_in_messages() {
    let api = Fake::of([
        get("/v2/droplets?tag_name=t&per_page=200")
            .gives(200, json!({"droplets": [{"id": 7, "name": "\u{1b}[31mred"}], "links": {}, "meta": {"total": 1}})),
        crate::replies::no_gpus(),
        post("/v2/droplets/7/actions", json!({"type": "reboot"})).gives(422, json!({"message": "No."})),
    ]);
    let run = line("droplet act reboot --tag t").at(&api).run().exits(1).prints("[]\n");
    assert!(!run.stderr.contains('\u{1b}') && run.stderr.contains("31mred"), "{:?}", run.stderr);
    api.finish();
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    for status in [301, 302, 307, 308] {
        let elsewhere = Fake::of([]);
        let url = format!("{}/v2/account", crate::runner::Api::url(&elsewhere));
        account(|it| it.header("location", &url).gives(status, "")).exits(1).says(&url);
        assert_eq!(elsewhere.connections(), 0);
        elsewhere.finish();
    }
}

#[test]
fn a_redirected_post_is_not_followed_either() {
    let elsewhere = Fake::of([]);
    let url = crate::runner::Api::url(&elsewhere);
    let api = Fake::of([
        crate::replies::show(7, "web"),
        post("/v2/droplets/7/actions", json!({"type": "reboot"})).header("location", url).gives(307, ""),
    ]);
    line("droplet reboot 7").at(&api).run().exits(1).prints("[]\n");
    api.finish();
    assert_eq!(elsewhere.connections(), 0);
    elsewhere.finish();
}

#[test]
fn an_answer_without_what_was_asked_for_is_an_error() {
    for body in ["", "{}", r#"{"account": []}"#, r#"{"account": null}"#, "null", "not json", r#"{"account": {}"#] {
        let run = account(|it| it.gives(200, body)).exits(1);
        assert!(run.stderr.starts_with("doapi: GET /v2/account: unexpected answer: "), "{run}");
    }
}
