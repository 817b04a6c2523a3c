//! What the configuration sets, and what counts before it.

use super::{account, in_work};
use crate::runner::Run;
use crate::sandboxes::{changes, slow_sandbox};
use crate::terminal::on_terminal;
use doapi_sandbox::Sandbox;
use serde_json::json;

const NOTHING: [&str; 0] = [];

/// A command on a terminal, where somebody types an answer to a question.
#[track_caller]
fn answering(answer: &str, command: &str, api: &Sandbox, more: &str) -> Run {
    let text = format!("current-context = 'work'\n{}", super::work(api, more));
    let shell = on_terminal(&format!("doapi {command}")).file("config.toml", &text).file("work.token", api.token());
    shell.env_in_home("DOAPI_CONFIG", "config.toml").run_and_answer("[y/N]", answer)
}

#[test]
fn the_format_counts_on_a_terminal_and_unless_the_line_or_the_variable_has_one() {
    let api = account();
    in_work("droplet show web-1", &api, "output = 'name'").run().succeeds().array();
    for (command, printed) in [
        ("doapi droplet show web-1", "web-1\n"),
        ("doapi droplet show web-1 -o id", "1\n"),
        ("DOAPI_OUTPUT=id doapi droplet show web-1", "1\n"),
        ("doapi droplet show web-1 | cat -", "[\n"),
    ] {
        let text = format!("current-context = 'work'\n{}", super::work(&api, "output = 'name'"));
        let shell = on_terminal(command).file("config.toml", &text).file("work.token", api.token());
        let run = shell.env_in_home("DOAPI_CONFIG", "config.toml").run().exits(0);
        assert!(run.stdout.starts_with(printed), "{command}: {run}");
    }
}

#[test]
fn confirm_says_what_is_asked_about() {
    for (confirm, command, asked) in [
        ("always", "droplet delete web-1", true),
        ("selected", "droplet delete web-1", false),
        ("selected", "droplet delete --tag web", true),
        ("never", "droplet delete --tag web", false),
        ("never", "droplet delete --where name=web-1", false),
        ("always", "droplet delete --yes web-1", false),
    ] {
        let api = account();
        let run = answering("n\n", command, &api, &format!("confirm = '{confirm}'"));
        assert_eq!(run.stdout.contains("[y/N]"), asked, "{confirm} {command}: {run}");
        assert_eq!(changes(&api).is_empty(), asked, "{confirm} {command}: {run}");
    }
}

#[test]
fn where_nobody_can_be_asked_always_needs_a_yes_and_never_needs_none() {
    let api = account();
    for command in ["droplet delete web-1", "droplet rebuild web-1", "droplet delete --tag web"] {
        in_work(command, &api, "confirm = 'always'").run().exits(2).says("needs --yes where nobody can be asked");
    }
    assert_eq!(changes(&api), NOTHING);
    let before = api.requests().len();
    in_work("droplet restore web-1 nightly", &api, "confirm = 'always'").run().exits(2);
    assert_eq!(api.requests().len(), before, "restore has sent a request before it was clear that nobody can be asked");
    in_work("droplet delete --where name=web-1", &api, "confirm = 'never'").run().exits(0);
    in_work("droplet delete --yes db-1", &api, "confirm = 'always'").run().exits(0);
    assert_eq!(changes(&api).len(), 2);
}

#[test]
fn a_question_names_the_context() {
    let api = account();
    let run = answering("n\n", "droplet delete --tag web", &api, "");
    assert!(run.stdout.contains("delete 1 droplet, $6.00 a month (context \"work\")? [y/N]"), "{run}");
}

#[test]
fn what_is_protected_is_what_the_context_and_the_file_say_unless_the_variable_does() {
    let api = account();
    for (top, of_context, name) in [("'db-*'", "'x'", "db-1"), ("'x'", "['tag:web']", "web-1")] {
        let text = format!(
            "current-context = 'work'\nprotect = {top}\n{}",
            super::work(&api, &format!("protect = {of_context}"))
        );
        let command =
            |text: &str| super::configured(&format!("droplet delete {name}"), text).file("work.token", api.token());
        command(&text).run().exits(3).says("is protected by");
        command(&text).env("DOAPI_PROTECT", "y").env("DOAPI_READ_ONLY", "1").run().exits(3).says("--read-only");
    }
    assert_eq!(changes(&api), NOTHING);
}

#[test]
fn read_only_holds_unless_the_variable_says_otherwise() {
    let api = account();
    in_work("droplet delete web-1", &api, "read-only = true").run().exits(3).says("forbids");
    assert_eq!(changes(&api), NOTHING);
    in_work("droplet delete web-1", &api, "read-only = true").env("DOAPI_READ_ONLY", "0").run().exits(0);
    assert_eq!(changes(&api), ["DELETE /v2/droplets/1"]);
}

#[test]
fn a_wait_has_the_usual_limit_and_a_command_without_wait_does_not_wait() {
    let api = slow_sandbox(json!({"droplets": [{"id": 1, "name": "web-1"}]}));
    in_work("droplet reboot web-1", &api, "wait-time = 1").run().exits(0);
    in_work("droplet wait web-1", &api, "wait-time = 1").run().exits(6).says("timed out");
    in_work("action wait", &api, "wait-time = '1s'").run().exits(6).says("timed out");
}

#[test]
fn new_droplets_are_made_in_the_usual_region() {
    let api = account();
    for (option, region) in [("", "fra1"), ("--region nyc3", "nyc3")] {
        let command = format!("droplet new -I debian-12-x64 -S s-1vcpu-1gb x-{region} {option}");
        let run = in_work(&command, &api, "region = 'fra1'").run().succeeds();
        assert_eq!(run.array()[0]["region"]["slug"], region);
    }
}

#[test]
fn a_key_that_is_not_known_is_a_warning_in_every_run() {
    let api = account();
    let run = in_work("droplet show web-1 -o name", &api, "regoin = 'x'").run().exits(0).prints("web-1\n");
    assert!(run.stderr.ends_with("config.toml:5: \"regoin\" is not a known key; did you mean \"region\"?\n"), "{run}");
}
