//! `POST /v2/droplets`.

use serde_json::{Value, json};

use crate::client::{Api, account, slow_account};

/// A request that is accepted, with these fields over it.
fn request(fields: &Value) -> Value {
    let mut body = json!({"name": "web-1", "size": "s-1vcpu-1gb", "image": "ubuntu-24-04-x64", "region": "nyc3"});
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn create(api: &Api, fields: &Value) -> Value {
    let answer = api.post("/v2/droplets", &request(fields));
    assert_eq!(answer.status, 202, "{}", answer.body);
    answer.json()
}

/// The ID of a region's default network.
fn network_of(api: &Api, region: &str) -> Value {
    let vpcs = api.value("/v2/vpcs?per_page=200", "/vpcs");
    let found = vpcs.as_array().unwrap().iter().find(|it| it["region"] == region);
    found.unwrap()["id"].clone()
}

#[test]
fn user_data_may_be_64_kib() {
    create(&account(json!({})), &json!({"user_data": "x".repeat(65_536)}));
}

#[test]
fn the_number_of_an_image_may_be_a_text() {
    let api = account(json!({"images": [{"id": 5, "name": "mine", "regions": ["nyc3"]}]}));
    for (image, id) in [(json!("5"), 5), (json!("247516813"), 247_516_813), (json!(5), 5)] {
        assert_eq!(create(&api, &json!({"image": image}))["droplet"]["image"]["id"], id, "{image}");
    }
}

#[test]
fn switches_are_cast() {
    let api = account(json!({}));
    for (value, on) in [(json!("true"), true), (json!(1), true), (json!("false"), false), (json!(0), false)] {
        let reply = create(&api, &json!({"ipv6": value, "monitoring": value}));
        let features = reply["droplet"]["features"].as_array().unwrap();
        for feature in ["ipv6", "monitoring"] {
            assert_eq!(features.contains(&json!(feature)), on, "{feature} {value}");
        }
    }
}

#[test]
fn a_droplet_is_new_without_networks_and_then_active_with_them() {
    let api = slow_account(json!({}));
    let reply = create(&api, &json!({"ipv6": true}));
    let droplet = &reply["droplet"];
    assert_eq!(droplet["status"], json!("new"));
    assert_eq!(droplet["networks"], json!({"v4": [], "v6": []}));
    assert_eq!(droplet.get("vpc_uuid"), None);
    let action = &reply["links"]["actions"][0];
    let href = format!("{}/v2/actions/2200000001", api.sandbox.url());
    assert_eq!(*action, json!({"id": 2_200_000_001_u64, "rel": "create", "href": href}));
    api.finish();
    let droplet = api.value("/v2/droplets/606395547", "/droplet");
    assert_eq!(droplet["status"], json!("active"));
    assert_eq!(droplet["networks"]["v4"].as_array().unwrap().len(), 2);
    assert_eq!(droplet["networks"]["v6"].as_array().unwrap().len(), 1);
    assert!(droplet["vpc_uuid"].is_string());
    assert_eq!(api.value("/v2/actions/2200000001", "/action/status"), json!("completed"));
}

#[test]
fn names_are_answered_in_the_plural_with_their_actions_in_order() {
    let api = account(json!({}));
    let reply = create(&api, &json!({"names": ["a", "b"]}));
    assert_eq!(reply["droplets"][1]["name"], json!("b"));
    let second = reply["links"]["actions"][1]["id"].as_u64().unwrap();
    let resource = api.value(&format!("/v2/actions/{second}"), "/action/resource_id");
    assert_eq!(resource, reply["droplets"][1]["id"]);
    let one = create(&api, &json!({"names": ["c"]}));
    assert_eq!(one["droplets"][0]["name"], json!("c"));
}

#[test]
fn what_was_asked_for_is_what_is_made() {
    let api = account(json!({"volumes": [{"id": "v-1", "name": "disk"}]}));
    let vpc = network_of(&api, "nyc3");
    let reply = create(
        &api,
        &json!({"backups": true, "backup_policy": {"plan": "weekly", "weekday": "SUN", "hour": 20}, "monitoring": true,
                "with_droplet_agent": false, "tags": ["env:prod", "web", "web"], "volumes": ["v-1"],
                "vpc_uuid": vpc, "public_networking": false}),
    );
    let id = reply["droplet"]["id"].as_u64().unwrap();
    let droplet = api.value(&format!("/v2/droplets/{id}"), "/droplet");
    assert_eq!(droplet["features"], json!(["backups", "monitoring", "private_networking"]));
    assert_eq!(droplet["tags"], json!(["env:prod", "web"]));
    assert_eq!(droplet["volume_ids"], json!(["v-1"]));
    assert_eq!(droplet["vpc_uuid"], vpc);
    assert_eq!(droplet["networks"]["v4"][0]["type"], json!("private"));
    assert!(droplet["next_backup_window"]["start"].is_string());
}

#[test]
fn a_tag_with_invalid_characters_drops_all_tags() {
    let api = account(json!({}));
    let reply = create(&api, &json!({"tags": ["good", "not good"]}));
    assert_eq!(reply["droplet"]["tags"], json!([]));
}

#[test]
fn the_region_may_be_a_prefix_or_left_out() {
    let api = account(json!({}));
    let table = [
        (json!({"region": "fra1"}), "fra1"),
        (json!({"region": "sfo"}), "sfo2"),
        (json!({"region": null}), "nyc3"),
        (json!({"region": null, "size": "gpu-h100x1-80gb"}), "nyc2"),
    ];
    for (fields, region) in table {
        let reply = create(&api, &fields);
        assert_eq!(reply["droplet"]["region"]["slug"], json!(region), "{fields}");
    }
}

#[test]
fn keys_are_ids_and_fingerprints_mixed() {
    let api = account(json!({"ssh_keys": [
        {"id": 1, "name": "a", "fingerprint": "aa:01"}, {"id": 2, "name": "b", "fingerprint": "aa:02"},
    ]}));
    create(&api, &json!({"ssh_keys": [1, "aa:02"]}));
    let body = request(&json!({"ssh_keys": [7, 1, "bb:00"]}));
    let message = "7, bb:00 are invalid key identifiers for Droplet creation.";
    api.post("/v2/droplets", &body).refused(422, message);
}

#[test]
fn a_request_is_refused_in_the_apis_words_and_makes_nothing() {
    let api = account(json!({"volumes": [{"id": "v-1", "name": "disk"}], "images": [
        {"id": 5, "name": "mine", "regions": ["fra1"], "min_disk_size": 25},
        {"id": 6, "name": "large", "regions": ["nyc3"], "min_disk_size": 80},
        {"id": 8, "name": "early", "regions": ["nyc3"], "status": "NEW"},
    ]}));
    let hostname = "Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)";
    let size = "You specified an invalid size for Droplet creation.";
    let image = "You specified an invalid image for Droplet creation.";
    let elsewhere = "The image you specified is not available in the selected region, you can transfer it to this \
                     region from the images pages.";
    let table = [
        (json!({"name": null}), "Name Droplet must have a name"),
        (json!({"names": []}), "Name Droplet must have a name"),
        (json!({"name": "web 1"}), hostname),
        (json!({"names": ["a", "b_"]}), hostname),
        (json!({"image": null}), "Image can't be blank"),
        (json!({"image": "no-such"}), image),
        (json!({"image": 99}), image),
        (json!({"image": 8}), image),
        (json!({"size": "huge"}), size),
        (json!({"image": 6}), size),
        (json!({"size": null}), size),
        (json!({"region": "atl1"}), "Size is not available in this region."),
        (json!({"region": "ams2"}), "Region is not available"),
        (json!({"region": "moon"}), "You specified an invalid region for Droplet creation."),
        (json!({"region": "fra1", "vpc_uuid": network_of(&api, "nyc3")}), "VPC is not in the region of the Droplet"),
        (json!({"volumes": ["nil", "v-1", "none"]}), "Volume(s) nil, none not found"),
        (json!({"region": "fra1", "volumes": ["v-1"]}), "Volume(s) v-1 not found"),
        (json!({"names": ["a", "b"], "volumes": ["v-1"]}), "Volumes can only be attached to a single Droplet"),
        (json!({"user_data": "x".repeat(65_537)}), "User data is too long (maximum is 65536 bytes)"),
        (json!({"image": 5}), elsewhere),
    ];
    for (fields, message) in table {
        let answer = api.post("/v2/droplets", &request(&fields));
        assert_eq!(answer.at("/message"), json!(message), "{fields}");
        assert_eq!(answer.status, 422, "{fields}");
    }
    for fields in [
        json!({"names": vec!["a"; 11]}),
        json!({"backup_policy": {"plan": "daily"}}),
        json!({"backups": true, "backup_policy": {"plan": "hourly"}}),
        json!({"ipv6": true, "public_networking": false}),
    ] {
        assert_eq!(api.post("/v2/droplets", &request(&fields)).status, 422, "{fields}");
    }
    assert_eq!(api.post("/v2/droplets", &request(&json!({"vpc_uuid": "no-such"}))).status, 404);
    assert_eq!(api.get("/v2/droplets").number("/meta/total"), 0);
    assert_eq!(api.get("/v2/actions").number("/meta/total"), 0);
}

#[test]
fn the_droplet_limit_holds_for_the_request_as_a_whole() {
    let api = account(json!({"account": {"droplet_limit": 2}, "droplets": [{"name": "a"}]}));
    let message = "creating this/these droplet(s) will exceed your droplet limit";
    api.post("/v2/droplets", &request(&json!({"names": ["b", "c"]}))).refused(422, message);
    create(&api, &json!({"name": "b"}));
}
