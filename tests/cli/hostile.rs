//! Hostile input: arguments, files with tokens, and JSON that nobody in his right mind would send.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::process::Command;

use serde_json::json;

use crate::fake::{Fake, TOKEN};
use crate::faults::{SIDE_BY_SIDE, side_by_side};
use crate::runner::{Run, doapi, line};
use crate::sandboxes::{abc, sandbox};
use crate::script::get;

/// What could leave the path that it is to be a part of, or the line that it is to be shown on.
fn arguments() -> Vec<String> {
    let short = [
        "",
        " ",
        ".",
        "..",
        "../droplets",
        "../../v2/account",
        "a/b",
        "/",
        "//evil",
        "?x=1",
        "#x",
        "&page=2",
        "%",
        "%2e%2e",
        "%2F..",
        "\\",
        "-x",
        "--all",
        "a\nb",
        "\r\nHost: evil",
        "\t",
        "\u{1b}[2J",
        "\u{202e}cba",
        "\u{200b}",
        "ü",
        "日本",
        "\u{1f980}",
        "'",
        "\"",
        "`id`",
        "$(id)",
        ";id",
        "*",
        "{}",
        "null",
        "18446744073709551616",
        "-1",
        "0x10",
        "1e3",
    ];
    short.into_iter().map(str::to_owned).chain(["x".repeat(4000)]).collect()
}

fn is_well_behaved(run: &Run) {
    assert!([0, 1, 2, 3].contains(&run.code), "{run}");
    assert!(!run.stderr.contains("panicked"), "{run}");
    let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}' || c == '\u{200b}';
    // What the grammar refuses is repeated as it was typed.
    assert!(run.code == 2 || !run.stderr.contains(steers), "{:?}", run.stderr);
}

#[test]
fn no_argument_leaves_its_place_in_the_path() {
    let nouns = [
        ("droplet show --", "/v2/droplets", 3),
        ("droplet show --tag", "/v2/", 4),
        ("image show --", "/v2/images", 3),
        ("ssh-key show --", "/v2/account/keys", 4),
        ("tag show --", "/v2/tags/", 3),
        ("domain show --", "/v2/domains/", 3),
        ("domain show-record", "/v2/domains/", 4),
        ("floating-ip show --", "/v2/floating_ips/", 3),
        ("tag delete --", "/v2/tags/", 3),
        ("droplet delete --", "/v2/droplets", 3),
    ];
    side_by_side(arguments(), SIDE_BY_SIDE, |argument| {
        let api = sandbox(abc());
        for (words, prefix, segments) in nouns {
            api.clear_requests();
            let run = doapi(words.split(' ').chain([argument.as_str()])).at(&api).run();
            is_well_behaved(&run);
            for asked in api.requests() {
                let path = asked.path.split('?').next().unwrap().to_owned();
                assert!(path.starts_with(prefix) && path.split('/').count() <= segments + 1, "{argument:?}: {path}");
                assert_eq!(asked.method, "GET", "{argument:?}: {run}");
            }
        }
        Ok(())
    });
}

#[test]
fn an_argument_of_100_kilobytes_is_an_error_like_any_other() {
    let api = sandbox(abc());
    let run = doapi(["droplet", "delete", &"x".repeat(100_000)]).at(&api).run();
    is_well_behaved(&run);
    assert_ne!(run.code, 0, "{run}");
}

#[test]
fn an_argument_that_is_not_utf_8_is_a_usage_error_or_a_file() {
    let strange = OsStr::from_bytes(b"caf\xe9\xff");
    for words in ["droplet show", "tag show", "request", "account --api-token", "account --endpoint", "--timeout"] {
        let words: Vec<OsString> = words.split(' ').map(OsString::from).chain([strange.to_owned()]).collect();
        let run = doapi(words).env("DO_API_TOKEN", "t").run().exits(2).prints("");
        assert!(!run.stderr.contains("panicked"), "{run}");
    }
    let run = doapi([OsStr::new("account"), OsStr::new("--api-token-file"), strange]).run().exits(4).prints("");
    assert!(run.stderr.contains("cannot read the API token"), "{run}");
}

fn from_file(file: &str) -> Run {
    doapi(["account", "--api-token-file", file]).env("DOAPI_ENDPOINT", "http://127.0.0.1:1").run().exits(4).prints("")
}

#[test]
fn a_file_that_is_no_token_is_named_and_not_shown() {
    for (file, why) in
        [("/", "directory"), ("/no/such/file", "No such file"), ("/dev/null", "empty"), ("/dev/zero", "too large")]
    {
        let run = from_file(file).says(why);
        assert!(run.stderr.contains(&format!("{file:?}")), "{run}");
        assert!(run.stderr.len() < 400, "{run}");
    }
    for text in ["two words", "line\nbreak", "caf\u{e9}", "nul\0byte", "\u{1b}[2J", &"x y".repeat(10_000)] {
        let run = line("account --api-token-file t").file("t", text).run().exits(4).prints("").says("\"t\"");
        assert!(run.stderr.len() < 400 && !run.stderr.contains("words") && !run.stderr.contains("break"), "{run}");
    }
}

fn fifo() -> (tempfile::TempDir, std::path::PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let fifo = directory.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    (directory, fifo)
}

#[test]
fn a_token_comes_out_of_a_fifo() {
    let api = Fake::of([get("/v2/account").gives(200, json!({"account": {}}))]);
    let (_directory, fifo) = fifo();
    let running = doapi([OsStr::new("account"), OsStr::new("--api-token-file"), fifo.as_os_str()]).at(&api).spawn();
    std::fs::File::options().write(true).open(fifo).unwrap().write_all(TOKEN.as_bytes()).unwrap();
    running.finish().exits(0);
    api.finish();
}

#[test]
fn a_signal_ends_it_at_once_while_a_file_is_read() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let (_directory, fifo) = fifo();
        let running = doapi([OsStr::new("account"), OsStr::new("--api-token-file"), fifo.as_os_str()]).spawn();
        // It opens the file, and then nothing comes.
        let silent = std::fs::File::options().write(true).open(&fifo).unwrap();
        let run = running.signal(signal).finish();
        assert!(run.code == code || run.code == -(code - 128), "{run}");
        drop(silent);
    }
}

/// What `account` makes of this answer.
fn account(body: &str) -> Run {
    let api = Fake::of([get("/v2/account").gives(200, body)]);
    let run = line("account -v").at(&api).run();
    api.finish();
    assert!(!run.stderr.contains("panicked"), "{run}");
    run
}

#[test]
fn values_nested_deep_are_printed_in_a_space_that_fits() {
    for depth in [100, 127, 128, 129, 1000, 20_000] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            let value = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let run = account(&format!(r#"{{"account":{{"deep":{value}}}}}"#)).exits(0);
            let plain: String = run.stdout.split_whitespace().collect();
            assert_eq!(plain, format!(r#"{{"deep":{value}}}"#));
            assert!(run.stdout.len() < 400_000 + 10 * value.len(), "{} bytes for {}", run.stdout.len(), value.len());
        }
    }
}

#[test]
fn strange_but_valid_json_is_printed_as_it_came() {
    for value in [
        "1e999999",
        "-0",
        "0.10000000000000000000000000001",
        r#""\ud800""#,
        r#""\u0000""#,
        r#""\udfff\ud800""#,
        r#""\/\b\f""#,
        "123456789012345678901234567890123456789012345678901234567890",
        r#"{"a":1,"a":2}"#,
        r#"{"":{"":[]}}"#,
    ] {
        let run = account(&format!("{{\"account\":{{\"x\":{value}}}}}")).exits(0);
        let plain: String = run.stdout.split_whitespace().collect();
        assert_eq!(plain, format!("{{\"x\":{value}}}"));
    }
    let digits = "9".repeat(100_000);
    account(&format!(r#"{{"account":{{"x":{digits}}}}}"#)).exits(0).prints(&format!("{{\n  \"x\": {digits}\n}}\n"));
    // Of a key given twice, the last counts.
    account(r#"{"account":{"x":1},"account":{"x":2}}"#).exits(0).prints("{\n  \"x\": 2\n}\n");
}

#[test]
fn what_is_not_json_is_an_error_however_near_it_comes() {
    for body in [
        "\u{feff}{\"account\":{}}",
        "{'account':{}}",
        r#"{"account":{},}"#,
        r#"{"account":{}}x"#,
        r#"{"account":NaN}"#,
        r#"{"account":{"x":01}}"#,
        r#"{"account":{"x":"\x"}}"#,
        "{\"account\":{\"x\":\"a\nb\"}}",
        r#"{"account":"#,
    ] {
        let run = account(body);
        assert!(run.code == 1 && run.stdout.is_empty(), "{body:?}: {run}");
    }
}

#[test]
fn errors_nested_deep_or_long_are_one_short_line() {
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
    for body in [
        deep.clone(),
        format!(r#"{{"message":{deep}}}"#),
        "x".repeat(1_000_000),
        "<title>".repeat(10_000),
        "\u{1b}[2J\n".repeat(1000),
    ] {
        let api = Fake::of([get("/v2/account").gives(422, &body)]);
        let run = line("account").at(&api).run().exits(1).prints("");
        assert!(run.stderr.lines().count() == 1 && run.stderr.len() < 3000 && !run.stderr.contains('\u{1b}'), "{run}");
        api.finish();
    }
}

#[test]
fn identifiers_that_are_no_identifiers_name_nothing() {
    let numbers = ["1.0", "1e0", "-1", "18446744073709551617"];
    // With the last three, `DELETE /v2/droplets/ID` would be a request about the whole list, or about what is above it.
    let others = ["null", "[1]", r#""\ud800""#, r#""""#, r#"".""#, r#""..""#];
    for id in numbers.into_iter().chain(others) {
        let droplet = format!(r#"{{"droplets":[{{"id":{id},"name":"web"}}],"links":{{}},"meta":{{"total":1}}}}"#);
        let named = "/v2/droplets?name=web&per_page=200";
        let gpus = "/v2/droplets?name=web&type=gpus&per_page=200";
        let empty = json!({"droplets": [], "links": {}, "meta": {"total": 0}});
        let api = Fake::steps([vec![get(named).gives(200, droplet), get(gpus).gives(200, empty)]]);
        line("droplet delete web").at(&api).run().exits(3).prints("");
        api.finish();
    }
}
