//! What a person at a terminal sees of a wait.

use std::time::Duration;

use serde_json::json;

use crate::fake::Fake;
use crate::runner::Run;
use crate::sandboxes::{abc, sandbox, slow_sandbox};
use crate::script::get;
use crate::terminal::on_terminal;

const WAIT: &str = "doapi droplet power-cycle --wait --wait-interval 10ms a b";

/// What the terminal still shows at the end: a carriage return and a cleared line take back what was on it.
fn left_over(run: &Run) -> String {
    let line = |line: &str| line.rsplit("\x1b[2K").next().unwrap_or_default().trim_start_matches('\r').to_owned();
    run.stdout.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_wait_tells_what_is_pending_and_leaves_nothing_behind() {
    let api = sandbox(abc());
    let run = on_terminal(&format!("{WAIT} > actions.json")).at(&api).run().succeeds();
    assert!(run.stdout.contains(r#"2 of 2 pending, 0s, next poll in 1s: droplet "a", droplet "b""#), "{run}");
    assert_eq!(left_over(&run), "", "{run:}");
    let actions = std::fs::read_to_string(run.home.path().join("actions.json")).unwrap();
    assert_eq!(actions.matches("\"completed\"").count(), 2, "{actions}");
}

#[test]
fn results_on_the_same_terminal_stay_whole() {
    let api = sandbox(abc());
    let run = on_terminal(&format!("{WAIT} --color never")).at(&api).run().succeeds();
    assert!(run.stdout.contains(" pending"), "{run}");
    let json: serde_json::Value =
        serde_json::from_str(&left_over(&run)).unwrap_or_else(|error| panic!("{error}: {run}"));
    assert_eq!(json.as_array().map(Vec::len), Some(2));
}

#[test]
fn messages_stay_whole() {
    let api = slow_sandbox(abc());
    let run = on_terminal(&format!("{WAIT} --wait-time 1500ms > /dev/null")).at(&api).run().exits(6);
    let left = left_over(&run);
    assert!(run.stdout.contains("2 of 2 pending"), "{run}");
    assert!(left.starts_with("doapi: timed out waiting; 2 still in progress\nhint: doapi action wait "), "{left}");
    assert_eq!(left.lines().count(), 2, "{left}");
}

#[test]
fn a_reader_of_a_pipe_has_the_terminal_for_itself() {
    let api = sandbox(abc());
    let run = on_terminal(&format!("{WAIT} | cat; doapi droplet power-off --wait a | cat")).at(&api).run().succeeds();
    let (before, after) = run.stdout.split_once("[\n").unwrap_or_default();
    assert!(before.contains("2 of 2 pending") && !after.contains("2 of 2 pending"), "{run}");
    assert!(serde_json::from_str::<serde_json::Value>(&left_over(&run).replace("]\n[", ",")).is_ok(), "{run}");
}

#[test]
fn nothing_is_shown_where_nobody_looks() {
    let api = sandbox(abc());
    for (name, value) in [("CI", "true"), ("TERM", "dumb"), ("DOAPI_QUIET", "1")] {
        let run = on_terminal(&format!("{WAIT} > /dev/null")).at(&api).env(name, value).run().succeeds();
        assert_eq!(run.stdout, "", "{name}={value}");
    }
    for command in [format!("{WAIT} -q > /dev/null"), format!("{WAIT} 2>&1 > /dev/null | cat")] {
        assert_eq!(on_terminal(&command).at(&api).run().succeeds().stdout, "", "{command}");
    }
}

#[test]
fn an_answer_that_takes_long_is_waited_for_visibly() {
    for command in ["doapi account", "doapi account > /dev/null"] {
        let account = get("/v2/account").gives(200, json!({"account": {"email": "a@b.c"}}));
        let api = Fake::of([account.late(Duration::from_secs(2))]);
        let run = on_terminal(command).at(&api).run().succeeds();
        assert!(run.stdout.contains("waiting for GET /v2/account, 1s"), "{run}");
        let left = left_over(&run);
        assert!(!left.contains("waiting"), "{left}");
        api.finish();
    }
}

#[test]
fn an_answer_that_comes_at_once_is_not_mentioned() {
    let api = sandbox(abc());
    let run = on_terminal("doapi account > /dev/null").at(&api).run().succeeds();
    assert_eq!(run.stdout, "");
}
