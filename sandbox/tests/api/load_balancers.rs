//! `/v2/load_balancers` and `/v2/certificates`.

use serde_json::{Value, json};

use crate::client::{Api, account, slow_account, start};
use doapi_sandbox::Config;

const PEM: &str = "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n";

fn seed() -> Value {
    json!({"domains": [{"name": "example.com"}], "droplets": [
        {"id": 1, "name": "web-1", "tags": ["web"]}, {"id": 2, "name": "web-2", "tags": ["web"]},
        {"id": 3, "name": "far", "region": "fra1"},
    ]})
}

fn http() -> Value {
    json!({"entry_protocol": "http", "entry_port": 80, "target_protocol": "http", "target_port": 8080})
}

fn body(fields: &Value) -> Value {
    let mut body = json!({"name": "lb", "region": "nyc3", "forwarding_rules": [http()]});
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// Makes a load balancer, and gives its path.
fn make(api: &Api, fields: &Value) -> String {
    let made = api.post("/v2/load_balancers", &body(fields)).expect(202, "/load_balancer/id");
    format!("/v2/load_balancers/{}", made.as_str().unwrap())
}

#[test]
fn a_load_balancer_is_new_and_then_active_with_an_address() {
    let slow = slow_account(seed());
    let new = slow.post("/v2/load_balancers", &body(&json!({"droplet_ids": [1]}))).expect(202, "/load_balancer");
    assert_eq!((&new["status"], &new["ip"]), (&json!("new"), &json!("")));
    assert_eq!((&new["algorithm"], &new["size"]), (&json!("round_robin"), &json!("lb-small")));
    assert_eq!(new["health_check"]["path"], "/");
    assert_eq!((&new["sticky_sessions"], &new["region"]["slug"]), (&json!({"type": "none"}), &json!("nyc3")));
    let api = account(seed());
    let active = api.value(&make(&api, &json!({})), "/load_balancer");
    assert_eq!(active["status"], "active");
    assert!(active["ip"].as_str().unwrap().parse::<std::net::Ipv4Addr>().is_ok(), "{active}");
    assert!(active["vpc_uuid"].is_string() && active["project_id"].is_string());
}

#[test]
fn droplets_are_named_by_id_or_by_a_tag() {
    let api = account(seed());
    let path = make(&api, &json!({"tag": "web"}));
    assert_eq!(api.value(&path, "/load_balancer/droplet_ids"), json!([1, 2]));
    assert_eq!(api.post(&format!("{path}/droplets"), &json!({"droplet_ids": [1]})).status, 422);
    let path = make(&api, &json!({"droplet_ids": [1]}));
    assert_eq!(api.post(&format!("{path}/droplets"), &json!({"droplet_ids": [2, 2, 1]})).status, 204);
    assert_eq!(api.value(&path, "/load_balancer/droplet_ids"), json!([2, 1]));
    assert_eq!(api.ask("DELETE", &format!("{path}/droplets"), r#"{"droplet_ids":[2]}"#).status, 204);
    assert_eq!(api.delete("/v2/droplets/1").status, 204);
    assert_eq!(api.value(&path, "/load_balancer/droplet_ids"), json!([]));
}

#[test]
fn rules_come_and_go_and_a_put_replaces_everything() {
    let api = account(seed());
    let path = make(&api, &json!({"droplet_ids": [1], "algorithm": "least_connections"}));
    let tcp = json!({"entry_protocol": "tcp", "entry_port": 5000, "target_protocol": "tcp", "target_port": 5000});
    let rules = format!("{path}/forwarding_rules");
    assert_eq!(api.post(&rules, &json!({"forwarding_rules": [tcp]})).status, 204);
    assert_eq!(api.value(&path, "/load_balancer/forwarding_rules/1/entry_port"), 5000);
    assert_eq!(api.ask("DELETE", &rules, &json!({"forwarding_rules": [http()]}).to_string()).status, 204);
    assert_eq!(api.value(&path, "/load_balancer/forwarding_rules").as_array().unwrap().len(), 1);
    let put = api.ask("PUT", &path, &body(&json!({"name": "new"})).to_string()).expect(200, "/load_balancer");
    assert_eq!((&put["name"], &put["droplet_ids"]), (&json!("new"), &json!([])));
    assert_eq!(put["algorithm"], "round_robin");
    assert_eq!(api.delete(&format!("{path}/cache")).status, 204);
    assert_eq!(api.delete(&path).status, 204);
    assert_eq!(api.get(&path).status, 404);
}

#[test]
fn what_is_not_a_load_balancer_is_refused() {
    let api = account(seed());
    let gre = json!([{"entry_protocol": "gre", "entry_port": 1, "target_protocol": "tcp", "target_port": 1}]);
    let port = json!([{"entry_protocol": "tcp", "entry_port": 0, "target_protocol": "tcp", "target_port": 1}]);
    let mut tls = http();
    tls["certificate_id"] = json!("none");
    for (fields, status) in [
        (json!({"name": null}), 422),
        (json!({"region": null}), 422),
        (json!({"region": "ams2"}), 422),
        (json!({"forwarding_rules": []}), 422),
        (json!({"forwarding_rules": gre}), 422),
        (json!({"forwarding_rules": port}), 422),
        (json!({"forwarding_rules": [tls]}), 422),
        (json!({"forwarding_rules": "all"}), 400),
        (json!({"droplet_ids": [9]}), 422),
        (json!({"droplet_ids": [3]}), 422),
        (json!({"droplet_ids": [1], "tag": "web"}), 422),
        (json!({"vpc_uuid": "none"}), 404),
        (json!({"project_id": "none"}), 404),
        (json!({"algorithm": "fastest"}), 422),
    ] {
        assert_eq!(api.post("/v2/load_balancers", &body(&fields)).status, status, "{fields}");
    }
    assert_eq!(api.value("/v2/load_balancers", "/meta/total"), 0);
}

#[test]
fn a_certificate_of_ones_own_is_verified_and_kept_while_it_is_used() {
    let api = account(seed());
    let body = json!({"name": "own", "private_key": PEM, "leaf_certificate": PEM});
    let made = api.post("/v2/certificates", &body).expect(201, "/certificate");
    assert_eq!((&made["state"], &made["type"]), (&json!("verified"), &json!("custom")));
    assert_eq!(made["sha1_fingerprint"], "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d");
    let mut rule = json!({"entry_protocol": "https", "entry_port": 443, "target_protocol": "http", "target_port": 80});
    rule["certificate_id"] = made["id"].clone();
    let balancer = make(&api, &json!({"forwarding_rules": [rule]}));
    let path = format!("/v2/certificates/{}", made["id"].as_str().unwrap());
    api.delete(&path).refused(403, "Make sure the certificate is not in use before deleting it");
    assert_eq!(api.delete(&balancer).status, 204);
    assert_eq!(api.delete(&path).status, 204);
    assert_eq!(api.get(&path).status, 404);
}

#[test]
fn lets_encrypt_takes_a_while_and_only_domains_of_the_account() {
    let issue = |name: &str, names: Value| json!({"name": name, "type": "lets_encrypt", "dns_names": names});
    let slow = slow_account(seed());
    let names = json!(["example.com", "www.example.com"]);
    let pending = slow.post("/v2/certificates", &issue("le", names.clone())).expect(201, "/certificate");
    assert_eq!((&pending["state"], &pending["dns_names"]), (&json!("pending"), &names));
    assert_eq!((&pending["not_after"], &pending["sha1_fingerprint"]), (&json!(""), &json!("")));
    let api = account(seed());
    assert_eq!(api.post("/v2/certificates", &issue("le", names.clone())).expect(201, "/certificate/state"), "verified");
    assert_eq!(api.value("/v2/certificates?name=le", "/meta/total"), 1);
    assert_eq!(api.value("/v2/certificates?name=x", "/meta/total"), 0);
    for (body, status) in [
        (issue("le", names), 409),
        (issue("a", json!([])), 422),
        (issue("b", json!(["notexample.com"])), 422),
        (json!({"name": "c"}), 422),
        (json!({"name": "d", "type": "paper"}), 422),
        (json!({"private_key": PEM, "leaf_certificate": PEM}), 422),
    ] {
        assert_eq!(api.post("/v2/certificates", &body).status, status, "{body}");
    }
}

#[test]
fn a_seed_brings_them_and_a_state_keeps_them() {
    let mut seed = seed();
    seed["certificates"] = json!([{"name": "own", "dns_names": ["example.com"]}]);
    seed["load_balancers"] = json!([{"name": "lb", "droplet_ids": [1], "forwarding_rules": [http()]}]);
    let api = account(seed);
    assert_eq!(api.value("/v2/load_balancers", "/load_balancers/0/status"), "active");
    let kept = api.sandbox.with_state(|state| state.to_json());
    let again = start(Config { seed: Some(kept), ..Config::default() });
    for family in ["load_balancers", "certificates"] {
        let path = format!("/v2/{family}");
        assert_eq!(again.get(&path).at(&format!("/{family}")), api.get(&path).at(&format!("/{family}")));
    }
}

#[test]
fn a_droplet_that_is_named_twice_is_there_once() {
    let api = account(seed());
    let path = make(&api, &json!({"droplet_ids": [1, 2, 1]}));
    assert_eq!(api.value(&path, "/load_balancer/droplet_ids"), json!([1, 2]));
}

#[test]
fn a_refused_load_balancer_takes_no_address() {
    let ips = |refused: usize| {
        let api = account(seed());
        for _ in 0..refused {
            api.post("/v2/load_balancers", &body(&json!({"droplet_ids": [9]}))).refused(422, "Droplet 9 not found");
            let unknown = body(&json!({"project_id": "00000000-0000-4000-8000-000000000000"}));
            assert_ne!(api.post("/v2/load_balancers", &unknown).status, 202);
        }
        api.value(&make(&api, &json!({})), "/load_balancer/ip")
    };
    assert_eq!(ips(3), ips(0));
}

#[test]
fn a_deleted_tag_chooses_no_droplets_any_more() {
    let api = account(seed());
    let path = make(&api, &json!({"tag": "web"}));
    assert_eq!(api.value(&path, "/load_balancer/droplet_ids"), json!([1, 2]));
    api.delete("/v2/tags/web");
    assert_eq!(api.value(&path, "/load_balancer/tag"), json!(""));
    assert_eq!(api.value(&path, "/load_balancer/droplet_ids"), json!([]));
}
