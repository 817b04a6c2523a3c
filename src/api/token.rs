//! The token, in a type that cannot be printed.

use reqwest::header::HeaderValue;
use std::fmt;

/// No token of the API is shorter; those of tests may be.
const SHORTEST: usize = 16;

/// An OAuth token. Its `Debug` is `(redacted)` and it has no `Display`. Its text is only for the header, and for
/// programs that the user passes it to.
#[derive(Clone)]
pub(crate) struct Token(HeaderValue, String);

impl Token {
    /// The token with the whitespace around it removed, or `None` if it is empty or a header cannot carry it.
    pub(crate) fn new(text: &str) -> Option<Token> {
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return None;
        }
        let mut header = HeaderValue::from_str(&format!("Bearer {text}")).ok()?;
        header.set_sensitive(true);
        Some(Token(header, text.to_owned()))
    }

    /// The value of the `Authorization` header.
    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    /// The text, for the environment of a program that is to have it.
    pub(crate) fn reveal(&self) -> &str {
        &self.1
    }

    /// `text` with every occurrence of the token redacted, since a server may echo it. A token as short as a word is
    /// not redacted: it cannot be a real one, and would be found inside of words.
    pub(crate) fn redact(&self, text: &str) -> String {
        if self.1.len() < SHORTEST { text.to_owned() } else { text.replace(&self.1, "(redacted)") }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_the_token() {
        let token = Token::new("dop_v1_secret").unwrap();
        assert_eq!(format!("{token:?} {:?}", token.header()), "(redacted) Sensitive");
    }

    #[test]
    fn a_token_is_taken_out_of_texts_unless_it_is_as_short_as_a_word() {
        let token = Token::new("dop_v1_0123456789abcdef").unwrap();
        assert_eq!(token.redact("<dop_v1_0123456789abcdef>"), "<(redacted)>");
        assert_eq!(Token::new("t").unwrap().redact("not it"), "not it");
    }

    #[test]
    fn what_a_header_cannot_carry_is_no_token() {
        for text in ["", "  \n", "two words", "line\nbreak", "caf\u{e9}", "nul\0"] {
            assert!(Token::new(text).is_none(), "{text:?}");
        }
        assert!(Token::new(" padded\n").is_some());
    }
}
