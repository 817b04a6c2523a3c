//! What is asked, and what is refused, before anything is destroyed.

use crate::runner::{Run, doapi, line};
use crate::sandboxes::{sandbox, sorted_changes};
use crate::terminal::on_terminal;
use doapi_sandbox::Sandbox;
use serde_json::json;

const NOTHING: [&str; 0] = [];

fn account() -> Sandbox {
    sandbox(json!({"droplets": [
        {"id": 1, "name": "web-1", "tags": ["web"]},
        {"id": 2, "name": "web-2", "tags": ["web"]},
        {"id": 3, "name": "db-1", "tags": ["protected"]},
    ], "tags": ["web", "protected"]}))
}

/// A command on a terminal, where somebody types this when asked.
#[track_caller]
fn answering(answer: &str, command: &str, api: &Sandbox) -> Run {
    on_terminal(&format!("doapi {command}")).at(api).run_and_answer("[y/N]", answer)
}

#[test]
fn somebody_who_chose_by_a_selector_sees_what_is_meant_and_is_asked() {
    for (selector, choice) in [
        ("--where name~web-*", "2 droplets, $12.00 a month"),
        ("--tag web", "2 droplets, $12.00 a month"),
        ("-M web-1", "1 droplet, $6.00 a month"),
    ] {
        let api = account();
        let run = answering("n\n", &format!("droplet delete '{}'", selector.replace(' ', "' '")), &api);
        assert!(run.stdout.contains(&format!("delete {choice}? [y/N]")), "{run}");
        assert!(run.stdout.contains("web-1") && run.stdout.contains("not confirmed; nothing was changed"), "{run}");
        run.exits(3);
        assert_eq!(sorted_changes(&api), NOTHING);
    }
}

#[test]
fn only_a_yes_is_a_yes() {
    for (answer, deleted) in
        [("y\n", true), ("yes\n", true), ("Y\n", true), ("\n", false), ("no\n", false), ("\x04", false)]
    {
        let api = account();
        answering(answer, "droplet delete --where 'name~web-*'", &api).exits(if deleted { 0 } else { 3 });
        let expected = if deleted { vec!["DELETE /v2/droplets/1", "DELETE /v2/droplets/2"] } else { vec![] };
        assert_eq!(sorted_changes(&api), expected, "{answer:?}");
    }
}

#[test]
fn what_was_shown_is_deleted_and_nothing_that_got_the_tag_meanwhile() {
    let api = account();
    answering("y\n", "droplet delete --tag web", &api).exits(0);
    assert_eq!(sorted_changes(&api), ["DELETE /v2/droplets/1", "DELETE /v2/droplets/2"]);
}

#[test]
fn ctrl_c_at_the_question_changes_nothing() {
    let api = account();
    answering("\x03", "droplet delete --where 'name~web-*'", &api).exits(130);
    assert_eq!(sorted_changes(&api), NOTHING);
}

#[test]
fn nobody_is_asked_about_names_that_were_typed_or_where_nobody_can_answer() {
    let api = account();
    answering("", "droplet delete web-1", &api).exits(0);
    line("droplet delete --tag web").at(&api).run().exits(0);
    assert_eq!(sorted_changes(&api), ["DELETE /v2/droplets/1", "DELETE /v2/droplets?tag_name=web"]);
    let api = account();
    for selector in ["--where name~web-*", "--all"] {
        line(&format!("droplet delete {selector}")).at(&api).run().exits(2).says("need --yes");
    }
    assert!(api.requests().is_empty());
}

#[test]
fn what_is_protected_is_refused_with_all_the_others() {
    let api = account();
    for command in [
        "droplet delete web-1 db-1",
        "droplet delete --all --yes",
        "droplet rebuild db-1",
        "droplet delete --tag protected",
    ] {
        line(command).at(&api).run().exits(3).says("droplet \"db-1\" is protected by the tag \"protected\"");
    }
    for (patterns, by) in [("db-*, web-?", "\"web-?\""), ("tag:web", "\"tag:web\"")] {
        let run = line("droplet delete web-1").env("DOAPI_PROTECT", patterns).at(&api).run();
        run.exits(3).says(&format!("droplet \"web-1\" is protected by {by}"));
    }
    assert_eq!(sorted_changes(&api), NOTHING);
    line("droplet delete db-1 --unprotect").at(&api).run().exits(0);
    assert_eq!(sorted_changes(&api), ["DELETE /v2/droplets/3"]);
}

#[test]
fn a_rotation_of_all_droplets_needs_a_yes_where_nobody_can_answer() {
    let api = account();
    for chosen in ["--all", "--where name~web-*"] {
        let command = format!("droplet snapshot n-{{date}} --keep 1 {chosen}");
        line(&command).at(&api).run().exits(2).says("--where and --all need --yes");
    }
    assert_eq!(sorted_changes(&api), NOTHING);
}

#[test]
fn destroying_droplets_with_all_that_belongs_to_them_is_refused_for_protected_ones() {
    let api = account();
    let command = "droplet destroy-with-associated-resources dangerous";
    line(&format!("{command} db-1")).at(&api).run().exits(3).says("is protected by the tag");
    line(&format!("{command} db-1 --dry-run")).at(&api).run().exits(3).says("is protected by the tag");
    assert_eq!(sorted_changes(&api), NOTHING);
    line(&format!("{command} web-1")).at(&api).run().exits(0);
    assert_eq!(sorted_changes(&api).len(), 1);
}

#[test]
fn act_asks_and_protects_as_the_verbs_that_it_stands_for() {
    let api = sandbox(json!({"droplets": [
        {"id": 1, "name": "web-1", "tags": ["web"]}, {"id": 2, "name": "db-1", "tags": ["protected"]}]}));
    let image = r#"{"image": "debian-12-x64"}"#;
    for kind in ["rebuild", "restore"] {
        let act = |rest: &[&str]| doapi(["droplet", "act", "-p", image, kind].iter().chain(rest)).at(&api).run();
        act(&["--all"]).exits(2).says("--where and --all need --yes");
        act(&["--where", "name~web-*"]).exits(2).says("--where and --all need --yes");
        act(&["--all", "--yes"]).exits(3).says("is protected by the tag");
        act(&["db-1"]).exits(3).says("is protected by the tag");
    }
    assert_eq!(sorted_changes(&api), [""; 0]);
    doapi(["droplet", "act", "-p", image, "rebuild", "web-1"]).at(&api).run().exits(0);
    doapi(["droplet", "act", "-p", image, "rebuild", "db-1", "--unprotect"]).at(&api).run().exits(0);
    assert_eq!(sorted_changes(&api).len(), 2);
}
