//! What a filter of the API returned is looked at again: a server may ignore it, or know another one.

use crate::fake::Fake;
use crate::replies::list;
use crate::runner::{doapi, line};
use crate::script::get;
use serde_json::{Value, json};

/// A server that ignores `tag_name` lists every droplet.
fn unfiltered() -> Fake {
    let droplets = [json!({"id": 1, "name": "web", "tags": ["prod"]}), json!({"id": 2, "name": "db", "tags": []})];
    let all = list("droplets", &droplets);
    Fake::steps([vec![get("/v2/droplets?tag_name=prod&per_page=200").gives(200, all), crate::replies::no_gpus()]])
}

#[test]
fn nothing_is_changed_where_the_list_of_a_tag_holds_droplets_without_it() {
    for arguments in [
        vec!["droplet", "delete", "--tag", "prod"],
        vec!["droplet", "power-off", "--tag", "prod"],
        vec!["droplet", "act", "--tag", "prod", "reboot"],
    ] {
        let api = unfiltered();
        doapi(arguments).at(&api).run().exits(1).says(r#"droplet "db", which does not have the tag"#);
        api.finish();
    }
}

#[test]
fn droplets_that_lack_the_tag_are_not_shown() {
    let api = unfiltered();
    let run = doapi(["droplet", "show", "--tag", "prod"]).at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!([1]), "{run}");
    api.finish();
}

#[test]
fn a_droplet_of_a_tag_that_has_no_id_is_an_error() {
    for id in ["null", r#""""#, "-1"] {
        let droplets = format!(r#"{{"droplets":[{{"id":{id},"name":"web","tags":["prod"]}}],"links":{{}}}}"#);
        let api = Fake::steps([vec![
            get("/v2/droplets?tag_name=prod&per_page=200").gives(200, droplets),
            crate::replies::no_gpus().at_any_time(),
        ]]);
        let run = doapi(["droplet", "power-off", "--tag", "prod"]).at(&api).run().exits(1).prints("");
        assert!(run.stderr.contains(r#"lists droplet "web" without an ID"#), "{run}");
        api.finish();
    }
}

/// Images and records of every kind, as a server lists them that ignores every filter.
fn everything(root: &str) -> Value {
    let image = |id: u64, public: bool, kind: &str, tags: &[&str]| json!({"id": id, "public": public, "type": kind, "tags": tags});
    let record = |id: u64, kind: &str, name: &str| json!({"id": id, "type": kind, "name": name, "data": "x"});
    let objects = match root {
        "images" => vec![
            image(1, true, "base", &[]),
            image(2, false, "snapshot", &["prod"]),
            image(3, false, "backup", &[]),
            image(4, false, "custom", &["PROD"]),
        ],
        _ => vec![record(1, "A", "www"), record(2, "A", "@"), record(3, "AAAA", "WWW"), record(4, "TXT", "wwww")],
    };
    list(root, &objects)
}

#[test]
fn of_a_list_that_was_not_filtered_only_what_fits_is_shown() {
    for (command, path, ids) in [
        ("image show --private", "images?private=true", json!([2, 3, 4])),
        ("image show --tag prod", "images?tag_name=prod", json!([2, 4])),
        ("image show --type backup", "images?type=backup", json!([3])),
        ("image show --application", "images?type=application", json!([1])),
        ("image show --private --tag prod --type custom", "images?private=true&tag_name=prod&type=custom", json!([4])),
        ("domain show-record --type a example.com", "domains/example.com/records?type=A", json!([1, 2])),
        (
            "domain show-record --name www example.com",
            "domains/example.com/records?name=www.example.com",
            json!([1, 3]),
        ),
        ("domain show-record --name @ example.com", "domains/example.com/records?name=example.com", json!([2])),
        (
            "domain show-record --name www.example.com --type A example.com",
            "domains/example.com/records?name=www.example.com&type=A",
            json!([1]),
        ),
    ] {
        let root = if command.starts_with("image") { "images" } else { "domain_records" };
        let api = Fake::of([get(&format!("/v2/{path}&per_page=200")).gives(200, everything(root))]);
        assert_eq!(line(command).at(&api).run().succeeds().each("id"), ids, "{command}");
        api.finish();
    }
}

#[test]
fn a_name_that_was_not_looked_for_is_not_acted_on() {
    let all = list("droplets", &[json!({"id": 1, "name": "db"}), json!({"id": 2, "name": "WEB"})]);
    let api = Fake::steps([vec![
        get("/v2/droplets?name=web&per_page=200").gives(200, &all),
        get("/v2/droplets?name=web&type=gpus&per_page=200").gives(200, &all),
    ]]);
    line("droplet delete web").at(&api).run().exits(3).prints("").says(r#"droplet "web": no such droplet"#);
    api.finish();
}
