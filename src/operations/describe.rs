//! What is known of an operation, for people and programs.

use super::operation::Operation;
use super::shape::{Scalar, Shape};
use serde_json::{Map, Value, json};

/// An operation as a JSON object.
pub(crate) fn describe(operation: &Operation) -> Value {
    let scopes: Vec<&str> = operation.scopes.split_whitespace().collect();
    let mut facts = json!({
        "command": operation.command,
        "operation": operation.id,
        "method": operation.method.as_str(),
        "path": operation.path,
        "arguments": operation.arguments(),
        "query": shape(&operation.query),
        "reply": operation.root,
        "scopes": scopes,
        "deprecated": operation.deprecated,
    });
    if let (Some(body), Some(facts)) = (&operation.body, facts.as_object_mut()) {
        facts.insert("body".to_owned(), shape(body));
    }
    facts
}

/// A shape as a value of that shape would be: objects by their fields, lists by their one element, scalars by the name
/// of their type; a field that is required has ` (required)` behind the name.
fn shape(of: &Shape) -> Value {
    match of {
        Shape::Object(fields) => {
            let name = |name: &String, required| if required { format!("{name} (required)") } else { name.clone() };
            let fields: Map<String, Value> =
                fields.iter().map(|(one, field)| (name(one, field.required), shape(&field.shape))).collect();
            Value::Object(fields)
        }
        Shape::List(element) => json!([shape(element)]),
        Shape::Map(values) => json!({"KEY": shape(values)}),
        Shape::Any => json!("any JSON"),
        Shape::Scalar(scalar) => json!(kind(scalar)),
    }
}

fn kind(scalar: &Scalar) -> String {
    let kinds =
        [(scalar.text, "text"), (scalar.integer, "integer"), (scalar.number, "number"), (scalar.boolean, "boolean")];
    let kinds: Vec<&str> = kinds.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
    let kinds = kinds.join(" or ");
    if scalar.values.is_empty() { kinds } else { format!("{kinds}: {}", scalar.values.join(", ")) }
}
