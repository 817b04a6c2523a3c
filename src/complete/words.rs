//! Splitting a bash command line into words.

/// A word of a line: as it was typed, and as the command receives it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) typed: String,
    pub(super) means: String,
    /// The quote that is still open at the end of the line.
    pub(super) open: Option<char>,
}

/// The words of a command; the last is the one at the cursor, which may be empty. Variables are not expanded: only the
/// shell knows their values.
pub(super) fn split(line: &str) -> Vec<Word> {
    let mut words = vec![Word::default()];
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(word) = words.last_mut() else { break };
        if c.is_whitespace() && word.open.is_none() {
            if !word.typed.is_empty() {
                words.push(Word::default());
            }
            continue;
        }
        word.typed.push(c);
        match (c, word.open) {
            ('\\', None) => escaped(word, &mut chars, |_| true),
            ('\\', Some('"')) => escaped(word, &mut chars, |next| "\"\\$`".contains(next)),
            ('"' | '\'', None) => word.open = Some(c),
            (_, Some(quote)) if quote == c => word.open = None,
            _ => word.means.push(c),
        }
    }
    words
}

/// Takes the character after a backslash; a backslash at the end is dropped, since its meaning is not known yet.
fn escaped(word: &mut Word, chars: &mut std::iter::Peekable<std::str::Chars>, special: fn(char) -> bool) {
    let Some(&next) = chars.peek() else { return };
    if !special(next) {
        return word.means.push('\\');
    }
    chars.next();
    word.typed.push(next);
    word.means.push(next);
}

/// The text that a token of fish stands for, which may end inside a quote. In fish a backslash escapes in both quotes.
pub(super) fn fish_token(typed: &str) -> String {
    let (mut means, mut open) = (String::new(), None);
    let mut chars = typed.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, open) {
            ('\\', None) => means.extend(chars.next()),
            ('\\', Some(quote)) if chars.peek().is_some_and(|&next| next == quote || "\\$".contains(next)) => {
                means.extend(chars.next());
            }
            ('"' | '\'', None) => open = Some(c),
            (_, Some(quote)) if quote == c => open = None,
            _ => means.push(c),
        }
    }
    means
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_of_fish_loses_its_quotes() {
        for (typed, means) in [
            ("my\\ w", "my w"),
            ("\"my w", "my w"),
            ("'it\\'s", "it's"),
            ("'a\\b", "a\\b"),
            ("\"\\$5\"x", "$5x"),
            ("plain", "plain"),
            ("", ""),
        ] {
            assert_eq!(fish_token(typed), means, "{typed}");
        }
    }

    #[test]
    fn a_line_is_taken_apart_as_bash_does_it() {
        for (line, means, open) in [
            ("doapi", vec!["doapi"], None),
            ("doapi ", vec!["doapi", ""], None),
            ("doapi  droplet show me@ho", vec!["doapi", "droplet", "show", "me@ho"], None),
            (r#"a "b c" d\ e 'f"g'h"#, vec!["a", "b c", "d e", "f\"gh"], None),
            (r#"a "b c"#, vec!["a", "b c"], Some('"')),
            (r#"a "b\"c\d\$"#, vec!["a", "b\"c\\d$"], Some('"')),
            (r"a 'b\c", vec!["a", r"b\c"], Some('\'')),
            (r"a b\", vec!["a", "b"], None),
            ("a \"\" ", vec!["a", "", ""], None),
            ("a ünï日", vec!["a", "ünï日"], None),
        ] {
            let words = split(line);
            assert_eq!(words.iter().map(|word| word.means.as_str()).collect::<Vec<_>>(), means, "{line}");
            assert_eq!(words.last().unwrap().open, open, "{line}");
        }
    }
}
