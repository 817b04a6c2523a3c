//! The shapes of values, in the notation of the table of facts; tools/sandbox-schemas/nodes.py describes it.

use serde_json::Value;

/// The shape of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Scalar(Scalar),
    /// A schema of the table.
    Named(String),
    /// Elements of a shape, and their least number.
    List(Box<Node>, usize),
    /// The known fields, and the shape of all others where there may be others.
    Object(Vec<Field>, Option<Box<Node>>),
    /// One of these.
    Union(Vec<Node>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) read_only: bool,
    pub(crate) node: Node,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Int,
    Number,
    Bool,
    Any,
}

/// A value without parts, or one of which nothing is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scalar {
    pub(crate) kind: Kind,
    /// The format of a text, or the least number.
    pub(crate) form: String,
    /// The values that the document names.
    pub(crate) choices: Vec<String>,
    pub(crate) default: Option<String>,
    /// What such a value looks like.
    pub(crate) sample: Option<String>,
    pub(crate) nullable: bool,
}

impl Node {
    /// Reads a notation. Whatever is not one is a value of which nothing is known.
    pub(crate) fn of(notation: &Value) -> Self {
        match notation {
            Value::String(text) if text.starts_with('@') => Self::Named(text[1..].trim_end_matches('?').to_owned()),
            Value::String(text) => Self::Scalar(Scalar::of(text)),
            Value::Array(parts) => {
                let least = parts.get(1).and_then(Value::as_u64).unwrap_or(0);
                let items = parts.first().map_or_else(Self::any, Self::of);
                Self::List(Box::new(items), usize::try_from(least).unwrap_or(0))
            }
            Value::Object(parts) => match parts.get("|").and_then(Value::as_array) {
                Some(variants) => Self::Union(variants.iter().map(Self::of).collect()),
                None => Self::object(parts),
            },
            _ => Self::any(),
        }
    }

    fn object(parts: &serde_json::Map<String, Value>) -> Self {
        let fields = parts.iter().filter(|(name, _)| !name.is_empty()).map(|(name, node)| Field::of(name, node));
        Self::Object(fields.collect(), parts.get("").map(|rest| Box::new(Self::of(rest))))
    }

    pub(crate) fn any() -> Self {
        Self::Scalar(Scalar::of("any"))
    }
}

impl Field {
    fn of(marked: &str, node: &Value) -> Self {
        let name = marked.trim_start_matches(['!', '^']);
        let marks = &marked[..marked.len() - name.len()];
        let (required, read_only) = (marks.contains('!'), marks.contains('^'));
        Self { name: name.to_owned(), required, read_only, node: Node::of(node) }
    }
}

impl Scalar {
    /// Whether a text is one of those that the document names, where it names any.
    pub(crate) fn fits(&self, value: &Value) -> bool {
        self.choices.is_empty() || value.as_str().is_none_or(|text| self.choices.iter().any(|it| it == text))
    }

    fn of(notation: &str) -> Self {
        let (rest, nullable) = notation.strip_suffix('?').map_or((notation, false), |rest| (rest, true));
        let (rest, default) = split_last(rest, '=');
        let (rest, sample) = if default.is_some() { (rest, None) } else { split_last(rest, '~') };
        let (kind, form) = rest.split_once(':').unwrap_or((rest, ""));
        let choices = if kind == "enum" { form.split('|').map(str::to_owned).collect() } else { Vec::new() };
        let form = if kind == "enum" { "" } else { form };
        let kind = match kind {
            "string" | "enum" => Kind::Text,
            "int" => Kind::Int,
            "number" => Kind::Number,
            "bool" => Kind::Bool,
            _ => Kind::Any,
        };
        Self { kind, form: form.to_owned(), choices, default, sample, nullable }
    }
}

fn split_last(text: &str, mark: char) -> (&str, Option<String>) {
    text.rsplit_once(mark).map_or((text, None), |(rest, value)| (rest, Some(value.to_owned())))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Kind, Node};

    fn scalar(notation: &str) -> super::Scalar {
        match Node::of(&json!(notation)) {
            Node::Scalar(scalar) => scalar,
            other => panic!("{notation} is {other:?}"),
        }
    }

    #[test]
    fn a_notation_says_kind_form_choices_default_and_sample() {
        let table = [
            ("string:uuid", Kind::Text, "uuid", None, None, false),
            ("string~nyc3?", Kind::Text, "", None, Some("nyc3"), true),
            ("int:1~20", Kind::Int, "1", None, Some("20"), false),
            ("bool=false", Kind::Bool, "", Some("false"), None, false),
            ("any", Kind::Any, "", None, None, false),
        ];
        for (notation, kind, form, default, sample, nullable) in table {
            let scalar = scalar(notation);
            assert_eq!((scalar.kind, &*scalar.form, scalar.nullable), (kind, form, nullable), "{notation}");
            assert_eq!((scalar.default.as_deref(), scalar.sample.as_deref()), (default, sample), "{notation}");
        }
        assert_eq!(scalar("enum:a|b c=b c").choices, ["a", "b c"]);
        assert_eq!(scalar("enum:a|b c=b c").default.as_deref(), Some("b c"));
    }

    #[test]
    fn an_object_has_marked_fields_and_perhaps_others() {
        let Node::Object(fields, rest) = Node::of(&json!({"!^id": "int", "tags": ["string", 1], "": "@other?"})) else {
            panic!("no object");
        };
        let marks: Vec<_> = fields.iter().map(|it| (&*it.name, it.required, it.read_only)).collect();
        assert_eq!(marks, [("id", true, true), ("tags", false, false)]);
        assert!(matches!(&fields[1].node, Node::List(_, 1)));
        assert_eq!(rest.as_deref(), Some(&Node::Named("other".to_owned())));
    }
}
