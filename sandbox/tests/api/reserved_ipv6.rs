//! `/v2/reserved_ipv6`.

use serde_json::{Value, json};

use crate::client::{account, slow_account};

fn seed() -> Value {
    json!({
        "droplets": [{"id": 1, "name": "web-1"}, {"id": 2, "name": "far", "region": "fra1"}],
        "reserved_ipv6s": [{"ip": "2001:db8:ffff::7"}],
    })
}

const PATH: &str = "/v2/reserved_ipv6/2001:db8:ffff::7";

#[test]
fn an_address_is_reserved_and_released() {
    let api = account(seed());
    let made = api.post("/v2/reserved_ipv6", &json!({"region_slug": "nyc3"}));
    assert_eq!((made.status, made.keys("/reserved_ipv6").as_str()), (201, "ip region_slug reserved_at droplet"));
    let ip = made.at("/reserved_ipv6/ip");
    let path = format!("/v2/reserved_ipv6/{}", ip.as_str().unwrap());
    assert_eq!(api.value(&path, "/reserved_ipv6/droplet"), Value::Null);
    assert_eq!(api.value("/v2/reserved_ipv6", "/meta/total"), 2);
    assert_eq!(api.delete(&path).status, 204);
    assert_eq!(api.get(&path).status, 404);
    for body in [json!({}), json!({"region_slug": "ams2"})] {
        assert_eq!(api.post("/v2/reserved_ipv6", &body).status, 422, "{body}");
    }
}

#[test]
fn an_address_comes_to_a_droplet_and_leaves_it() {
    let api = account(seed());
    let actions = format!("{PATH}/actions");
    let assign = json!({"type": "assign", "droplet_id": 1});
    let action = api.post(&actions, &assign).expect(201, "/action");
    assert_eq!((&action["type"], &action["resource_type"]), (&json!("assign_ip"), &json!("reserved_ipv6")));
    assert_eq!(api.value(&format!("/v2/actions/{}", action["id"]), "/action/status"), "completed");
    // The same address in another spelling.
    let spelled = "/v2/reserved_ipv6/2001:0db8:ffff:0::7";
    assert_eq!(api.value(spelled, "/reserved_ipv6/droplet/name"), "web-1");
    assert_eq!(api.delete(PATH).status, 422);
    assert_eq!(api.post(&actions, &json!({"type": "unassign"})).status, 201);
    assert_eq!(api.value(PATH, "/reserved_ipv6/droplet"), Value::Null);
    assert_eq!(api.post(&actions, &assign).status, 201);
    assert_eq!(api.delete("/v2/droplets/1").status, 204);
    assert_eq!(api.delete(PATH).status, 204);
}

#[test]
fn what_cannot_be_assigned_is_refused() {
    let api = slow_account(seed());
    let actions = format!("{PATH}/actions");
    for (body, status) in [
        (json!({"type": "assign"}), 422),
        (json!({"type": "assign", "droplet_id": 9}), 422),
        (json!({"type": "assign", "droplet_id": 2}), 422),
        (json!({"type": "unassign"}), 422),
        (json!({"type": "move"}), 404),
    ] {
        assert_eq!(api.post(&actions, &body).status, status, "{body}");
    }
    assert_eq!(api.post(&actions, &json!({"type": "assign", "droplet_id": 1})).status, 201);
    let message = "The reserved IPv6 already has a pending event.";
    api.post(&actions, &json!({"type": "assign", "droplet_id": 1})).refused(422, message);
    api.delete(PATH).refused(422, message);
}
