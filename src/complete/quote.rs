//! Quoting for shells.

/// Quotes `text` for bash, after the opening quote `open` if there is one.
pub(super) fn bash(text: &str, open: Option<char>) -> String {
    match open {
        // History expansion works on a ! between double quotes, even behind a backslash.
        Some('"') => escaped(text, "\"\\$`").replace('!', "\"\\!\""),
        Some(_) => text.replace('\'', r"'\''"),
        None => text.chars().fold(String::new(), |quoted, c| quoted + &bash_char(c)),
    }
}

fn bash_char(c: char) -> String {
    let plain = c.is_ascii_alphanumeric() || !c.is_ascii() || "_./:=@%+,-".contains(c);
    if plain { c.to_string() } else { format!("\\{c}") }
}

fn escaped(text: &str, special: &str) -> String {
    text.chars().fold(String::new(), |mut quoted, c| {
        if special.contains(c) {
            quoted.push('\\');
        }
        quoted.push(c);
        quoted
    })
}

/// Quotes a word for POSIX shells where necessary.
pub(super) fn posix(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./:=@%+,-".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// Quotes a word for fish.
pub(super) fn fish(text: &str) -> String {
    format!("'{}'", escaped(text, "\\'"))
}

/// Quotes a word for PowerShell where necessary. Typographic single quotes end a quoted text too.
pub(super) fn powershell(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_./:=+-\\~".contains(c);
    let is_quote = |c: char| matches!(c, '\'' | '\u{2018}'..='\u{201b}');
    if text.chars().all(plain) {
        return text.to_owned();
    }
    let doubled = text.chars().flat_map(|c| std::iter::repeat_n(c, if is_quote(c) { 2 } else { 1 }));
    format!("'{}'", doubled.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::complete::words::split;

    const HARD: [&str; 12] = [
        "web-1",
        "my web",
        "it's",
        "say \"hi\"",
        "cost $5 `id` $(id)",
        "back\\slash",
        "~tilde",
        "#hash",
        "a*b?[c]{d}",
        "ünï 日本",
        "a;b|c&d<e>f(g)",
        "me@home:x=y",
    ];

    #[test]
    fn bash_reads_back_what_was_quoted() {
        for text in HARD {
            assert_eq!(split(&bash(text, None))[0].means, text);
            for quote in ['"', '\''] {
                let typed = format!("{quote}{}{quote}", bash(text, Some(quote)));
                assert_eq!(split(&typed)[0].means, text, "{typed}");
            }
        }
        assert_eq!(bash("a!b", Some('"')), "a\"\\!\"b");
    }

    #[test]
    fn sh_reads_back_what_was_quoted() {
        for text in HARD {
            let printed = std::process::Command::new("sh").arg("-c").arg(format!("printf %s {}", posix(text))).output();
            assert_eq!(String::from_utf8(printed.unwrap().stdout).unwrap(), text);
        }
    }

    #[test]
    fn other_shells_quote_by_doubling_or_escaping() {
        assert_eq!((powershell("web-1"), powershell("it's $x")), ("web-1".to_owned(), "'it''s $x'".to_owned()));
        assert_eq!(powershell("\u{2019}; x"), "'\u{2019}\u{2019}; x'");
        assert_eq!(fish("it's \\ $x"), r"'it\'s \\ $x'");
    }
}
