//! `doapi droplet show`.

use serde_json::json;

use crate::runner::line;
use crate::sandboxes::sandbox;

fn account() -> doapi_sandbox::Sandbox {
    sandbox(json!({
        "droplets": [
            {"id": 1, "name": "web", "tags": ["prod"]}, {"id": 2, "name": "db"},
            {"id": 3, "name": "ml", "size": "gpu-h100x1-80gb", "tags": ["prod"]},
        ],
        "tags": [{"name": "empty"}],
    }))
}

#[test]
fn droplets_are_shown_by_id_by_name_and_by_tag_or_all_of_them() {
    for (arguments, ids) in [
        ("droplet show", json!([1, 2, 3])),
        ("droplet", json!([1, 2, 3])),
        ("droplet show db 1", json!([2, 1])),
        ("droplet show ml", json!([3])),
        ("droplet show --tag prod", json!([1, 3])),
        ("droplet show --tag PROD", json!([1, 3])),
        ("droplet show --tag empty", json!([])),
    ] {
        let run = line(arguments).at(&account()).run().succeeds();
        assert_eq!(run.each("id"), ids, "{arguments}: {run}");
    }
}

#[test]
fn an_account_without_droplets_shows_an_empty_list() {
    line("droplet show").at(&sandbox(json!({}))).run().succeeds().prints("[]\n");
}

#[test]
fn a_tag_that_does_not_exist_is_not_an_empty_list() {
    let run = line("droplet show --tag nobody").at(&account()).run().exits(3).prints("");
    assert!(run.stderr.contains(r#"tag "nobody""#), "{run}");
}

#[test]
fn a_tag_and_droplets_exclude_each_other() {
    let api = account();
    line("droplet show --tag prod web").at(&api).run().exits(2);
    assert!(api.requests().is_empty());
}

#[test]
fn every_field_that_the_api_sends_is_shown() {
    let api = account();
    let run = line("droplet show 3").at(&api).run().succeeds();
    let droplet = &run.array()[0];
    for field in ["networks", "image", "size", "region", "gpu_info", "vpc_uuid", "features", "next_backup_window"] {
        assert!(droplet.get(field).is_some(), "{field}: {run}");
    }
}
