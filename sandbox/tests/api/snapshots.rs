//! `/v2/snapshots`, and the volumes, networks and projects that other objects refer to.

use serde_json::json;

use crate::client::{Api, account};

const VOLUME_SNAPSHOT: &str = "fbe805e8-866b-11e6-96bf-000f53315a41";

fn api() -> Api {
    account(json!({
        "droplets": [{"id": 1, "name": "web-1", "snapshot_ids": [247_000_001]}],
        "images": [
            {"id": 247_000_001, "name": "snap", "droplet_id": 1, "min_disk_size": 25, "size_gigabytes": 2.34, "created_at": "2020-07-28T16:47:44Z", "tags": ["web"]},
            {"id": 247_000_002, "name": "backup", "type": "backup", "droplet_id": 1},
        ],
        "volumes": [{"id": "506f78a4-e098-11e5-ad9f-000f53306ae1", "name": "vol", "region": "nyc1"}],
        "volume_snapshots": [{
            "id": VOLUME_SNAPSHOT, "name": "volsnap", "created_at": "2019-09-28T23:14:30Z", "regions": ["nyc1"],
            "resource_id": "506f78a4-e098-11e5-ad9f-000f53306ae1", "min_disk_size": 2, "size_gigabytes": 0.1008, "tags": ["k8s"],
        }],
    }))
}

#[test]
fn snapshots_of_droplets_and_volumes_have_one_form() {
    let expected = json!([
        {
            "id": "247000001", "name": "snap", "created_at": "2020-07-28T16:47:44Z", "regions": ["nyc3"],
            "resource_id": "1", "resource_type": "droplet", "min_disk_size": 25, "size_gigabytes": 2.34, "tags": ["web"],
        },
        {
            "id": VOLUME_SNAPSHOT, "name": "volsnap", "created_at": "2019-09-28T23:14:30Z", "regions": ["nyc1"],
            "resource_id": "506f78a4-e098-11e5-ad9f-000f53306ae1", "resource_type": "volume", "min_disk_size": 2,
            "size_gigabytes": 0.1008, "tags": ["k8s"],
        },
    ]);
    let api = api();
    let found = api.value("/v2/snapshots", "/snapshots");
    assert_eq!(found.to_string(), expected.to_string());
    for (kind, place) in [("droplet", 0), ("volume", 1)] {
        let path = format!("/v2/snapshots?resource_type={kind}");
        assert_eq!(api.value(&path, "/snapshots"), json!([expected[place]]));
        let path = format!("/v2/snapshots/{}", expected[place]["id"].as_str().unwrap());
        assert_eq!(api.value(&path, "/snapshot"), expected[place]);
    }
}

#[test]
fn what_is_no_snapshot_is_refused_in_other_words_than_what_is_not() {
    let missing = "The resource you were accessing could not be found.";
    let other = "the resource is not a snapshot";
    let table = [
        ("247000002", 400, other),
        ("247516813", 400, other),
        ("506f78a4-e098-11e5-ad9f-000f53306ae1", 400, other),
        ("9", 404, missing),
        ("edb0478d-7436-11ea-86e6-0a58ac144b91", 404, missing),
    ];
    let api = api();
    for (id, status, message) in table {
        let path = format!("/v2/snapshots/{id}");
        api.get(&path).refused(status, message);
        api.delete(&path).refused(status, message);
    }
}

#[test]
fn a_deleted_snapshot_is_gone_as_an_image_too() {
    let api = api();
    assert_eq!(api.delete("/v2/snapshots/247000001").status, 204);
    assert_eq!(api.get("/v2/snapshots/247000001").status, 404);
    assert_eq!(api.get("/v2/images/247000001").status, 404);
    assert_eq!(api.value("/v2/droplets/1", "/droplet/snapshot_ids"), json!([]));
    let path = format!("/v2/snapshots/{VOLUME_SNAPSHOT}");
    assert_eq!(api.delete(&path).status, 204);
    assert_eq!(api.delete(&path).status, 404);
}

#[test]
fn volumes_are_found_by_id_name_and_region() {
    let api = api();
    let volume = api.get("/v2/volumes/506f78a4-e098-11e5-ad9f-000f53306ae1");
    let keys = "id region droplet_ids name description size_gigabytes created_at filesystem_type filesystem_label tags";
    assert_eq!(volume.keys("/volume"), keys);
    assert_eq!(volume.at("/volume/region/slug"), "nyc1");
    for (query, count) in [("name=vol&region=nyc1", 1), ("region=nyc3", 0), ("name=x", 0)] {
        let path = format!("/v2/volumes?{query}");
        assert_eq!(api.value(&path, "/meta/total"), count, "{query}");
    }
    let path = "/v2/volumes/506f78a4-e098-11e5-ad9f-000f53306ae1/snapshots";
    assert_eq!(api.value(path, "/meta/total"), 1);
    let path = format!("/v2/volumes/snapshots/{VOLUME_SNAPSHOT}");
    assert_eq!(api.value(&path, "/snapshot/name"), "volsnap");
}

#[test]
fn the_network_of_a_droplet_can_be_looked_up() {
    let api = api();
    let droplet = api.get("/v2/droplets/1");
    let uuid = droplet.at("/droplet/vpc_uuid");
    let vpc = api.get(&format!("/v2/vpcs/{}", uuid.as_str().unwrap()));
    assert_eq!(vpc.at("/vpc/id"), uuid);
    assert_eq!(vpc.at("/vpc/region"), "nyc3");
    assert_eq!(vpc.at("/vpc/default"), true);
    let regions = api.value("/v2/regions", "/meta/total");
    assert_eq!(api.value("/v2/vpcs", "/meta/total"), regions);
    assert_eq!(api.value("/v2/vpcs", "/vpcs/0/ip_range"), "10.124.0.0/20");
    assert_eq!(api.get("/v2/vpcs/x").status, 404);
}

#[test]
fn the_default_project_can_be_looked_up() {
    let api = api();
    let project = api.value("/v2/projects/default", "/project");
    assert_eq!(project["is_default"], true);
    assert_eq!(api.value("/v2/projects", "/projects"), json!([project]));
    let path = format!("/v2/projects/{}", project["id"].as_str().unwrap());
    assert_eq!(api.value(&path, "/project"), project);
    assert_eq!(api.get("/v2/projects/x").status, 404);
}

#[test]
fn a_volume_is_attached_while_its_droplet_is_there() {
    let api = account(json!({
        "droplets": [{"id": 1, "name": "web-1"}, {"id": 2, "name": "web-2"}],
        "volumes": [{"id": "v-1", "name": "vol", "size_gigabytes": 10, "droplet_ids": [1]}],
        "volume_snapshots": [{"id": "s-1", "name": "volsnap", "resource_id": "v-1", "size_gigabytes": 10}],
    }));
    assert_eq!(api.value("/v2/volumes/v-1", "/volume/droplet_ids"), json!([1]));
    assert_eq!(api.value("/v2/droplets/1", "/droplet/volume_ids"), json!(["v-1"]));
    let path = "/v2/droplets/1/destroy_with_associated_resources";
    let volume = json!({"id": "v-1", "name": "vol", "cost": "1.00"});
    assert_eq!(api.value(path, "/volumes"), json!([volume]));
    assert_eq!(api.value(path, "/volume_snapshots/0/name"), "volsnap");
    assert_eq!(api.delete("/v2/droplets/1").status, 204);
    assert_eq!(api.value("/v2/volumes/v-1", "/volume/droplet_ids"), json!([]));
}

#[test]
fn a_plus_in_a_query_is_a_space() {
    let api = account(json!({"volumes": [{"name": "my disk"}, {"name": "my+disk"}]}));
    for (query, name) in [("my+disk", "my disk"), ("my%20disk", "my disk"), ("my%2Bdisk", "my+disk")] {
        let found = api.get(&format!("/v2/volumes?name={query}"));
        assert_eq!((found.number("/meta/total"), found.at("/volumes/0/name")), (1, json!(name)), "{query}");
    }
}
