//! What can be done to a droplet, when, and with what effect.

use std::time::Duration;

use doapi_sandbox::Config;
use serde_json::{Value, json};

use crate::client::{Api, account, one_droplet, slow_account, start};

/// Does an action that is accepted, to its end.
#[track_caller]
fn done(api: &Api, action: &Value) {
    let answer = api.act(action);
    assert_eq!(answer.status, 201, "{action}: {}", answer.body);
    assert_eq!(answer.at("/action/type"), action["type"]);
}

fn droplet(api: &Api, pointer: &str) -> Value {
    api.value("/v2/droplets/1", &format!("/droplet{pointer}"))
}

#[test]
fn an_action_is_in_progress_and_then_completed() {
    let api = slow_account(json!({"droplets": [{"id": 1, "name": "web-1"}]}));
    let answer = api.act(&json!({"type": "reboot"}));
    let keys = "id status type started_at completed_at resource_id resource_type region region_slug";
    assert_eq!(answer.keys("/action"), keys);
    let action = answer.at("/action");
    assert_eq!((&action["status"], &action["completed_at"]), (&json!("in-progress"), &Value::Null));
    assert_eq!((&action["resource_id"], &action["resource_type"]), (&json!(1), &json!("droplet")));
    assert_eq!((&action["region"]["slug"], &action["region_slug"]), (&json!("nyc3"), &json!("nyc3")));
    api.finish();
    let path = format!("/v2/actions/{}", action["id"]);
    assert_eq!(api.value(&path, "/action/status"), json!("completed"));
    assert!(api.value(&path, "/action/completed_at").is_string());
}

#[test]
fn power_goes_off_once_and_on_also_when_it_is_on() {
    let api = one_droplet();
    for verb in ["power_off", "shutdown"] {
        done(&api, &json!({"type": verb}));
        assert_eq!(droplet(&api, "/status"), json!("off"));
        api.act(&json!({"type": verb})).refused(422, "Droplet is already powered off.");
        done(&api, &json!({"type": "power_on"}));
        assert_eq!(droplet(&api, "/status"), json!("active"));
    }
    for verb in ["power_on", "reboot", "power_cycle", "password_reset"] {
        done(&api, &json!({"type": verb}));
        assert_eq!(droplet(&api, "/status"), json!("active"));
    }
}

#[test]
fn a_snapshot_is_as_old_as_the_action_that_made_it() {
    let api = start(Config {
        seed: Some(json!({"droplets": [{"id": 1, "name": "web-1"}]})),
        action_time: Duration::from_millis(1_200),
        ..Config::default()
    });
    let action = api.act(&json!({"type": "snapshot", "name": "s"})).at("/action");
    std::thread::sleep(Duration::from_millis(1_500));
    let ended = api.value(&format!("/v2/actions/{}", action["id"]), "/action");
    assert_ne!(ended["completed_at"], ended["started_at"]);
    let path = "/v2/droplets/1/snapshots";
    assert_eq!(api.value(path, "/snapshots/0/created_at"), action["started_at"]);
}

#[test]
fn one_action_at_a_time() {
    let api = slow_account(json!({"droplets": [{"id": 1, "name": "web-1"}]}));
    done(&api, &json!({"type": "power_off"}));
    for verb in ["power_on", "power_off", "reboot"] {
        api.act(&json!({"type": verb})).refused(422, "Droplet already has a pending event.");
    }
    assert_eq!(droplet(&api, "/locked"), json!(false));
    api.finish();
    done(&api, &json!({"type": "power_on"}));
}

#[test]
fn a_resize_needs_the_power_off_and_a_size_that_fits() {
    let api = one_droplet();
    let to = |size: &str, disk: bool| json!({"type": "resize", "size": size, "disk": disk});
    let on = "Droplet is currently on. Please power it off to run this event.";
    api.act(&to("s-2vcpu-4gb", false)).refused(422, on);
    done(&api, &json!({"type": "power_off"}));
    let table = [
        ("s-1vcpu-1gb", "The droplet is already set to this size."),
        ("s-1vcpu-512mb-10gb", "Size can not decrease size of Droplet's disk image"),
        ("gpu-h100x1-80gb", "Size is not available in this region."),
        ("huge", "You specified an invalid size for Droplet creation."),
    ];
    for (size, message) in table {
        api.act(&to(size, true)).refused(422, message);
    }
    done(&api, &to("s-1vcpu-2gb", false));
    assert_eq!((droplet(&api, "/memory"), droplet(&api, "/disk")), (json!(2048), json!(25)));
    assert_eq!(droplet(&api, "/disk_info/0/size/amount"), json!(25));
    done(&api, &to("s-2vcpu-4gb", true));
    assert_eq!((droplet(&api, "/memory"), droplet(&api, "/disk")), (json!(4096), json!(80)));
    assert_eq!((droplet(&api, "/size_slug"), droplet(&api, "/status")), (json!("s-2vcpu-4gb"), json!("off")));
}

#[test]
fn a_snapshot_becomes_an_image_and_the_droplet_can_be_restored_from_it() {
    let api = one_droplet();
    done(&api, &json!({"type": "snapshot", "name": "before"}));
    let id = droplet(&api, "/snapshot_ids/0").as_u64().unwrap();
    let image = api.value(&format!("/v2/images/{id}"), "/image");
    assert_eq!((&image["name"], &image["type"]), (&json!("before"), &json!("snapshot")));
    assert_eq!((&image["min_disk_size"], &image["regions"]), (&json!(25), &json!(["nyc3"])));
    let listed = api.get("/v2/droplets/1/snapshots");
    let keys = "id name created_at regions min_disk_size size_gigabytes type";
    assert_eq!(listed.keys("/snapshots/0"), keys);
    done(&api, &json!({"type": "restore", "image": id}));
    assert_eq!(droplet(&api, "/image/id"), json!(id));
    let foreign = json!({"type": "restore", "image": "debian-12-x64"});
    assert_eq!(api.act(&foreign).status, 422);
}

#[test]
fn the_other_actions_have_their_effects() {
    let api = one_droplet();
    done(&api, &json!({"type": "rename", "name": "db-1"}));
    assert_eq!(droplet(&api, "/name"), json!("db-1"));
    done(&api, &json!({"type": "enable_ipv6"}));
    assert_eq!(droplet(&api, "/networks/v6/0/netmask"), json!(64));
    assert_eq!(droplet(&api, "/features/1"), json!("ipv6"));
    done(&api, &json!({"type": "power_off"}));
    done(&api, &json!({"type": "rebuild", "image": "debian-12-x64"}));
    assert_eq!(droplet(&api, "/image/distribution"), json!("Debian"));
    assert_eq!(droplet(&api, "/status"), json!("active"));
}

#[test]
fn a_request_is_refused_in_the_apis_words() {
    let api = one_droplet();
    let hostname = "Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)";
    let kernels = "Droplet kernels are managed internally";
    let table = [
        (json!({"type": "rename", "name": "no good"}), 422, hostname),
        (json!({"type": "rename"}), 422, "Name Droplet must have a name"),
        (json!({"type": "rebuild"}), 422, "Image can't be blank"),
        (json!({"type": "change_kernel", "kernel": 7515}), 422, kernels),
        (json!({"type": "enable_private_networking"}), 404, "The specified action type is not available."),
        (json!({"type": "explode"}), 404, "The specified action type is not available."),
    ];
    for (action, status, message) in table {
        api.act(&action).refused(status, message);
    }
    assert_eq!(api.act(&json!({})).status, 422);
}

#[test]
fn a_legacy_droplet_changes_its_kernel() {
    let api = account(json!({"droplets": [{"id": 1, "name": "old", "legacy": true}]}));
    done(&api, &json!({"type": "change_kernel", "kernel": 7515}));
    assert_eq!(droplet(&api, "/kernel/id"), json!(7515));
}

#[test]
fn the_droplets_of_a_tag_act_together_as_far_as_they_can() {
    let api = account(json!({"droplets": [
        {"id": 1, "name": "a", "tags": ["t"]}, {"id": 2, "name": "b", "tags": ["t"], "status": "off"}, {"id": 3, "name": "c"},
    ]}));
    let path = "/v2/droplets/actions?tag_name=t";
    let off = json!({"type": "power_off"});
    let answer = api.post(path, &off);
    assert_eq!((answer.status, answer.keys("").as_str()), (201, "actions"));
    assert_eq!(answer.at("/actions").as_array().unwrap().len(), 1);
    assert_eq!(answer.at("/actions/0/resource_id"), json!(1));
    api.post(path, &off).refused(422, "Droplet is already powered off.");
    let nobody = api.post("/v2/droplets/actions?tag_name=nobody", &off);
    assert_eq!((nobody.status, nobody.body.as_str()), (201, r#"{"actions":[]}"#));
    let message = "The specified action type is not available.";
    api.post(path, &json!({"type": "reboot"})).refused(404, message);
    assert_eq!(api.post("/v2/droplets/actions", &off).status, 422);
}
