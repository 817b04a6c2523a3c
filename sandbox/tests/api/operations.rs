//! Which operations of the API are served: docs/sandbox-operations.md, which this test compares, and writes when
//! DOAPI_BLESS is set.

use std::fmt::Write;
use std::fs;

use doapi_sandbox::{Config, Limits};
use serde_json::{Value, json};

use crate::client::{Api, start};

/// The table of facts: its lines of operations have a kind where the store serves them.
const TABLE: &str = include_str!("../../src/objects/table.jsonl");
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/sandbox-operations.md");

/// An account without limits, with an object for each path that is only known by one.
fn everything() -> Api {
    let limits = Limits { burst: 100_000, hourly: 100_000, keys_list: 100_000, ..Limits::default() };
    start(Config { limits, seed: Some(json!({"droplets": [{"id": 1, "name": "a"}]})), ..Config::default() })
}

/// Method, path with `*` for IDs, and whether the store serves it.
fn operation(line: &str) -> Option<(String, String, bool)> {
    let facts: Value = serde_json::from_str(line).ok()?;
    let path = facts["p"].as_str()?.split('/').map(|part| if part.starts_with('{') { "*" } else { part });
    Some((facts["m"].as_str()?.to_owned(), path.collect::<Vec<_>>().join("/"), facts["k"].is_string()))
}

fn served_by(api: &Api, (method, path, stored): &(String, String, bool)) -> &'static str {
    let body = if method == "GET" { "" } else { "{}" };
    match api.ask(method, &path.replace('*', "1"), body).status {
        501 => "501",
        _ if *stored => "stored",
        _ => "written",
    }
}

#[test]
fn no_body_is_too_strange_to_be_answered() {
    let api = everything();
    let strange = json!({"name": {"a": [1]}, "id": -1, "tags": {"x": null}, "spec": [[]], "region": 7, "size": 1e300,
        "node_pools": [{"name": "p", "size": "s-1vcpu-2gb", "count": u64::MAX}], "droplet_ids": ["x"], "config": "c"});
    for (method, path, _) in TABLE.lines().filter_map(operation).filter(|it| it.0 != "GET") {
        for body in ["[]", "null", "\"x\"", "{\"\":{}}", "{\"name\":\"\\u0000/..\"}", &strange.to_string()] {
            let status = api.ask(&method, &path.replace('*', "%2e%2F"), body).status;
            assert!(status < 500, "{method} {path} {body}: {status}");
        }
    }
}

fn page() -> String {
    let api = everything();
    let mut all: Vec<(String, String, bool)> = TABLE.lines().filter_map(operation).collect();
    all.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    let rows: Vec<(String, &str)> = all.iter().map(|it| (format!("{} {}", it.0, it.1), served_by(&api, it))).collect();
    let count = |what: &str| rows.iter().filter(|(_, by)| *by == what).count();
    let mut page = format!(
        "# What the sandbox serves\n\nOf the API's {} operations {} are *written*: they have code of their own, and behave as the \
         API does. {} are *stored*: their objects are kept in the shape that the API's public document describes, references are \
         checked, and statuses come to rest after the action time. {} are answered with 501, and named at the end of `sandbox \
         exec`.\nThis page is made by a test of the sandbox.\n\n| operation | |\n|---|---|\n",
        rows.len(),
        count("written"),
        count("stored"),
        count("501"),
    );
    for (operation, by) in rows {
        writeln!(page, "| `{operation}` | {by} |").unwrap();
    }
    page
}

#[test]
fn the_page_of_operations_is_what_the_sandbox_serves() {
    let page = page();
    if std::env::var_os("DOAPI_BLESS").is_some() {
        fs::write(PAGE, &page).unwrap();
    }
    assert!(
        fs::read_to_string(PAGE).unwrap() == page,
        "DOAPI_BLESS=1 cargo test -p doapi-sandbox operations writes it"
    );
}
