//! The committed man pages say what `--help` says.

use std::fs;
use std::path::Path;

use crate::runner::doapi;

/// A man page without its markup, as one line.
fn page(name: &str) -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("man").join(name)).unwrap();
    let marks =
        [("\\fB", ""), ("\\fI", ""), ("\\fR", ""), ("\\-", "-"), ("\\*(Aq", "'"), ("\\(aq", "'"), ("\\[u2026]", "…")];
    let text = marks.iter().fold(text, |text, (mark, meaning)| text.replace(mark, meaning)).replace("\\\\", "\\");
    one_line(&text)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_says_what_help_says() {
    for (words, file) in [
        (vec!["droplet", "power-on"], "doapi-droplet-power-on.1"),
        (vec!["domain", "new-record"], "doapi-domain-new-record.1"),
        (vec!["image", "transfer"], "doapi-image-transfer.1"),
        (vec!["sandbox", "exec"], "doapi-sandbox-exec.1"),
    ] {
        let page = page(file);
        let help = doapi(words.iter().chain(&["--help"])).run().succeeds().stdout;
        let about = help.lines().next().unwrap().to_owned();
        let options = help.lines().map(str::trim).filter(|line| line.starts_with("--") && line.contains("  "));
        let examples = help.split("Examples:\n").nth(1).unwrap().lines().filter(|line| line.starts_with("  doapi"));
        // An option and the first line of what is said of it.
        let options = options.flat_map(|line| line.split("  ").map(str::trim).filter(|part| !part.is_empty()));
        let options = options.map(|part| part.split(" [").next().unwrap());
        for text in std::iter::once(about.as_str()).chain(options).chain(examples) {
            assert!(page.contains(&one_line(text)), "{file} lacks {text:?}");
        }
    }
}
