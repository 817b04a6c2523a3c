//! `doapi tag new | show | delete`.

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{list, no_gpus};
use crate::runner::{doapi, line};
use crate::sandboxes::{changes, faulty_sandbox, sandbox, state_of};
use crate::script::{delete, get, post};

/// Three tags, the first of them on a droplet.
fn account() -> Sandbox {
    sandbox(json!({"tags": ["web", "env:prod", "old"], "droplets": [{"id": 1, "name": "a", "tags": ["web"]}]}))
}

/// The tag as the API shows it when nothing has it.
fn unused(name: &str) -> Value {
    let none = json!({"count": 0});
    json!({"name": name, "resources": {"count": 0, "droplets": none, "images": none, "volumes": none,
                                       "volume_snapshots": none, "databases": none}})
}

#[test]
fn one_or_more_tags_are_created_and_listed() {
    for names in [vec!["one"], vec!["one", "env:staging", "a_b-C"]] {
        let api = sandbox(json!({}));
        let run = doapi(["tag", "new"].iter().chain(&names)).at(&api).run().succeeds();
        let expected: Vec<Value> = names.iter().map(|name| unused(name)).collect();
        assert_eq!(run.array(), expected);
        let all = line("tag show").at(&api).run().succeeds();
        assert!(all.array().len() == names.len() && all.array().iter().all(|tag| expected.contains(tag)), "{all}");
    }
}

#[test]
fn a_tag_that_exists_already_is_printed_as_it_is() {
    let run = line("tag new web WEB").at(&account()).run().exits(0);
    assert_eq!(run.each("name"), json!(["web", "web"]));
    assert_eq!(run.array()[0]["resources"]["droplets"]["count"], 1);
}

#[test]
fn a_tag_given_twice_is_created_once_with_a_warning() {
    let api = account();
    let run = line("tag new one two one").at(&api).run().exits(0);
    assert_eq!(run.each("name"), json!(["one", "two"]));
    assert!(run.complaints().len() == 1 && run.stderr.starts_with("doapi: warning: "), "{run}");
    assert_eq!(changes(&api).len(), 2);
}

#[test]
fn a_name_that_the_api_refuses_does_not_keep_the_others() {
    let run = doapi(["tag", "new", "one", "no good", "two"]).at(&account()).run().exits(7);
    assert_eq!(run.each("name"), json!(["one", "two"]));
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(run.stderr.starts_with(r#"doapi: tag "no good": POST /v2/tags: 400"#), "{run}");
}

#[test]
fn tags_are_shown_all_or_those_given_in_their_order() {
    for (arguments, names) in [
        ("tag", json!(["web", "env:prod", "old"])),
        ("tag show", json!(["web", "env:prod", "old"])),
        ("tag show old env:prod", json!(["old", "env:prod"])),
    ] {
        assert_eq!(line(arguments).at(&account()).run().succeeds().each("name"), names, "{arguments}");
    }
    line("tag show").at(&sandbox(json!({}))).run().succeeds().prints("[]\n");
}

#[test]
fn an_unknown_tag_is_named_and_nothing_is_done() {
    for verb in ["show", "delete"] {
        let api = account();
        let run = line(&format!("tag {verb} web nothing old nowhere")).at(&api).run().exits(3).prints("");
        let complaints = [r#"doapi: tag "nothing": no such tag"#, r#"doapi: tag "nowhere": no such tag"#];
        assert_eq!(run.complaints(), complaints, "{verb}");
        assert_eq!(changes(&api), Vec::<String>::new());
    }
}

#[test]
fn tags_are_deleted_without_output_and_what_had_them_stays() {
    let api = account();
    line("tag delete web env:prod").at(&api).run().succeeds().prints("");
    assert_eq!(line("tag show").at(&api).run().succeeds().each("name"), json!(["old"]));
    assert_eq!(state_of(&api, 1, "tags"), json!([]));
}

#[test]
fn a_tag_that_cannot_be_deleted_does_not_keep_the_others() {
    let fault = r#"DELETE /v2/tags/two status=422 body={"id":"unprocessable_entity","message":"Not now."}"#;
    let api = faulty_sandbox(json!({"tags": ["one", "two", "three"]}), &[fault]);
    let run = line("tag delete one two three").at(&api).run().exits(7).prints("");
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(run.complaints()[0].starts_with(r#"doapi: tag "two": DELETE /v2/tags/two: 422"#), "{run}");
    assert_eq!(line("tag show").at(&api).run().succeeds().each("name"), json!(["two"]));
}

#[test]
fn a_name_is_one_segment_of_the_path_whatever_is_in_it() {
    for (name, segment) in [
        ("env:prod", "env%3Aprod"),
        ("a b", "a%20b"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("100%", "100%25"),
        ("größe", "gr%C3%B6%C3%9Fe"),
    ] {
        let one = format!("/v2/tags/{segment}");
        let tag = json!({"name": name});
        let api = Fake::of([
            post("/v2/tags", json!({"name": name})).gives(201, json!({"tag": &tag})),
            get(&one).gives(200, json!({"tag": &tag})),
            get(&one).gives(200, json!({"tag": &tag})),
            delete(&one).gives(204, ""),
        ]);
        assert_eq!(doapi(["tag", "new", name]).at(&api).run().succeeds().json(), json!([tag]));
        assert_eq!(doapi(["tag", "show", name]).at(&api).run().succeeds().array(), [tag]);
        doapi(["tag", "delete", name]).at(&api).run().succeeds().prints("");
        api.finish();
    }
}

#[test]
fn the_droplets_of_a_tag_with_odd_characters_are_asked_for_in_full() {
    let found = list("droplets", &[json!({"id": 7, "name": "web"})]);
    let api = Fake::steps([vec![get("/v2/droplets?tag_name=env%3Aprod&per_page=200").gives(200, found), no_gpus()]]);
    assert_eq!(line("droplet show --tag env:prod").at(&api).run().succeeds().each("id"), json!([7]));
    api.finish();
}

#[test]
fn droplets_with_gpus_have_tags_too_and_none_is_there_twice() {
    let droplet = |id: u64, tags: &[&str]| json!({"id": id, "name": "gpu", "tags": tags});
    // The last one is in both lists, as a server gives it that knows no `type`.
    let gpus = [droplet(8, &["PROD"]), droplet(9, &["other"]), json!({"id": 10, "name": "gpu"}), droplet(7, &["prod"])];
    for (command, then) in [("show", None), ("delete", Some(delete("/v2/droplets?tag_name=prod").gives(204, "")))] {
        let lists = vec![
            get("/v2/droplets?tag_name=prod&per_page=200").gives(200, list("droplets", &[droplet(7, &["prod"])])),
            get("/v2/droplets?type=gpus&per_page=200").gives(200, list("droplets", &gpus)),
        ];
        let api = Fake::steps([lists, then.into_iter().collect()]);
        let run = line(&format!("droplet {command} --tag prod")).at(&api).run().exits(0);
        assert!(command != "show" || run.each("id") == json!([7, 8]), "{run}");
        api.finish();
    }
}

#[test]
fn new_update_and_delete_need_to_be_told_what() {
    let api = Fake::of([]);
    for arguments in ["new", "delete", "update", "update old", "update old new newer"] {
        line(&format!("tag {arguments}")).at(&api).run().exits(2).prints("");
    }
    for name in ["", ".", ".."] {
        for verb in [vec!["new"], vec!["show"], vec!["delete"], vec!["update", "old"]] {
            doapi([&["tag"], verb.as_slice(), &[name]].concat()).at(&api).run().exits(2).prints("");
        }
    }
    api.finish();
}
