//! Colours for JSON on a terminal: those of `jq`. They are added to text that is already formatted, so that coloured
//! output differs from plain output in nothing else.

use std::env::var_os;
use std::io::IsTerminal;

const KEY: &str = "\x1b[34;1m";
const STRING: &str = "\x1b[0;32m";
/// The grey of jq 1.7.1; the black of the versions before cannot be seen on a dark terminal.
const NULL: &str = "\x1b[0;90m";
const PUNCTUATION: &str = "\x1b[1;39m";
const RESET: &str = "\x1b[0m";

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorWhen {
    // Without doc comments, which help would repeat beside each name.
    #[default]
    Auto,
    Always,
    Never,
}

impl ColorWhen {
    /// Whether stdout is coloured. Of the variables, only `CLICOLOR_FORCE` colours a pipe.
    pub(crate) fn on_stdout(self) -> bool {
        let set = |name: &str| var_os(name).is_some_and(|value| !value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto if set("NO_COLOR") => false,
            Self::Auto if set("CLICOLOR_FORCE") && var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            Self::Auto => var_os("TERM").is_none_or(|term| term != "dumb") && std::io::stdout().is_terminal(),
        }
    }
}

/// The same text, coloured. Colours end before each line break.
pub(super) fn painted(laid_out: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(laid_out.len() * 2);
    let mut rest = laid_out;
    while let Some(&first) = rest.first() {
        let (length, color) = match first {
            b'"' => string(rest),
            b' ' | b'\n' => (run(rest, |byte| matches!(byte, b' ' | b'\n')), ""),
            b'{' | b'}' | b'[' | b']' | b',' | b':' => (run(rest, |byte| b"{}[],:".contains(&byte)), PUNCTUATION),
            _ => (run(rest, |byte| !b" \n{}[],:\"".contains(&byte)), if first == b'n' { NULL } else { "" }),
        };
        let (token, after) = rest.split_at(length);
        if color.is_empty() {
            out.extend_from_slice(token);
        } else {
            [color.as_bytes(), token, RESET.as_bytes()].into_iter().for_each(|part| out.extend_from_slice(part));
        }
        rest = after;
    }
    out
}

/// The length of the string at the start, and its colour: before a colon it is a key.
fn string(text: &[u8]) -> (usize, &'static str) {
    let mut at = 1;
    while at < text.len() && text[at] != b'"' {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    let end = (at + 1).min(text.len());
    (end, if text.get(end) == Some(&b':') { KEY } else { STRING })
}

fn run(text: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    text.iter().position(|&byte| !belongs(byte)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::layout::layout;

    fn colored(json: &str) -> String {
        let mut laid = Vec::new();
        layout(json, 0, &mut laid);
        String::from_utf8(painted(&laid)).unwrap()
    }

    #[test]
    fn the_colors_are_those_of_jq() {
        let marked = |json: &str| {
            let names = [(KEY, "<key>"), (STRING, "<str>"), (NULL, "<null>"), (PUNCTUATION, "<p>"), (RESET, "</>")];
            names.iter().fold(colored(json), |text, (code, name)| text.replace(code, name))
        };
        for (json, expected) in [
            ("1.5e3", "1.5e3"),
            ("null", "<null>null</>"),
            ("[]", "<p>[]</>"),
            (r#"["a"]"#, "<p>[</>\n  <str>\"a\"</>\n<p>]</>"),
            (r#"{"a":true}"#, "<p>{</>\n  <key>\"a\"</><p>:</> true\n<p>}</>"),
            (r#"{"\"a\\":"b: [\""}"#, "<p>{</>\n  <key>\"\\\"a\\\\\"</><p>:</> <str>\"b: [\\\"\"</>\n<p>}</>"),
        ] {
            assert_eq!(marked(json), expected);
        }
    }

    #[test]
    fn only_colors_are_added() {
        for json in [r#"[{"a":[1,null,"x\\"]},{}]"#, r#""é, \"""#, "\"cut", "\"cut\\"] {
            let bare =
                [KEY, STRING, NULL, PUNCTUATION, RESET].iter().fold(colored(json), |text, code| text.replace(code, ""));
            let mut laid = Vec::new();
            layout(json, 0, &mut laid);
            assert_eq!(bare.as_bytes(), laid);
        }
    }
}
