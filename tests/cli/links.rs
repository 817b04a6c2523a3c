//! `doapi links`: the names of doapi, in any directory.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use crate::runner::{Invocation, Run, doapi, line};
use crate::sandboxes::{abc, sandbox};

/// `doapi links` with these options in a directory.
fn links(options: &[&str], dir: &Path) -> Invocation {
    doapi(["links"].iter().chain(options).map(std::ffi::OsStr::new).chain([dir.as_os_str()]))
}

/// The names in a directory.
fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn paths(run: &Run) -> Vec<String> {
    let mut paths: Vec<String> = run.array().iter().map(|path| path.as_str().unwrap().to_owned()).collect();
    paths.sort();
    paths
}

#[test]
fn the_links_are_made_listed_used_and_removed() {
    let dir = TempDir::new().unwrap();
    let made = links(&[], dir.path()).run().succeeds();
    let all: Vec<String> = names(dir.path()).iter().map(|name| dir.path().join(name).display().to_string()).collect();
    assert!(all.len() >= 12 && all.iter().any(|path| path.ends_with("/doapi-droplet")), "{all:?}");
    assert!(!all.iter().any(|path| path.ends_with("-links") || path.ends_with("-completions")), "{all:?}");
    assert_eq!(paths(&made), all);
    assert_eq!(paths(&links(&[], dir.path()).run().succeeds()), all, "again");
    assert_eq!(paths(&links(&["--list"], dir.path()).run().succeeds()), all);
    let api = sandbox(abc());
    let shown = Invocation::of(dir.path().join("doapi-droplet"), ["show", "b"]).at(&api).run().succeeds();
    assert_eq!(shown.each("id"), json!([2]));
    links(&["--remove"], dir.path()).run().succeeds().prints("");
    assert!(names(dir.path()).is_empty());
    links(&["--remove"], dir.path()).run().succeeds();
    links(&["--list"], dir.path()).run().succeeds().prints("[]\n");
}

#[test]
fn what_is_not_ours_is_left_as_it_is() {
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name);
    fs::write(at("doapi-droplet"), "somebody's").unwrap();
    symlink("/bin/sh", at("doapi-image")).unwrap();
    symlink("nowhere", at("doapi-size")).unwrap();
    fs::create_dir(at("doapi-tag")).unwrap();
    let made = links(&[], dir.path()).run().exits(7);
    assert_eq!(made.complaints().len(), 4, "{made}");
    assert!(made.stderr.contains("doapi-droplet\": a file that is not a link to doapi"), "{made}");
    assert!(paths(&made).iter().any(|path| path.ends_with("/doapi-region")), "{made}");
    let listed = links(&["--list"], dir.path()).run().succeeds();
    assert_eq!(paths(&listed), paths(&made));
    let removed = links(&["--remove"], dir.path()).run().exits(0);
    assert_eq!(removed.complaints().len(), 4, "{removed}");
    assert_eq!(names(dir.path()), ["doapi-droplet", "doapi-image", "doapi-size", "doapi-tag"]);
    assert_eq!(fs::read_to_string(at("doapi-droplet")).unwrap(), "somebody's");
}

#[test]
fn beside_the_program_the_links_name_it_alone() {
    let dir = TempDir::new().unwrap();
    let program = dir.path().join("doapi");
    fs::hard_link(env!("CARGO_BIN_EXE_doapi"), &program)
        .or_else(|_| fs::copy(env!("CARGO_BIN_EXE_doapi"), &program).map(drop))
        .unwrap();
    Invocation::of(&program, ["links"]).run().succeeds();
    assert_eq!(fs::read_link(dir.path().join("doapi-droplet")).unwrap(), Path::new("doapi"));
    let moved = TempDir::new().unwrap();
    let other = moved.path().join("elsewhere");
    fs::rename(dir.path(), &other).unwrap();
    Invocation::of(other.join("doapi-droplet"), ["--help"]).run().succeeds();
    Invocation::of(other.join("doapi"), ["links", "--remove"]).run().succeeds();
    assert_eq!(names(&other), ["doapi"]);
}

#[test]
fn links_of_other_kinds_are_ours_too() {
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name);
    fs::copy(env!("CARGO_BIN_EXE_doapi"), at("doapi-droplet")).unwrap();
    symlink(env!("CARGO_BIN_EXE_doapi"), at("program")).unwrap();
    symlink("program", at("doapi-image")).unwrap();
    assert_eq!(links(&["--list"], dir.path()).run().succeeds().array().len(), 2);
    links(&["--remove"], dir.path()).run().succeeds();
    assert_eq!(names(dir.path()), ["program"]);
}

#[test]
fn a_directory_that_is_not_there_is_an_error() {
    let run = line("links no/such/dir").run().exits(1);
    assert_eq!(run.stdout, "", "{run}");
    assert!(run.stderr.contains("no/such/dir"), "{run}");
    line("links --remove --list").run().exits(2);
}
