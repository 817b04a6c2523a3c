//! The universal options: before and after the subcommand, and in the environment.

use serde_json::json;

use crate::fake::{Fake, TOKEN};
use crate::replies::{droplet, list, show, started};
use crate::runner::{Api, doapi, line};
use crate::sandboxes::{abc, sandbox};
use crate::script::{get, post};

#[test]
fn universal_options_stand_before_and_after_the_subcommand() {
    let api = sandbox(abc());
    let (endpoint, token) = (format!("--endpoint={}", api.url()), format!("--api-token={}", Api::token(&api)));
    let (endpoint, token) = (endpoint.as_str(), token.as_str());
    for arguments in [
        vec![endpoint, token, "--timeout", "9", "droplet", "show", "a"],
        vec!["droplet", endpoint, token, "--timeout=9", "show", "a"],
        vec!["droplet", "show", endpoint, token, "--timeout", "9s", "a"],
        vec!["droplet", "show", "a", endpoint, token, "--per-page", "50", "--jobs", "2", "--timeout", "1m"],
        vec![endpoint, "--per-page=1", "droplet", token, "show", "--jobs=1", "a"],
    ] {
        assert_eq!(doapi(&arguments).run().succeeds().each("name"), json!(["a"]), "{arguments:?}");
    }
}

#[test]
fn an_endpoint_may_end_in_a_slash_or_have_a_path() {
    for (suffix, prefix) in [("", ""), ("/", ""), ("/proxy", "/proxy"), ("/proxy/", "/proxy")] {
        let api = Fake::of([get(&format!("{prefix}/v2/account")).gives(200, json!({"account": {}}))]);
        let endpoint = format!("{}{suffix}", api.url());
        line("account").at(&api).env("DOAPI_ENDPOINT", endpoint).run().succeeds();
        api.finish();
    }
}

#[test]
fn the_size_of_pages_is_an_option_and_a_variable() {
    for (arguments, variable, size) in
        [("region", "", 200), ("region --per-page 7", "", 7), ("region", "9", 9), ("region --per-page 7", "9", 7)]
    {
        let path = format!("/v2/regions?per_page={size}");
        let api = Fake::of([get(&path).gives(200, list("regions", &[]))]);
        line(arguments).at(&api).env("DOAPI_PER_PAGE", variable).run().succeeds().prints("[]\n");
        api.finish();
    }
}

#[test]
fn empty_variables_count_as_unset() {
    let api = sandbox(abc());
    let mut run = doapi(["droplet", "show", "a", "--endpoint", &api.url()]).at(&api);
    for name in
        ["DOAPI_ENDPOINT", "DOAPI_TIMEOUT", "DOAPI_PER_PAGE", "DOAPI_JOBS", "DOAPI_VERBOSE", "DOAPI_INSECURE_HTTP"]
    {
        run = run.env(name, "");
    }
    run.run().succeeds();
}

#[test]
fn a_variable_that_cannot_be_used_is_told_by_its_name() {
    let api = sandbox(abc());
    for (name, value) in [
        ("DOAPI_TIMEOUT", "soon"),
        ("DOAPI_TIMEOUT", "-1"),
        ("DOAPI_PER_PAGE", "0"),
        ("DOAPI_PER_PAGE", "many"),
        ("DOAPI_JOBS", "0"),
        ("DOAPI_VERBOSE", "very"),
        ("DOAPI_INSECURE_HTTP", "maybe"),
    ] {
        line("account").at(&api).env(name, value).run().exits(2).prints("").says(name);
    }
    assert!(api.requests().is_empty());
}

#[test]
fn a_timeout_in_the_environment_is_obeyed() {
    let reboot = post("/v2/droplets/7/actions", json!({"type": "reboot"}));
    let api = Fake::of([show(7, "web"), reboot.gives(201, started(1, "reboot", 7)).stalls()]);
    line("droplet reboot 7").at(&api).env("DOAPI_TIMEOUT", "500ms").run().exits(8).says("timed out");
    api.finish();
}

#[test]
fn verbose_tells_each_request_and_twice_verbose_the_bodies() {
    for (options, variable, lines) in
        [("", "", 0), ("-v", "", 1), ("--verbose", "", 1), ("", "1", 1), ("-vv", "", 2), ("-v -v", "", 2), ("", "2", 2)]
    {
        let account = get("/v2/account").gives(200, json!({"account": {"email": "me@example.com"}}));
        let api = Fake::of([account.header("x-request-id", "4d9d").header("ratelimit-remaining", 4816)]);
        let run = line(&format!("account {options}")).at(&api).env("DOAPI_VERBOSE", variable).run().exits(0);
        assert_eq!(run.stderr.lines().count(), lines, "{options} {variable}: {run}");
        if lines > 0 {
            let first = run.stderr.lines().next().unwrap();
            for part in ["GET /v2/account", "200", "4816", "4d9d"] {
                assert!(first.contains(part), "{part}: {run}");
            }
        }
        assert_eq!(run.stderr.contains("me@example.com"), lines > 1, "{run}");
        api.finish();
    }
}

#[test]
fn one_job_makes_one_request_at_a_time() {
    let shown = |id: u64| get(&format!("/v2/droplets/{id}")).gives(200, json!({"droplet": droplet(id, "x")}));
    for (arguments, variable) in [("droplet show 1 2 3 --jobs 1", ""), ("droplet show 1 2 3", "1")] {
        let api = Fake::of([shown(1), shown(2), shown(3)]);
        line(arguments).at(&api).env("DOAPI_JOBS", variable).run().succeeds();
        api.finish();
    }
}

#[test]
fn a_proxy_of_the_environment_is_used_but_not_on_the_way_to_this_machine() {
    let proxied = get("http://api.test/v2/account").gives(200, json!({"account": {"email": "proxied"}}));
    let proxy = Fake::of([proxied]);
    let run = line("account --insecure-http --endpoint http://api.test").env("DO_API_TOKEN", TOKEN);
    assert_eq!(run.env("http_proxy", proxy.url()).run().succeeds().json()["email"], json!("proxied"));
    proxy.finish();
    let (api, proxy) = (sandbox(json!({})), Fake::of([]));
    line("account").at(&api).env("http_proxy", proxy.url()).run().succeeds();
    assert_eq!(proxy.connections(), 0);
    proxy.finish();
}
