//! `/v2/volumes`: made, attached, resized, kept as snapshots.

use serde_json::{Value, json};

use crate::client::{Api, account, slow_account};

fn seed() -> Value {
    json!({
        "droplets": [{"id": 1, "name": "web-1"}, {"id": 2, "name": "far", "region": "fra1"}],
        "volumes": [{"id": "v-1", "name": "disk", "size_gigabytes": 10}],
    })
}

fn body(fields: &Value) -> Value {
    let mut body = json!({"name": "data", "size_gigabytes": 20, "region": "nyc3"});
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

#[track_caller]
fn act(api: &Api, action: &Value) -> Value {
    api.post("/v2/volumes/v-1/actions", action).expect(202, "/action")
}

#[test]
fn a_volume_is_made_as_it_was_asked_for() {
    let api = account(seed());
    let asked = body(&json!({"description": "d", "filesystem_type": "ext4", "filesystem_label": "l", "tags": ["new"]}));
    let made = api.post("/v2/volumes", &asked).expect(201, "/volume");
    for key in ["name", "size_gigabytes", "description", "filesystem_type", "filesystem_label", "tags"] {
        assert_eq!(made[key], asked[key], "{key}");
    }
    assert_eq!((&made["region"]["slug"], &made["droplet_ids"]), (&json!("nyc3"), &json!([])));
    let path = format!("/v2/volumes/{}", made["id"].as_str().unwrap());
    assert_eq!(api.value(&path, "/volume"), made);
    assert_eq!(api.value("/v2/tags/new", "/tag/resources/volumes/count"), 1);
    assert_eq!(api.delete(&path).status, 204);
    assert_eq!(api.get(&path).status, 404);
}

#[test]
fn what_is_not_a_volume_is_refused() {
    let mut seed = seed();
    seed["account"] = json!({"volume_limit": 2});
    let api = account(seed);
    let table = [
        (json!({"name": "disk"}), 409),
        (json!({"name": "Upper"}), 422),
        (json!({"name": "1st"}), 422),
        (json!({"size_gigabytes": 0}), 422),
        (json!({"size_gigabytes": null}), 422),
        (json!({"size_gigabytes": 16_385}), 422),
        (json!({"region": "ams2"}), 422),
        (json!({"region": null}), 422),
        (json!({"filesystem_type": "fat"}), 422),
        (json!({"tags": ["not good"]}), 422),
        (json!({"snapshot_id": "none"}), 404),
    ];
    for (fields, status) in table {
        assert_eq!(api.post("/v2/volumes", &body(&fields)).status, status, "{fields}");
    }
    assert_eq!(api.post("/v2/volumes", &body(&json!({"name": "disk", "region": "fra1"}))).status, 201);
    assert_eq!(api.post("/v2/volumes", &body(&json!({}))).status, 403);
}

#[test]
fn a_volume_is_attached_and_detached_by_actions() {
    let api = account(seed());
    let attach = json!({"type": "attach", "droplet_id": 1, "tags": ["used"]});
    let action = act(&api, &attach);
    let shown = (&action["type"], &action["resource_type"], &action["resource_id"]);
    assert_eq!(shown, (&json!("attach_volume"), &json!("backend"), &Value::Null));
    assert_eq!(api.value("/v2/droplets/1", "/droplet/volume_ids"), json!(["v-1"]));
    let volume = api.value("/v2/volumes/v-1", "/volume");
    assert_eq!((&volume["droplet_ids"], &volume["tags"]), (&json!([1]), &json!(["used"])));
    api.post("/v2/volumes/v-1/actions", &attach).refused(422, "This volume is already attached");
    assert_eq!(api.delete("/v2/volumes/v-1").status, 409);
    let detach = json!({"type": "detach", "droplet_id": 1});
    act(&api, &detach);
    assert_eq!(api.value("/v2/volumes/v-1", "/volume/droplet_ids"), json!([]));
    api.post("/v2/volumes/v-1/actions", &detach).refused(422, "Attachment not found");
    let actions = api.get("/v2/volumes/v-1/actions");
    assert_eq!([actions.at("/actions/0/type"), actions.at("/actions/1/type")], ["detach_volume", "attach_volume"]);
    let path = format!("/v2/volumes/v-1/actions/{}", action["id"]);
    assert_eq!(api.value(&path, "/action/status"), "completed");
}

#[test]
fn a_volume_can_be_named_by_name_and_region() {
    let api = account(seed());
    let attach = json!({"type": "attach", "droplet_id": 1, "volume_name": "disk", "region": "nyc3"});
    assert_eq!(api.post("/v2/volumes/actions", &attach).status, 202);
    assert_eq!(api.value("/v2/droplets/1", "/droplet/volume_ids"), json!(["v-1"]));
    let detach = json!({"type": "detach", "droplet_id": 1, "volume_name": "disk", "region": "nyc3"});
    assert_eq!(api.post("/v2/volumes/actions", &detach).status, 202);
    assert_eq!(api.delete("/v2/volumes?name=disk&region=fra1").status, 404);
    assert_eq!(api.delete("/v2/volumes?name=disk").status, 422);
    assert_eq!(api.delete("/v2/volumes?name=disk&region=nyc3").status, 204);
}

#[test]
fn a_volume_only_grows() {
    let api = account(seed());
    assert_eq!(act(&api, &json!({"type": "resize", "size_gigabytes": 11}))["type"], "resize_volume");
    assert_eq!(api.value("/v2/volumes/v-1", "/volume/size_gigabytes"), 11);
    for (fields, status) in [
        (json!({"type": "resize", "size_gigabytes": 11}), 422),
        (json!({"type": "resize"}), 422),
        (json!({"type": "format"}), 404),
        (json!({"type": "attach", "droplet_id": 9}), 404),
        (json!({"type": "attach", "droplet_id": 2}), 422),
        (json!({"type": "attach"}), 422),
    ] {
        assert_eq!(api.post("/v2/volumes/v-1/actions", &fields).status, status, "{fields}");
    }
}

#[test]
fn one_action_at_a_time() {
    let api = slow_account(seed());
    act(&api, &json!({"type": "attach", "droplet_id": 1}));
    let resize = json!({"type": "resize", "size_gigabytes": 99});
    api.post("/v2/volumes/v-1/actions", &resize).refused(422, "Volume already has a pending event.");
    api.delete("/v2/volumes/v-1").refused(422, "Volume already has a pending event.");
    assert_eq!(api.act(&json!({"type": "reboot"})).status, 201);
}

#[test]
fn a_snapshot_of_a_volume_makes_another_volume() {
    let api = account(seed());
    let body_of = |name: &str, id: &Value| json!({"name": name, "region": "nyc3", "snapshot_id": id});
    let snapshot = api.post("/v2/volumes/v-1/snapshots", &json!({"name": "s", "tags": ["t"]}));
    let snapshot = snapshot.expect(201, "/snapshot");
    assert_eq!((&snapshot["resource_id"], &snapshot["min_disk_size"]), (&json!("v-1"), &json!(10)));
    let made = api.post("/v2/volumes", &body_of("copy", &snapshot["id"])).expect(201, "/volume");
    assert_eq!(made["size_gigabytes"], 10);
    let mut small = body_of("small", &snapshot["id"]);
    small["size_gigabytes"] = json!(9);
    assert_eq!(api.post("/v2/volumes", &small).status, 422);
    let path = format!("/v2/volumes/snapshots/{}", snapshot["id"].as_str().unwrap());
    assert_eq!(api.delete(&path).status, 204);
    assert_eq!(api.get(&path).status, 404);
}
