//! Renames that nothing disturbs, and those that are refused.

use serde_json::json;

use super::{assert_renamed, names, seed};
use crate::fake::Fake;
use crate::replies::{list, not_found};
use crate::runner::{doapi, line};
use crate::sandboxes::{changes, sandbox};
use crate::script::{Exchange, delete, get, post};

#[test]
fn all_kinds_of_resources_get_the_new_name_and_the_old_tag_goes_last() {
    for new in ["new", "env:prod"] {
        let api = sandbox(seed());
        let tag = line(&format!("tag update old {new}")).at(&api).run().succeeds().json();
        assert_eq!((&tag["name"], &tag["resources"]["count"]), (&json!(new), &json!(5)));
        for kind in super::TAGGABLE {
            assert_eq!(tag["resources"][kind]["count"], 1, "{kind}");
        }
        assert_renamed(&api, new, "");
        let changes = changes(&api);
        assert_eq!(changes.first().map(String::as_str), Some("POST /v2/tags"));
        assert_eq!(changes.iter().position(|it| it == "DELETE /v2/tags/old"), Some(changes.len() - 1), "{changes:?}");
    }
}

#[test]
fn a_tag_that_nothing_has_is_renamed_too() {
    let api = sandbox(json!({"tags": ["old"]}));
    let tag = line("tag update old new").at(&api).run().succeeds().json();
    assert_eq!((&tag["name"], &tag["resources"]["count"]), (&json!("new"), &json!(0)));
    assert_eq!(names(&api), ["new"]);
    assert_eq!(changes(&api), ["POST /v2/tags", "DELETE /v2/tags/old"]);
}

#[test]
fn a_tag_on_more_than_one_page_of_droplets_moves_as_a_whole() {
    let api = sandbox(json!({
        "account": {"droplet_limit": 1000},
        "droplets": [{"name": "load", "count": 205, "tags": ["old"]}],
    }));
    let tag = line("tag update old new").at(&api).run().succeeds().json();
    assert_eq!(tag["resources"]["droplets"]["count"], 205);
    assert_eq!(names(&api), ["new"]);
}

#[test]
fn a_new_name_that_exists_already_keeps_its_spelling_and_what_has_it() {
    let mut seed = seed();
    seed["tags"] = json!(["old", "other", "PROD"]);
    let api = sandbox(seed);
    let tag = line("tag update old prod").at(&api).run().succeeds().json();
    assert_eq!(tag["name"], "PROD");
    assert_renamed(&api, "PROD", "");
    let tag = line("tag update other prod").at(&api).run().succeeds().json();
    assert_eq!((&tag["name"], &tag["resources"]["count"]), (&json!("PROD"), &json!(10)));
    assert_eq!(names(&api), ["PROD"]);
}

#[test]
fn the_old_name_among_the_extra_fields_is_refused() {
    let api = sandbox(seed());
    doapi(["tag", "update", "old", "new", "--extra", r#"{"name": "Old"}"#]).at(&api).run().exits(2).prints("");
    assert_eq!(changes(&api), Vec::<String>::new());
}

#[test]
fn a_name_that_differs_in_case_only_is_refused() {
    let api = sandbox(seed());
    for new in ["old", "OLD", "Old"] {
        let run = line(&format!("tag update old {new}")).at(&api).run().exits(2).prints("");
        assert!(run.complaints().len() == 1 && run.stderr.contains("case"), "{run}");
    }
    assert!(api.requests().is_empty());
}

#[test]
fn an_unknown_tag_is_not_renamed_and_no_tag_created() {
    let api = sandbox(seed());
    let run = line("tag update nothing new").at(&api).run().exits(3).prints("");
    assert_eq!(run.complaints(), [r#"doapi: tag "nothing": no such tag"#]);
    assert_eq!(changes(&api), Vec::<String>::new());
}

#[test]
fn a_new_name_that_the_api_refuses_changes_nothing() {
    let api = sandbox(seed());
    let run = doapi(["tag", "update", "old", "not good"]).at(&api).run().exits(1).prints("");
    assert!(run.stderr.starts_with(r#"doapi: tag "not good": POST /v2/tags: 400"#), "{run}");
    assert_eq!(names(&api), ["old", "other"]);
}

#[test]
fn names_are_encoded_in_every_path_and_ids_are_text() {
    let counts = |droplets: u64, databases: u64| {
        json!({"count": droplets + databases, "droplets": {"count": droplets}, "images": {"count": 0},
               "volumes": {"count": 0}, "volume_snapshots": {"count": 0}, "databases": {"count": databases}})
    };
    let old = get("/v2/tags/a%3Ab").gives(200, json!({"tag": {"name": "a:b", "resources": counts(1, 1)}}));
    let new = json!({"tag": {"name": "c:d", "resources": counts(1, 1)}});
    let moved = |id: &str, kind: &str| {
        let resources = json!({"resources": [{"resource_id": id, "resource_type": kind}]});
        post("/v2/tags/c%3Ad/resources", resources).gives(204, "")
    };
    let api = Fake::of([
        old.clone(),
        post("/v2/tags", json!({"name": "c:d"})).gives(201, json!({"tag": {"name": "c:d"}})),
        get("/v2/droplets?tag_name=a%3Ab&per_page=200")
            .gives(200, list("droplets", &[json!({"id": 7, "name": "web", "tags": ["a:b"]})])),
        moved("7", "droplet"),
        get("/v2/databases?tag_name=a%3Ab&per_page=200")
            .gives(200, json!({"databases": [{"id": "9cc10173", "name": "db", "tags": ["x", "a:b"]}]})),
        moved("9cc10173", "database"),
        old,
        get("/v2/tags/c%3Ad").gives(200, &new),
        delete("/v2/tags/a%3Ab").gives(204, ""),
    ]);
    assert_eq!(line("tag update a:b c:d").at(&api).run().succeeds().json(), new["tag"]);
    api.finish();
}

#[test]
fn the_rename_that_the_api_dropped_is_not_asked_for() {
    let api =
        Fake::of([get("/v2/tags/old").gives(404, not_found()), Exchange::new("PUT", "/v2/tags/old").at_any_time()]);
    line("tag update old new").at(&api).run().exits(3).prints("");
    assert!(api.finish().iter().all(|request| !request.line.starts_with("PUT")));
}
