//! `doapi action`.

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{action, droplet, list, not_found};
use crate::runner::line;
use crate::sandboxes::{sandbox, slow_sandbox};
use crate::script::get;

/// Two droplets, and their actions of the past: 11 on droplet 1, 12 on one that is gone, 13 on an image, the newest.
fn account() -> Sandbox {
    sandbox(json!({
        "droplets": [{"id": 1, "name": "a"}],
        "images": [{"id": 20, "name": "golden", "type": "snapshot", "regions": ["nyc3"]}],
        "actions": [
            {"id": 11, "status": "completed", "type": "reboot", "resource_id": 1, "resource_type": "droplet"},
            {"id": 12, "status": "errored", "type": "create", "resource_id": 99, "resource_type": "droplet"},
            {"id": 13, "status": "completed", "type": "transfer", "resource_id": 20, "resource_type": "image"},
        ],
    }))
}

/// Droplets 1, 2 and 3, of which 1 and 3 are being acted upon.
fn busy() -> Sandbox {
    let api = slow_sandbox(crate::sandboxes::abc());
    line("droplet reboot 1 3 --jobs 1").at(&api).run().succeeds();
    api
}

#[test]
fn all_actions_are_shown_newest_first_or_those_given_in_their_order() {
    for (arguments, ids) in
        [("action show", json!([13, 12, 11])), ("action", json!([13, 12, 11])), ("action show 11 13", json!([11, 13]))]
    {
        let run = line(arguments).at(&account()).run().succeeds();
        assert_eq!(run.each("id"), ids, "{arguments}: {run}");
    }
}

#[test]
fn the_last_action_is_shown_by_itself_or_null() {
    assert_eq!(line("action show --last").at(&account()).run().succeeds().json()["id"], json!(13));
    line("action show --last").at(&sandbox(json!({}))).run().succeeds().prints("null\n");
    line("action resource --last").at(&sandbox(json!({}))).run().succeeds().prints("null\n");
}

#[test]
fn actions_in_progress_are_shown() {
    let run = line("action show --in-progress").at(&busy()).run().succeeds();
    assert_eq!(run.each("resource_id"), json!([3, 1]));
    line("action show --in-progress").at(&account()).run().succeeds().prints("[]\n");
}

#[test]
fn actions_in_progress_are_looked_for_on_the_account_s_list_a_day_back() {
    let old = json!({"id": 1, "status": "completed", "started_at": "2016-01-01T00:00:00Z"});
    let recent = json!({"id": 3, "status": "in-progress", "started_at": "2999-01-01T00:00:00Z"});
    let links = json!({"pages": {"next": "https://h/v2/actions?page=2&per_page=200", "last": "https://h/v2/actions?page=9&per_page=200"}});
    let page = json!({"actions": [recent, old], "links": links, "meta": {"total": 18}});
    let api = Fake::of([get("/v2/actions?per_page=200").gives(200, page)]);
    assert_eq!(line("action show --in-progress").at(&api).run().succeeds().each("id"), json!([3]));
    api.finish();
}

#[test]
fn an_unknown_action_is_an_unknown_target() {
    for verb in ["show", "wait", "resource"] {
        let run = line(&format!("action {verb} 11 99")).at(&account()).run().exits(3).prints("");
        assert!(run.stderr.contains(r#"action "99""#), "{run}");
    }
}

#[test]
fn an_action_is_named_by_its_number_only() {
    let api = account();
    for arguments in
        ["action show web", "action resource", "action resource --last 11", "action show --last --in-progress"]
    {
        line(arguments).at(&api).run().exits(2).prints("");
    }
    assert!(api.requests().is_empty());
}

#[test]
fn the_objects_of_actions_are_shown_one_an_action_or_null() {
    let run = line("action resource 13 12 11").at(&account()).run().succeeds();
    assert_eq!(run.each("name"), json!(["golden", null, "a"]));
    assert!(run.array()[1].is_null());
    assert_eq!(line("action resource --last").at(&account()).run().succeeds().json()["name"], json!("golden"));
    let run = line("action resource --in-progress").at(&busy()).run().succeeds();
    assert_eq!(run.each("name"), json!(["c", "a"]));
}

#[test]
fn two_actions_on_one_object_show_it_twice() {
    let api = sandbox(json!({"droplets": [{"id": 1, "name": "a"}], "actions": [
        {"id": 11, "status": "completed", "type": "reboot", "resource_id": 1},
        {"id": 12, "status": "completed", "type": "reboot", "resource_id": 1},
    ]}));
    assert_eq!(line("action resource 11 12").at(&api).run().succeeds().each("id"), json!([1, 1]));
}

#[test]
fn the_object_of_an_action_on_an_address_is_found_by_its_number() {
    // 45.55.96.47 as one number.
    let acted =
        |kind| json!({"action": {"id": 5, "type": "assign_ip", "resource_id": 758_603_823_u64, "resource_type": kind}});
    for (kind, path) in
        [("floating_ip", "/v2/floating_ips/45.55.96.47"), ("reserved_ip", "/v2/reserved_ips/45.55.96.47")]
    {
        let object = json!({kind: {"ip": "45.55.96.47"}});
        let api = Fake::of([get("/v2/actions/5").gives(200, acted(kind)), get(path).gives(200, object)]);
        assert_eq!(line("action resource 5").at(&api).run().succeeds().json(), json!([{"ip": "45.55.96.47"}]));
        api.finish();
    }
}

#[test]
fn an_object_of_a_kind_that_doapi_has_no_command_for_is_null_with_a_line() {
    for (kind, id) in [("volume", json!(5)), ("backend", Value::Null)] {
        let acted = json!({"action": {"id": 5, "type": "attach_volume", "resource_id": id, "resource_type": kind}});
        let api = Fake::of([get("/v2/actions/5").gives(200, acted)]);
        let run = line("action resource 5").at(&api).run().exits(0).prints("[\n  null\n]\n").says(kind);
        assert_eq!(run.complaints().len(), 1, "{run}");
        api.finish();
    }
}

#[test]
fn an_action_given_twice_is_used_once_with_a_warning() {
    let run = line("action show 11 11").at(&account()).run().exits(0).says("warning: ");
    assert_eq!(run.each("id"), json!([11]));
}

#[test]
fn a_wait_prints_each_action_when_it_ends() {
    let api = Fake::steps([
        vec![
            get("/v2/actions/1").gives(200, json!({"action": action(1, "reboot", 7, "in-progress")})),
            get("/v2/actions/2").gives(200, json!({"action": action(2, "reboot", 8, "in-progress")})),
        ],
        vec![get("/v2/actions?per_page=22").gives(
            200,
            list("actions", &[action(2, "reboot", 8, "completed"), action(1, "reboot", 7, "in-progress")]),
        )],
        vec![get("/v2/actions/1").gives(200, json!({"action": action(1, "reboot", 7, "completed")}))],
    ]);
    let run = line("action wait --wait-interval 10ms 1 2").at(&api).run().succeeds();
    assert_eq!((run.each("id"), run.each("status")), (json!([2, 1]), json!(["completed", "completed"])));
    api.finish();
}

/// A page of the account's list: actions whose IDs go down from this one, all of this status.
fn page_of_actions(page: u64, newest: u64, status: &str) -> crate::script::Exchange {
    let actions: Vec<Value> = (0..200).map(|n| action(newest - n, "reboot", 7, status)).collect();
    let link = |page: u64| format!("https://h/v2/actions?page={page}&per_page=200");
    let links = json!({"pages": {"next": link(page + 1), "last": link(50)}});
    let path = if page == 1 { String::new() } else { format!("page={page}&") };
    let list = json!({"actions": actions, "links": links, "meta": {"total": 10_000}});
    get(&format!("/v2/actions?{path}per_page=200")).gives(200, list)
}

#[test]
fn a_thousand_actions_are_read_from_five_pages_at_first_and_at_each_poll() {
    // Two hundred newer ones are on the first page.
    let pages = |status| (1..=6).map(move |page| page_of_actions(page, 5200 - (page - 1) * 200, status));
    let api = Fake::of(pages("in-progress").chain(pages("completed")));
    let ids = (4001..=5000).map(|id: u64| id.to_string());
    let words = ["action", "wait", "--wait-interval", "10ms"].map(String::from);
    let run = crate::runner::doapi(words.into_iter().chain(ids)).at(&api).run().succeeds();
    assert_eq!(run.array().len(), 1000);
    api.finish();
}

#[test]
fn the_last_few_of_many_actions_are_looked_at_one_by_one() {
    let pages = [page_of_actions(1, 5200, "completed"), page_of_actions(2, 5000, "completed")];
    let late = |id: u64, status: &str| {
        get(&format!("/v2/actions/{id}")).gives(200, json!({"action": action(id, "reboot", 7, status)}))
    };
    let api = Fake::steps([
        vec![pages[0].clone()],
        vec![pages[1].clone()],
        vec![late(1, "in-progress"), late(2, "in-progress")],
        // The wait looks at the list once, and not again.
        vec![get("/v2/actions?per_page=22").gives(200, list("actions", &[]))],
        vec![late(1, "in-progress"), late(2, "in-progress")],
        vec![late(1, "completed"), late(2, "completed")],
    ]);
    let ids = (5001..=5198).chain([1, 2]).map(|id: u64| id.to_string());
    let words = ["action", "wait", "--wait-interval", "10ms"].map(String::from);
    let run = crate::runner::doapi(words.into_iter().chain(ids)).at(&api).run().succeeds();
    assert_eq!(run.array().len(), 200);
    api.finish();
}

#[test]
fn without_arguments_it_waits_for_all_that_is_in_progress() {
    let api = sandbox(crate::sandboxes::abc());
    let started = line("droplet reboot 1 2").at(&api).run().succeeds();
    let run = line("action wait --wait-interval 0.05").at(&api).run().succeeds();
    // Whatever ended before the command began is not waited for.
    assert!(run.array().iter().all(|it| it["status"] == "completed"), "{run}");
    assert_eq!(line("action show --last").at(&api).run().succeeds().json()["status"], json!("completed"));
    assert_eq!(started.array().len(), 2);
    line("action wait").at(&account()).run().succeeds().prints("[]\n");
}

#[test]
fn an_action_that_ended_errored_is_printed_and_exits_5() {
    let run = line("action wait 12").at(&account()).run().exits(5).says("errored");
    assert_eq!(run.each("id"), json!([12]));
    assert_eq!(line("action wait 11 12").at(&account()).run().exits(7).each("id"), json!([11, 12]));
}

#[test]
fn any_status_but_in_progress_ends_a_wait_and_done_is_success_too() {
    for (status, code) in [("done", 0), ("completed", 0), ("errored", 5), ("cancelled", 5)] {
        let api = Fake::of([get("/v2/actions/1").gives(200, json!({"action": action(1, "reboot", 7, status)}))]);
        assert_eq!(line("action wait 1").at(&api).run().exits(code).each("status"), json!([status]));
        api.finish();
    }
}

#[test]
fn an_object_that_no_longer_exists_is_null() {
    let api = Fake::of([
        get("/v2/actions/1").gives(200, json!({"action": action(1, "reboot", 7, "completed")})),
        get("/v2/actions/2").gives(200, json!({"action": action(2, "reboot", 8, "completed")})),
        get("/v2/droplets/7").gives(404, not_found()),
        get("/v2/droplets/8").gives(200, json!({"droplet": droplet(8, "b")})),
    ]);
    let run = line("action resource 1 2 --jobs 1").at(&api).run().succeeds();
    assert_eq!(run.json(), json!([null, droplet(8, "b")]));
    api.finish();
}
