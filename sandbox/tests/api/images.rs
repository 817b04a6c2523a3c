//! `/v2/images`.

mod actions;

use serde_json::{Value, json};

use crate::client::{Api, account, slow_account};

const PUBLIC: &str = "/v2/images/247516813";

/// A snapshot and a backup of the account's own.
fn seed() -> Value {
    json!({
        "droplets": [{"id": 1, "name": "web-1", "region": "sfo3", "backup_ids": [12], "snapshot_ids": [11]}],
        "images": [
            {"id": 11, "name": "snap", "regions": ["sfo3"], "droplet_id": 1, "tags": ["base"]},
            {"id": 12, "name": "web-1- 2026-10-07", "type": "backup", "regions": ["sfo3"], "droplet_id": 1},
        ],
    })
}

fn ids(api: &Api, query: &str) -> Vec<Value> {
    let images = api.value(&format!("/v2/images?per_page=200&{query}"), "/images");
    let images = images.as_array().into_iter().flatten();
    images.map(|image| image["id"].clone()).collect()
}

#[test]
fn an_image_has_the_real_keys_in_their_order() {
    let api = account(seed());
    let keys = "id name distribution slug public regions created_at min_disk_size type size_gigabytes description tags \
                status";
    for image in ["11", "247516813", "ubuntu-24-04-x64"] {
        assert_eq!(api.get(&format!("/v2/images/{image}")).keys("/image"), keys);
    }
    assert_eq!(api.value("/v2/images/ubuntu-24-04-x64", "/image/id"), 247_516_813);
    assert_eq!(api.get("/v2/images/9").status, 404);
    assert_eq!(api.get("/v2/images/snap").status, 404);
}

#[test]
fn filters_narrow_the_list_together() {
    let api = account(seed());
    let table = [
        ("", 30),
        ("type=distribution", 19),
        ("type=application", 9),
        ("private=true", 2),
        ("tag_name=BASE", 1),
        ("private=true&tag_name=base", 1),
        ("private=true&type=distribution", 0),
        ("tag_name=nope", 0),
    ];
    for (query, count) in table {
        assert_eq!(ids(&api, query).len(), count, "{query}");
    }
    assert_eq!(ids(&api, "private=true"), [11, 12]);
}

#[test]
fn an_imported_image_is_new_until_it_has_been_fetched() {
    let api = slow_account(json!({}));
    let body = json!({
        "name": "minimal", "url": "https://example.com/minimal.img", "region": "nyc3", "distribution": "Ubuntu",
        "description": "imported", "tags": ["base-image", "prod"],
    });
    let answer = api.post("/v2/images", &body);
    let keys = "created_at description distribution error_message id name regions type tags status";
    assert_eq!(answer.keys("/image"), keys);
    assert_eq!((answer.status, answer.at("/image/status")), (202, json!("NEW")));
    assert_eq!(answer.at("/image/regions"), json!([]));
    let path = format!("/v2/images/{}", answer.at("/image/id"));
    let image = api.value(&path, "/image");
    assert_eq!((&image["status"], &image["regions"]), (&json!("NEW"), &json!([])));
    assert_eq!(api.value("/v2/tags/prod", "/tag/resources/images/count"), 1);
    api.finish();
    let image = api.value(&path, "/image");
    assert_eq!((&image["status"], &image["regions"]), (&json!("available"), &json!(["nyc3"])));
    assert_eq!((&image["type"], &image["error_message"]), (&json!("custom"), &json!("")));
}

#[test]
fn imports_that_cannot_be_are_refused() {
    let url = "https://example.com/a.img";
    let table = [
        (json!({"url": url, "region": "nyc3"}), "Name can't be blank"),
        (json!({"name": "a", "region": "nyc3"}), "Url can't be blank"),
        (json!({"name": "a", "url": "file:///a", "region": "nyc3"}), "Url is invalid"),
        (json!({"name": "a", "url": url}), "Region can't be blank"),
        (json!({"name": "a", "url": url, "region": "sfo1"}), "Region is not available"),
        (json!({"name": "a", "url": url, "region": "nyc3", "tags": ["a b"]}), "Tags is invalid"),
    ];
    let api = account(json!({}));
    for (body, message) in table {
        api.post("/v2/images", &body).refused(422, message);
    }
}

#[test]
fn an_own_image_can_be_described() {
    let api = account(seed());
    let body = r#"{"name":"new","distribution":"Debian","description":"text"}"#;
    let image = api.ask("PUT", "/v2/images/11", body).expect(200, "/image");
    for (key, value) in [("name", "new"), ("distribution", "Debian"), ("description", "text")] {
        assert_eq!(image[key], value);
    }
    let image = api.ask("PUT", "/v2/images/11", "{}").expect(200, "/image");
    assert_eq!(image["name"], "new");
    api.ask("PUT", "/v2/images/11", r#"{"name":""}"#).refused(422, "Name can't be blank");
}

#[test]
fn public_images_are_not_the_accounts_to_change() {
    let api = account(seed());
    let forbidden = "You do not have permission to perform this action.";
    api.ask("PUT", PUBLIC, r#"{"name":"x"}"#).refused(403, forbidden);
    api.delete(PUBLIC).refused(403, forbidden);
    let body = json!({"type": "transfer", "region": "nyc3"});
    api.post(&format!("{PUBLIC}/actions"), &body).refused(403, forbidden);
}

#[test]
fn a_deleted_image_is_gone_from_its_droplet_too() {
    let api = account(seed());
    for id in [11, 12] {
        let path = format!("/v2/images/{id}");
        assert_eq!(api.delete(&path).status, 204);
        assert_eq!(api.delete(&path).status, 404);
    }
    assert_eq!(ids(&api, "private=true"), [0; 0]);
    let droplet = api.value("/v2/droplets/1", "/droplet");
    assert_eq!((&droplet["snapshot_ids"], &droplet["backup_ids"]), (&json!([]), &json!([])));
}

#[test]
fn a_droplet_keeps_showing_the_deleted_image_that_it_runs() {
    let api = account(json!({
        "images": [{"id": 11, "name": "snap"}],
        "droplets": [{"id": 1, "name": "web-1", "image": 11}],
    }));
    assert_eq!(api.delete("/v2/images/11").status, 204);
    assert_eq!(api.get("/v2/images/11").status, 404);
    assert_eq!(api.value("/v2/droplets/1", "/droplet/image/name"), "snap");
}

#[test]
fn a_deleted_import_does_not_come_back_when_it_would_be_ready() {
    let api = slow_account(json!({}));
    let body = json!({"name": "a", "url": "https://example.com/a.img", "region": "nyc3"});
    let path = format!("/v2/images/{}", api.post("/v2/images", &body).at("/image/id"));
    assert_eq!(api.delete(&path).status, 204);
    api.finish();
    assert_eq!(api.get(&path).status, 404);
}

#[test]
fn the_old_id_of_a_distribution_still_names_its_retired_build() {
    let api = account(json!({}));
    let image = api.value("/v2/images/195932981", "/image");
    let found = [&image["status"], &image["slug"], &image["public"], &image["regions"]];
    assert_eq!(found, [&json!("retired"), &Value::Null, &json!(false), &json!([])]);
    assert!(!ids(&api, "").contains(&json!(195_932_981)));
}
