//! `doapi image show` without images: all, or those of a kind.

use serde_json::json;

use super::account;
use crate::fake::Fake;
use crate::replies::list;
use crate::runner::line;
use crate::script::get;

#[test]
fn without_arguments_the_images_of_all_and_those_of_the_account_are_shown() {
    for arguments in ["image", "image show"] {
        let run = line(arguments).at(&account()).run().succeeds();
        let count = |public: bool| run.array().iter().filter(|image| image["public"] == public).count();
        assert_eq!((count(true), count(false)), (28, 7), "{arguments}");
    }
}

#[test]
fn images_are_shown_by_their_kind() {
    let applications = ["docker", "wordpress", "lamp", "lemp", "nodejs", "mysql", "mongodb", "ghost", "dokku"];
    let applications = json!(applications.map(|name| format!("{name}-20-04")));
    let api = account();
    for arguments in ["--application", "--type application", "--type=application"] {
        let run = line(&format!("image show {arguments}")).at(&api).run().succeeds();
        assert_eq!(run.each("slug"), applications, "{arguments}");
    }
    for arguments in ["--distribution", "--type distribution", "--type=distribution"] {
        let run = line(&format!("image show {arguments}")).at(&api).run().succeeds();
        assert_eq!(run.array().len(), 19, "{arguments}");
        assert!(run.array().iter().all(|image| image["type"] == "base" && image["public"] == true), "{arguments}");
    }
}

#[test]
fn the_images_of_the_account_itself_are_shown() {
    let run = line("image show --private").at(&account()).run().succeeds();
    assert_eq!(run.each("id"), json!([11, 12, 13, 14, 15, 16, 17]));
}

#[test]
fn the_images_with_a_tag_are_shown() {
    let run = line("image show --tag base").at(&account()).run().succeeds();
    assert_eq!(run.each("id"), json!([13, 16]));
    line("image show --tag other").at(&account()).run().succeeds().prints("[]\n");
}

#[test]
fn filters_are_the_apis_own_and_go_together() {
    for (options, query) in [
        ("--application", "type=application"),
        ("--distribution", "type=distribution"),
        ("--type application", "type=application"),
        ("--type one-click", "type=one-click"),
        ("--type=a&b", "type=a%26b"),
        ("--private", "private=true"),
        ("--tag env:prod", "tag_name=env%3Aprod"),
        ("--private --application", "private=true&type=application"),
        ("--distribution --private", "private=true&type=distribution"),
        ("--type=custom --private --tag base", "private=true&tag_name=base&type=custom"),
    ] {
        let path = format!("/v2/images?{query}&per_page=200");
        let api = Fake::of([get(&path).gives(200, list("images", &[json!({"id": 7, "name": "seven"})]))]);
        let run = line(&format!("image show {options}")).at(&api).run().succeeds();
        assert_eq!(run.each("id"), json!([7]), "{options}");
        api.finish();
    }
}

#[test]
fn several_filters_leave_what_passes_all_of_them() {
    for (options, ids) in [
        ("--private --tag base", json!([13, 16])),
        ("--private --application", json!([])),
        ("--private --distribution", json!([])),
    ] {
        assert_eq!(line(&format!("image show {options}")).at(&account()).run().succeeds().each("id"), ids, "{options}");
    }
}

#[test]
fn filters_do_not_go_with_images_and_kinds_not_with_each_other() {
    let api = Fake::of([]);
    for arguments in [
        "--application golden",
        "--distribution 13",
        "--type custom golden",
        "--private golden",
        "--tag base golden",
        "golden --private",
        "-M --application golden",
        "--application --distribution",
        "--application --type custom",
        "--distribution --type distribution",
    ] {
        let run = line(&format!("image show {arguments}")).at(&api).run().exits(2).prints("");
        assert!(!run.stderr.is_empty(), "{arguments}");
    }
    api.finish();
}
