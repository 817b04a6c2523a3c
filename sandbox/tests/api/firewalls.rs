//! `/v2/firewalls`.

use serde_json::{Value, json};

use crate::client::{Api, account, slow_account, start};
use doapi_sandbox::Config;

fn seed() -> Value {
    json!({"tags": ["web", "db"], "droplets": [
        {"id": 1, "name": "web-1", "tags": ["web"]}, {"id": 2, "name": "db-1"}, {"id": 3, "name": "spare"},
    ]})
}

fn ssh() -> Value {
    json!({"protocol": "tcp", "ports": "22", "sources": {"addresses": ["18.0.0.0/8"], "tags": ["db"]}})
}

fn anywhere() -> Value {
    json!({"protocol": "icmp", "destinations": {"addresses": ["0.0.0.0/0", "::/0"]}})
}

fn body(fields: &Value) -> Value {
    let mut body = json!({"name": "fw", "inbound_rules": [ssh()], "outbound_rules": [anywhere()]});
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// Makes a firewall, and gives its path.
fn make(api: &Api, fields: &Value) -> String {
    let made = api.post("/v2/firewalls", &body(fields)).expect(202, "/firewall/id");
    format!("/v2/firewalls/{}", made.as_str().unwrap())
}

fn names_of(api: &Api, droplet: u64) -> Value {
    let all = api.value(&format!("/v2/droplets/{droplet}/firewalls"), "/firewalls");
    all.as_array().unwrap().iter().map(|it| it["name"].clone()).collect()
}

#[test]
fn a_firewall_reaches_its_droplets_after_a_while() {
    let api = slow_account(seed());
    let made = api.post("/v2/firewalls", &body(&json!({"droplet_ids": [2, "3", 2], "tags": ["WEB"]})));
    let keys = "id name status inbound_rules outbound_rules created_at droplet_ids tags pending_changes";
    assert_eq!((made.status, made.keys("/firewall").as_str()), (202, keys));
    let firewall = made.at("/firewall");
    assert_eq!((&firewall["droplet_ids"], &firewall["tags"]), (&json!([2, 3]), &json!(["web"])));
    let pending = |id: u64| json!({"droplet_id": id, "removing": false, "status": "waiting"});
    assert_eq!(firewall["status"], "waiting");
    assert_eq!(firewall["pending_changes"], json!([pending(1), pending(2), pending(3)]));
    assert_eq!(firewall["inbound_rules"], json!([ssh()]));
    assert_eq!(firewall["outbound_rules"][0]["ports"], "0");
    let fast = account(seed());
    let settled = fast.value(&make(&fast, &json!({"droplet_ids": [2]})), "/firewall");
    assert_eq!((&settled["status"], &settled["pending_changes"]), (&json!("succeeded"), &json!([])));
    let idle = slow_account(seed());
    assert_eq!(idle.value(&make(&idle, &json!({})), "/firewall/status"), "succeeded");
}

#[test]
fn droplets_and_tags_come_and_go() {
    let api = account(seed());
    let path = make(&api, &json!({"tags": ["web"]}));
    assert_eq!([names_of(&api, 1), names_of(&api, 2)], [json!(["fw"]), json!([])]);
    let droplets = json!({"droplet_ids": [2]});
    assert_eq!(api.post(&format!("{path}/droplets"), &droplets).status, 204);
    assert_eq!(api.post(&format!("{path}/droplets"), &droplets).status, 204);
    assert_eq!(api.value(&path, "/firewall/droplet_ids"), json!([2]));
    assert_eq!(names_of(&api, 2), json!(["fw"]));
    assert_eq!(api.ask("DELETE", &format!("{path}/tags"), r#"{"tags":["web","none"]}"#).status, 204);
    assert_eq!(names_of(&api, 1), json!([]));
    assert_eq!(api.delete("/v2/droplets/2").status, 204);
    assert_eq!(api.value(&path, "/firewall/droplet_ids"), json!([]));
    assert_eq!(api.post(&format!("{path}/tags"), &json!({"tags": ["db"]})).status, 204);
    assert_eq!(api.delete("/v2/tags/db").status, 204);
    assert_eq!(api.value(&path, "/firewall/tags"), json!([]));
}

#[test]
fn rules_come_and_go() {
    let api = account(seed());
    let path = make(&api, &json!({}));
    let web = json!({"protocol": "tcp", "ports": "all", "sources": {"droplet_ids": [1], "tags": null}});
    let rules = format!("{path}/rules");
    assert_eq!(api.post(&rules, &json!({"inbound_rules": [web]})).status, 204);
    let stored = json!({"protocol": "tcp", "ports": "0", "sources": {"droplet_ids": [1]}});
    assert_eq!(api.value(&path, "/firewall/inbound_rules"), json!([ssh(), stored]));
    let both = json!({"inbound_rules": [ssh()], "outbound_rules": [anywhere()]});
    assert_eq!(api.ask("DELETE", &rules, &both.to_string()).status, 204);
    assert_eq!(api.value(&path, "/firewall/inbound_rules"), json!([stored]));
    assert_eq!(api.value(&path, "/firewall/outbound_rules"), json!([]));
}

#[test]
fn a_put_replaces_everything() {
    let api = account(seed());
    let path = make(&api, &json!({"droplet_ids": [2], "tags": ["web"]}));
    let created = api.value(&path, "/firewall/created_at");
    let new = json!({"name": "fw2", "inbound_rules": [ssh()]});
    let replaced = api.ask("PUT", &path, &new.to_string()).expect(200, "/firewall");
    assert_eq!((&replaced["name"], &replaced["created_at"]), (&json!("fw2"), &created));
    for key in ["outbound_rules", "droplet_ids", "tags"] {
        assert_eq!(replaced[key], json!([]), "{key}");
    }
    assert_eq!(api.delete(&path).status, 204);
    assert_eq!(api.get(&path).status, 404);
}

#[test]
fn what_is_not_a_firewall_is_refused() {
    let api = account(seed());
    make(&api, &json!({}));
    let table = [
        (json!({}), 409),
        (json!({"name": "a b"}), 422),
        (json!({"name": "fw2", "inbound_rules": [], "outbound_rules": []}), 422),
        (json!({"name": "fw2", "droplet_ids": [7]}), 422),
        (json!({"name": "fw2", "tags": ["unknown"]}), 422),
        (
            json!({"name": "fw2", "inbound_rules": [{"protocol": "gre", "ports": "1", "sources": {"tags": ["web"]}}]}),
            422,
        ),
        (json!({"name": "fw2", "inbound_rules": [{"protocol": "tcp", "ports": "1", "sources": {}}]}), 422),
        (json!({"name": "fw2", "inbound_rules": [anywhere()]}), 422),
        (json!({"name": "fw2", "inbound_rules": [{"protocol": "tcp", "sources": {"colour": 1}}]}), 400),
    ];
    for (fields, status) in table {
        assert_eq!(api.post("/v2/firewalls", &body(&fields)).status, status, "{fields}");
    }
    assert_eq!(api.value("/v2/firewalls", "/meta/total"), 1);
    for (method, path) in [("GET", "x"), ("PUT", "x"), ("DELETE", "x"), ("POST", "x/rules")] {
        assert_eq!(api.ask(method, &format!("/v2/firewalls/{path}"), "{}").status, 404, "{method} {path}");
    }
}

#[test]
fn a_seed_brings_firewalls_and_a_state_keeps_them() {
    let mut seed = seed();
    seed["firewalls"] = json!([{"name": "fw", "tags": ["web"], "inbound_rules": [ssh()]}]);
    let api = account(seed);
    assert_eq!(names_of(&api, 1), json!(["fw"]));
    let kept = api.sandbox.with_state(|state| state.to_json());
    let again = start(Config { seed: Some(kept), ..Config::default() });
    assert_eq!(again.value("/v2/firewalls", "/firewalls"), api.value("/v2/firewalls", "/firewalls"));
}
