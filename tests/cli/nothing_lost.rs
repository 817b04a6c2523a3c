//! What was started or is there is shown, also where the first look could not know of it.

use crate::fake::Fake;
use crate::runner::{doapi, line};
use crate::script::{get, post};
use serde_json::json;

#[test]
fn an_action_on_a_droplet_that_got_the_tag_in_between_is_printed_too() {
    let droplets = json!([{"id": 1, "name": "web", "tags": ["prod"]}]);
    let list = json!({"droplets": droplets, "links": {}, "meta": {"total": 1}});
    let action = |id: u64, droplet: u64| json!({"id": id, "status": "in-progress", "resource_id": droplet});
    let started = json!({"actions": [action(11, 1), action(12, 2)]});
    let api = Fake::of([
        get("/v2/droplets?tag_name=prod&per_page=200").gives(200, list),
        crate::replies::no_gpus(),
        post("/v2/droplets/actions?tag_name=prod", json!({"type": "power_off"})).gives(201, started),
    ]);
    let run = line("droplet power-off --tag prod").at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!([11, 12]), "{run}");
    api.finish();
}

#[test]
fn an_image_that_was_retired_is_found_by_its_id_beside_one_that_is_found_by_name() {
    let images = json!({"images": [{"id": 7, "name": "my image"}], "links": {}, "meta": {"total": 1}});
    let api = Fake::of([
        get("/v2/images?per_page=200").gives(200, images),
        get("/v2/images/63663980").gives(200, json!({"image": {"id": 63_663_980, "name": "18.04 x64"}})),
    ]);
    let run = doapi(["image", "show", "63663980", "my image"]).at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!([63_663_980, 7]), "{run}");
    api.finish();
}
