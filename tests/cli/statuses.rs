//! Exit statuses: one for each way in which a run can end, and what is printed all the same.

use std::time::Duration;

use serde_json::json;

use crate::fake::Fake;
use crate::replies::{action, droplet, error, list, show, started};
use crate::runner::{doapi, line};
use crate::sandboxes::{abc, changes, faulty_sandbox, sandbox, slow_sandbox};
use crate::script::{get, post};

const REFUSED: &str = r#"POST /v2/droplets/2/actions status=422 body={"id":"unprocessable_entity","message":"Droplet already has a pending event."}"#;

#[test]
fn one_target_of_three_that_fails_is_told_and_the_others_are_printed() {
    let api = faulty_sandbox(abc(), &[REFUSED]);
    let run = line("droplet power-off a b c").at(&api).run().exits(7);
    assert_eq!((run.each("type"), run.each("resource_id")), (json!(["power_off", "power_off"]), json!([1, 3])));
    assert_eq!(run.complaints().len(), 1, "{run}");
    let line = r#"doapi: droplet "b": POST /v2/droplets/2/actions: 422 unprocessable_entity: Droplet already has a pending event."#;
    assert!(run.stderr.starts_with(line), "{run}");
}

#[test]
fn one_target_of_three_that_fails_does_not_keep_the_others_from_being_waited_for() {
    let api = faulty_sandbox(abc(), &[REFUSED]);
    let run = line("droplet power-off a b c --wait --wait-interval 0.05").at(&api).run().exits(7);
    assert_eq!(run.each("status"), json!(["completed", "completed"]));
}

#[test]
fn all_targets_that_fail_are_a_failure_and_not_a_part_of_one() {
    let fault = r#"POST /v2/droplets/*/actions status=422 body={"id":"unprocessable_entity","message":"No."}"#;
    let api = faulty_sandbox(abc(), &[fault]);
    let run = line("droplet power-off a b c").at(&api).run().exits(1).prints("[]\n");
    assert_eq!(run.complaints().len(), 3, "{run}");
}

#[test]
fn an_action_that_ends_errored_exits_5_or_among_others_7() {
    let fault = "POST /v2/droplets/2/actions errored";
    for (targets, code, statuses) in [("b", 5, json!(["errored"])), ("a b", 7, json!(["completed", "errored"]))] {
        let api = faulty_sandbox(abc(), &[fault]);
        let run = line(&format!("droplet reboot --wait --wait-interval 0.05 {targets}")).at(&api).run().exits(code);
        let mut found = run.each("status");
        found.as_array_mut().unwrap().sort_by_key(|status| status.as_str().map(str::to_owned));
        assert_eq!(found, statuses, "{run}");
        assert!(run.stderr.contains(r#"droplet "b": action "#), "{run}");
    }
}

#[test]
fn a_wait_that_runs_out_of_time_prints_what_it_knows_and_exits_6() {
    let api = slow_sandbox(abc());
    line("droplet reboot a c").at(&api).run().succeeds();
    let run = line("droplet wait --wait-time 1 --wait-interval 0.1 a b c").at(&api).run().exits(6);
    assert_eq!((run.each("resource_id"), run.each("status")), (json!([1, 3]), json!(["in-progress", "in-progress"])));
    assert!(run.elapsed >= Duration::from_secs(1), "{:?}", run.elapsed);
    assert!(run.stderr.contains("hint: doapi action wait "), "{run}");
}

#[test]
fn a_time_of_zero_looks_and_does_not_wait() {
    let api = slow_sandbox(abc());
    let run = line("droplet reboot --wait --wait-time 0 a").at(&api).run().exits(6);
    assert_eq!(run.each("status"), json!(["in-progress"]));
}

#[test]
fn a_negative_time_is_no_limit() {
    let api = sandbox(abc());
    for option in ["--wait-time -1", "--wait-time=-1"] {
        let run = line(&format!("droplet reboot --wait --wait-interval 0.05 {option} a")).at(&api).run().succeeds();
        assert_eq!(run.each("status"), json!(["completed"]));
    }
}

#[test]
fn without_a_token_nothing_is_asked() {
    let api = Fake::of([]);
    let run = line("account").env("DOAPI_ENDPOINT", crate::runner::Api::url(&api)).run().exits(4).prints("");
    assert!(run.stderr.starts_with("doapi: no API token"), "{run}");
    api.finish();
}

#[test]
fn a_token_that_the_api_refuses_exits_4() {
    let api = sandbox(abc());
    let run = line("droplet show").at(&api).env("DO_API_TOKEN", "another").run().exits(4).prints("");
    assert!(
        run.stderr.contains("GET /v2/droplets?per_page=200: 401 Unauthorized: Unable to authenticate you"),
        "{run}"
    );
}

#[test]
fn a_permission_that_the_token_lacks_exits_4() {
    let forbidden = error("forbidden", "You do not have permission to perform this action.");
    let api =
        Fake::of([show(7, "web"), post("/v2/droplets/7/actions", json!({"type": "reboot"})).gives(403, forbidden)]);
    line("droplet reboot 7").at(&api).run().exits(4).says("403 forbidden: You do not have permission");
    api.finish();
}

#[test]
fn a_refusal_comes_before_other_failures() {
    let fault = r#"POST /v2/droplets/3/actions status=403 body={"id":"forbidden","message":"No."}"#;
    let api = faulty_sandbox(abc(), &[REFUSED, fault]);
    let run = line("droplet power-off a b c").at(&api).run().exits(4);
    assert_eq!((run.each("resource_id"), run.complaints().len()), (json!([1]), 2), "{run}");
}

#[test]
fn a_wrong_command_line_exits_2_and_nothing_is_sent() {
    let api = sandbox(abc());
    for arguments in [
        "",
        "frobnicate",
        "droplet frobnicate",
        "droplet reboot",
        "droplet power-off --tag web a",
        "droplet wait --locked --unlocked a",
        "droplet reboot --wait-time never a",
        "--timeout -1 account",
        "--per-page 0 account",
        "--per-page 201 account",
        "--jobs 0 account",
        "account extra",
        "--endpoint nonsense account",
        "--endpoint ftp://example.com account",
        "droplet resize a",
        "droplet rename a",
        "droplet change-kernel x a",
        "droplet show --no-such-option",
    ] {
        let run = line(arguments).at(&api).run().exits(2).prints("");
        assert!(!run.stderr.is_empty(), "{arguments}");
    }
    assert!(api.requests().is_empty());
}

#[test]
fn help_and_version_go_to_stdout() {
    for arguments in
        ["--help", "-h", "help", "help droplet", "droplet --help", "droplet new --help", "help action wait"]
    {
        let run = line(arguments).run().succeeds();
        assert!(run.stdout.contains("Usage: doapi"), "{arguments}: {run}");
    }
    for arguments in ["--version", "-V", "droplet --version", "account -V"] {
        let run = line(arguments).run().succeeds();
        assert!(run.stdout.starts_with("doapi") && run.stdout.contains(env!("CARGO_PKG_VERSION")), "{run}");
    }
}

#[test]
fn an_interruption_or_a_timeout_does_not_hide_that_a_target_is_unknown() {
    let api = slow_sandbox(abc());
    line("droplet reboot --wait --wait-time 0 a nobody").at(&api).run().exits(3).prints("");
    assert_eq!(changes(&api), Vec::<String>::new());
}

#[test]
fn a_failed_wait_prints_what_it_knows() {
    let api = Fake::of([
        show(7, "web"),
        post("/v2/droplets/7/actions", json!({"type": "reboot"})).gives(201, started(1, "reboot", 7)),
        get("/v2/actions/1").gives(403, error("forbidden", "No.")),
    ]);
    let run = line("droplet reboot 7 --wait --wait-interval 10ms").at(&api).run().exits(4).says("403 forbidden");
    assert_eq!(run.json(), json!([action(1, "reboot", 7, "in-progress")]));
    assert!(run.stderr.contains("doapi action wait 1"), "{run}");
    api.finish();
}

#[test]
fn a_list_that_cannot_be_printed_whole_exits_1() {
    let api = Fake::steps([vec![
        get("/v2/droplets?per_page=200").gives(200, list("droplets", &[droplet(7, "web")])),
        get("/v2/droplets?type=gpus&per_page=200").gives(422, error("unprocessable_entity", "No.")),
    ]]);
    let run = doapi(["droplet"]).at(&api).run().exits(1);
    assert_eq!(run.each("id"), json!([7]));
    api.finish();
}

#[test]
fn status_2_is_given_only_where_nothing_was_sent_and_3_only_where_nothing_was_changed() {
    // A file that holds no key is noticed after the account was asked for a key of that name.
    let new = "droplet new -I debian-13-x64 -S s-1vcpu-1gb -K notes w";
    let api = sandbox(abc());
    let run = line(new).file("notes", "no key").at(&api).run();
    assert_eq!(run.code, if api.requests().is_empty() { 2 } else { 1 }, "{run}");
    assert_eq!(changes(&api), Vec::<String>::new());
    for command in ["droplet act -p [] reboot a", "tag new t --extra [", "request /v2/tags -d {", "image update x"] {
        let api = sandbox(abc());
        let _ = line(command).at(&api).run().exits(2).prints("");
        assert!(api.requests().is_empty(), "{command}");
    }
    for command in
        ["droplet delete a nobody", "droplet tag nothing a", "tag delete nothing", "domain delete nothing.example"]
    {
        let api = sandbox(abc());
        let before = api.with_state(|state| state.to_json());
        let _ = line(command).at(&api).run().exits(3).prints("");
        assert_eq!(api.with_state(|state| state.to_json()), before, "{command}");
    }
}
