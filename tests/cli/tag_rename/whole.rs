//! Renames that nothing disturbs, and those that are refused.

use serde_json::{Value, json};

use super::{assert_renamed, names, seed};
use crate::fake::Fake;
use crate::replies::{list, not_found};
use crate::runner::{doapi, line};
use crate::sandboxes::{changes, sandbox, state_of};
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
    let tag = line("tag update other prod --merge").at(&api).run().succeeds().json();
    assert_eq!((&tag["name"], &tag["resources"]["count"]), (&json!("PROD"), &json!(10)));
    assert_eq!(names(&api), ["PROD"]);
}

#[test]
fn a_tag_that_others_have_is_no_new_name_without_merge() {
    let droplet = |id: u64, tags: &[&str]| json!({"id": id, "name": "web", "tags": tags});
    for (droplets, user) in [
        (vec![droplet(1, &["old"]), droplet(2, &["new"])], r#"1 resources that do not have "old""#),
        (vec![droplet(1, &["old", "new"]), droplet(2, &["new"])], r#"1 resources that do not have "old""#),
        (vec![droplet(1, &["old", "new"]), droplet(2, &["old"])], r#"some of the resources that have "old""#),
    ] {
        let api = sandbox(json!({"tags": ["old", "new"], "droplets": droplets}));
        let run = line("tag update old NEW").at(&api).run().exits(3).prints("");
        assert!(run.stderr.contains(&format!(r#"tag "NEW" is already in use by {user}"#)), "{run}");
        assert!(run.stderr.contains("--merge"), "{run}");
        assert_eq!(changes(&api), Vec::<String>::new());
        line("tag update old NEW --merge").at(&api).run().succeeds();
        assert_eq!(names(&api), ["new"]);
        assert!((1..=2).all(|id| state_of(&api, id, "tags") == json!(["new"])));
    }
}

#[test]
fn a_tag_that_the_api_made_of_another_name_is_not_used() {
    let none = json!({"count": 0});
    let resources = json!({"count": 0, "droplets": none, "images": none, "volumes": none,
                           "volume_snapshots": none, "databases": none});
    let tag = |name: &str| json!({"tag": {"name": name, "resources": resources}});
    for answered in ["OLD", "other"] {
        let mut steps = vec![
            get("/v2/tags/old").gives(200, tag("old")),
            get("/v2/tags/new").gives(404, not_found()),
            post("/v2/tags", json!({"name": "new"})).gives(201, tag(answered)),
        ];
        let selectors = ["firewalls", "load_balancers", "monitoring/alerts"];
        steps.extend(selectors.map(|at| get(&format!("/v2/{at}?per_page=200")).gives(404, not_found()).at_any_time()));
        let api = Fake::of(steps);
        line("tag update old new").at(&api).run().exits(1).prints("").says("nothing was moved");
        api.finish();
    }
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
    let lists = |droplet_tags: Value, database_tags: Value| {
        let droplet = json!({"id": 7, "name": "web", "tags": droplet_tags});
        let database = json!({"id": "9cc10173", "name": "db", "tags": database_tags});
        [
            get("/v2/droplets?tag_name=a%3Ab&per_page=200").gives(200, list("droplets", &[droplet])),
            get("/v2/droplets?type=gpus&per_page=200").gives(200, list("droplets", &[])),
            get("/v2/databases?tag_name=a%3Ab&per_page=200").gives(200, json!({"databases": [database]})),
        ]
    };
    let selectors = || {
        let empty = |root: &str| get(&format!("/v2/{root}?per_page=200")).gives(200, list(root, &[]));
        [empty("firewalls"), empty("load_balancers")]
    };
    let [droplets, gpus, databases] = lists(json!(["a:b"]), json!(["x", "a:b"]));
    let [droplets_now, gpus_now, databases_now] = lists(json!(["a:b", "c:d"]), json!(["x", "a:b", "c:d"]));
    let [firewalls, balancers] = selectors();
    let [firewalls_now, balancers_now] = selectors();
    let api = Fake::of([
        old.clone(),
        get("/v2/tags/c%3Ad").gives(404, not_found()),
        droplets,
        gpus,
        databases,
        firewalls,
        balancers,
        get("/v2/monitoring/alerts?per_page=200").gives(200, list("policies", &[])),
        post("/v2/tags", json!({"name": "c:d"})).gives(201, json!({"tag": {"name": "c:d"}})),
        moved("7", "droplet"),
        moved("9cc10173", "database"),
        old,
        droplets_now,
        gpus_now,
        databases_now,
        get("/v2/tags/c%3Ad").gives(200, &new),
        firewalls_now,
        balancers_now,
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
