//! Finding the token.

use serde_json::json;

use crate::fake::Fake;
use crate::runner::{Api, Invocation, Run, doapi, line};
use crate::script::get;

/// Runs `doapi account`, and says which token it sent; none if it sent nothing.
#[track_caller]
fn sent(prepare: impl FnOnce(Invocation) -> Invocation) -> (Option<String>, Run) {
    let account = get("/v2/account").gives(200, json!({"account": {}})).at_any_time();
    let api = Fake::steps([vec![account]]).with_any_token();
    let run = prepare(line("account")).env("DOAPI_ENDPOINT", api.url()).run();
    let requests = api.finish();
    let header = requests.first().and_then(|request| request.header("authorization"));
    (header.map(|header| header.trim_start_matches("Bearer ").to_owned()), run)
}

/// Puts a token somewhere.
type Put = fn(Invocation) -> Invocation;

/// The places in their order: the first that has a token is used.
fn places() -> Vec<(&'static str, Put)> {
    vec![
        ("DO_API_TOKEN", |it| it.env("DO_API_TOKEN", "DO_API_TOKEN")),
        ("DOAPI_API_TOKEN_FILE", |it| it.file("named", " DOAPI_API_TOKEN_FILE\n").env("DOAPI_API_TOKEN_FILE", "named")),
        (".doapi", |it| it.file(".doapi", "\n.doapi \n")),
        ("DIGITALOCEAN_ACCESS_TOKEN", |it| it.env("DIGITALOCEAN_ACCESS_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN")),
        ("DIGITALOCEAN_TOKEN", |it| it.env("DIGITALOCEAN_TOKEN", "DIGITALOCEAN_TOKEN")),
    ]
}

#[test]
fn the_first_place_that_has_a_token_is_used() {
    for first in 0..places().len() {
        let (token, run) = sent(|it| places().into_iter().skip(first).fold(it, |it, (_, add)| add(it)));
        // Of the first two, a warning says which one counts.
        if first == 0 {
            run.exits(0)
        } else {
            run.succeeds()
        };
        assert_eq!(token.as_deref(), Some(places()[first].0));
    }
}

#[test]
fn an_option_comes_before_all_other_places() {
    let all = |it| places().into_iter().fold(it, |it, (_, add)| add(it));
    for options in [["--api-token", "option"], ["--api-token-file", "file"]] {
        let api = Fake::of([get("/v2/account").gives(200, json!({"account": {}}))]).with_any_token();
        let run = all(doapi(["account"].iter().chain(&options)).file("file", "option\n"));
        run.env("DOAPI_ENDPOINT", api.url()).run().succeeds();
        assert_eq!(api.finish()[0].header("authorization"), Some("Bearer option"));
    }
}

#[test]
fn an_empty_variable_counts_as_unset() {
    let (token, run) = sent(|it| {
        let it = it.env("DO_API_TOKEN", "").env("DOAPI_API_TOKEN_FILE", "").env("DIGITALOCEAN_ACCESS_TOKEN", "");
        it.env("DIGITALOCEAN_TOKEN", "last")
    });
    run.succeeds();
    assert_eq!(token.as_deref(), Some("last"));
}

#[test]
fn a_token_is_read_from_stdin() {
    let api = Fake::of([get("/v2/account").gives(200, json!({"account": {}}))]).with_any_token();
    let run = line("account --api-token-file -").stdin(" from-stdin \n").env("DOAPI_ENDPOINT", api.url());
    run.run().succeeds();
    assert_eq!(api.finish()[0].header("authorization"), Some("Bearer from-stdin"));
}

#[test]
fn both_options_exclude_each_other_at_all_levels() {
    let api = Fake::of([]);
    for arguments in [
        "--api-token x --api-token-file y account",
        "--api-token x account --api-token-file y",
        "--api-token-file y account --api-token x",
        "account --api-token x --api-token-file y",
        "--api-token x droplet --api-token-file y show",
    ] {
        line(arguments).file("y", "x").env("DOAPI_ENDPOINT", api.url()).run().exits(2).prints("");
    }
    api.finish();
}

#[test]
fn a_place_that_holds_no_token_is_an_error_and_no_other_is_tried() {
    for text in ["", " \n", "two words", "line\nbreak", "caf\u{e9}"] {
        let (token, run) = sent(|it| it.file(".doapi", text).env("DIGITALOCEAN_TOKEN", "other"));
        let run = run.exits(4).prints("").says(".doapi");
        assert!(token.is_none() && !run.stderr.contains("words") && !run.stderr.contains("break"), "{run}");
    }
}

#[test]
fn a_token_file_that_cannot_be_read_is_an_error() {
    let api = Fake::of([]);
    for arguments in ["account --api-token-file nothing-here", "account --api-token-file ."] {
        let run = line(arguments).env("DOAPI_ENDPOINT", api.url()).env("DO_API_TOKEN", "other").run().exits(4);
        assert_eq!(run.complaints().len(), 1, "{run}");
    }
    api.finish();
}

#[test]
fn a_token_file_that_others_can_read_is_used_with_a_warning() {
    for (mode, warned) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true)] {
        let (token, run) = sent(|it| it.file_with_mode(".doapi", "secret", mode));
        assert_eq!((token.as_deref(), run.code), (Some("secret"), 0), "{run}");
        assert_eq!(run.stderr.contains("warning: ") && run.stderr.contains(".doapi"), warned, "{mode:o}: {run}");
    }
}

#[test]
fn without_a_token_it_says_where_to_put_one() {
    let (token, run) = sent(|it| it);
    assert!(token.is_none());
    run.exits(4).prints("").says("--api-token-file").says("DO_API_TOKEN").says("~/.doapi");
}
