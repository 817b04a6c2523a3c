//! What is asked again when it fails, and what never is.
use serde_json::json;

use crate::fake::Fake;
use crate::replies::{action, droplet, error, list, not_found, show, started};
use crate::runner::{Run, doapi};
use crate::script::{Exchange, delete, get, post};

fn account() -> Exchange {
    get("/v2/account").gives(200, json!({"account": {"email": "me@example.com"}}))
}

fn reboot() -> Exchange {
    post("/v2/droplets/7/actions", json!({"type": "reboot"}))
}

/// `droplet reboot 7` where the POST has this answer, and is made once.
#[track_caller]
fn rebooted(post: Exchange) -> Run {
    let api = Fake::of([show(7, "web"), post]);
    let run = doapi(["droplet", "reboot", "7"]).at(&api).clock_rate(20).run();
    api.finish();
    run
}

#[test]
fn a_get_is_made_again_when_no_whole_answer_came() {
    for broken in [
        account().cut_off(),
        account().cut_in_its_body(),
        account().gives(500, error("server_error", "Unexpected server-side error")),
        account().gives(502, "<html><head><title>502 Bad Gateway</title></head></html>"),
        account().gives(503, "Server Temporarily Unavailable"),
    ] {
        let api = Fake::of([broken, account()]);
        let run = doapi(["account"]).at(&api).clock_rate(20).run().succeeds();
        assert_eq!(run.json(), json!({"email": "me@example.com"}));
        api.finish();
    }
}

#[test]
fn a_get_is_made_five_times_at_the_most() {
    let api = Fake::of(account().gives(503, "Server Temporarily Unavailable").times(5));
    let run = doapi(["account"]).at(&api).clock_rate(20).run().exits(1).prints("");
    assert!(run.stderr.contains("GET /v2/account: 503: Server Temporarily Unavailable"), "{run}");
    api.finish();
}

#[test]
fn a_post_whose_connection_is_cut_is_made_once_and_may_have_been_carried_out() {
    let run = rebooted(reboot().cut_off()).exits(8).says("it may have been carried out");
    assert!(run.stderr.contains(r#"droplet "7": POST /v2/droplets/7/actions: "#), "{run}");
    rebooted(reboot().gives(201, started(1, "reboot", 7)).cut_in_its_body())
        .exits(8)
        .says("it may have been carried out");
}

#[test]
fn a_post_that_gets_a_5xx_is_made_once_and_may_have_been_carried_out() {
    for status in [500, 502, 503, 504] {
        let run = rebooted(reboot().gives(status, error("server_error", "Unexpected server-side error"))).exits(1);
        assert!(run.stderr.contains(&format!("POST /v2/droplets/7/actions: {status} server_error")), "{run}");
        assert!(run.stderr.contains("it may have been carried out"), "{run}");
    }
}

#[test]
fn a_creation_that_may_have_happened_says_how_to_look() {
    let api = Fake::steps([
        vec![get("/v2/images/debian-13-x64").gives(200, json!({"image": {"id": 5, "slug": "debian-13-x64"}}))],
        crate::replies::look_up("web", &[]),
        vec![Exchange::new("POST", "/v2/droplets").gives(500, error("server_error", "Unexpected"))],
    ]);
    doapi(["droplet", "new", "-I", "debian-13-x64", "-S", "s-1vcpu-1gb", "web"])
        .at(&api)
        .clock_rate(20)
        .run()
        .exits(1)
        .says("it may have been carried out")
        .says("doapi droplet show web");
    api.finish();
}

#[test]
fn a_post_that_gets_a_4xx_is_made_once_and_was_not_carried_out() {
    for status in [400, 404, 409, 412, 422] {
        let run = rebooted(reboot().gives(status, error("some_id", "Some words."))).exits(1);
        assert!(run.stderr.contains(&format!(": {status} some_id: Some words.")), "{run}");
        assert!(!run.stderr.contains("may have been"), "{run}");
    }
}

#[test]
fn a_used_up_limit_is_waited_for_whatever_the_method() {
    let limited = |exchange: Exchange| {
        exchange.header("retry-after", 1).gives(429, error("too_many_requests", "Too many requests"))
    };
    let api = Fake::of([
        limited(show(7, "web")),
        show(7, "web"),
        limited(reboot()),
        reboot().gives(201, started(1, "reboot", 7)),
    ]);
    let run = doapi(["droplet", "reboot", "7"]).at(&api).clock_rate(20).run().exits(0);
    assert_eq!(run.each("id"), json!([1]));
    assert_eq!(run.complaints().len(), 2, "{run}");
    assert!(run.stderr.contains("GET /v2/droplets/7: the rate limit is used up"), "{run}");
    assert!(run.stderr.contains("POST /v2/droplets/7/actions: the rate limit is used up"), "{run}");
    assert_eq!(run.stderr.matches("waiting 1s").count(), 2, "{run}");
    api.finish();
}

#[test]
fn the_hour_s_limit_is_waited_for_when_it_ends_soon() {
    // Such an answer has no `retry-after`.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let limited = account().header("ratelimit-reset", now + 2).gives(429, error("too_many_requests", "Exceeded."));
    let api = Fake::of([limited, account()]);
    doapi(["account"]).at(&api).clock_rate(20).run().exits(0).says("the rate limit is used up");
    api.finish();
}

#[test]
fn a_limit_that_ends_too_far_away_is_an_error_that_says_when() {
    let limited = error("too_many_requests", "API Rate limit exceeded.");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    for (header, value) in [("retry-after", 1800), ("ratelimit-reset", now + 1800)] {
        let api = Fake::of([account().header(header, value).gives(429, &limited)]);
        let run = doapi(["account"]).at(&api).clock_rate(20).run().exits(1);
        assert!(run.stderr.contains("30m") || run.stderr.contains("29m"), "{run}");
        api.finish();
    }
}

#[test]
fn a_delete_that_finds_nothing_when_it_is_made_again_has_succeeded() {
    for first in [delete("/v2/droplets/7").cut_off(), delete("/v2/droplets/7").gives(502, "")] {
        let api = Fake::of([show(7, "web"), first, delete("/v2/droplets/7").gives(404, not_found())]);
        doapi(["droplet", "delete", "7"]).at(&api).clock_rate(20).run().succeeds().prints("");
        api.finish();
    }
}

#[test]
fn a_delete_that_finds_nothing_at_once_has_failed() {
    let api = Fake::of([show(7, "web"), delete("/v2/droplets/7").gives(404, not_found())]);
    doapi(["droplet", "delete", "7"]).at(&api).clock_rate(20).run().exits(1).says("404 not_found");
    api.finish();
}

#[test]
fn a_delete_that_was_refused_by_the_limit_has_not_happened() {
    let limited = delete("/v2/droplets/7").header("retry-after", 0).gives(429, error("too_many_requests", "Wait"));
    let api = Fake::of([show(7, "web"), limited, delete("/v2/droplets/7").gives(404, not_found())]);
    doapi(["droplet", "delete", "7"]).at(&api).clock_rate(20).run().exits(1).says("404 not_found");
    api.finish();
}

#[test]
fn an_endpoint_where_nobody_listens_is_an_error_after_three_tries() {
    for (command, request) in [("account", "GET /v2/account"), ("tag new t", "POST /v2/tags")] {
        let words = ["-v"].into_iter().chain(command.split(' '));
        let run = doapi(words).env("DOAPI_ENDPOINT", "http://127.0.0.1:1").env("DO_API_TOKEN", "t").clock_rate(20);
        let run = run.run().exits(1).says(&format!("{request}: cannot connect: "));
        assert_eq!(run.stderr.matches("trying again in").count(), 2, "{run}");
    }
}

#[test]
fn a_delete_or_put_whose_answer_is_lost_each_time_may_have_been_carried_out() {
    let api = Fake::steps([vec![show(7, "web")], delete("/v2/droplets/7").cut_off().times(5)]);
    let run = doapi(["droplet", "delete", "7"]).at(&api).clock_rate(20).run().exits(8);
    assert!(run.stderr.contains("DELETE /v2/droplets/7: it may have been carried out, the answer was lost: "), "{run}");
    api.finish();
    let put = || Exchange::new("PUT", "/v2/account/keys/9");
    let key = get("/v2/account/keys/9").gives(200, json!({"ssh_key": {"id": 9, "name": "home"}}));
    let keys = list("ssh_keys", &[json!({"id": 9, "name": "home"})]);
    let keys = get("/v2/account/keys?per_page=200").gives(200, keys);
    // What ends the attempts after a lost one does not make it one that did not happen.
    let api = Fake::of([key, keys, put().cut_off(), put().gives(409, error("conflict", "A conflict."))]);
    let run = doapi(["ssh-key", "update", "9", "away"]).at(&api).clock_rate(20).run().exits(1);
    run.says("409 conflict: A conflict.; it may have been carried out");
    api.finish();
}

#[test]
fn a_silent_server_is_left_after_the_timeout() {
    let api = Fake::of(account().stalls().times(5));
    doapi(["account", "--timeout", "0.2"]).at(&api).clock_rate(20).run().exits(1).prints("").says("timed out");
    api.finish();
}

#[test]
fn a_poll_that_fails_once_does_not_end_the_wait() {
    let look = get("/v2/actions/1");
    let api = Fake::of([
        show(7, "web"),
        reboot().gives(201, started(1, "reboot", 7)),
        look.clone().cut_off(),
        look.gives(200, json!({"action": action(1, "reboot", 7, "completed")})),
    ]);
    doapi(["droplet", "reboot", "7", "--wait", "--wait-interval", "10ms"]).at(&api).clock_rate(20).run().succeeds();
    api.finish();
}

#[test]
fn a_page_that_is_cut_off_is_asked_for_again() {
    let page = get("/v2/droplets?per_page=200").gives(200, list("droplets", &[droplet(7, "web")]));
    let gpus = get("/v2/droplets?type=gpus&per_page=200").gives(200, list("droplets", &[]));
    let api = Fake::steps([vec![page.clone().cut_in_its_body(), page, gpus]]);
    assert_eq!(doapi(["droplet"]).at(&api).clock_rate(20).run().succeeds().each("id"), json!([7]));
    api.finish();
}
