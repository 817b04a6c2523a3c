//! Which images are meant.

use serde_json::json;

use super::{UBUNTU, account};
use crate::fake::Fake;
use crate::replies::{list, not_found};
use crate::runner::{doapi, line};
use crate::sandboxes::changes;
use crate::script::get;

#[test]
fn an_image_goes_by_its_id_its_slug_or_its_name() {
    for (arguments, ids) in [
        ("13", json!([13])),
        ("golden", json!([13])),
        ("Imported", json!([16])),
        ("ubuntu-24-04-x64", json!([UBUNTU])),
        ("twin -M", json!([14, 15])),
        ("--multiple twin golden", json!([14, 15, 13])),
        ("weekly ubuntu-24-04-x64 13", json!([12, UBUNTU, 13])),
        // An image whose name is the slug of another has to be named by its ID.
        ("debian-13-x64", json!([205_903_344])),
        ("17", json!([17])),
    ] {
        let run = line(&format!("image show {arguments}")).at(&account()).run().succeeds();
        assert_eq!(run.each("id"), ids, "{arguments}");
    }
}

#[test]
fn with_multiple_a_slug_and_a_name_mean_both() {
    let run = line("image show -M debian-13-x64").at(&account()).run().succeeds();
    let mut ids = run.each("id");
    ids.as_array_mut().unwrap().sort_by_key(serde_json::Value::as_u64);
    assert_eq!(ids, json!([17, 205_903_344]));
}

#[test]
fn a_name_with_spaces_is_one_name() {
    let run = doapi(["image", "show", "Docker on Ubuntu 20.04"]).at(&account()).run().succeeds();
    assert_eq!(run.each("slug"), json!(["docker-20-04"]));
}

#[test]
fn an_unknown_or_ambiguous_image_is_told_and_nothing_is_done() {
    for verb in ["show", "convert", "transfer fra1", "act convert", "actions", "wait", "delete"] {
        let api = account();
        let run = line(&format!("image {verb} golden nobody")).at(&api).run().exits(3).prints("");
        assert_eq!(run.complaints(), [r#"doapi: image "nobody": no such image"#], "{verb}");
        let run = line(&format!("image {verb} golden twin")).at(&api).run().exits(3).prints("");
        assert_eq!(run.complaints().len(), 1, "{run}");
        assert!(run.stderr.contains("14, 15") && run.stderr.contains("-M"), "{run}");
        assert_eq!(changes(&api), Vec::<String>::new());
    }
}

#[test]
fn an_image_given_twice_is_meant_once_with_a_warning() {
    let run = line("image show golden weekly 13").at(&account()).run().exits(0);
    assert_eq!(run.each("id"), json!([13, 12]));
    assert!(run.complaints().len() == 1 && run.stderr.starts_with("doapi: warning: "), "{run}");
}

#[test]
fn an_id_and_a_slug_are_one_request_each() {
    for (label, path) in [("7", "/v2/images/7"), ("debian-13-x64", "/v2/images/debian-13-x64")] {
        let api = Fake::of([get(path).gives(200, json!({"image": {"id": 7, "slug": "debian-13-x64"}}))]);
        assert_eq!(doapi(["image", "show", label]).at(&api).run().succeeds().each("id"), json!([7]));
        api.finish();
    }
}

#[test]
fn the_list_is_read_once_whatever_the_number_of_names() {
    let images = [json!({"id": 7, "name": "Seven"}), json!({"id": 8, "name": "Eight"}), json!({"id": 9, "name": "9"})];
    let api = Fake::of([get("/v2/images?per_page=200").gives(200, list("images", &images))]);
    let run = doapi(["image", "show", "Eight", "Seven"]).at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!([8, 7]));
    api.finish();
}

#[test]
fn a_number_that_is_nobodys_id_may_be_a_name() {
    let images = list("images", &[json!({"id": 7, "name": "2026"})]);
    let api =
        Fake::of([get("/v2/images/2026").gives(404, not_found()), get("/v2/images?per_page=200").gives(200, images)]);
    assert_eq!(line("image show 2026").at(&api).run().succeeds().each("id"), json!([7]));
    api.finish();
}

#[test]
fn an_image_that_was_retired_is_still_there_under_its_id() {
    let run = line("image show 195932981").at(&account()).run().succeeds();
    assert_eq!((run.each("status"), run.each("slug")), (json!(["retired"]), json!([null])));
}

#[test]
fn a_slug_of_any_characters_that_slugs_have_takes_one_request() {
    for slug in ["debian-13-x64", "fedora-42.1_x64", "a.b", "x_y"] {
        let image = json!({"image": {"id": 7, "slug": slug, "name": "seven"}});
        let api = Fake::of([get(&format!("/v2/images/{slug}")).gives(200, image)]);
        assert_eq!(line(&format!("image show {slug}")).at(&api).run().succeeds().each("id"), json!([7]));
        api.finish();
    }
}
