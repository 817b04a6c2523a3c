//! The fields of a body or a query as options: `--size-gigabytes`, and `--health-check.port` for the member of an
//! object.

use super::reference;
use super::shape::{Field, Scalar, Shape};

/// The ID of the option of a field: no other argument has a name of this form.
pub(crate) fn option_id(long: &str) -> String {
    format!("--{long}")
}

/// Texts that may be empty: what people and programs read, never the name of anything; and the ports of a firewall's
/// rule, of which ICMP has none.
pub(super) const TEXTS: [&str; 15] = [
    "comment",
    "content",
    "data",
    "description",
    "instruction",
    "license",
    "message",
    "notes",
    "ports",
    "prefix",
    "purpose",
    "scoring_prompt",
    "system_prompt",
    "user_data",
    "value",
];

/// Whether the argument of this ID may be empty: the option of a field that is a text.
pub(crate) fn may_be_empty(id: &str) -> bool {
    id.strip_prefix("--").is_some_and(|long| {
        let name = long.rsplit('.').next().unwrap_or(long);
        TEXTS.contains(&name.replace('-', "_").as_str())
    })
}

/// A field that an option sets.
#[derive(Debug, Clone)]
pub(crate) struct FieldOption {
    /// The option without its dashes.
    pub(crate) long: String,
    /// The names that lead to the field.
    pub(crate) path: Vec<String>,
    pub(crate) shape: Shape,
    /// Whether it is required.
    pub(crate) required: bool,
}

/// Texts that are kept in files rather than typed.
const TEXTS_IN_FILES: [&str; 7] =
    ["certificate_chain", "leaf_certificate", "private_key", "public_key", "ca_cert", "schema", "user_data"];

impl FieldOption {
    /// The name of the field itself.
    pub(crate) fn name(&self) -> &str {
        self.path.last().map(String::as_str).unwrap_or_default()
    }

    /// Where the objects are that the value names, if it names any.
    pub(crate) fn reference(&self) -> Option<&'static str> {
        reference::place_of(&self.path)
    }

    /// Whether the value may be `@FILE` although it is a text.
    pub(crate) fn is_text_in_file(&self) -> bool {
        TEXTS_IN_FILES.contains(&self.name())
    }

    /// Whether the option may be given without a value.
    pub(crate) fn is_switch(&self) -> bool {
        matches!(&self.shape, Shape::Scalar(Scalar { boolean: true, text: false, .. }))
    }

    /// Whether the option may be given more than once.
    pub(crate) fn repeats(&self) -> bool {
        matches!(self.shape, Shape::List(_) | Shape::Map(_))
    }

    /// What an option of a list or a scalar may hold, as far as the API's document says.
    pub(crate) fn values(&self) -> &[String] {
        match &self.shape {
            Shape::Scalar(scalar) => &scalar.values,
            Shape::List(element) => match element.as_ref() {
                Shape::Scalar(scalar) => &scalar.values,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// What help says of a value of which nothing else is known.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.shape {
            Shape::List(element) => match element.as_ref() {
                Shape::Object(_) => "An object by its keys, as JSON, or in a file",
                Shape::Scalar(scalar) => scalar_kind(scalar),
                _ => "JSON",
            },
            Shape::Map(_) => "Keys and their values",
            Shape::Object(_) => "An object as JSON, or in a file; its members are options too",
            Shape::Scalar(_) if self.is_text_in_file() => "Text, or @FILE",
            Shape::Scalar(scalar) => scalar_kind(scalar),
            Shape::Any => "JSON, or text",
        }
    }

    /// What stands for the value in help.
    pub(crate) fn placeholder(&self) -> &'static str {
        match &self.shape {
            Shape::Scalar(scalar) => scalar_placeholder(scalar),
            Shape::Map(_) => "KEY=VALUE",
            Shape::List(element) => match element.as_ref() {
                Shape::Scalar(scalar) => scalar_placeholder(scalar),
                Shape::Object(_) => "KEY=VALUE,…|JSON|@FILE",
                _ => "JSON|@FILE",
            },
            Shape::Object(_) | Shape::Any => "JSON|@FILE",
        }
    }
}

fn scalar_kind(scalar: &Scalar) -> &'static str {
    match scalar {
        Scalar { text: true, .. } => "Text",
        Scalar { boolean: true, .. } => "A switch; =false turns it off",
        Scalar { number: true, .. } => "A number",
        _ => "A whole number",
    }
}

fn scalar_placeholder(scalar: &Scalar) -> &'static str {
    match scalar {
        Scalar { text: true, .. } => "TEXT",
        Scalar { boolean: true, .. } => "true|false",
        _ => "N",
    }
}

/// The options of all fields: an object's own before those of its members.
pub(crate) fn options(shape: &Shape) -> Vec<FieldOption> {
    let mut found = Vec::new();
    collect(shape, &[], true, &mut found);
    found
}

fn collect(shape: &Shape, above: &[String], required: bool, found: &mut Vec<FieldOption>) {
    for (name, Field { required: needed, shape }) in shape.fields() {
        let path: Vec<String> = above.iter().chain([name]).cloned().collect();
        let required = required && *needed;
        let long = path.join(".").replace('_', "-");
        let named = reference::place_of(&path).is_some();
        let own = if named { by_name(shape.clone()) } else { shape.clone() };
        found.push(FieldOption { long, path: path.clone(), shape: own, required });
        collect(shape, &path, required, found);
    }
}

/// The shape of a field whose objects can be named: a name is a text, also where an ID is a number.
fn by_name(shape: Shape) -> Shape {
    match shape {
        Shape::List(element) => Shape::List(Box::new(by_name(*element))),
        Shape::Scalar(scalar) => Shape::Scalar(Scalar { text: true, ..scalar }),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_objects_are_options_with_dots() {
        let shape = Shape::parse(
            r#"{"name!":"s","health_check":{"port!":"i","on":"b"},"rules":[{"ports":"s"}],"tags":["s:a|b"],"labels":{"*":"s"}}"#,
        );
        let found = options(&shape);
        let listed: Vec<(&str, &str, bool)> =
            found.iter().map(|one| (one.long.as_str(), one.placeholder(), one.required)).collect();
        assert_eq!(
            listed,
            [
                ("name", "TEXT", true),
                ("health-check", "JSON|@FILE", false),
                ("health-check.port", "N", false),
                ("health-check.on", "true|false", false),
                ("rules", "KEY=VALUE,…|JSON|@FILE", false),
                ("tags", "TEXT", false),
                ("labels", "KEY=VALUE", false),
            ]
        );
        assert!(found[3].is_switch() && found[5].repeats() && found[6].repeats() && !found[0].repeats());
        assert_eq!(found[5].values(), ["a", "b"]);
    }
}
