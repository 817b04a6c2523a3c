//! Escaping text from the API and from users before it is shown.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` with everything that could move a cursor, reorder or hide letters written as an escape: control
/// characters, line breaks, bidirectional and zero-width marks.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\'' | '\\' => safe.push(c),
            _ => safe.extend(c.escape_debug()),
        }
    }
    safe
}

/// Text of several lines for a terminal: the line breaks stay.
pub(super) fn escape_lines(text: &str) -> String {
    text.split('\n').map(|line| escape(line.trim_end_matches('\r'))).collect::<Vec<_>>().join("\n")
}

/// JSON text for a terminal: what steers it and stands in a string as it is, is written as `\uXXXX`, which means the
/// same. JSON itself demands that only of the characters below U+0020.
pub(super) fn escape_json(json: &[u8]) -> Cow<'_, [u8]> {
    let is_suspect = |byte: &u8| *byte >= 0x7f;
    match std::str::from_utf8(json) {
        Ok(text) if json.iter().any(is_suspect) && text.contains(steers) => {
            let mut safe = String::with_capacity(text.len() + 16);
            for c in text.chars() {
                if steers(c) {
                    let _ = write!(safe, "\\u{:04x}", u32::from(c));
                } else {
                    safe.push(c);
                }
            }
            Cow::Owned(safe.into_bytes())
        }
        _ => Cow::Borrowed(json),
    }
}

/// DEL, the C1 controls, and what reorders or hides text. Joiners stay: emoji and some scripts need them.
fn steers(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// `text` as a cell of a table: letters of all scripts and their accents stay; what could move a cursor, or reorder or
/// hide text, is escaped, line breaks included.
pub(crate) fn printable(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || steers(c) {
            safe.extend(c.escape_default());
        } else {
            safe.push(c);
        }
    }
    safe
}

/// `text` with the user and the password of every URL in it left out.
pub(crate) fn mask_passwords(text: &str) -> String {
    let mut parts = text.split("://");
    let mut masked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(part.len());
        let authority = part[..end].find(['/', '?', '#']).unwrap_or(end);
        // A password may contain a slash that should have been encoded.
        let has_password = part[..authority].contains([':', '@']);
        let at = part[..end].rfind('@').filter(|_| has_password);
        masked.push_str("://");
        masked.push_str(at.map_or("", |_| "(redacted)"));
        masked.push_str(&part[at.unwrap_or(0)..]);
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_on_a_terminal_means_the_same_and_steers_nothing() {
        for (json, safe) in [
            ("\"plain ünï 日本 👩\u{200d}💻\"", "\"plain ünï 日本 👩\u{200d}💻\""),
            ("\"\u{9b}31m\u{7f}\"", "\"\\u009b31m\\u007f\""),
            ("\"\u{202e}cba\u{2066}\u{200b}\"", "\"\\u202ecba\\u2066\\u200b\""),
        ] {
            let escaped = escape_json(json.as_bytes());
            assert_eq!(std::str::from_utf8(&escaped).unwrap(), safe);
            let value = |text: &[u8]| serde_json::from_slice::<String>(text).unwrap();
            assert_eq!(value(&escaped), value(json.as_bytes()));
        }
    }

    #[test]
    fn no_password_of_a_url_is_shown() {
        for (text, masked) in [
            ("https://api.example.com/v2", "https://api.example.com/v2"),
            ("the endpoint \"https://me:s3cret@host/\" is bad", "the endpoint \"https://(redacted)@host/\" is bad"),
            ("https://me:s/3@cret@host and http://b@c", "https://(redacted)@host and http://(redacted)@c"),
            ("https://host/a@b", "https://host/a@b"),
            ("me@host", "me@host"),
        ] {
            assert_eq!(mask_passwords(text), masked);
        }
    }

    #[test]
    fn nothing_that_steers_a_terminal_remains() {
        for (text, safe) in [
            ("plain \"quoted\" ünïcode 日本", "plain \"quoted\" ünïcode 日本"),
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("two\nlines\r\t", "two\\nlines\\r\\t"),
            ("\u{202e}cba\u{2066}", "\\u{202e}cba\\u{2066}"),
            ("\u{9b}31m\u{200b}\0", "\\u{9b}31m\\u{200b}\\0"),
        ] {
            assert_eq!(escape(text), safe);
        }
    }
}
