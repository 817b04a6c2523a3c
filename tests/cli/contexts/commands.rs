//! `token-command`.

use super::{account, configured, fails, work};
use crate::runner::{Invocation, until};
use crate::terminal::on_terminal;
use doapi_sandbox::Sandbox;

/// A command in a context whose token a command prints.
fn by(command: &str, token_command: &str, api: &Sandbox) -> Invocation {
    let text = format!(
        "current-context = 'work'\n[context.work]\nendpoint = '{}'\ntoken-command = {token_command}\n",
        api.url()
    );
    configured(command, &text).file("work.token", api.token()).env("PATH", "/usr/bin:/bin")
}

#[test]
fn the_first_line_that_a_command_prints_is_the_token() {
    let api = account();
    for command in [
        "'cat work.token'",
        "['cat', 'work.token']",
        "'cat work.token | head -1'",
        "'cat $HOME/work.token'",
        "'echo $(cat work.token); echo second line'",
        "'echo; cat' # not this",
    ] {
        let run = by("droplet show web-1 -o name", command, &api).stdin("data for doapi").run();
        if command.contains("not this") {
            run.exits(4).says("printed no token in its first line");
        } else {
            run.succeeds().prints("web-1\n");
        }
    }
}

#[test]
fn words_of_a_list_are_no_shell() {
    let api = account();
    let command = "['printf', '%s', '; touch broken-out; $(touch broken-out)']";
    let run = by("droplet", command, &api).run().exits(4).prints("").says("is no API token");
    assert!(!run.home.path().join("broken-out").exists());
}

#[test]
fn a_command_that_gives_no_token_is_one_line_and_what_it_printed_is_not_shown() {
    let api = account();
    for (command, says) in [
        ("'false'", "failed with exit status 1"),
        ("'true'", "printed no token"),
        ("'echo not-a-token; exit 3'", "failed with exit status 3"),
        ("'kill -9 $$'", "was ended by a signal: 9"),
        ("'nosuch-program'", "cannot run \"nosuch-program\""),
        ("'echo two words'", "is no API token"),
        ("'head -c 100000 /dev/zero'", "is too large"),
        ("\"printf '\\\\377\\\\376'\"", "printed something else than a token"),
        ("'yes'", "is too large"),
    ] {
        let run = by("droplet", command, &api)
            .run()
            .exits(4)
            .prints("")
            .says(says)
            .says("token-command of the context \"work\"");
        assert!(run.complaints().len() == 1 && !run.stderr.contains("not-a-token"), "{run}");
    }
    assert!(api.requests().is_empty());
}

#[test]
fn what_a_command_says_on_stderr_is_shown() {
    let api = account();
    by("droplet", "'echo unlock me >&2; exit 1'", &api).run().exits(4).says("unlock me\n");
}

#[test]
fn a_command_that_hangs_is_ended() {
    let api = account();
    let run = by("droplet", "'sleep 1000'", &api).clock_rate(600);
    fails(run, 4, "was ended after 60 s without a token");
}

#[test]
fn a_signal_ends_the_command_too() {
    let api = account();
    let running = by("droplet", "'echo $$ >pid; exec sleep 1000'", &api).spawn();
    let file = running.home().join("pid");
    let pid = || std::fs::read_to_string(&file).ok().filter(|text| text.ends_with('\n'));
    until(|| pid().is_some());
    let pid = pid().unwrap();
    let run = running.signal("INT").finish().exits(130).prints("").says("interrupted; nothing was changed");
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(!std::path::Path::new("/proc").join(pid.trim()).exists());
}

#[test]
fn no_command_is_run_from_a_file_that_everybody_can_change() {
    let api = account();
    let run = by("droplet", "'touch was-run'", &api);
    std::fs::set_permissions(run.home().join("config.toml"), std::os::unix::fs::PermissionsExt::from_mode(0o666))
        .unwrap();
    let run = run.run().exits(2).says("everybody can write to it");
    assert!(!run.home.path().join("was-run").exists());
}

#[test]
fn a_token_file_that_others_can_read_gets_a_warning() {
    let api = account();
    let text = format!("current-context = 'work'\n{}", work(&api, ""));
    let run = configured("droplet", &text).file_with_mode("work.token", api.token(), 0o644).run().exits(0);
    assert!(run.says("warning: others can read the API token").stdout.contains("web-1"));
}

#[test]
fn a_command_may_ask_at_the_terminal() {
    let api = account();
    let text = format!("[context.work]\nendpoint = '{}'\ntoken-command = 'sh ask'\n", api.url());
    let ask = "printf 'password? ' >&2; read word; [ \"$word\" = sesame ] && cat work.token";
    let shell = on_terminal("doapi --context work droplet show web-1 -o name");
    let shell = shell.file("config.toml", &text).file("work.token", api.token()).file("ask", ask);
    let run = shell.env_in_home("DOAPI_CONFIG", "config.toml").run_and_answer("password? ", "sesame\n").exits(0);
    assert!(run.stdout.ends_with("web-1\n"), "{run}");
}
