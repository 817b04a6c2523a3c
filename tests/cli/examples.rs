//! Every example that help, the man pages, the README and the pages of `docs/` give is run as it stands, so a new one
//! needs no line here. Those that cannot be run are listed, with the reason.

mod account;
mod text;

use std::fs;
use std::path::{Path, PathBuf};

use crate::runner::line;
use crate::sandboxes::sandbox;
use crate::shell::shell;
use account::{FILES, account, preparation};
use text::{Example, in_man_page, in_markdown};

/// Lines that are not run, by their page and how they begin, and why.
const LINES_NOT_RUN: [(&str, &str, &str); 12] = [
    ("doapi-droplet-wait", "doapi droplet wait --for", "reaches for the droplet itself"),
    ("CHANGELOG.md", "doapi inventory", "is a name of doapi droplet inventory, which is run on its page"),
    ("doapi-login", "doapi login", "asks for a token"),
    ("README.md", "doapi login", "asks for a token"),
    ("doapi-sandbox", "doapi sandbox serve", "serves until it is interrupted"),
    ("doapi-sandbox-serve", "doapi sandbox serve", "serves until it is interrupted"),
    ("README.md", "cargo test", "builds doapi"),
    ("README.md", "cargo install", "builds doapi"),
    ("CHANGELOG.md", "doapi foo", "stands for any external program"),
    ("clients.md", "pip install pydo", "needs the network"),
    ("clients.md", "doapi sandbox exec --action-time 200ms -- python", "needs pydo; .ci/pydo runs the program"),
    ("architecture.md", "doapi sandbox", "is the name of a crate"),
];

/// Blocks of code that are no command lines, in the same way.
const BLOCKS_NOT_RUN: [(&str, &str, &str); 4] = [
    ("clients.md", "import os", "a program in Python"),
    ("sandbox.md", "{", "a seed"),
    ("architecture.md", "main", "a drawing"),
    ("tour.md", "", "a recording, which docs/make-tour types again"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn is_listed(list: &[(&str, &str, &str)], page: &str, text: &str) -> bool {
    list.iter().any(|(of, start, _)| *of == page && text.starts_with(start))
}

/// What is run of an example.
fn runnable(page: &str, example: Example) -> Option<Example> {
    match example {
        Example::Script(script) if !is_listed(&BLOCKS_NOT_RUN, page, &script) => {
            let lines: Vec<&str> = script.lines().filter(|line| !is_listed(&LINES_NOT_RUN, page, line)).collect();
            (!lines.is_empty()).then(|| Example::Script(lines.join("\n")))
        }
        Example::Command(words) if !is_listed(&LINES_NOT_RUN, page, &format!("doapi {words}")) => {
            Some(Example::Command(words))
        }
        _ => None,
    }
}

/// The texts that hold examples, by the name of their page.
fn pages() -> Vec<(String, Vec<Example>)> {
    let files = |dir: &str, end: &str| {
        let entries = fs::read_dir(root().join(dir)).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> = entries.filter(|path| path.to_string_lossy().ends_with(end)).collect();
        files.sort();
        files
    };
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    let man = files("man", ".1").into_iter();
    let man = man.map(|path| (name(&path).trim_end_matches(".1").to_owned(), in_man_page(&read(&path))));
    let prose = [root().join("README.md"), root().join("CHANGELOG.md")].into_iter().chain(files("docs", ".md"));
    man.chain(prose.map(|path| (name(&path), in_markdown(&read(&path))))).collect()
}

/// What is wrong with an example, if anything is.
fn fault(page: &str, example: &Example) -> Option<String> {
    let as_script = |script: &str| {
        let prepared = format!("{{ {}\n}} >/dev/null\n{script}", preparation(page, script));
        FILES
            .iter()
            .fold(shell(&prepared), |shell, (name, text)| shell.file_with_mode(name, text, 0o700))
            .at(&sandbox(account(page, script)))
            .run()
    };
    let run = match example {
        Example::Script(script) => as_script(script),
        Example::Command(words) => {
            let help = line(&format!("help {words}")).run();
            if help.code == 0 { help } else { as_script(&format!("doapi {words}")) }
        }
    };
    (run.code != 0).then(|| format!("{page}: {example:?}\n{run}"))
}

/// Runs the examples of those pages.
#[track_caller]
fn check(is_one: fn(&str) -> bool, least: usize) {
    let (mut faults, mut count) = (Vec::new(), 0);
    for (page, examples) in pages().into_iter().filter(|(page, _)| is_one(page)) {
        for example in examples.into_iter().filter_map(|example| runnable(&page, example)) {
            faults.extend(fault(&page, &example));
            count += 1;
        }
    }
    assert!(faults.is_empty(), "{} of {count} fail:\n{}", faults.len(), faults.join("\n"));
    assert!(count >= least, "only {count} examples were found");
}

#[test]
fn every_example_about_droplets_works() {
    check(|page| page.starts_with("doapi-droplet"), 28);
}

#[test]
fn every_example_about_other_nouns_works() {
    check(|page| page.starts_with("doapi-") && !page.starts_with("doapi-droplet"), 60);
}

#[test]
fn every_example_of_the_topics_the_readme_and_docs_works() {
    check(|page| !page.starts_with("doapi-"), 30);
}

#[test]
fn what_is_not_run_is_still_there() {
    let pages = pages();
    let has = |page: &str, is_one: &dyn Fn(&str) -> bool| {
        pages.iter().any(|(name, examples)| name == page && examples.iter().any(|example| is_one(&example.text())))
    };
    for (page, start, _) in LINES_NOT_RUN {
        assert!(has(page, &|text| text.lines().any(|line| line.starts_with(start))), "{page}: {start}");
    }
    for (page, start, _) in BLOCKS_NOT_RUN {
        assert!(has(page, &|text| text.starts_with(start)), "{page}: {start}");
    }
}
