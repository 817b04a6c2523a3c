//! Identifiers as the API spells them: a number for droplets, images and the like, a text (a UUID, a slug, an address)
//! elsewhere.

use super::Path;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// The identifier of an object. It is written back the way it came, number or text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Id {
    Number(u64),
    #[serde(deserialize_with = "addressable")]
    Text(String),
}

/// A text that can be a segment of a path. With any other, such as an empty one, a request that was to delete one
/// object would name the list that it is in.
fn addressable<'de, D: Deserializer<'de>>(text: D) -> Result<String, D::Error> {
    let text = String::deserialize(text)?;
    if Path::can_hold(&text) { Ok(text) } else { Err(serde::de::Error::custom("no path can hold this ID")) }
}

impl Id {
    /// The number, where the identifier is one.
    #[cfg(test)]
    pub(crate) fn number(&self) -> Option<u64> {
        match self {
            Id::Number(number) => Some(*number),
            Id::Text(_) => None,
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Id::Number(number) => number.fmt(f),
            Id::Text(text) => text.fmt(f),
        }
    }
}

impl From<u64> for Id {
    fn from(number: u64) -> Id {
        Id::Number(number)
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Id {
        Id::Text(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_back_as_it_came() {
        for json in ["18446744073709551615", "0", r#""4de7ac8b-495b-4884-9a69-1050c6793cd6""#, r#""7""#] {
            let id: Id = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&id).unwrap(), json);
        }
        for json in ["null", "-1", "1.5", "{}", "[1]", "true", r#""""#, r#"".""#, r#""..""#] {
            assert!(serde_json::from_str::<Id>(json).is_err(), "{json}");
        }
    }
}
