//! `/v2/reserved_ips/{ip}/actions`.

use serde_json::{Value, json};

use super::{FAMILIES, act, droplet_of, seed};
use crate::client::{account, slow_account};

const BUSY: &str = "The floating IP already has a pending event.";

#[test]
fn assigning_and_unassigning_take_their_time() {
    let api = slow_account(seed());
    let table = [
        ("45.55.96.47", json!({"type": "assign", "droplet_id": 2}), "assign_ip", json!(2)),
        ("192.0.2.10", json!({"type": "unassign"}), "unassign_ip", Value::Null),
    ];
    for (ip, body, verb, droplet) in table {
        let before = droplet_of(&api, ip);
        let answer = act(&api, ip, &body);
        assert_eq!(answer.expect(201, "/action/type"), verb);
        assert_eq!(answer.at("/action/status"), "in-progress");
        let keys = "id status type started_at completed_at resource_id resource_type region region_slug project_id";
        assert_eq!(answer.keys("/action"), keys);
        assert_eq!(api.value(&format!("/v2/reserved_ips/{ip}"), "/reserved_ip/locked"), true);
        assert_eq!(droplet_of(&api, ip), before);
        api.finish();
        assert_eq!(droplet_of(&api, ip), droplet);
    }
}

#[test]
fn an_action_calls_the_address_by_its_number_and_by_the_name_of_the_path() {
    let api = account(seed());
    for family in FAMILIES {
        let kind = if family == "floating_ip" { "assign" } else { "unassign" };
        let path = format!("/v2/{family}s/45.55.96.47/actions");
        let answer = api.post(&path, &json!({"type": kind, "droplet_id": 2}));
        assert_eq!(answer.expect(201, "/action/resource_id"), 758_603_823);
        assert_eq!(answer.at("/action/resource_type"), family);
        let id = answer.at("/action/id");
        assert_eq!(api.value(&format!("{path}/{id}"), "/action/resource_type"), family);
        assert_eq!(api.value(&path, "/actions/0/resource_type"), family);
        assert_eq!(api.value(&path, "/actions/0/id"), id);
        let other = format!("/v2/{family}s/192.0.2.10/actions/{id}");
        assert_eq!(api.get(&other).status, 404);
    }
    assert_eq!(api.value("/v2/actions", "/actions/0/resource_type"), "floating_ip");
}

#[test]
fn an_address_that_another_droplet_has_moves() {
    let api = account(seed());
    assert_eq!(act(&api, "192.0.2.10", &json!({"type": "assign", "droplet_id": 2})).status, 201);
    assert_eq!(droplet_of(&api, "192.0.2.10"), 2);
}

#[test]
fn assignments_that_cannot_be_are_refused() {
    let table = [
        ("45.55.96.47", json!({"type": "assign"}), 422, "Droplet can't be blank"),
        ("45.55.96.47", json!({"type": "assign", "droplet_id": 9}), 422, "The droplet could not be found."),
        ("45.55.96.47", json!({"type": "assign", "droplet_id": 1}), 422, "The droplet already has a floating IP."),
        (
            "45.55.96.47",
            json!({"type": "assign", "droplet_id": 3}),
            422,
            "The floating IP and the droplet must be in the same region.",
        ),
        ("45.55.96.47", json!({"type": "unassign"}), 422, "The floating IP is not assigned to a droplet."),
        ("45.55.96.47", json!({"type": "fly"}), 404, "The specified action type is not available."),
        ("192.0.2.99", json!({"type": "unassign"}), 404, "The resource you were accessing could not be found."),
    ];
    let api = account(seed());
    for (ip, body, status, message) in table {
        act(&api, ip, &body).refused(status, message);
    }
}

#[test]
fn nothing_happens_to_an_address_while_something_is_pending() {
    let api = slow_account(seed());
    assert_eq!(act(&api, "192.0.2.10", &json!({"type": "unassign"})).status, 201);
    act(&api, "192.0.2.10", &json!({"type": "unassign"})).refused(422, BUSY);
    act(&api, "192.0.2.10", &json!({"type": "assign", "droplet_id": 2})).refused(422, BUSY);
    api.delete("/v2/reserved_ips/192.0.2.10").refused(422, BUSY);
    api.finish();
    assert_eq!(api.delete("/v2/reserved_ips/192.0.2.10").status, 204);
}

#[test]
fn a_droplet_with_a_pending_event_gets_no_address() {
    let api = slow_account(seed());
    let pending = "Droplet already has a pending event.";
    let assign = json!({"type": "assign", "droplet_id": 2});
    assert_eq!(api.post("/v2/droplets/2/actions", &json!({"type": "reboot"})).status, 201);
    act(&api, "45.55.96.47", &assign).refused(422, pending);
    api.finish();
    assert_eq!(act(&api, "45.55.96.47", &assign).status, 201);
    api.post("/v2/reserved_ips", &json!({"droplet_id": 2})).refused(422, pending);
}

#[test]
fn an_address_on_its_way_to_a_droplet_that_is_destroyed_meanwhile_stays_free() {
    let api = slow_account(seed());
    assert_eq!(act(&api, "45.55.96.47", &json!({"type": "assign", "droplet_id": 2})).status, 201);
    assert_eq!(api.delete("/v2/droplets/2").status, 204);
    api.finish();
    assert_eq!(droplet_of(&api, "45.55.96.47"), Value::Null);
}
