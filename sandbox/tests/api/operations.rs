//! Which operations of the API are served: docs/sandbox-operations.md, which this test compares, and writes when
//! DOAPI_BLESS is set.

use std::fmt::Write;
use std::fs;

use doapi_sandbox::{Config, Limits};
use serde_json::json;

use crate::client::{Api, start};

const OPERATIONS: &str = include_str!("../../seed/operations.txt");
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/sandbox-operations.md");

/// An account without limits, with an object for each path that is only known by one.
fn everything() -> Api {
    let limits = Limits { burst: 100_000, hourly: 100_000, keys_list: 100_000, ..Limits::default() };
    start(Config { limits, seed: Some(json!({"droplets": [{"id": 1, "name": "a"}]})), ..Config::default() })
}

fn is_served(api: &Api, operation: &str) -> bool {
    let (method, pattern) = operation.split_once(' ').unwrap();
    let body = if method == "GET" { "" } else { "{}" };
    api.ask(method, &pattern.replace('*', "1"), body).status != 501
}

fn page() -> String {
    let api = everything();
    let all: Vec<(&str, bool)> = OPERATIONS.lines().map(|it| (it, is_served(&api, it))).collect();
    let served = all.iter().filter(|(_, served)| *served).count();
    let mut page = format!(
        "# What the sandbox serves\n\n{served} of the API's {} operations. The others are answered with 501, and named at the \
         end of `sandbox exec`.\nThis page is made by a test of the sandbox.\n\n| operation | |\n|---|---|\n",
        all.len()
    );
    for (operation, served) in all {
        let status = if served { "served" } else { "501" };
        writeln!(page, "| `{operation}` | {status} |").unwrap();
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
