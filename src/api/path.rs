//! Paths below the endpoint, built from parts that are percent-encoded one by one.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::{self, Display, Write};

/// All but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A path and query below the endpoint, such as `/v2/droplets?name=web%201`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Path {
    text: String,
    /// The path of the endpoint that it is asked of, which messages show in front of it.
    base: String,
}

impl Path {
    /// A path that is already in its encoded form, such as one of the API's literals.
    pub(crate) fn new(encoded: impl Into<String>) -> Path {
        Path { text: encoded.into(), base: String::new() }
    }

    /// This path with one more segment, whatever characters are in it.
    pub(crate) fn segment(mut self, segment: impl Display) -> Path {
        self.text.push('/');
        self.text.push_str(&encode(&segment.to_string()));
        self
    }

    /// This path with one more `name=value` in its query.
    pub(crate) fn query(mut self, name: &str, value: impl Display) -> Path {
        let mark = if self.text.contains('?') { '&' } else { '?' };
        let value = encode(&value.to_string());
        let _ = write!(self.text, "{mark}{}={value}", encode(name));
        self
    }

    /// Whether `segment` can be addressed at all: URL parsers drop `.` and `..` in every spelling.
    pub(crate) fn can_hold(segment: &str) -> bool {
        !matches!(segment, "" | "." | "..")
    }

    /// The same path, which messages show below the path of this endpoint.
    pub(crate) fn shown_below(&self, base: &str) -> Path {
        Path { text: self.text.clone(), base: base.to_owned() }
    }

    /// The encoded text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.base, self.text)
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_and_values_are_encoded() {
        let path = Path::new("/v2/tags").segment("env:prod/../x?#%").query("a b", "ü&=");
        assert_eq!(path.as_str(), "/v2/tags/env%3Aprod%2F..%2Fx%3F%23%25?a%20b=%C3%BC%26%3D");
        assert_eq!(path.query("page", 2).as_str().rsplit('?').next(), Some("a%20b=%C3%BC%26%3D&page=2"));
    }
}
