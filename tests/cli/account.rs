//! `doapi account`.

use std::time::SystemTime;

use serde_json::json;

use crate::fake::Fake;
use crate::replies::error;
use crate::runner::{doapi, line};
use crate::sandboxes::sandbox;
use crate::script::get;

#[test]
fn the_account_is_shown_as_the_api_sent_it() {
    let body = r#"{"account": {"droplet_limit": 25, "email": "sammy@digitalocean.com", "status_message": " ",
        "balance": 12.50, "new_field": {"b": 1, "a": null}}}"#;
    let api = Fake::of([get("/v2/account").gives(200, body)]);
    doapi(["account"]).at(&api).run().succeeds().prints(
        r#"{
  "droplet_limit": 25,
  "email": "sammy@digitalocean.com",
  "status_message": " ",
  "balance": 12.50,
  "new_field": {
    "b": 1,
    "a": null
  }
}
"#,
    );
    api.finish();
}

#[test]
fn the_account_of_the_sandbox_is_shown() {
    let run = line("account").at(&sandbox(json!({"account": {"droplet_limit": 40}}))).run().succeeds();
    assert_eq!((&run.json()["droplet_limit"], &run.json()["status"]), (&json!(40), &json!("active")));
}

#[test]
fn the_rate_limit_is_shown_also_when_it_is_used_up() {
    let later = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() + 1800;
    let refused = get("/v2/account").gives(429, error("too_many_requests", "API Rate limit exceeded."));
    let api = Fake::of([refused.header("ratelimit-remaining", 0).header("ratelimit-reset", later)]);
    let run = line("account --rate-limit").at(&api).run().succeeds();
    assert_eq!(run.json(), json!({"ratelimit-remaining": "0", "ratelimit-reset": later.to_string()}));
    api.finish();
}

#[test]
fn a_failure_that_is_not_of_the_limit_is_one_also_with_rate_limit() {
    let api = Fake::of([get("/v2/account").gives(401, error("unauthorized", "Unable to authenticate you"))]);
    line("account --rate-limit").at(&api).run().exits(4).prints("").says("401 unauthorized");
    api.finish();
}

#[test]
fn instead_of_the_account_the_rate_limit_is_shown() {
    for option in ["-R", "--rate-limit"] {
        let account = get("/v2/account").gives(200, json!({"account": {"email": "me@example.com"}}));
        let account = account.header("RateLimit-Limit", 5000).header("ratelimit-remaining", 4816);
        let api = Fake::of([account.header("ratelimit-reset", 1_444_931_833)]);
        let run = doapi(["account", option]).at(&api).run().succeeds();
        let expected =
            json!({"ratelimit-limit": "5000", "ratelimit-remaining": "4816", "ratelimit-reset": "1444931833"});
        assert_eq!(run.json(), expected);
        api.finish();
    }
}

#[test]
fn the_rate_limit_has_no_name_to_be_printed() {
    let api = Fake::of([]);
    for format in ["name", "id"] {
        line(&format!("account -R -o {format}")).at(&api).run().exits(2).prints("").says("has neither name nor ID");
    }
    api.finish();
}
