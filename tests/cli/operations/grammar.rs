//! The options of fields: their shapes, and how they go together with `--body` and `--extra`.

use serde_json::json;

use super::{CLUSTER, on};
use crate::fake::Fake;
use crate::runner::{doapi, line};
use crate::script::post;

#[test]
fn all_shapes_of_fields_make_one_body() {
    let rules = json!([
        {"protocol": "tcp", "ports": "22", "sources": {"addresses": ["0.0.0.0/0", "::/0"]}},
        {"protocol": "icmp", "ports": "", "sources": {"tags": ["a,b"]}},
        {"protocol": "udp", "ports": "53", "sources": {"droplet_ids": [7]}},
    ]);
    let body = json!({"name": "web", "inbound_rules": rules, "tags": ["x"], "droplet_ids": [7]});
    let made = Fake::of([post("/v2/firewalls", body).gives(202, json!({"firewall": {"id": "1"}}))]);
    let arguments = [
        "firewall",
        "new",
        "--name",
        "web",
        "--tags",
        "x",
        "--droplet-ids",
        "7",
        "--inbound-rules",
        "protocol=tcp,ports=22,sources.addresses=0.0.0.0/0,sources.addresses=::/0",
        "--inbound-rules",
        r#"protocol=icmp,ports=,sources.tags="a,b""#,
        "--inbound-rules",
        "@rule.json",
    ];
    let rule = r#"{"protocol": "udp", "ports": "53", "sources": {"droplet_ids": [7]}}"#;
    doapi(arguments).at(&made).file("rule.json", rule).run().succeeds();
    made.finish();
}

#[test]
fn options_are_laid_over_the_body_and_extra_over_both() {
    let sent = json!({"name": "b", "region": "fra1", "size_gigabytes": 20, "tags": ["t"], "new_field": {"x": 1}});
    let api = Fake::of([post("/v2/volumes", sent).gives(201, json!({"volume": {"id": "1"}}))]);
    let body = r#"{"name": "a", "region": "fra1", "size_gigabytes": 10, "tags": ["t"]}"#;
    let extra = r#"{"new_field": {"x": 1}, "size_gigabytes": 20}"#;
    doapi(["volume", "new", "--body", body, "--name", "b", "--extra", extra]).at(&api).run().succeeds();
    api.finish();
}

#[test]
fn numbers_are_sent_as_they_are_spelt() {
    let api = Fake::of([post("/v2/volumes", json!({"name": "a", "size_gigabytes": 1e1, "region": "7"}))]);
    doapi(["volume", "new", "--body", r#"{"name":"a","size_gigabytes":1.0e1}"#, "--region", "7"])
        .at(&api)
        .run()
        .succeeds();
    assert_eq!(api.requests()[0].body, r#"{"name":"a","size_gigabytes":1.0e1,"region":"7"}"#);
    api.finish();
}

#[test]
fn an_unknown_key_of_a_body_is_a_warning() {
    let api = Fake::of([post("/v2/volumes", json!({"name": "a", "sise": 1}))]);
    let run = doapi(["volume", "new", "--body", r#"{"name":"a","sise":1}"#]).at(&api).run();
    run.exits(0).says("doapi: warning: --body has \"sise\"");
    api.finish();
}

#[test]
fn a_skeleton_is_printed_without_a_request_and_is_a_body() {
    let skeleton = line("volume new --skeleton").run().succeeds();
    assert_eq!(skeleton.json()["size_gigabytes"], 0);
    let api = Fake::of([post("/v2/volumes", skeleton.json())]);
    doapi(["volume", "new", "--body", "@-"]).stdin(&skeleton.stdout).at(&api).run().succeeds();
    api.finish();
}

#[test]
fn a_field_whose_name_is_a_universal_option_has_another() {
    let help = line("database new --help").run().exits(0);
    assert!(help.stdout.contains("--version <TEXT>"), "{help}");
    let made = post(&format!("/v2/databases/{CLUSTER}/topics"), json!({"name": "t"}));
    on([made.gives(201, json!({"topic": {"name": "t"}}))], &format!("database topic new {CLUSTER} --name t"))
        .succeeds();
}
