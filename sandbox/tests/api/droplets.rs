//! Showing, finding and deleting droplets.

use serde_json::{Value, json};

use crate::client::{account, one_droplet, slow_account};

const KEYS: &str = "id name memory vcpus disk disk_info locked status kernel created_at features backup_ids \
                    next_backup_window snapshot_ids image volume_ids size size_slug networks region tags vpc_uuid \
                    subnet_uuid";

#[test]
fn a_droplet_has_the_real_keys_in_their_order() {
    let api = account(json!({"droplets": [
        {"id": 606_395_546, "name": "web-1", "size": "s-2vcpu-4gb", "region": "sfo3", "tags": ["web"], "ipv6": true}
    ]}));
    let answer = api.get("/v2/droplets/606395546");
    assert_eq!(answer.keys("/droplet"), KEYS);
    let droplet = answer.at("/droplet");
    assert_eq!(droplet["memory"], json!(4096));
    assert_eq!(droplet["features"], json!(["droplet_agent", "ipv6", "private_networking"]));
    assert_eq!(droplet["image"]["slug"], json!("ubuntu-24-04-x64"));
    assert_eq!(droplet["region"]["name"], json!("San Francisco 3"));
    assert!(answer.body.contains(r#""transfer":4.0,"price_monthly":24.0,"price_hourly":0.03571,"#));
    let v4 = &droplet["networks"]["v4"];
    assert_eq!(
        v4[0],
        json!({"ip_address": "203.0.113.2", "netmask": "255.255.240.0", "gateway": "203.0.113.1", "type": "public"})
    );
    assert_eq!((&v4[1]["type"], &v4[1]["netmask"]), (&json!("private"), &json!("255.255.240.0")));
    let v6 = &droplet["networks"]["v6"][0];
    assert_eq!((&v6["netmask"], &v6["type"]), (&json!(64), &json!("public")));
}

#[test]
fn a_gpu_droplet_has_its_gpu_and_two_disks() {
    let api = account(json!({"droplets": [{"id": 1, "name": "g", "size": "gpu-h100x1-80gb"}]}));
    let droplet = api.value("/v2/droplets/1", "/droplet");
    assert_eq!(droplet["gpu_info"]["model"], json!("nvidia_h100"));
    assert_eq!(droplet["disk_info"][1]["type"], json!("scratch"));
    assert_eq!(droplet["region"]["slug"], json!("atl1"));
}

#[test]
fn droplets_are_found_by_name_tag_and_type() {
    let api = account(json!({"droplets": [
        {"name": "web", "tags": ["Front"]}, {"name": "db"}, {"name": "web"},
        {"name": "web", "size": "gpu-h100x1-80gb", "tags": ["front"]},
    ]}));
    let table = [
        ("", 3),
        ("?type=droplets", 3),
        ("?type=gpus", 1),
        ("?name=WEB", 2),
        ("?name=we", 0),
        ("?name=web&type=gpus", 1),
        ("?tag_name=front", 2),
        ("?tag_name=nobody", 0),
    ];
    for (query, total) in table {
        let answer = api.get(&format!("/v2/droplets{query}"));
        assert_eq!(answer.number("/meta/total"), total, "{query}");
    }
    assert_eq!(api.get("/v2/droplets?tag_name=front&name=web").status, 422);
}

#[test]
fn a_deleted_droplet_is_gone_and_leaves_a_destroy_action() {
    let api = one_droplet();
    let answer = api.delete("/v2/droplets/1");
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    let content_type = answer.header("content-type");
    assert_eq!(content_type, Some("application/json; charset=utf-8"));
    assert_eq!(api.get("/v2/droplets/1").status, 404);
    assert_eq!(api.get("/v2/droplets/1/actions").status, 404);
    assert_eq!(api.delete("/v2/droplets/1").status, 404);
    let last = api.value("/v2/actions", "/actions/0");
    assert_eq!((&last["type"], &last["status"]), (&json!("destroy"), &json!("completed")));
}

#[test]
fn a_droplet_may_be_deleted_while_it_is_created_but_not_while_it_reboots() {
    let api = slow_account(json!({"droplets": [{"id": 1, "name": "web-1"}]}));
    api.act(&json!({"type": "reboot"}));
    api.delete("/v2/droplets/1").refused(422, "Droplet already has a pending event.");
    let body = json!({"name": "new", "size": "s-1vcpu-1gb", "image": "debian-12-x64"});
    let id = api.post("/v2/droplets", &body).number("/droplet/id");
    assert_eq!(api.delete(&format!("/v2/droplets/{id}")).status, 204);
    api.finish();
    assert_eq!(api.get(&format!("/v2/droplets/{id}")).status, 404);
}

#[test]
fn droplets_are_deleted_by_tag_and_never_without_one() {
    let api = account(json!({
        "tags": ["idle"],
        "droplets": [{"name": "a", "tags": ["t"]}, {"name": "b", "tags": ["t"]}, {"name": "c"}],
    }));
    assert_eq!(api.delete("/v2/droplets").status, 422);
    assert_eq!(api.delete("/v2/droplets?tag_name=").status, 422);
    assert_eq!(api.delete("/v2/droplets?tag_name=nobody").status, 404);
    assert_eq!(api.delete("/v2/droplets?tag_name=idle").status, 204);
    assert_eq!(api.get("/v2/droplets").number("/meta/total"), 3);
    assert_eq!(api.delete("/v2/droplets?tag_name=t").status, 204);
    assert_eq!(api.value("/v2/droplets", "/droplets/0/name"), json!("c"));
}

#[test]
fn neighbors_are_whole_droplets_and_the_report_has_their_ids() {
    let api = account(json!({
        "droplets": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}, {"id": 3, "name": "c"}],
        "neighbors": [["a", 3]],
    }));
    let answer = api.get("/v2/droplets/1/neighbors");
    assert_eq!(answer.keys(""), "droplets");
    assert_eq!(answer.at("/droplets/0/id"), json!(3));
    assert_eq!(api.value("/v2/droplets/2/neighbors", "/droplets"), json!([]));
    let report = api.get("/v2/reports/droplet_neighbors_ids");
    assert_eq!(report.body, r#"{"neighbor_ids":[[1,3]]}"#);
    api.delete("/v2/droplets/3");
    assert_eq!(api.value("/v2/reports/droplet_neighbors_ids", "/neighbor_ids"), json!([]));
}

#[test]
fn only_legacy_droplets_have_kernels() {
    let api = account(json!({"droplets": [{"id": 1, "name": "old", "legacy": true}, {"id": 2, "name": "new"}]}));
    assert_eq!(api.value("/v2/droplets/1", "/droplet/kernel/id"), json!(2233));
    assert_eq!(api.value("/v2/droplets/1/kernels", "/kernels/1/id"), json!(7515));
    assert_eq!(api.value("/v2/droplets/2", "/droplet/kernel"), Value::Null);
    assert_eq!(api.value("/v2/droplets/2/kernels", "/kernels"), json!([]));
}

#[test]
fn a_droplet_has_no_firewalls() {
    let api = one_droplet();
    let answer = api.get("/v2/droplets/1/firewalls");
    assert_eq!(answer.body, r#"{"firewalls":[],"links":{},"meta":{"total":0}}"#);
}
