//! `/v2/vpcs` and `/v2/vpc_peerings`.

use serde_json::{Value, json};

use crate::client::{Api, account, slow_account, start};
use doapi_sandbox::Config;

/// Makes a network, and gives it.
fn make(api: &Api, fields: &Value) -> Value {
    let mut body = json!({"name": "prod", "region": "nyc3"});
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    api.post("/v2/vpcs", &body).expect(201, "/vpc")
}

fn path_of(vpc: &Value) -> String {
    format!("/v2/vpcs/{}", vpc["id"].as_str().unwrap())
}

#[test]
fn a_network_is_made_changed_and_deleted() {
    let api = account(json!({}));
    let vpc = make(&api, &json!({"ip_range": "10.10.10.0/24", "description": "d"}));
    let shown = (&vpc["ip_range"], &vpc["description"], &vpc["default"]);
    assert_eq!(shown, (&json!("10.10.10.0/24"), &json!("d"), &json!(false)));
    assert_eq!(vpc["urn"], json!(format!("do:vpc:{}", vpc["id"].as_str().unwrap())));
    let path = path_of(&vpc);
    assert_eq!(api.get(&path).keys("/vpc"), "id urn name description region ip_range created_at default");
    assert_eq!(api.ask("PATCH", &path, r#"{"name":"stage"}"#).expect(200, "/vpc/description"), "d");
    assert_eq!(api.ask("PUT", &path, r#"{"name":"stage"}"#).expect(200, "/vpc/description"), "");
    assert_eq!(api.delete(&path).status, 204);
    assert_eq!(api.get(&path).status, 404);
}

#[test]
fn droplets_are_in_the_network_that_was_asked_for() {
    let api = account(json!({}));
    let vpc = make(&api, &json!({"ip_range": "10.10.10.0/24"}));
    let body = json!({"name": "a", "size": "s-1vcpu-1gb", "image": "debian-12-x64", "vpc_uuid": vpc["id"]});
    let id = api.post("/v2/droplets", &body).number("/droplet/id");
    let droplet = api.value(&format!("/v2/droplets/{id}"), "/droplet");
    assert_eq!((&droplet["vpc_uuid"], &droplet["region"]["slug"]), (&vpc["id"], &json!("nyc3")));
    let private = droplet["networks"]["v4"][1]["ip_address"].as_str().unwrap();
    assert!(private.starts_with("10.10.10."), "{private}");
    let members = format!("{}/members", path_of(&vpc));
    let member = api.value(&members, "/members/0");
    assert_eq!((&member["name"], &member["urn"]), (&json!("a"), &json!(format!("do:droplet:{id}"))));
    assert_eq!(api.value(&format!("{members}?resource_type=droplet"), "/meta/total"), 1);
    assert_eq!(api.value(&format!("{members}?resource_type=dbaas"), "/meta/total"), 0);
    api.delete(&path_of(&vpc)).refused(403, "Can not delete VPC with members");
    assert_eq!(api.delete(&format!("/v2/droplets/{id}")).status, 204);
    assert_eq!(api.delete(&path_of(&vpc)).status, 204);
}

#[test]
fn a_region_has_one_default_network() {
    let api = account(json!({}));
    let vpc = make(&api, &json!({}));
    let changed = api.ask("PATCH", &path_of(&vpc), r#"{"default":true}"#);
    assert_eq!(changed.expect(200, "/vpc/default"), true);
    let all = api.value("/v2/vpcs?per_page=200", "/vpcs");
    let defaults = all.as_array().unwrap().iter().filter(|it| it["region"] == "nyc3" && it["default"] == true);
    assert_eq!(defaults.count(), 1);
    let body = json!({"name": "a", "size": "s-1vcpu-1gb", "image": "debian-12-x64", "region": "nyc3"});
    let id = api.post("/v2/droplets", &body).number("/droplet/id");
    assert_eq!(api.value(&format!("/v2/droplets/{id}"), "/droplet/vpc_uuid"), vpc["id"]);
    api.delete(&path_of(&vpc)).refused(403, "Can not delete default VPCs");
}

#[test]
fn what_is_not_a_network_is_refused() {
    let api = account(json!({}));
    make(&api, &json!({}));
    let overlap = "This range/size overlaps with another VPC network in your account: 10.124.0.0/20";
    api.post("/v2/vpcs", &json!({"name": "b", "region": "nyc3", "ip_range": "10.124.1.0/24"})).refused(422, overlap);
    for (fields, status) in [
        (json!({"name": "prod", "region": "nyc3"}), 422),
        (json!({"name": "a b", "region": "nyc3"}), 422),
        (json!({"name": "b"}), 422),
        (json!({"name": "b", "region": "ams2"}), 422),
        (json!({"name": "b", "region": "nyc3", "ip_range": "8.8.8.0/24"}), 422),
        (json!({"name": "b", "region": "nyc3", "description": "d".repeat(256)}), 422),
    ] {
        assert_eq!(api.post("/v2/vpcs", &fields).status, status, "{fields}");
    }
    let ranges: Vec<Value> =
        (0..3).map(|n| make(&api, &json!({"name": format!("n{n}")}))["ip_range"].clone()).collect();
    assert!(ranges[0] != ranges[1] && ranges[1] != ranges[2], "{ranges:?}");
}

#[test]
fn networks_are_peered() {
    let api = slow_account(json!({}));
    let (one, other) = (make(&api, &json!({})), make(&api, &json!({"name": "other", "region": "fra1"})));
    let body = json!({"name": "link", "vpc_ids": [one["id"], other["id"]]});
    let peering = api.post("/v2/vpc_peerings", &body).expect(202, "/vpc_peering");
    assert_eq!((&peering["status"], &peering["vpc_ids"]), (&json!("PROVISIONING"), &body["vpc_ids"]));
    assert_eq!(api.post("/v2/vpc_peerings", &body).status, 409);
    assert_eq!(api.value("/v2/vpc_peerings?region=fra1", "/meta/total"), 1);
    assert_eq!(api.value("/v2/vpc_peerings?region=lon1", "/meta/total"), 0);
    assert_eq!(api.value(&format!("{}/peerings", path_of(&other)), "/peerings/0/id"), peering["id"]);
    let path = format!("/v2/vpc_peerings/{}", peering["id"].as_str().unwrap());
    assert_eq!(api.ask("PATCH", &path, r#"{"name":"new"}"#).expect(200, "/vpc_peering/name"), "new");
    api.delete(&path_of(&one)).refused(403, "Can not delete VPC with peerings");
    assert_eq!(api.delete(&path).expect(202, "/vpc_peering/status"), "DELETING");
    assert_eq!(api.get(&path).status, 404);
    let below = json!({"name": "link", "vpc_id": other["id"]});
    let below = api.post(&format!("{}/peerings", path_of(&one)), &below);
    assert_eq!(below.expect(202, "/peering/vpc_ids"), body["vpc_ids"]);
    for (vpc_ids, status) in
        [(json!([one["id"]]), 422), (json!([one["id"], one["id"]]), 422), (json!([one["id"], "x"]), 404)]
    {
        assert_eq!(api.post("/v2/vpc_peerings", &json!({"name": "x", "vpc_ids": vpc_ids})).status, status);
    }
    let fast = account(json!({}));
    let (one, other) = (make(&fast, &json!({})), make(&fast, &json!({"name": "other"})));
    let body = json!({"name": "link", "vpc_ids": [one["id"], other["id"]]});
    assert_eq!(fast.post("/v2/vpc_peerings", &body).expect(202, "/vpc_peering/status"), "ACTIVE");
}

#[test]
fn a_seed_brings_networks_and_a_state_keeps_them() {
    let api = account(json!({
        "vpcs": [{"name": "prod", "default": true}, {"id": "v-1", "name": "own", "ip_range": "10.9.0.0/16"}],
        "droplets": [{"name": "a"}, {"name": "b", "vpc_uuid": "v-1"}],
    }));
    assert_eq!(api.value("/v2/vpcs", "/meta/total"), 17);
    assert_eq!(api.value("/v2/vpcs/v-1/members", "/members/0/name"), "b");
    let vpc = api.value("/v2/droplets", "/droplets/0/vpc_uuid");
    assert_eq!(api.value(&format!("/v2/vpcs/{}", vpc.as_str().unwrap()), "/vpc/name"), "prod");
    let kept = api.sandbox.with_state(|state| state.to_json());
    let again = start(Config { seed: Some(kept), ..Config::default() });
    assert_eq!(again.value("/v2/vpcs?per_page=50", "/vpcs"), api.value("/v2/vpcs?per_page=50", "/vpcs"));
}
