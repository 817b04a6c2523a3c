//! What is generated from the command tree and committed: the man pages in `man/`, and the tables of the README. A test
//! finds whatever is stale, missing or left over; `DOAPI_BLESS=1 cargo test generated` writes it anew, as is needed
//! after a change of the tree, its examples or the version.

mod man;

use crate::commands::help::{ENVIRONMENT, EXIT_CODES, Topic};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn blesses() -> bool {
    std::env::var_os("DOAPI_BLESS").is_some_and(|text| text == "1")
}

/// The files of a directory, with what is in them.
fn files(dir: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(dir).into_iter().flatten().map(|entry| entry.unwrap().path());
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    entries.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

/// Writes these files to a directory and removes all others from it.
fn write(dir: &Path, pages: &BTreeMap<String, String>) {
    fs::create_dir_all(dir).unwrap();
    let stale = files(dir).into_keys().filter(|name| !pages.contains_key(name));
    stale.for_each(|name| fs::remove_file(dir.join(name)).unwrap());
    pages.iter().for_each(|(name, text)| fs::write(dir.join(name), text).unwrap());
}

#[test]
#[cfg(feature = "sandbox")]
fn the_man_pages_are_those_of_the_command_tree() {
    let (dir, pages) = (root().join("man"), man::pages());
    if blesses() {
        write(&dir, &pages);
    }
    let committed = files(&dir);
    let differs = |name: &&String| committed.get(*name) != pages.get(*name);
    let names: Vec<&String> = committed.keys().chain(pages.keys()).filter(differs).collect();
    assert!(names.is_empty(), "stale, missing or left over: {names:?}; run DOAPI_BLESS=1 cargo test generated");
}

/// The rows of a topic, as Markdown has them.
fn rows(topic: &Topic) -> Vec<String> {
    topic.rows.iter().map(|(term, meaning)| format!("| {term} | {meaning} |")).collect()
}

/// The README with the rows of the table that begins with this line replaced.
fn with_table(readme: &str, header: &str, rows: &[String]) -> String {
    let (before, table) = readme.split_once(header).unwrap_or_else(|| panic!("the README has no table {header:?}"));
    let after: Vec<&str> = table.trim_start_matches('\n').lines().skip_while(|line| line.starts_with('|')).collect();
    format!("{before}{header}\n|---|---|\n{}\n{}\n", rows.join("\n"), after.join("\n"))
}

#[test]
fn the_tables_of_the_readme_are_those_of_help() {
    let file = root().join("README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let tables = [("| status | meaning |", EXIT_CODES), ("| variable | stands for |", ENVIRONMENT)];
    let expected = tables.iter().fold(readme.clone(), |text, (header, topic)| with_table(&text, header, &rows(topic)));
    if blesses() {
        fs::write(&file, &expected).unwrap();
    }
    // The README may leave out a row that help has.
    let stale: Vec<&str> = readme.lines().filter(|line| !expected.contains(line)).collect();
    assert!(stale.is_empty(), "not as help has it: {stale:?}; run DOAPI_BLESS=1 cargo test generated");
}
