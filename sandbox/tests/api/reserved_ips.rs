//! `/v2/reserved_ips` and `/v2/floating_ips`.

mod actions;

use serde_json::{Value, json};

use crate::client::{Answer, Api, account, slow_account};

const FAMILIES: [&str; 2] = ["floating_ip", "reserved_ip"];

/// Three droplets, of which the third is elsewhere, and an address that the first has and one that nobody has.
fn seed() -> Value {
    json!({
        "droplets": [
            {"id": 1, "name": "a", "region": "nyc3"},
            {"id": 2, "name": "b", "region": "nyc3"},
            {"id": 3, "name": "c", "region": "sfo3"},
        ],
        "reserved_ips": [{"ip": "192.0.2.10", "droplet": "a"}, {"ip": "45.55.96.47", "region": "nyc3"}],
    })
}

fn act(api: &Api, ip: &str, body: &Value) -> Answer {
    api.post(&format!("/v2/reserved_ips/{ip}/actions"), body)
}

fn droplet_of(api: &Api, ip: &str) -> Value {
    let answer = api.get(&format!("/v2/reserved_ips/{ip}"));
    let droplet = answer.at("/reserved_ip/droplet");
    droplet.get("id").cloned().unwrap_or_default()
}

#[test]
fn the_same_addresses_are_under_both_names() {
    let api = account(seed());
    for family in FAMILIES {
        let list = api.get(&format!("/v2/{family}s"));
        assert_eq!(list.at("/meta/total"), 2);
        assert_eq!(list.keys(&format!("/{family}s/0")), "ip droplet region locked project_id");
        let one = api.get(&format!("/v2/{family}s/192.0.2.10"));
        assert_eq!(one.at(&format!("/{family}")), list.at(&format!("/{family}s/0")));
        assert_eq!(one.at(&format!("/{family}/droplet")), api.value("/v2/droplets/1", "/droplet"));
        assert_eq!(one.at(&format!("/{family}/locked")), false);
        assert_eq!(api.get(&format!("/v2/{family}s/192.0.2.99")).status, 404);
    }
}

#[test]
fn an_address_for_a_region_is_reserved_at_once() {
    let api = slow_account(json!({}));
    for family in FAMILIES {
        let answer = api.post(&format!("/v2/{family}s"), &json!({"region": "nyc3"}));
        assert_eq!(answer.expect(202, "/links"), json!({}));
        assert_eq!(answer.at(&format!("/{family}/droplet")), Value::Null);
        assert_eq!(answer.at(&format!("/{family}/locked")), false);
        let ip = answer.at(&format!("/{family}/ip"));
        let path = format!("/v2/{family}s/{}/actions", ip.as_str().unwrap());
        let action = api.value(&path, "/actions/0");
        assert_eq!((&action["type"], &action["status"]), (&json!("reserve_ip"), &json!("completed")));
        assert_eq!(action["resource_type"], family);
    }
}

#[test]
fn an_address_for_a_droplet_is_locked_until_the_droplet_has_it() {
    let api = slow_account(seed());
    let answer = api.post("/v2/reserved_ips", &json!({"droplet_id": 2, "region": "nyc3"}));
    assert_eq!(answer.expect(202, "/reserved_ip/droplet"), Value::Null);
    assert_eq!(answer.at("/reserved_ip/locked"), true);
    let url = api.sandbox.url();
    let id = answer.at("/links/actions/0/id");
    let links = json!({
        "droplets": [{"id": 2, "rel": "droplet", "href": format!("{url}/v2/droplets/2")}],
        "actions": [{"id": id, "rel": "assign_ip", "href": format!("{url}/v2/actions/{id}")}],
    });
    assert_eq!(answer.at("/links").to_string(), links.to_string());
    let ip = answer.at("/reserved_ip/ip");
    let ip = ip.as_str().unwrap();
    assert_eq!(api.value(&format!("/v2/actions/{id}"), "/action/status"), "in-progress");
    api.finish();
    assert_eq!(api.value(&format!("/v2/actions/{id}"), "/action/status"), "completed");
    assert_eq!(droplet_of(&api, ip), 2);
    assert_eq!(api.value(&format!("/v2/reserved_ips/{ip}"), "/reserved_ip/locked"), false);
}

#[test]
fn addresses_that_cannot_be_made_are_refused() {
    let table = [
        (json!({}), "Region can't be blank"),
        (json!({"region": "mars1"}), "Region is not available"),
        (json!({"region": "sfo1"}), "Region is not available"),
        (json!({"droplet_id": 9}), "The droplet could not be found."),
        (json!({"droplet_id": 1}), "The droplet already has a floating IP."),
        (json!({"droplet_id": 3, "region": "nyc3"}), "The floating IP and the droplet must be in the same region."),
    ];
    let api = account(seed());
    for (body, message) in table {
        api.post("/v2/reserved_ips", &body).refused(422, message);
    }
}

#[test]
fn an_account_has_so_many_addresses_and_no_more() {
    let mut seed = seed();
    seed["account"] = json!({"floating_ip_limit": 2, "reserved_ip_limit": 2});
    let api = account(seed);
    for (family, name) in [("floating_ips", "floating"), ("reserved_ips", "reserved")] {
        let answer = api.post(&format!("/v2/{family}"), &json!({"region": "nyc3"}));
        answer.refused(422, &format!("creating this/these {name} IP(s) will exceed your {name} IP limit"));
    }
}

#[test]
fn a_deleted_address_is_gone_also_when_a_droplet_has_it() {
    let api = account(seed());
    for (ip, status, body) in [("192.0.2.10", 202, " "), ("45.55.96.47", 204, "")] {
        let path = format!("/v2/floating_ips/{ip}");
        let deleted = api.delete(&path);
        assert_eq!((deleted.status, deleted.body.as_str()), (status, body));
        let html = deleted.header("content-type").is_some_and(|it| it.starts_with("text/html"));
        assert_eq!(html, status == 202);
        assert_eq!(api.get(&path).status, 404);
        assert_eq!(api.delete(&path).status, 404);
    }
}

#[test]
fn deleting_an_assigned_address_only_unassigns_it_where_the_seed_says_so() {
    let mut seed = seed();
    seed["delete_assigned_ip"] = json!("unassigns");
    let api = account(seed);
    let path = "/v2/reserved_ips/192.0.2.10";
    assert_eq!(api.delete(path).status, 202);
    assert_eq!(droplet_of(&api, "192.0.2.10"), Value::Null);
    assert_eq!(api.delete(path).status, 204);
    assert_eq!(api.get(path).status, 404);
}

#[test]
fn the_address_of_a_destroyed_droplet_stays_reserved() {
    let api = account(seed());
    assert_eq!(api.delete("/v2/droplets/1").status, 204);
    assert_eq!(droplet_of(&api, "192.0.2.10"), Value::Null);
    let unassign = json!({"type": "unassign"});
    let message = "The floating IP is not assigned to a droplet.";
    api.post("/v2/reserved_ips/192.0.2.10/actions", &unassign).refused(422, message);
}
