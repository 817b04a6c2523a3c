//! `/v2/reserved_ips` and `/v2/floating_ips`.

use serde_json::{Value, json};

use crate::client::{Answer, Api, account, slow_account};

const FAMILIES: [&str; 2] = ["floating_ip", "reserved_ip"];
const BUSY: &str = "The floating IP already has a pending event.";

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
        assert_eq!(
            list.keys(&format!("/{family}s/0")),
            "ip droplet region locked project_id"
        );
        let one = api.get(&format!("/v2/{family}s/192.0.2.10"));
        assert_eq!(
            one.at(&format!("/{family}")),
            list.at(&format!("/{family}s/0"))
        );
        assert_eq!(
            one.at(&format!("/{family}/droplet")),
            api.value("/v2/droplets/1", "/droplet")
        );
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
        assert_eq!(
            (&action["type"], &action["status"]),
            (&json!("reserve_ip"), &json!("completed"))
        );
        assert_eq!(action["resource_type"], family);
    }
}

#[test]
fn an_address_for_a_droplet_is_locked_until_the_droplet_has_it() {
    let api = slow_account(seed());
    let answer = api.post(
        "/v2/reserved_ips",
        &json!({"droplet_id": 2, "region": "nyc3"}),
    );
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
    assert_eq!(
        api.value(&format!("/v2/actions/{id}"), "/action/status"),
        "in-progress"
    );
    api.finish();
    assert_eq!(
        api.value(&format!("/v2/actions/{id}"), "/action/status"),
        "completed"
    );
    assert_eq!(droplet_of(&api, ip), 2);
    assert_eq!(
        api.value(&format!("/v2/reserved_ips/{ip}"), "/reserved_ip/locked"),
        false
    );
}

#[test]
fn addresses_that_cannot_be_made_are_refused() {
    let table = [
        (json!({}), "Region can't be blank"),
        (json!({"region": "mars1"}), "Region is not available"),
        (json!({"region": "sfo1"}), "Region is not available"),
        (json!({"droplet_id": 9}), "The droplet could not be found."),
        (
            json!({"droplet_id": 1}),
            "The droplet already has a floating IP.",
        ),
        (
            json!({"droplet_id": 3, "region": "nyc3"}),
            "The floating IP and the droplet must be in the same region.",
        ),
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
        answer.refused(
            422,
            &format!("creating this/these {name} IP(s) will exceed your {name} IP limit"),
        );
    }
}

#[test]
fn assigning_and_unassigning_take_their_time() {
    let api = slow_account(seed());
    let table = [
        (
            "45.55.96.47",
            json!({"type": "assign", "droplet_id": 2}),
            "assign_ip",
            json!(2),
        ),
        (
            "192.0.2.10",
            json!({"type": "unassign"}),
            "unassign_ip",
            Value::Null,
        ),
    ];
    for (ip, body, verb, droplet) in table {
        let before = droplet_of(&api, ip);
        let answer = act(&api, ip, &body);
        assert_eq!(answer.expect(201, "/action/type"), verb);
        assert_eq!(answer.at("/action/status"), "in-progress");
        let keys = "id status type started_at completed_at resource_id resource_type region region_slug project_id";
        assert_eq!(answer.keys("/action"), keys);
        assert_eq!(
            api.value(&format!("/v2/reserved_ips/{ip}"), "/reserved_ip/locked"),
            true
        );
        assert_eq!(droplet_of(&api, ip), before);
        api.finish();
        assert_eq!(droplet_of(&api, ip), droplet);
    }
}

#[test]
fn an_action_calls_the_address_by_its_number_and_by_the_name_of_the_path() {
    let api = account(seed());
    for family in FAMILIES {
        let kind = if family == "floating_ip" {
            "assign"
        } else {
            "unassign"
        };
        let path = format!("/v2/{family}s/45.55.96.47/actions");
        let answer = api.post(&path, &json!({"type": kind, "droplet_id": 2}));
        assert_eq!(answer.expect(201, "/action/resource_id"), 758_603_823);
        assert_eq!(answer.at("/action/resource_type"), family);
        let id = answer.at("/action/id");
        assert_eq!(
            api.value(&format!("{path}/{id}"), "/action/resource_type"),
            family
        );
        assert_eq!(api.value(&path, "/actions/0/resource_type"), family);
        assert_eq!(api.value(&path, "/actions/0/id"), id);
        let other = format!("/v2/{family}s/192.0.2.10/actions/{id}");
        assert_eq!(api.get(&other).status, 404);
    }
    assert_eq!(
        api.value("/v2/actions", "/actions/0/resource_type"),
        "floating_ip"
    );
}

#[test]
fn an_address_that_another_droplet_has_moves() {
    let api = account(seed());
    assert_eq!(
        act(
            &api,
            "192.0.2.10",
            &json!({"type": "assign", "droplet_id": 2})
        )
        .status,
        201
    );
    assert_eq!(droplet_of(&api, "192.0.2.10"), 2);
}

#[test]
fn assignments_that_cannot_be_are_refused() {
    let table = [
        (
            "45.55.96.47",
            json!({"type": "assign"}),
            422,
            "Droplet can't be blank",
        ),
        (
            "45.55.96.47",
            json!({"type": "assign", "droplet_id": 9}),
            422,
            "The droplet could not be found.",
        ),
        (
            "45.55.96.47",
            json!({"type": "assign", "droplet_id": 1}),
            422,
            "The droplet already has a floating IP.",
        ),
        (
            "45.55.96.47",
            json!({"type": "assign", "droplet_id": 3}),
            422,
            "The floating IP and the droplet must be in the same region.",
        ),
        (
            "45.55.96.47",
            json!({"type": "unassign"}),
            422,
            "The floating IP is not assigned to a droplet.",
        ),
        (
            "45.55.96.47",
            json!({"type": "fly"}),
            404,
            "The specified action type is not available.",
        ),
        (
            "192.0.2.99",
            json!({"type": "unassign"}),
            404,
            "The resource you were accessing could not be found.",
        ),
    ];
    let api = account(seed());
    for (ip, body, status, message) in table {
        act(&api, ip, &body).refused(status, message);
    }
}

#[test]
fn nothing_happens_to_an_address_while_something_is_pending() {
    let api = slow_account(seed());
    assert_eq!(
        act(&api, "192.0.2.10", &json!({"type": "unassign"})).status,
        201
    );
    act(&api, "192.0.2.10", &json!({"type": "unassign"})).refused(422, BUSY);
    act(
        &api,
        "192.0.2.10",
        &json!({"type": "assign", "droplet_id": 2}),
    )
    .refused(422, BUSY);
    api.delete("/v2/reserved_ips/192.0.2.10").refused(422, BUSY);
    api.finish();
    assert_eq!(api.delete("/v2/reserved_ips/192.0.2.10").status, 204);
}

#[test]
fn a_droplet_with_a_pending_event_gets_no_address() {
    let api = slow_account(seed());
    let pending = "Droplet already has a pending event.";
    let assign = json!({"type": "assign", "droplet_id": 2});
    assert_eq!(
        api.post("/v2/droplets/2/actions", &json!({"type": "reboot"}))
            .status,
        201
    );
    act(&api, "45.55.96.47", &assign).refused(422, pending);
    api.finish();
    assert_eq!(act(&api, "45.55.96.47", &assign).status, 201);
    api.post("/v2/reserved_ips", &json!({"droplet_id": 2}))
        .refused(422, pending);
}

#[test]
fn a_deleted_address_is_gone_also_when_a_droplet_has_it() {
    let api = account(seed());
    for ip in ["192.0.2.10", "45.55.96.47"] {
        let path = format!("/v2/floating_ips/{ip}");
        assert_eq!(api.delete(&path).status, 204);
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
    assert_eq!(api.delete(path).status, 204);
    assert_eq!(droplet_of(&api, "192.0.2.10"), Value::Null);
    assert_eq!(api.delete(path).status, 204);
    assert_eq!(api.get(path).status, 404);
}

#[test]
fn the_address_of_a_destroyed_droplet_stays_reserved() {
    let api = account(seed());
    assert_eq!(api.delete("/v2/droplets/1").status, 204);
    assert_eq!(droplet_of(&api, "192.0.2.10"), Value::Null);
}

#[test]
fn an_address_on_its_way_to_a_droplet_that_is_destroyed_meanwhile_stays_free() {
    let api = slow_account(seed());
    assert_eq!(
        act(
            &api,
            "45.55.96.47",
            &json!({"type": "assign", "droplet_id": 2})
        )
        .status,
        201
    );
    assert_eq!(api.delete("/v2/droplets/2").status, 204);
    api.finish();
    assert_eq!(droplet_of(&api, "45.55.96.47"), Value::Null);
}
