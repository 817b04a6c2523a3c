//! Text from elsewhere, made safe to show.

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

#[cfg(test)]
mod tests {
    use super::escape;

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
