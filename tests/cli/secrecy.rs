//! The token goes to the endpoint and nowhere else.

use serde_json::{Value, json};

use crate::fake::{Fake, TOKEN};
use crate::replies::{error, show, started};
use crate::runner::{Api, line};
use crate::script::{Exchange, get, post};

#[test]
fn a_next_link_elsewhere_is_asked_of_the_endpoint() {
    let elsewhere = Fake::of([]);
    let next = format!("{}/v2/actions?page=2&per_page=200", elsewhere.url());
    let page = |id: u64, links: &Value| json!({"actions": [{"id": id}], "links": links, "meta": {"total": 2}});
    let api = Fake::of([
        get("/v2/actions?per_page=200").gives(200, page(9, &json!({"pages": {"next": next}}))),
        get("/v2/actions?page=2&per_page=200").gives(200, page(8, &json!({}))),
    ]);
    assert_eq!(line("action show").at(&api).run().succeeds().each("id"), json!([9, 8]));
    api.finish();
    assert_eq!(elsewhere.connections(), 0);
    elsewhere.finish();
}

#[test]
fn a_next_link_without_a_path_leads_nowhere() {
    let elsewhere = Fake::of([]);
    let next = format!("x:@{}/v2/actions?page=2", elsewhere.url().trim_start_matches("http://"));
    let page = json!({"actions": [{"id": 9}], "links": {"pages": {"next": next}}, "meta": {"total": 2}});
    let api = Fake::of([get("/v2/actions?per_page=200").gives(200, page)]);
    line("action show").at(&api).run().exits(1).says("the list is not complete");
    api.finish();
    assert_eq!(elsewhere.connections(), 0);
    elsewhere.finish();
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for endpoint in
        ["http://api.example.com", "http://192.0.2.1:8080/", "http://127.0.0.1.example.com", "http://0.0.0.0"]
    {
        let run = line("account").env("DOAPI_ENDPOINT", endpoint).env("DO_API_TOKEN", TOKEN).run();
        let run = run.exits(2).prints("").says("--insecure-http");
        assert!(run.stderr.contains(endpoint.trim_end_matches('/')), "{run}");
    }
}

#[test]
fn plain_http_elsewhere_is_used_when_it_is_asked_for() {
    // 0.0.0.0 is this machine too on Linux, but nothing that doapi takes for it.
    let account = get("/v2/account").gives(200, json!({"account": {}}));
    let api = Fake::of([account.clone(), account]);
    let endpoint = api.url().replace("127.0.0.1", "0.0.0.0");
    line("account").at(&api).env("DOAPI_ENDPOINT", &endpoint).run().exits(2);
    line("account --insecure-http").at(&api).env("DOAPI_ENDPOINT", &endpoint).run().succeeds();
    line("account").at(&api).env("DOAPI_ENDPOINT", &endpoint).env("DOAPI_INSECURE_HTTP", "1").run().succeeds();
    api.finish();
}

#[test]
fn an_endpoint_with_a_password_in_it_is_refused() {
    let run = line("account --endpoint https://me:hunter2@example.com").env("DO_API_TOKEN", TOKEN).run();
    run.exits(2).prints("");
}

/// Everything that a server could echo the token in.
fn echoes() -> Vec<Exchange> {
    let account = || get("/v2/account");
    vec![
        account().gives(422, error(TOKEN, TOKEN)).header("x-request-id", TOKEN),
        account().gives(401, format!("<title>{TOKEN}</title>")),
        account().gives(302, "").header("location", format!("https://example.com/?token={TOKEN}")),
        account().gives(200, format!(r#"{{"other": "{TOKEN}"}}"#)),
        account().gives(200, format!(r#"{{"account": "{TOKEN}"}}"#)),
        account().gives(200, json!({"account": {"name": "me"}})).header("ratelimit-remaining", TOKEN),
        account().gives(200, json!({"account": {"name": TOKEN}})),
    ]
}

#[test]
fn the_token_is_in_no_message_whatever_the_server_echoes() {
    for echo in echoes() {
        let api = Fake::of([echo]);
        let run = line("account -vv").at(&api).run();
        assert!(!run.stderr.contains(TOKEN), "{run}");
        assert!(!run.stderr.contains(&TOKEN[7..]), "{run}");
        api.finish();
    }
}

#[test]
fn the_token_is_in_no_log_of_requests_and_bodies() {
    let api = Fake::of([
        show(7, "web"),
        post("/v2/droplets/7/actions", json!({"type": "reboot"})).gives(201, started(1, "reboot", 7)),
    ]);
    let run = line("droplet reboot 7 -vv").at(&api).run().exits(0);
    assert!(!run.stderr.contains(TOKEN) && !run.stdout.contains(TOKEN), "{run}");
    assert!(run.stderr.contains(r#"{"type":"reboot"}"#) && run.stderr.contains("in-progress"), "{run}");
    api.finish();
}

#[test]
fn a_token_that_is_misspelt_on_the_command_line_is_not_repeated() {
    for arguments in [["--api-token", "se cret"], ["--api-token", "secret\n\nx"]] {
        let run = crate::runner::doapi(["account"].iter().chain(&arguments)).run().exits(4).prints("");
        assert!(!run.stderr.contains("cret"), "{run}");
    }
}
