//! The names of the eleven programs of old: `doapi-droplet` and its like.

use std::os::unix::fs::symlink;

use serde_json::json;

use crate::runner::{Invocation, line};
use crate::sandboxes::{abc, sandbox};

#[test]
fn the_noun_comes_from_the_name_of_the_program() {
    let api = sandbox(abc());
    for (name, arguments, ids) in [
        ("doapi-droplet", "show b", json!([2])),
        ("doapi-droplet", "", json!([1, 2, 3])),
        ("/usr/local/bin/doapi-droplet", "--timeout 1000 show", json!([1, 2, 3])),
        ("doapi-droplet", "show --timeout 1000", json!([1, 2, 3])),
    ] {
        let run = line(arguments).arg0(name).at(&api).run().succeeds();
        assert_eq!(run.each("id"), ids, "{name} {arguments}");
    }
}

#[test]
fn every_noun_so_far_has_its_name() {
    let api = sandbox(abc());
    for name in ["doapi-account", "doapi-action", "doapi-droplet", "doapi-region", "doapi-size"] {
        line("").arg0(name).at(&api).run().succeeds();
        let help = line("--help").arg0(name).run().succeeds();
        assert!(help.stdout.contains(&format!("Usage: {}", name.replace('-', " "))), "{help}");
        let version = line("--version").arg0(name).run().succeeds();
        assert_eq!(version.stdout, concat!("doapi ", env!("CARGO_PKG_VERSION"), "\n"), "{name}");
    }
}

#[test]
fn a_symlink_has_the_name_too() {
    let api = sandbox(abc());
    let dir = tempfile::TempDir::new().unwrap();
    let link = dir.path().join("doapi-droplet");
    symlink(env!("CARGO_BIN_EXE_doapi"), &link).unwrap();
    let run = Invocation::of(&link, ["--endpoint", &api.url(), "show", "c"]).at(&api).run().succeeds();
    assert_eq!(run.each("name"), json!(["c"]));
}

#[test]
fn a_name_that_is_no_noun_is_a_wrong_command_line() {
    line("show").arg0("doapi-frobnicate").run().exits(2).prints("");
}

#[test]
fn usage_is_told_in_the_plain_spelling() {
    let run = line("show --frobnicate").arg0("doapi-droplet").run().exits(2);
    assert!(run.stderr.contains("Usage: doapi droplet show"), "{run}");
}
