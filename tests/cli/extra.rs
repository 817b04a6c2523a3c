//! `--extra`: fields for the body of every command that creates or updates something.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{list, not_found, show};
use crate::runner::doapi;
use crate::script::{Exchange, get, post};

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB me@home";

/// A command, the request that its fields belong into, and the body of that without them.
struct Case {
    command: &'static [&'static str],
    method: &'static str,
    path: &'static str,
    body: Value,
}

const fn case(command: &'static [&'static str], method: &'static str, path: &'static str, body: Value) -> Case {
    Case { command, method, path, body }
}

/// Every `new` and every `update`.
fn cases() -> Vec<Case> {
    let names = json!({"names": ["Web"], "image": 7, "size": "s-1vcpu-1gb"});
    let record = json!({"type": "A", "name": "www", "data": "192.0.2.1"});
    vec![
        case(&["droplet", "new", "-I", "7", "-S", "s-1vcpu-1gb", "Web"], "POST", "/v2/droplets", names),
        case(&["domain", "new", "example.com"], "POST", "/v2/domains", json!({"name": "example.com"})),
        case(
            &["domain", "new-record", "example.com", "A", "www", "192.0.2.1"],
            "POST",
            "/v2/domains/example.com/records",
            record,
        ),
        case(
            &["domain", "update-record", "example.com", "7", "--ttl", "60"],
            "PATCH",
            "/v2/domains/example.com/records/7",
            json!({"type": "A", "ttl": 60}),
        ),
        case(
            &["domain", "update-record", "example.com", "7"],
            "PATCH",
            "/v2/domains/example.com/records/7",
            json!({"type": "A"}),
        ),
        case(&["floating-ip", "new", "-R", "nyc3"], "POST", "/v2/floating_ips", json!({"region": "nyc3"})),
        case(&["floating-ip", "new", "-D", "7"], "POST", "/v2/floating_ips", json!({"droplet_id": 7})),
        case(&["reserved-ip", "new", "-R", "nyc3"], "POST", "/v2/reserved_ips", json!({"region": "nyc3"})),
        case(&["image", "update", "7", "New"], "PUT", "/v2/images/7", json!({"name": "New"})),
        case(&["image", "update", "7"], "PUT", "/v2/images/7", json!({})),
        case(
            &["ssh-key", "new", "home", "id.pub"],
            "POST",
            "/v2/account/keys",
            json!({"name": "home", "public_key": KEY}),
        ),
        case(&["ssh-key", "update", "7", "home"], "PUT", "/v2/account/keys/7", json!({"name": "home"})),
        case(&["reserved-ip", "new", "-D", "7"], "POST", "/v2/reserved_ips", json!({"droplet_id": 7})),
        case(&["tag", "new", "web"], "POST", "/v2/tags", json!({"name": "web"})),
        case(&["tag", "update", "old", "web"], "POST", "/v2/tags", json!({"name": "web"})),
    ]
}

/// The tag `old`, which nothing has.
fn unused_tag() -> Value {
    let kinds = ["droplets", "images", "volumes", "volume_snapshots", "databases"];
    let mut resources = json!({"count": 0});
    kinds.iter().for_each(|kind| resources[kind] = json!({"count": 0}));
    json!({"tag": {"name": "old", "resources": resources}})
}

/// What the commands look for, and what they are told; the one request that counts is refused, which ends each of them.
fn script(case: &Case) -> Fake {
    let seven = |root: &str| json!({root: {"id": 7, "type": "A", "name": "seven", "data": "192.0.2.7"}});
    let mut exchanges: Vec<Exchange> = [
        get("/v2/images/7").gives(200, seven("image")),
        get("/v2/images?per_page=200").gives(200, list("images", &[])),
        get("/v2/droplets?name=Web&per_page=200").gives(200, list("droplets", &[])),
        get("/v2/droplets?name=Web&type=gpus&per_page=200").gives(200, list("droplets", &[])),
        get("/v2/domains/example.com/records/7").gives(200, seven("domain_record")),
        get("/v2/account/keys/7").gives(200, seven("ssh_key")),
        get("/v2/account/keys?per_page=200").gives(200, list("ssh_keys", &[])),
        get("/v2/tags/old").gives(200, unused_tag()),
        get("/v2/tags/web").gives(404, not_found()),
        get("/v2/firewalls?per_page=200").gives(200, list("firewalls", &[])),
        get("/v2/load_balancers?per_page=200").gives(200, list("load_balancers", &[])),
        get("/v2/monitoring/alerts?per_page=200").gives(200, list("policies", &[])),
        show(7, "seven"),
    ]
    .map(Exchange::at_any_time)
    .into();
    exchanges.push(
        Exchange::new(case.method, case.path).gives(422, json!({"id": "unprocessable_entity", "message": "Seen."})),
    );
    Fake::of(exchanges)
}

#[test]
fn the_fields_arrive_in_the_request_as_they_are_and_win_over_those_of_options() {
    for case in cases() {
        for (given, stdin) in
            [(r#"{"ttl": 90, "odd": [1, null]}"#, ""), ("@fields", ""), ("@-", r#"{"ttl": 90, "odd": [1, null]}"#)]
        {
            let api = script(&case);
            let line = [case.command, &["--extra", given]].concat();
            let run = doapi(line).file("id.pub", KEY).file("fields", r#"{"ttl": 90, "odd": [1, null]}"#).stdin(stdin);
            run.at(&api).run().exits(1).says("Seen.");
            let mut expected = case.body.clone();
            (expected["ttl"], expected["odd"]) = (json!(90), json!([1, null]));
            let requests = api.finish();
            let line = format!("{} {}", case.method, case.path);
            let sent = requests.iter().find(|request| request.line == line).unwrap();
            assert_eq!(sent.json(), expected, "{:?} {given}", case.command);
        }
    }
}

#[test]
fn what_is_no_json_object_is_a_usage_error_and_nothing_is_sent() {
    for case in cases() {
        for given in ["[]", "7", "null", "text", "", "{", r#"{"a": 1} {}"#, "@fields", "@-"] {
            let api = Fake::of([]);
            let line = [case.command, &["--extra", given]].concat();
            let run = doapi(line).file("id.pub", KEY).file("fields", "[1]").stdin("\"text\"").at(&api).run();
            let run = run.exits(2).prints("");
            assert_eq!(run.complaints().len(), 1, "{:?} {given}: {run}", case.command);
            api.finish();
        }
    }
}

#[test]
fn what_says_which_object_is_meant_is_refused_before_any_request() {
    for case in cases() {
        for name in ["id", "name", "names"] {
            let api = Fake::of([]);
            let extra = json!({"odd": 1, name: ["other"]}).to_string();
            let line = [case.command, &["--extra", &extra]].concat();
            let run = doapi(line).file("id.pub", KEY).at(&api).run().exits(2).prints("");
            assert!(run.stderr.contains(&format!("--extra must not hold {name:?}")), "{:?}: {run}", case.command);
            api.finish();
        }
    }
}

#[test]
fn each_of_several_new_tags_gets_the_fields_also_from_stdin() {
    let tag = |name: &str| post("/v2/tags", json!({"name": name, "odd": 1})).gives(201, json!({"tag": {"name": name}}));
    let api = Fake::steps([vec![tag("one"), tag("two")]]);
    let run = doapi(["tag", "new", "one", "two", "--extra", "@-"]).stdin(r#"{"odd": 1}"#).at(&api).run().succeeds();
    assert_eq!(run.each("name"), json!(["one", "two"]));
    api.finish();
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_before_any_request() {
    for case in cases() {
        let api = Fake::of([]);
        let line = [case.command, &["--extra", "@missing"]].concat();
        doapi(line).file("id.pub", KEY).at(&api).run().exits(1).prints("").says("missing");
        api.finish();
    }
}
