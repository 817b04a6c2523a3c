//! The API's limits, kept by pacing: nothing runs into them.

use std::time::Duration;

use doapi_sandbox::{Config, Limits, Sandbox};
use serde_json::json;

use crate::fake::Fake;
use crate::runner::{doapi, line};
use crate::sandboxes::sandbox;

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB me";

/// The limits are the real ones, but a minute passes in a second on both sides.
#[test]
fn three_hundred_targets_are_done_with_250_requests_a_minute() {
    let droplets: Vec<_> = (1..=300).map(|id| json!({"id": id, "name": format!("web-{id}")})).collect();
    let seed = json!({"account": {"droplet_limit": 1000}, "droplets": droplets});
    let limits = Limits { burst_window: Duration::from_secs(1), ..Limits::default() };
    let api = Sandbox::start(Config { seed: Some(seed), limits, ..Config::default() }).unwrap();
    let ids = (1..=300).map(|id: u32| id.to_string());
    let run = doapi(["droplet".to_owned(), "power-off".to_owned()].into_iter().chain(ids));
    let run = run.at(&api).clock_rate(60).run().exits(0);
    assert_eq!(run.each("resource_id"), (1..=300).collect::<serde_json::Value>());
    let statuses: Vec<_> = api.requests().iter().map(|one| one.status).collect();
    assert!(!statuses.contains(&Some(429)), "{} requests:\n{run}", statuses.len());
    assert!(run.complaints().len() < 12, "a line a request is too much:\n{run}");
}

#[test]
fn a_server_with_larger_limits_is_not_held_to_those_of_the_api() {
    let droplets: Vec<_> = (1..=300).map(|id| json!({"id": id, "name": format!("web-{id}")})).collect();
    let seed = json!({"account": {"droplet_limit": 1000}, "droplets": droplets});
    let limits = Limits { burst: 10_000, hourly: 10_000 * 20, ..Limits::default() };
    let api = Sandbox::start(Config { seed: Some(seed), limits, ..Config::default() }).unwrap();
    let ids = (1..=300).map(|id: u32| id.to_string());
    let run = doapi(["droplet".to_owned(), "power-off".to_owned()].into_iter().chain(ids)).at(&api).run().succeeds();
    assert_eq!(run.array().len(), 300);
}

/// A droplet, by an answer that leaves this many requests until a reset in so many seconds.
fn shown(id: u64, remaining: u64, reset: u64) -> crate::script::Exchange {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let exchange = crate::replies::show(id, "web").header("ratelimit-limit", 5000);
    exchange.header("ratelimit-remaining", remaining).header("ratelimit-reset", now + reset)
}

#[test]
fn no_request_is_sent_that_the_hour_has_no_room_for() {
    let api = Fake::of([shown(1, 1, 1800), shown(2, 0, 1800)]);
    let run = line("--jobs 1 droplet show 1 2 3").at(&api).run().exits(1).prints("");
    assert!(run.stderr.contains("GET /v2/droplets/3: the rate limit is used up; it resets in "), "{run}");
    api.finish();
}

#[test]
fn a_near_reset_of_the_hour_is_waited_for() {
    let api = Fake::of([shown(1, 0, 30), shown(2, 0, 1800)]);
    let run = line("--jobs 1 droplet show 1 2").clock_rate(100).at(&api).run().exits(0);
    assert_eq!(run.each("id"), json!([1, 2]));
    assert_eq!(run.complaints().len(), 1, "{run}");
    run.says("GET /v2/droplets/2: the rate limit is used up for now; waiting 3");
    api.finish();
}

#[test]
fn the_limit_can_be_looked_at_also_when_it_is_used_up() {
    let account = crate::script::get("/v2/account").header("ratelimit-remaining", 0);
    let api = Fake::of([account.gives(429, "{}")]);
    let run = line("account --rate-limit").at(&api).run();
    assert_eq!(run.json()["ratelimit-remaining"], json!("0"), "{run}");
    api.finish();
}

#[test]
fn keys_are_looked_up_with_one_list() {
    let keys: Vec<_> = (1..=30).map(|id| json!({"id": id, "name": format!("k{id}"), "public_key": KEY.replace("me", &id.to_string()).replace("BBBBBBB ", &format!("BBB{id:04} "))})).collect();
    let api = sandbox(json!({"ssh_keys": keys}));
    let names: Vec<String> = (1..=30).map(|id| format!("k{id}")).collect();
    let run = line(&format!("ssh-key show {}", names.join(" "))).at(&api).run().succeeds();
    assert_eq!(run.array().len(), 30);
    let new = names.iter().map(|name| format!("-K {name}")).collect::<Vec<_>>().join(" ");
    line(&format!("droplet new -I debian-13-x64 -S s-1vcpu-1gb {new} web")).at(&api).run().succeeds();
    let lists =
        api.requests().iter().filter(|one| one.method == "GET" && one.path.starts_with("/v2/account/keys?")).count();
    assert!(lists <= 2, "{lists} lists of keys");
}
