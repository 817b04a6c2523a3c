//! What an unset shell variable gives: an empty value. It never means "all" or "any".

use crate::fake::Fake;
use crate::runner::doapi;
use crate::script::get;
use serde_json::json;

#[test]
fn an_empty_value_is_a_usage_error_before_any_request() {
    let new = ["droplet", "new", "-I", "debian-12-x64", "-S", "s-1vcpu-1gb"];
    let api = Fake::of([]);
    for rest in [
        vec!["droplet", "act", "--tag", "", "-p", r#"{"image":"debian-12-x64"}"#, "rebuild"],
        vec!["droplet", "act", "", "web"],
        vec!["droplet", "show", "--tag", ""],
        vec!["droplet", "delete", "--tag="],
        vec!["droplet", "show", ""],
        vec!["droplet", "tag", "", "web"],
        vec!["droplet", "resize", "", "web"],
        vec!["droplet", "rename", "web", ""],
        vec!["image", "show", "--type", ""],
        vec!["image", "transfer", "", "my-image"],
        vec!["floating-ip", "new", "--region", ""],
        vec!["tag", "update", "web", ""],
        vec!["domain", "new-record", "example.com", "", "www", "192.0.2.1"],
    ] {
        doapi(rest).at(&api).run().exits(2).prints("").says("must not be empty");
    }
    doapi(["ssh-key", "new", "laptop", ""]).at(&api).run().exits(2).prints("").says("'[FILE]'");
    for option in ["--region", "--vpc", "--tag", "--volume", "--ssh-key"] {
        doapi(new.into_iter().chain([option, "", "web"])).at(&api).run().exits(2).prints("");
    }
    api.finish();
}

/// A server that ignores `tag_name` lists every droplet.
fn unfiltered() -> Fake {
    let droplets = json!([{"id": 1, "name": "web", "tags": ["prod"]}, {"id": 2, "name": "db", "tags": []}]);
    let list = json!({"droplets": droplets, "links": {}, "meta": {"total": 2}});
    Fake::of([get("/v2/droplets?tag_name=prod&per_page=200").gives(200, list)])
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
