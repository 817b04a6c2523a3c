//! Bash passes the line up to the cursor, the part that a candidate replaces, the kind of completion, and the width of
//! the screen. It has no descriptions; where it only lists candidates, they are made part of the list.

use super::{candidates, parts};
use crate::complete::quote;
use crate::complete::session::Hooks;
use crate::complete::words::{Word, split};
use clap::Command;
use clap_complete::engine::CompletionCandidate;
use clap_complete::env::EnvCompleter;
use std::ffi::OsString;
use std::io::{Result, Write};
use std::path::Path;

/// The kind of completion that lists the candidates without changing the line.
const LISTS: &str = "63";

pub(super) struct Bash(pub(super) Hooks);

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

    fn write_registration(&self, var: &str, _: &str, bin: &str, completer: &str, to: &mut dyn Write) -> Result<()> {
        let script = include_str!("doapi.bash").replace("NAMES", bin).replace("VARIABLE", var);
        to.write_all(script.replace("PROGRAM", &quote::posix(completer)).as_bytes())
    }

    fn write_complete(
        &self,
        _: &mut Command,
        args: Vec<OsString>,
        dir: Option<&Path>,
        to: &mut dyn Write,
    ) -> Result<()> {
        let args: Vec<String> = args.iter().map(|arg| arg.to_string_lossy().into_owned()).collect();
        let arg = |index: usize| args.get(index).map_or("", String::as_str);
        let words = split(arg(0));
        let found = candidates(self.0, words.iter().map(|word| OsString::from(&word.means)).collect(), dir)?;
        let last = words.into_iter().last().unwrap_or_default();
        let replies = replies(&found, &last, arg(1));
        let lists = arg(2) == LISTS && replies.len() > 1;
        let lines = if lists { described(&replies, arg(3).parse().unwrap_or(80)) } else { texts(replies) };
        lines.iter().try_for_each(|line| writeln!(to, "{line}"))
    }
}

/// The texts, with their descriptions, that bash puts in place of `replaced`. That is only the end of the word where it
/// contains `:`, `=` or `@`, at which bash breaks words too; an opening quote belongs to it.
fn replies(found: &[CompletionCandidate], word: &Word, replaced: &str) -> Vec<(String, String)> {
    let kept = word.typed.strip_suffix(replaced).unwrap_or_default();
    let kept = split(kept).into_iter().next().unwrap_or_default();
    let reply = |candidate| {
        let (text, help) = parts(candidate)?;
        let rest = text.strip_prefix(kept.means.as_str())?;
        Some((quoted(rest, word, replaced), help))
    };
    found.iter().filter_map(reply).collect()
}

/// The text, quoted as the word is. A tilde that means the home directory must not be quoted.
fn quoted(text: &str, word: &Word, replaced: &str) -> String {
    match text.strip_prefix("~/").filter(|_| replaced.starts_with("~/")) {
        Some(rest) => format!("~/{}", quote::bash(rest, word.open)),
        None => quote::bash(text, word.open),
    }
}

fn texts(replies: Vec<(String, String)>) -> Vec<String> {
    replies.into_iter().map(|(text, _)| text).collect()
}

/// The list with descriptions, one candidate a line: bash makes columns only of what is narrow.
fn described(replies: &[(String, String)], width: usize) -> Vec<String> {
    let length = |text: &str| text.chars().count();
    let longest = replies.iter().map(|(text, _)| length(text)).max().unwrap_or(0);
    let line = |(text, help): &(String, String)| {
        let line: String = format!("{text:longest$}   {help}").chars().take(width.saturating_sub(1)).collect();
        format!("{line:half$}", half = width / 2 + 1)
    };
    replies.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_fits_what_bash_replaces() {
        for (line, replaced, candidate, reply) in [
            ("doapi x my\\ w", "my\\ w", "my web", "my\\ web"),
            ("doapi x \"my w", "my w", "my web $5", "my web \\$5"),
            ("doapi x 'it", "it", "it's", "it'\\''s"),
            ("doapi x me@ho", "@ho", "me@home", "@home"),
            ("doapi x --image=ub", "ub", "--image=ubuntu x", "ubuntu\\ x"),
            ("doapi x aa:b", "b", "aa:bb:cc", "bb:cc"),
            ("doapi x ~/a", "~/a", "~/a b/", "~/a\\ b/"),
            ("doapi x ", "", "~odd", "\\~odd"),
            ("doapi x we", "we", "12", "12"),
        ] {
            let word = split(line).pop().unwrap();
            let replies = replies(&[CompletionCandidate::new(candidate)], &word, replaced);
            assert_eq!(replies, [(reply.to_owned(), String::new())], "{line}");
        }
    }

    #[test]
    fn a_list_is_one_candidate_a_line() {
        let replies = [("a".to_owned(), "off".to_owned()), ("bcd".to_owned(), "active · nyc3".to_owned())];
        let lines = described(&replies, 16);
        assert_eq!(lines, ["a     off", "bcd   active · "]);
    }
}
