//! What the file may say, and what is said about it.

use super::*;
use crate::args::duration::Limit;
use std::time::Duration;

fn parse(text: &str) -> Result<Config> {
    read(PathBuf::from("/etc/c.toml"), text)
}

fn error(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

#[test]
fn contexts_and_defaults_are_read() {
    let config = parse(
        "current-context = 'work'\noutput = 'table'\nprotect = 'tag:prod'\n[context.work]\ntoken-file = 'work.token'\n\
         endpoint = 'https://api.test'\nwait-time = '5m'\nread-only = true\nconfirm = 'always'\nssh-port = 2222\n\
         protect = ['db-*', 'x']\n[context.home]\ntoken-command = ['pass', 'show', 'a b']\nwait-time = 90",
    );
    let config = config.unwrap();
    assert!(config.warnings.is_empty());
    assert_eq!((config.current_name(), config.defaults().output), (Some("work"), Some(Format::Table)));
    assert_eq!(config.defaults().protect, ["tag:prod"]);
    let work = config.context("work").unwrap().entry;
    assert_eq!(work.token, Some(TokenSource::File("/etc/work.token".into())));
    assert_eq!(work.endpoint.as_deref(), Some("https://api.test"));
    let settings = Settings {
        wait_time: Some(Limit(Some(Duration::from_secs(300)))),
        read_only: Some(true),
        confirm: Some(Confirm::Always),
        ssh_port: Some(2222),
        protect: vec!["db-*".to_owned(), "x".to_owned()],
        ..Settings::default()
    };
    assert_eq!(work.settings, settings);
    let home = config.context("home").unwrap().entry;
    assert_eq!(home.settings.wait_time, Some(Limit(Some(Duration::from_secs(90)))));
}

#[test]
fn only_a_line_that_needs_one_gets_a_shell() {
    let command = |text: &str| {
        let config = parse(&format!("[context.c]\ntoken-command = {text}")).unwrap();
        config.context("c").unwrap().entry.token.unwrap()
    };
    let program = |words: &[&str]| TokenSource::Program(words.iter().map(|word| (*word).to_owned()).collect());
    let shell = |line: &str| TokenSource::Shell(line.to_owned());
    for (text, expected) in [
        ("'pass show do'", program(&["pass", "show", "do"])),
        ("\"op read 'op://a b/c'\"", program(&["op", "read", "op://a b/c"])),
        ("['a;b', '$HOME', '*']", program(&["a;b", "$HOME", "*"])),
        ("'cat x | head -1'", shell("cat x | head -1")),
        ("'cat ~/x'", shell("cat ~/x")),
        ("'echo $TOKEN'", shell("echo $TOKEN")),
        ("'A=1 pass'", shell("A=1 pass")),
    ] {
        assert_eq!(command(text), expected, "{text}");
    }
}

#[test]
fn a_mistake_is_named_with_its_line_and_key() {
    for (text, expected) in [
        ("output = ''", "/etc/c.toml:1: output: must not be empty"),
        ("\noutput = 'xml'", "/etc/c.toml:2: output: must be one of json, jsonl"),
        ("output = 1", "/etc/c.toml:1: output: must be a text"),
        ("read-only = 'yes'", "/etc/c.toml:1: read-only: must be true or false"),
        ("confirm = 'maybe'", "/etc/c.toml:1: confirm: must be one of always, selected, never"),
        ("protect = ['a', '']", "/etc/c.toml:1: protect: must be a list of texts, none of them empty"),
        ("wait-time = 'soon'", "/etc/c.toml:1: wait-time: must be seconds"),
        ("ssh-port = 0", "/etc/c.toml:1: ssh-port: must be a number from 1 to 65535"),
        ("context = 'work'", "/etc/c.toml:1: context: must be tables, such as [context.work]"),
        ("[context]\nwork = 1", "/etc/c.toml:2: work: must be a table of settings"),
        ("[context.'']", "/etc/c.toml:1: : the name of a context must not be empty"),
        ("[context.a]\ntoken-file = ''", "/etc/c.toml:2: token-file: must not be empty"),
        ("[context.a]\ntoken-command = []", "/etc/c.toml:2: token-command: must not be empty"),
        ("[context.a]\ntoken-command = ' '", "/etc/c.toml:2: token-command: must not be empty"),
        ("[context.a]\ntoken-command = ['']", "/etc/c.toml:2: token-command: must be a list of texts, first a program"),
        ("[context.a]\ntoken-command = \"a 'b\"", "/etc/c.toml:2: token-command: has a quote that does not end"),
        ("[context.a]\nendpoint = 'api.test'", "/etc/c.toml:2: endpoint: \"api.test\" is not a URL"),
        (
            "[context.a]\ntoken-file='x'\ntoken-command='y'",
            "/etc/c.toml:3: token-command: token-file and token-command",
        ),
        ("output = 'json'\noutput = 'csv'", "/etc/c.toml:2: "),
        ("[context.a\n", "/etc/c.toml:1: "),
        ("output", "/etc/c.toml:1: "),
    ] {
        let error = error(text);
        assert!(error.starts_with(expected) && error.lines().count() == 1, "{text}: {error}");
    }
}

#[test]
fn a_key_that_is_not_known_is_a_warning_with_a_suggestion() {
    let warnings = parse("ouput = 'json'\n[context.a]\ntoken_file = 'x'\nregion = 'nyc3'\nfoo = 1").unwrap().warnings;
    assert_eq!(
        warnings,
        [
            "/etc/c.toml:1: \"ouput\" is not a known key; did you mean \"output\"?",
            "/etc/c.toml:3: \"token_file\" is not a known key; did you mean \"token-file\"?",
            "/etc/c.toml:5: \"foo\" is not a known key",
        ]
    );
}

#[test]
fn a_context_that_does_not_exist_is_an_error_with_a_suggestion() {
    let config = parse("current-context = 'wrk'\n[context.work]\ntoken-file = 'x'").unwrap();
    let expected =
        "/etc/c.toml:1: current-context: there is no context \"wrk\" in \"/etc/c.toml\"; did you mean \"work\"?";
    assert_eq!(config.current().unwrap_err().to_string(), expected);
}

#[test]
fn fuzz_no_text_makes_the_reader_panic_and_every_error_is_one_line() {
    use proptest::prelude::*;
    let text = "(\\[?context\\.?[a-c\"']{0,2}\\]?|output|protect|token-command|wait-time)?( ?= ?(\\[?['\"]?[a-z|$ ]{0,4}['\"]?\\]?|-?[0-9.]{1,4}|true))?(\\n|\\PC){0,3}";
    crate::fuzz::check(500, &prop::collection::vec(text, 0..4), |lines| {
        if let Err(error) = parse(&lines.join("\n")) {
            prop_assert_eq!(error.lines().len(), 1);
            prop_assert_eq!(error.status, crate::error::Status::Misconfigured);
        }
        Ok(())
    });
}
