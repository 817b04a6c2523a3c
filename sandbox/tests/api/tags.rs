//! `/v2/tags`, and where the tagged things are found.

use serde_json::{Value, json};

use crate::client::{Api, account};

/// One resource of each kind, none of them tagged.
fn api() -> Api {
    account(json!({
        "tags": ["Prod"],
        "droplets": [{"id": 1, "name": "web-1"}, {"id": 2, "name": "web-2"}],
        "images": [{"id": 3, "name": "snap", "droplet_id": 1}],
        "volumes": [{"id": "v-1", "name": "vol"}],
        "volume_snapshots": [{"id": "s-1", "name": "volsnap", "resource_id": "v-1"}],
        "databases": [{"id": "d-1", "name": "db"}],
    }))
}

fn resources(resources: &[(&str, &str)]) -> Value {
    let resource = |&(kind, id): &(&str, &str)| json!({"resource_id": id, "resource_type": kind});
    json!({"resources": resources.iter().map(resource).collect::<Vec<Value>>()})
}

const ALL: [(&str, &str); 5] =
    [("droplet", "1"), ("image", "3"), ("volume", "v-1"), ("volume_snapshot", "s-1"), ("database", "d-1")];

#[track_caller]
fn tag(api: &Api, name: &str, of: &[(&str, &str)]) {
    let path = format!("/v2/tags/{name}/resources");
    let answer = api.post(&path, &resources(of));
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
}

#[test]
fn a_new_tag_counts_nothing() {
    let api = account(json!({}));
    let answer = api.post("/v2/tags", &json!({"name": "extra-awesome"}));
    let expected = r#"{"tag":{"name":"extra-awesome","resources":{"count":0,"droplets":{"count":0},"images":{"count":0},"volumes":{"count":0},"volume_snapshots":{"count":0},"databases":{"count":0}}}}"#;
    assert_eq!((answer.status, answer.body.as_str()), (201, expected));
    assert_eq!(api.value("/v2/tags", "/tags/0/name"), "extra-awesome");
}

#[test]
fn a_name_that_differs_only_in_case_gives_the_tag_that_exists() {
    let api = api();
    let answer = api.post("/v2/tags", &json!({"name": "pROD"}));
    assert_eq!(answer.expect(201, "/tag/name"), "Prod");
    assert_eq!(api.value("/v2/tags", "/meta/total"), 1);
    assert_eq!(api.value("/v2/tags/PROD", "/tag/name"), "Prod");
}

#[test]
fn a_bad_name_is_refused_in_a_shape_of_its_own() {
    let long = "a".repeat(256);
    let table = [("a b", "contains invalid characters"), ("", "is empty"), (long.as_str(), "is too long")];
    let api = account(json!({}));
    for (name, fault) in table {
        let answer = api.post("/v2/tags", &json!({"name": name}));
        let error = format!("Error validating resource tag: \"{name}\" {fault}");
        let cause = format!("rpc error: code = InvalidArgument desc = {error}");
        assert_eq!(answer.status, 400, "{name}");
        let expected = json!({"error": error, "messages": null, "root_causes": [cause]});
        assert_eq!(answer.json(), expected);
        assert_eq!(answer.keys(""), "error messages root_causes");
    }
}

#[test]
fn a_tag_counts_what_bears_it_and_links_to_the_last() {
    let api = api();
    for one in ALL {
        tag(&api, "Prod", &[one]);
        assert_eq!(api.value("/v2/tags/Prod", &format!("/tag/resources/{}s/count", one.0)), 1);
    }
    tag(&api, "Prod", &[("droplet", "2")]);
    tag(&api, "Prod", &[("droplet", "2")]);
    let url = api.sandbox.url();
    let link = |path: &str| json!({"count": 1, "last_tagged_uri": format!("{url}{path}")});
    let expected = json!({
        "count": 6,
        "last_tagged_uri": format!("{url}/v2/droplets/2"),
        "droplets": {"count": 2, "last_tagged_uri": format!("{url}/v2/droplets/2")},
        "images": link("/v2/images/3"),
        "volumes": link("/v2/volumes/v-1"),
        "volume_snapshots": link("/v2/snapshots/s-1"),
        "databases": link("/v2/databases/d-1"),
    });
    let found = api.value("/v2/tags/Prod", "/tag/resources");
    assert_eq!(found.to_string(), expected.to_string());
}

#[test]
fn the_last_tagged_is_the_last_that_still_bears_the_tag() {
    let api = api();
    tag(&api, "Prod", &[("droplet", "2"), ("droplet", "1")]);
    let last = || api.value("/v2/tags/Prod", "/tag/resources/droplets/last_tagged_uri");
    let url = api.sandbox.url();
    assert_eq!(last(), format!("{url}/v2/droplets/1"));
    let body = resources(&[("droplet", "1")]).to_string();
    assert_eq!(api.ask("DELETE", "/v2/tags/Prod/resources", &body).status, 204);
    assert_eq!(last(), format!("{url}/v2/droplets/2"));
}

#[test]
fn all_that_bears_a_tag_can_be_found_by_it() {
    let api = api();
    let lists = [
        ("/v2/droplets?tag_name=prod", "/droplets"),
        ("/v2/images?tag_name=prod", "/images"),
        ("/v2/volumes?tag_name=prod", "/volumes"),
        ("/v2/databases?tag_name=prod", "/databases"),
    ];
    for (path, root) in lists {
        assert_eq!(api.value(path, root), json!([]), "{path}");
    }
    tag(&api, "Prod", &ALL);
    for (path, root) in lists {
        let found = api.value(path, root);
        assert_eq!(found.as_array().unwrap().len(), 1, "{path}");
        assert_eq!(found[0]["tags"], json!(["Prod"]), "{path}");
    }
    let snapshots = api.value("/v2/snapshots?resource_type=volume", "/snapshots");
    assert_eq!(snapshots[0]["tags"], json!(["Prod"]));
}

#[test]
fn untagging_what_does_not_bear_the_tag_is_no_error() {
    let api = api();
    let body = resources(&ALL).to_string();
    for _ in 0..2 {
        let answer = api.ask("DELETE", "/v2/tags/Prod/resources", &body);
        assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    }
}

#[test]
fn resources_that_cannot_be_tagged_are_refused_and_none_of_them_is() {
    let api = api();
    let missing = "The resource you were accessing could not be found.";
    let droplet = json!({"resource_id": "1", "resource_type": "droplet"});
    let table = [
        (json!([droplet, {"resource_id": "9", "resource_type": "droplet"}]), 404, missing),
        (json!([droplet, {"resource_id": "x", "resource_type": "volume"}]), 404, missing),
        (json!([droplet, {"resource_id": "247516813", "resource_type": "image"}]), 404, missing),
        (json!([droplet, {"resource_id": 1, "resource_type": "droplet"}]), 400, "error parsing request body"),
        (json!([droplet, {"resource_id": "1", "resource_type": "backend"}]), 422, "Resource type is invalid"),
        (json!([]), 422, "Resources can't be blank"),
    ];
    for (resources, status, message) in table {
        let body = json!({"resources": resources});
        api.post("/v2/tags/Prod/resources", &body).refused(status, message);
    }
    let unknown = api.post("/v2/tags/nope/resources", &json!({"resources": [droplet]}));
    unknown.refused(404, missing);
    assert_eq!(api.value("/v2/tags/Prod", "/tag/resources/count"), 0);
}

#[test]
fn a_deleted_tag_is_taken_off_everything_and_the_resources_stay() {
    let api = api();
    tag(&api, "Prod", &ALL);
    assert_eq!(api.delete("/v2/tags/Prod").status, 204);
    assert_eq!(api.get("/v2/tags/Prod").status, 404);
    assert_eq!(api.delete("/v2/tags/Prod").status, 404);
    let table = [
        ("/v2/droplets/1", "/droplet/tags"),
        ("/v2/images/3", "/image/tags"),
        ("/v2/volumes/v-1", "/volume/tags"),
        ("/v2/snapshots/s-1", "/snapshot/tags"),
        ("/v2/databases/d-1", "/database/tags"),
    ];
    for (path, tags) in table {
        assert_eq!(api.value(path, tags), json!([]), "{path}");
    }
}

#[test]
fn a_tag_cannot_be_renamed_any_more() {
    let answer = api().ask("PUT", "/v2/tags/Prod", r#"{"name":"dev"}"#);
    assert_eq!(answer.status, 404);
}

#[test]
fn a_colon_in_a_path_may_be_escaped_or_not() {
    let api = account(json!({"tags": ["env:prod"]}));
    for path in ["/v2/tags/env:prod", "/v2/tags/env%3Aprod"] {
        assert_eq!(api.value(path, "/tag/name"), "env:prod");
    }
}

#[test]
fn a_seed_may_tag_what_it_brings() {
    let api = account(json!({
        "droplets": [{"id": 1, "name": "web", "tags": ["a"]}],
        "images": [{"id": 3, "name": "snap", "tags": ["A", "b"]}],
        "volumes": [{"name": "vol", "tags": ["b"]}],
    }));
    assert_eq!(api.value("/v2/tags/a", "/tag/resources/count"), 2);
    assert_eq!(api.value("/v2/tags/b", "/tag/resources/count"), 2);
    assert_eq!(api.value("/v2/images/3", "/image/tags").as_array().unwrap().len(), 2);
}

#[test]
fn a_saved_account_is_the_same_when_it_is_loaded_again() {
    let first = account(json!({
        "domains": [{"name": "example.com"}],
        "droplets": [{"id": 1, "name": "web-1", "tags": ["a"]}, {"id": 2, "name": "web-2", "tags": ["a"]}],
        "images": [{"id": 11, "name": "snap", "tags": ["a"]}],
        "reserved_ips": [{"droplet": "web-1"}],
        "volumes": [{"name": "vol", "tags": ["a"]}],
        "volume_snapshots": [{"name": "volsnap"}],
        "databases": [{"name": "db"}],
        "delete_assigned_ip": "unassigns",
    }));
    let body = json!({"resources": [{"resource_id": "1", "resource_type": "droplet"}]});
    assert_eq!(first.ask("DELETE", "/v2/tags/a/resources", &body.to_string()).status, 204);
    assert_eq!(first.post("/v2/tags/a/resources", &body).status, 204);
    let saved = first.sandbox.with_state(|state| state.to_json());
    let again = account(saved.clone());
    assert_eq!(again.sandbox.with_state(|state| state.to_json()), saved);
}
