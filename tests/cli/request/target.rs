//! What a request is made to: a path, or a URL at the endpoint.

use serde_json::json;

use crate::fake::{Fake, TOKEN};
use crate::runner::{Api, doapi, line};
use crate::script::get;

#[test]
fn a_path_is_appended_to_the_endpoint() {
    for path in ["/v2/account", "v2/account", "account"] {
        let api = Fake::of([get("/v2/account").gives(200, json!({"account": {}}))]);
        doapi(["request", path]).at(&api).run().succeeds();
        api.finish();
    }
}

#[test]
fn an_absolute_url_of_the_endpoint_is_asked_with_the_token() {
    let api = Fake::of([get("/v2/account?a=b")]);
    doapi(["request", &format!("{}/v2/account?a=b", api.url())]).at(&api).run().succeeds();
    assert_eq!(api.finish()[0].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
}

#[test]
fn a_path_in_the_endpoint_is_part_of_every_path() {
    let api = Fake::of([get("/proxy/v2/account"), get("/proxy/v2/account")]);
    let endpoint = format!("{}/proxy/", api.url());
    for target in ["/v2/account".to_owned(), format!("{endpoint}v2/account")] {
        doapi(["request", &target]).at(&api).env("DOAPI_ENDPOINT", &endpoint).run().succeeds();
    }
    api.finish();
}

#[test]
fn messages_show_the_path_of_the_endpoint_too() {
    let not_found = json!({"id": "not_found", "message": "no"});
    for (arguments, path) in [("request /v2/x", "/v2/x"), ("account", "/v2/account"), ("tag show", "/v2/tags")] {
        let full = format!("/proxy{path}");
        let api = Fake::of([
            get(&full).gives(404, &not_found).at_any_time(),
            get(&format!("{full}?per_page=200")).gives(404, &not_found).at_any_time(),
        ]);
        let run = line(arguments).at(&api).env("DOAPI_ENDPOINT", format!("{}/proxy", api.url())).run().exits(1);
        assert!(run.stderr.starts_with(&format!("doapi: GET {full}")), "{arguments}: {run}");
        api.finish();
    }
}

#[test]
fn a_url_of_another_origin_is_refused_and_nothing_is_sent_anywhere() {
    let (api, other) = (Fake::of([]), Fake::of([]));
    let port = api.url().rsplit(':').next().unwrap().to_owned();
    for target in [
        format!("{}/v2/account", other.url()),
        format!("https://127.0.0.1:{port}/v2/account"),
        format!("http://localhost:{port}/v2/account"),
        format!("http://127.0.0.1:{port}@localhost/v2/account"),
        format!("http://127.0.0.1.example.com:{port}/v2/account"),
        "https://api.digitalocean.com/v2/account".to_owned(),
        "ftp://127.0.0.1/v2/account".to_owned(),
        "file:///etc/passwd".to_owned(),
        String::new(),
    ] {
        for options in [vec![], vec!["-X", "POST", "-d", "{}"], vec!["--paginate=x"], vec!["-F", "a=1"]] {
            let line = [&["request"], options.as_slice(), &[target.as_str()]].concat();
            let run = doapi(line).at(&api).run().exits(2).prints("");
            assert!(!run.stderr.contains(TOKEN), "{run}");
        }
    }
    assert_eq!([api.connections(), other.connections()], [0, 0]);
    api.finish();
    other.finish();
}

#[test]
fn a_path_that_looks_like_a_host_stays_a_path() {
    let other = Fake::of([]);
    let host = other.url().replace("http://", "");
    let api = Fake::of([get(&format!("//{host}/v2/account"))]);
    doapi(["request", &format!("//{host}/v2/account")]).at(&api).run().succeeds();
    assert_eq!(other.connections(), 0);
    api.finish();
    other.finish();
}

#[test]
fn a_fragment_is_not_sent_and_swallows_no_query() {
    let api = Fake::of([get("/v2/x?a=1").gives(200, json!({}))]);
    line("request -X GET /v2/x#y -F a=1").at(&api).run().succeeds().prints("{}\n");
    api.finish();
}

#[test]
fn control_characters_are_no_part_of_a_path() {
    let api = Fake::of([]);
    doapi(["request", "/v2/acc\nount"]).at(&api).run().exits(2).prints("");
    api.finish();
}
