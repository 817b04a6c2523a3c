//! Contexts: which account a command uses, and what the configuration sets.

mod change;
mod commands;
mod settings;

use crate::runner::{Invocation, Run, line};
use crate::sandboxes::sandbox;
use doapi_sandbox::Sandbox;
use serde_json::json;

/// An account with a droplet.
fn account() -> Sandbox {
    sandbox(json!({"droplets": [
        {"id": 1, "name": "web-1", "tags": ["web"]},
        {"id": 2, "name": "db-1"},
    ], "tags": ["web"]}))
}

/// A command with this configuration and nothing else that would name an account.
fn configured(command: &str, text: &str) -> Invocation {
    line(command).file("config.toml", text).env_in_home("DOAPI_CONFIG", "config.toml")
}

/// A context of an account, whose token is in the file `work.token`.
fn work(api: &Sandbox, more: &str) -> String {
    format!("[context.work]\ntoken-file = 'work.token'\nendpoint = '{}'\n{more}", api.url())
}

/// The same command with that context.
fn in_work(command: &str, api: &Sandbox, more: &str) -> Invocation {
    configured(command, &format!("current-context = 'work'\n{}", work(api, more))).file("work.token", api.token())
}

#[track_caller]
fn fails(invocation: Invocation, code: i32, text: &str) {
    let run: Run = invocation.run().exits(code).prints("").says(text);
    assert_eq!(run.complaints().len(), 1, "{run}");
}

#[test]
fn the_context_gives_the_token_and_the_endpoint() {
    let api = account();
    in_work("droplet show web-1 -o name", &api, "").run().succeeds().prints("web-1\n");
    let not_current = |command: &str| configured(command, &work(&api, "")).file("work.token", api.token());
    not_current("--context work droplet show web-1 -o name").run().succeeds().prints("web-1\n");
    not_current("droplet show web-1 -o name").env("DOAPI_CONTEXT", "work").run().succeeds().prints("web-1\n");
    fails(not_current("droplet"), 4, "no API token");
}

#[test]
fn the_configuration_is_found_where_such_files_are() {
    let api = account();
    let text = format!("current-context = 'work'\n{}", work(&api, ""));
    for (dir, variable) in [("xdg/doapi", Some("xdg")), (".config/doapi", None)] {
        let parent = dir.split('/').next().unwrap();
        let command =
            line("droplet show web-1 -o name").dir(parent).dir(dir).file(&format!("{dir}/config.toml"), &text);
        let command = command.file(&format!("{dir}/work.token"), api.token());
        let command = match variable {
            Some(path) => command.env_in_home("XDG_CONFIG_HOME", path),
            None => command,
        };
        command.run().succeeds().prints("web-1\n");
    }
}

#[test]
fn another_token_puts_the_current_context_out_of_effect_with_its_endpoint() {
    let (api, other) = (account(), sandbox(json!({"droplets": [{"id": 9, "name": "other"}]})));
    for (options, variable) in [("", true), ("--api-token TOKEN", false)] {
        let options = options.replace("TOKEN", other.token());
        let command = in_work(&format!("droplet show -o name {options}"), &api, "read-only = true");
        let command = command.env("DOAPI_ENDPOINT", other.url());
        let command = if variable { command.env("DO_API_TOKEN", other.token()) } else { command };
        command.run().succeeds().prints("other\n");
    }
    let command = in_work("droplet", &api, "").env("DO_API_TOKEN", "another-token-0123456789");
    // The official endpoint cannot be reached by way of this proxy, and the context's must not be asked.
    command.env("HTTPS_PROXY", "http://127.0.0.1:1").env("DOAPI_TEST_CLOCK_RATE", "60").run().exits(1).prints("");
    assert!(api.requests().is_empty());
}

#[test]
fn two_accounts_at_once_are_a_usage_error() {
    let api = account();
    for (command, variable) in [
        ("--context work droplet", "DO_API_TOKEN"),
        ("droplet --context work", "DOAPI_API_TOKEN_FILE"),
        ("--context work --api-token x droplet", "X"),
        ("--context work droplet --api-token-file x", "X"),
    ] {
        let invocation = in_work(command, &api, "").env(variable, "work.token");
        let text = if variable == "X" { "exclude each other" } else { variable };
        fails(invocation, 2, text);
    }
    fails(in_work("droplet", &api, "").env("DOAPI_CONTEXT", "work").env("DO_API_TOKEN", "x"), 2, "DOAPI_CONTEXT names");
    in_work("droplet", &api, "").env("DOAPI_CONTEXT", "work").env("DO_API_TOKEN", "").run().succeeds();
    assert_eq!(api.requests().len(), 2);
}

#[test]
fn a_context_that_cannot_be_used_is_one_line() {
    let api = account();
    for (command, text, code, says) in [
        ("--context wrk droplet", "[context.work]", 2, "there is no context \"wrk\""),
        ("--context work droplet", "[context.work]", 4, "neither token-file nor token-command"),
        ("--context work droplet", "[context.work]\ntoken-file = 'nothing'", 4, "cannot read the API token"),
        ("--context work droplet", "[context.work]\ntoken-file = '.'", 4, "cannot read the API token"),
        ("--context work droplet", "[context.work]\ntoken-file = 'two'", 4, "is no API token"),
        ("--context work droplet", "[context.work]\ntoken-file = 'empty'", 4, "is no API token"),
        ("droplet", "current-context = 'gone'", 2, "config.toml:1: current-context: there is no context \"gone\""),
        ("droplet", "current-context = ''", 2, "config.toml:1: current-context: must not be empty"),
        ("droplet", "[context.x\n", 2, "config.toml:1: "),
    ] {
        let invocation = configured(command, text).file("two", "one\ntwo\n").file("empty", "");
        fails(invocation.env("DOAPI_ENDPOINT", api.url()), code, says);
    }
    configured("--context= droplet", "").run().exits(2).prints("").says("must not be empty");
    assert!(api.requests().is_empty());
}

#[test]
fn what_is_no_file_is_one_line_and_nothing_hangs() {
    for (path, says) in
        [(".", "it is a directory"), ("nothing", "there is no configuration"), ("pipe", "not a regular file")]
    {
        let invocation = line("droplet").env_in_home("DOAPI_CONFIG", path);
        let home = invocation.home().to_owned();
        make_fifo(&home.join("pipe"));
        fails(invocation, 2, says);
    }
    fails(line("droplet").env("DOAPI_CONFIG", "/dev/null"), 4, "no API token");
}

fn make_fifo(path: &std::path::Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn contexts_of_doctl_are_read_from_its_own_file() {
    let api = account();
    let text = format!(
        "access-token: {}\napi-url: {}\nauth-contexts:\n  home: {}\n",
        "wrong-0123456789",
        api.url(),
        api.token()
    );
    let doctl =
        |command: &str| line(command).dir(".config").dir(".config/doctl").file(".config/doctl/config.yaml", &text);
    doctl("--context doctl:home droplet show web-1 -o name").run().succeeds().prints("web-1\n");
    doctl("--context doctl:HOME droplet show web-1 -o name").run().succeeds().prints("web-1\n");
    doctl("--context doctl:default droplet").run().exits(4).prints("").says("the context \"doctl:default\"");
    fails(doctl("--context doctl:hom droplet"), 2, "did you mean \"doctl:home\"?");
    fails(line("--context doctl:home droplet"), 2, "doctl has no configuration");
    doctl("context show doctl:home").run().succeeds();
}

#[test]
fn commands_that_need_no_account_work_with_a_broken_file() {
    for command in ["completions bash", "links --list", "help", "--version"] {
        configured(command, "[broken").run().exits(0);
    }
}

#[cfg(feature = "sandbox")]
#[test]
fn the_sandbox_is_an_account_of_its_own() {
    let run = configured("sandbox exec -- doapi droplet -o name", "[context.work]\ntoken-file = 'x'");
    run.env("DOAPI_CONTEXT", "work").env("PATH", "/usr/bin:/bin").run().succeeds().prints("");
}
