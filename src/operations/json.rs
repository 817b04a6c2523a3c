//! JSON whose scalars stay spelt as they were given and whose fields keep their order.

use crate::api::fields;
use indexmap::IndexMap;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt::{self, Write};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    /// A scalar, as JSON text.
    Scalar(String),
    List(Vec<Json>),
    Object(IndexMap<String, Json>),
}

impl Json {
    /// Takes a JSON text apart.
    pub(crate) fn parse(text: &str) -> serde_json::Result<Json> {
        let text = text.trim();
        match text.bytes().next() {
            Some(b'{') => {
                let field = |(name, raw): (Cow<str>, &RawValue)| Ok((name.into_owned(), Json::parse(raw.get())?));
                fields(text)?.into_iter().map(field).collect::<serde_json::Result<_>>().map(Json::Object)
            }
            Some(b'[') => {
                let elements: Vec<&RawValue> = serde_json::from_str(text)?;
                let elements = elements.into_iter().map(|raw| Json::parse(raw.get()));
                elements.collect::<serde_json::Result<_>>().map(Json::List)
            }
            _ => serde_json::from_str::<&RawValue>(text).map(|raw| Json::Scalar(raw.get().to_owned())),
        }
    }

    /// A text.
    pub(crate) fn text(text: &str) -> Json {
        Json::Scalar(serde_json::Value::from(text).to_string())
    }

    /// An object without fields.
    pub(crate) fn empty() -> Json {
        Json::Object(IndexMap::new())
    }

    /// The text, if this is one.
    pub(crate) fn as_text(&self) -> Option<String> {
        let Json::Scalar(scalar) = self else { return None };
        serde_json::from_str(scalar).ok()
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Json::Scalar(scalar) if scalar == "null")
    }

    /// A field of an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        let Json::Object(fields) = self else { return None };
        fields.get(name)
    }

    /// Puts a value where the path leads; what is no object on the way becomes one.
    pub(crate) fn set(&mut self, path: &[&str], value: Json) {
        let Some((name, rest)) = path.split_first() else {
            *self = value;
            return;
        };
        if !matches!(self, Json::Object(_)) {
            *self = Json::empty();
        }
        if let Json::Object(fields) = self {
            fields.entry((*name).to_owned()).or_insert_with(Json::empty).set(rest, value);
        }
    }

    /// Lays another value over this one: objects field by field, anything else as a whole.
    pub(crate) fn overlay(&mut self, over: Json) {
        match (self, over) {
            (Json::Object(fields), Json::Object(others)) => {
                for (name, other) in others {
                    match fields.get_mut(&name) {
                        Some(field) => field.overlay(other),
                        None => drop(fields.insert(name, other)),
                    }
                }
            }
            (this, over) => *this = over,
        }
    }
}

impl Default for Json {
    fn default() -> Json {
        Json::empty()
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Scalar(scalar) => f.write_str(scalar),
            Json::List(elements) => {
                f.write_char('[')?;
                for (at, element) in elements.iter().enumerate() {
                    write!(f, "{}{element}", if at > 0 { "," } else { "" })?;
                }
                f.write_char(']')
            }
            Json::Object(fields) => {
                f.write_char('{')?;
                for (at, (name, value)) in fields.iter().enumerate() {
                    let name = serde_json::Value::from(name.as_str());
                    write!(f, "{}{name}:{value}", if at > 0 { "," } else { "" })?;
                }
                f.write_char('}')
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_apart_is_written_back_as_it_was() {
        for text in [r#"{"b":1.50,"a":[1e3,"\u00e9",null,{}],"c":{"x":[]}}"#, "12345678901234567890.10", r#""a\nb""#] {
            assert_eq!(Json::parse(text).unwrap().to_string(), text);
        }
        assert!(Json::parse(r#"{"a":}"#).is_err());
        assert!(Json::parse("").is_err());
    }

    #[test]
    fn objects_are_laid_over_each_other_field_by_field_and_lists_as_a_whole() {
        let mut body = Json::parse(r#"{"a":{"x":1,"y":2},"l":[1,2],"s":"t"}"#).unwrap();
        body.overlay(Json::parse(r#"{"a":{"y":3},"l":[],"n":null}"#).unwrap());
        body.set(&["a", "z", "deep"], Json::text("v"));
        assert_eq!(body.to_string(), r#"{"a":{"x":1,"y":3,"z":{"deep":"v"}},"l":[],"s":"t","n":null}"#);
    }
}
