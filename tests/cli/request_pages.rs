//! `doapi request --paginate`.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::not_found;
use crate::runner::{Api, doapi, line};
use crate::sandboxes::sandbox;
use crate::script::{Exchange, get};

/// Page `number` of `of`, with two things on each.
fn page(number: u64, of: u64) -> Exchange {
    let path = |number: u64| format!("/v2/things?page={number}&per_page=2");
    let next = (number < of).then(|| format!("https://api.example{}", path(number + 1)));
    let pages = next
        .map_or(json!({}), |next| json!({"pages": {"next": next, "last": format!("https://api.example{}", path(of))}}));
    let things = json!([{"id": 2 * number - 1, "n": number}, {"id": 2 * number, "n": 1.50}]);
    let body = json!({"things": things, "links": pages, "meta": {"total": 2 * of}});
    let first = "/v2/things?per_page=2".to_owned();
    get(&if number == 1 { first } else { path(number) }).gives(200, body).header("x-page", number)
}

fn three() -> Vec<Vec<Exchange>> {
    vec![vec![page(1, 3)], vec![page(2, 3), page(3, 3)]]
}

#[test]
fn all_pages_become_one_array_with_or_without_the_key() {
    for arguments in [
        "--paginate things --per-page 2 /v2/things",
        "--paginate=things --per-page 2 /v2/things",
        "--paginate things /v2/things?per_page=2",
        "/v2/things --per-page 2 --paginate",
        "--paginate /v2/things?per_page=2",
        "--per-page 2 --paginate /v2/things",
        "-X get --per-page=2 --paginate things /v2/things",
    ] {
        let api = Fake::steps(three());
        let run = line(&format!("request {arguments}")).at(&api).run().succeeds();
        assert_eq!(run.each("id"), json!([1, 2, 3, 4, 5, 6]), "{arguments}");
        api.finish();
    }
}

#[test]
fn the_pages_of_a_real_list_are_whole() {
    let api = sandbox(json!({"account": {"droplet_limit": 100}, "droplets": [{"name": "load", "count": 23}]}));
    let whole = line("droplet show").at(&api).run().succeeds();
    for arguments in ["--paginate droplets /v2/droplets", "--paginate /v2/droplets", "/v2/droplets --paginate"] {
        let run = line(&format!("request --per-page 5 {arguments}")).at(&api).run().succeeds();
        assert_eq!(run.stdout, whole.stdout, "{arguments}");
    }
}

#[test]
fn fields_are_the_query_of_the_pages() {
    let reply = json!({"droplets": [{"id": 7}], "links": {}, "meta": {"total": 1}});
    let api = Fake::of([get("/v2/droplets?tag_name=env%3Aprod&per_page=200").gives(200, reply)]);
    let run = line("request -X GET -f tag_name=env:prod --paginate droplets /v2/droplets").at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!([7]));
    api.finish();
}

#[test]
fn a_list_without_links_is_one_page_and_an_empty_one_an_empty_array() {
    for (reply, printed) in [
        (json!({"databases": [{"id": "a"}]}), "[\n  {\n    \"id\": \"a\"\n  }\n]\n"),
        (json!({"databases": []}), "[]\n"),
    ] {
        let api = Fake::of([get("/v2/databases?per_page=200").gives(200, reply)]);
        line("request --paginate databases /v2/databases").at(&api).run().succeeds().prints(printed);
        api.finish();
    }
}

#[test]
fn without_a_key_there_must_be_one_list_in_the_reply() {
    for (reply, says) in [
        (json!({"a": [1], "b": [2], "links": {}, "meta": {}}), "several lists"),
        (json!({"a": {}, "links": {}}), "no list"),
    ] {
        let api = Fake::of([get("/v2/x?per_page=200").gives(200, reply)]);
        line("request --paginate /v2/x").at(&api).run().exits(1).says(says);
        api.finish();
    }
    let api = Fake::of([get("/v2/x?per_page=200").gives(200, json!({"a": [1], "b": [2]}))]);
    assert_eq!(line("request --paginate b /v2/x").at(&api).run().succeeds().json(), json!([2]));
    api.finish();
}

#[test]
fn a_key_that_is_not_in_the_reply_is_an_error() {
    let api = Fake::of([get("/v2/x?per_page=200").gives(200, json!({"a": [1]}))]);
    line("request --paginate c /v2/x").at(&api).run().exits(1).says("\"c\"");
    api.finish();
}

#[test]
fn things_that_look_alike_are_all_kept() {
    let reply = json!({"list": [1, 1, {"a": 1}, {"a": 1}], "links": {}, "meta": {"total": 4}});
    let api = Fake::of([get("/v2/x?per_page=200").gives(200, reply)]);
    let run = line("request --paginate list /v2/x").at(&api).run().succeeds();
    assert_eq!(run.json(), json!([1, 1, {"a": 1}, {"a": 1}]));
    api.finish();
}

#[test]
fn the_headers_of_the_last_reply_are_dumped() {
    let api = Fake::steps(three());
    let run = line("request -D headers --paginate things --per-page 2 /v2/things").at(&api).run().succeeds();
    let headers = std::fs::read_to_string(run.home.path().join("headers")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&headers).unwrap()["x-page"], "3");
    api.finish();
}

#[test]
fn a_page_that_fails_is_an_error_and_what_came_before_is_valid_json() {
    let refused = get("/v2/things?page=3&per_page=2").gives(404, not_found());
    let api = Fake::steps([vec![page(1, 3)], vec![page(2, 3), refused]]);
    let run = line("request --paginate things --per-page 2 /v2/things").at(&api).run().exits(1).says("404 not_found");
    assert_eq!(run.each("id"), json!([1, 2, 3, 4]));
    assert_eq!(run.complaints().len(), 1, "{run}");
    api.finish();
}

#[test]
fn paginate_goes_with_get_only_and_not_with_a_body_or_included_headers() {
    let api = Fake::of([]);
    for options in [
        vec!["-X", "POST"],
        vec!["-X", "DELETE"],
        vec!["-X", "HEAD"],
        vec!["-d", "{}"],
        vec!["-X", "GET", "--data", "{}"],
        vec!["--include"],
    ] {
        let line = [&["request"], options.as_slice(), &["--paginate", "things", "/v2/things"]].concat();
        doapi(line).at(&api).run().exits(2).prints("");
    }
    doapi(["request", "--paginate", "things"]).at(&api).run().exits(2).prints("");
    doapi(["request", "--paginate"]).at(&api).run().exits(2).prints("");
    api.finish();
}

#[test]
fn links_to_elsewhere_are_asked_of_the_endpoint() {
    let other = Fake::of([]);
    let next = format!("{}/v2/things?page=2&per_page=200", other.url());
    let first = json!({"things": [1], "links": {"pages": {"next": next, "last": next}}, "meta": {"total": 2}});
    let api = Fake::of([
        get("/v2/things?per_page=200").gives(200, first),
        get("/v2/things?page=2&per_page=200").gives(200, json!({"things": [2], "links": {}, "meta": {"total": 2}})),
    ]);
    let run = line("request --paginate things /v2/things").at(&api).run().succeeds();
    assert_eq!(run.json(), json!([1, 2]));
    assert_eq!(other.connections(), 0);
    api.finish();
    other.finish();
}
