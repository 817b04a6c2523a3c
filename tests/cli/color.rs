//! Colour: on a terminal, or where it was asked for.

use serde_json::json;

use crate::runner::line;
use crate::sandboxes::sandbox;
use crate::terminal::on_terminal;

const ESCAPE: char = '\x1b';

/// Takes the colours off again.
fn bare(text: &str) -> String {
    let mut parts = text.split(ESCAPE);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |bare, part| bare + part.split_once('m').map_or(part, |(_, rest)| rest))
}

#[test]
fn a_terminal_shows_the_colors_of_jq() {
    let api = sandbox(json!({"tags": ["web"]}));
    let shown = on_terminal("doapi tag show web").at(&api).run().succeeds();
    assert!(shown.stdout.contains("\x1b[34;1m\"name\"\x1b[0m\x1b[1;39m:\x1b[0m \x1b[0;32m\"web\"\x1b[0m"), "{shown}");
    assert_eq!(bare(&shown.stdout), line("tag show web").at(&api).run().succeeds().stdout);
}

#[test]
fn colors_are_where_they_are_wanted() {
    let api = sandbox(json!({}));
    for (options, variables, colored) in [
        ("", vec![], false),
        ("--color always", vec![], true),
        ("--color never", vec![("CLICOLOR_FORCE", "1"), ("DOAPI_COLOR", "always")], false),
        ("", vec![("DOAPI_COLOR", "always")], true),
        ("", vec![("DOAPI_COLOR", "")], false),
        ("", vec![("CLICOLOR_FORCE", "1")], true),
        ("", vec![("CLICOLOR_FORCE", "0")], false),
        ("", vec![("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        ("--color always", vec![("NO_COLOR", "1")], true),
    ] {
        let run = line(&format!("account {options}")).at(&api);
        let run = variables.iter().fold(run, |run, (name, value)| run.env(name, value)).run().succeeds();
        assert_eq!(run.stdout.contains(ESCAPE), colored, "{options} {variables:?}");
    }
}

#[test]
fn a_terminal_is_left_uncolored_on_request() {
    let api = sandbox(json!({}));
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb"), ("DOAPI_COLOR", "never")] {
        let shown = on_terminal("doapi account").at(&api).env(name, value).run().succeeds();
        assert!(!shown.stdout.contains(ESCAPE), "{name}={value}: {shown}");
    }
}

#[test]
fn a_variable_that_means_nothing_is_refused() {
    line("account")
        .env("DOAPI_COLOR", "maybe")
        .run()
        .exits(2)
        .says("DOAPI_COLOR must be auto, always or never, not \"maybe\"");
    line("account").env("DOAPI_QUIET", "maybe").run().exits(2).says("DOAPI_QUIET must be 1 or 0");
}
