//! The shapes of bodies and queries, as the table spells them.
//!
//! An object is one by its fields, those that are required with `!` behind their names; a list has the shape of its
//! elements in it; a map has the one key `*`. A scalar is the letters of its types (`s` text, `i` integer, `n` number,
//! `b` boolean) and perhaps its values; `j` is any JSON.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    Object(IndexMap<String, Field>),
    List(Box<Shape>),
    Map(Box<Shape>),
    Scalar(Scalar),
    Any,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) required: bool,
    pub(crate) shape: Shape,
}

/// A value that is text, a number or a truth value, or one of several of these.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Scalar {
    pub(crate) text: bool,
    pub(crate) integer: bool,
    pub(crate) number: bool,
    pub(crate) boolean: bool,
    /// Values that the API's document names: help and candidates, but no reason to refuse another.
    pub(crate) values: Vec<String>,
}

/// The key of a map's values.
const ANY_KEY: &str = "*";

impl Shape {
    /// A shape as the table spells it; anything that is not one is any JSON.
    pub(crate) fn parse(json: &str) -> Shape {
        match json.trim_start().bytes().next() {
            Some(b'{') => Shape::object(json),
            Some(b'[') => {
                let element = serde_json::from_str::<Vec<&RawValue>>(json).ok().and_then(|list| list.first().copied());
                element.map_or(Shape::Any, |element| Shape::List(Box::new(Shape::parse(element.get()))))
            }
            _ => serde_json::from_str::<String>(json).map_or(Shape::Any, |letters| Shape::scalar(&letters)),
        }
    }

    fn object(json: &str) -> Shape {
        let Ok(fields) = serde_json::from_str::<IndexMap<String, &RawValue>>(json) else { return Shape::Any };
        if let Some(values) = fields.get(ANY_KEY) {
            return Shape::Map(Box::new(Shape::parse(values.get())));
        }
        let field = |(name, shape): (String, &RawValue)| {
            let required = name.ends_with('!');
            (name.trim_end_matches('!').to_owned(), Field { required, shape: Shape::parse(shape.get()) })
        };
        Shape::Object(fields.into_iter().map(field).collect())
    }

    fn scalar(spelt: &str) -> Shape {
        let (letters, values) = spelt.split_once(':').unwrap_or((spelt, ""));
        if letters == "j" {
            return Shape::Any;
        }
        let has = |letter| letters.contains(letter);
        Shape::Scalar(Scalar {
            text: has('s'),
            integer: has('i'),
            number: has('n'),
            boolean: has('b'),
            values: values.split('|').filter(|value| !value.is_empty()).map(str::to_owned).collect(),
        })
    }

    /// The fields of an object; none of anything else.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&String, &Field)> {
        let fields = if let Shape::Object(fields) = self { Some(fields) } else { None };
        fields.into_iter().flatten()
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Shape, D::Error> {
        Ok(Shape::parse(Box::<RawValue>::deserialize(deserializer)?.get()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_read_as_the_table_spells_them() {
        let shape =
            Shape::parse(r#"{"name!":"s","at":{"port":"i"},"rules":[{"ports":"s"}],"labels":{"*":"s"},"x":"j"}"#);
        let fields: Vec<(&String, &Field)> = shape.fields().collect();
        assert_eq!(
            fields.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            ["name", "at", "rules", "labels", "x"]
        );
        assert!(fields[0].1.required && !fields[1].1.required);
        assert!(matches!(fields[2].1.shape, Shape::List(_)) && matches!(fields[3].1.shape, Shape::Map(_)));
        assert_eq!(fields[4].1.shape, Shape::Any);
        let Shape::Scalar(scalar) = Shape::parse(r#""is:a|b""#) else { panic!("no scalar") };
        assert!(scalar.text && scalar.integer && !scalar.boolean);
        assert_eq!(scalar.values, ["a", "b"]);
    }
}
