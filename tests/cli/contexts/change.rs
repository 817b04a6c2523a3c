//! `doapi login` and `doapi context`: what they write.

use super::{account, configured, fails, work};
use crate::runner::{Run, line};
use crate::terminal::on_terminal;
use std::os::unix::fs::PermissionsExt;

fn written(run: &Run) -> String {
    std::fs::read_to_string(run.home.path().join(".config/doapi/config.toml")).unwrap_or_default()
}

fn mode(run: &Run, path: &str) -> u32 {
    run.home.path().join(path).metadata().unwrap().permissions().mode() & 0o777
}

#[test]
fn login_checks_a_token_and_stores_it_for_its_owner_only() {
    let api = account();
    let run = line("login work").env("DOAPI_ENDPOINT", api.url()).stdin(&format!("{}\n", api.token())).run();
    let run = run.succeeds().prints("").says("logged in as ").says("context \"work\"");
    assert_eq!(mode(&run, ".config/doapi/config.toml"), 0o600);
    assert_eq!((mode(&run, ".config/doapi/tokens/work"), mode(&run, ".config/doapi")), (0o600, 0o700));
    assert!(written(&run).starts_with("current-context = \"work\"\n") && !written(&run).contains(api.token()));
    let token = std::fs::read_to_string(run.home.path().join(".config/doapi/tokens/work")).unwrap();
    assert_eq!(token, format!("{}\n", api.token()));
}

#[test]
fn a_token_that_the_api_does_not_accept_is_not_stored() {
    let api = account();
    for (typed, says) in
        [("wrong-0123456789abcdef\n", "401"), ("\n", "no API token was given"), ("two words\n", "no API token")]
    {
        let run = line("login work").env("DOAPI_ENDPOINT", api.url()).stdin(typed).run().exits(4).prints("").says(says);
        assert!(!run.home.path().join(".config").exists() && !run.stderr.contains("wrong-"), "{run}");
    }
    let run =
        line("login").env("DOAPI_ENDPOINT", "http://127.0.0.1:1").stdin("a-token-0123456789\n").clock_rate(60).run();
    assert!(!run.exits(1).home.path().join(".config").exists());
}

#[test]
fn what_is_typed_at_the_terminal_is_not_shown() {
    let api = account();
    let shell = on_terminal("doapi login; stty -a | grep -o ' echo '").env("DOAPI_ENDPOINT", api.url());
    let run = shell.run_and_answer("not shown): ", &format!("{}\n", api.token())).exits(0);
    assert!(!run.stdout.contains(api.token()) && run.stdout.contains("logged in as"), "{run}");
    assert!(run.stdout.ends_with(" echo \n"), "{run}");
}

#[test]
fn ctrl_c_leaves_a_terminal_that_shows_what_is_typed() {
    let api = account();
    let shell = on_terminal("trap : INT; doapi login; echo \"[$?]\"; stty -a | grep -o ' echo '")
        .env("DOAPI_ENDPOINT", api.url());
    let run = shell.run_and_answer("not shown): ", "abc\x03").exits(0);
    assert!(run.stdout.ends_with("[130]\n echo \n") && !run.stdout.contains("abc"), "{run}");
    assert!(api.requests().is_empty());
}

#[test]
fn login_stores_a_command_that_works() {
    let api = account();
    let login = |command: &str| {
        let line = crate::runner::doapi(["login", "--token-command", command]).env("DOAPI_ENDPOINT", api.url());
        line.file("t", api.token()).env("PATH", "/usr/bin:/bin").run()
    };
    let run = login("cat t").succeeds();
    assert!(written(&run).contains("token-command = \"cat t\"\n"), "{}", written(&run));
    let run = login("false").exits(4);
    assert_eq!(written(&run), "");
    login("'").exits(2).says("has a quote that does not end");
}

#[test]
fn changes_leave_the_rest_of_the_file_as_it_is() {
    let api = account();
    let text = format!(
        "# mine\ncurrent-context = 'work' # for now\noutput = 'table'\n\n{}# end\n",
        work(&api, "foo = 1 # why\n")
    );
    let added = configured("context new home --token-file t", &text).run().exits(0);
    let home = added.home.path().join("t");
    let now = std::fs::read_to_string(added.home.path().join("config.toml")).unwrap();
    assert!(now.starts_with(&text.replace("# end\n", "")) && now.contains("[context.home]\ntoken-file = "), "{now}");
    assert!(now.contains(&home.canonicalize().unwrap_or(home).display().to_string()) || now.contains("/t\""), "{now}");
    let used = configured("context use other", &format!("{text}[context.other]\n")).run().exits(0);
    let now = std::fs::read_to_string(used.home.path().join("config.toml")).unwrap();
    assert_eq!(now, format!("{text}[context.other]\n").replace("'work' # for", "\"other\" # for"));
    let deleted = configured("context delete work", &text).run().exits(0);
    let now = std::fs::read_to_string(deleted.home.path().join("config.toml")).unwrap();
    assert!(!now.contains("work") && now.contains("output = 'table'"), "{now}");
}

#[test]
fn delete_removes_a_token_that_login_stored_and_no_other_file() {
    let dir =
        |command: &str| line(command).dir(".config").dir(".config/doapi").dir(".config/doapi/tokens").file("mine", "x");
    let text = "[context.a]\ntoken-file = 'tokens/a'\n[context.b]\ntoken-file = '../../mine'\n";
    let run =
        dir("context delete a b").file(".config/doapi/config.toml", text).file(".config/doapi/tokens/a", "x").run();
    let run = run.succeeds();
    assert!(!run.home.path().join(".config/doapi/tokens/a").exists() && run.home.path().join("mine").exists());
}

#[test]
fn a_context_is_shown_without_its_token() {
    let api = account();
    let text = format!("current-context = 'work'\n{}[context.b]\ntoken-command = 'echo dop_v1_0123'\n", work(&api, ""));
    let run = configured("context", &text).file("work.token", api.token()).run().succeeds();
    assert!(!run.stdout.contains(api.token()) && !run.stdout.contains("0123"), "{run}");
    assert_eq!(
        (run.each("name"), run.each("current")),
        (serde_json::json!(["work", "b"]), serde_json::json!([true, false]))
    );
    assert!(api.requests().is_empty());
}

#[test]
fn what_cannot_be_a_context_is_refused() {
    for (command, says) in [
        ("context new ../x --token-file t", "may hold letters"),
        ("context new work --token-file t", "already"),
        ("context use nothing", "there is no context"),
        ("context delete work nothing", "there is no context"),
        ("context show nothing", "there is no context"),
        ("context delete doctl:x", "doapi only reads"),
        ("login doctl:x", "doapi only reads"),
        ("login .x", "may hold letters"),
    ] {
        fails(configured(command, "[context.work]\n"), 2, says);
    }
    let run = configured("--dry-run context delete work", "[context.work]\n").run().exits(0);
    assert_eq!(std::fs::read_to_string(run.home.path().join("config.toml")).unwrap(), "[context.work]\n");
}

#[test]
fn the_names_of_contexts_are_completed() {
    let run = configured("-- doapi --context w", "[context.work]\n[context.web]\n[context.home]\n");
    let run = run.env("COMPLETE", "fish").run().exits(0);
    let names: Vec<&str> = run.stdout.lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(names, ["work", "web"], "{run}");
}
