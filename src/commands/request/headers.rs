//! The headers of a reply, as JSON and as HTTP.

use crate::api::Reply;
use serde_json::{Map, Value};

/// A JSON object; a header that came several times has its values joined with commas.
pub(super) fn json(headers: &[(String, String)]) -> String {
    let mut object: Map<String, Value> = Map::new();
    for (name, value) in headers {
        match object.get_mut(name) {
            Some(Value::String(values)) => {
                values.push_str(", ");
                values.push_str(value);
            }
            _ => drop(object.insert(name.clone(), Value::from(value.as_str()))),
        }
    }
    Value::Object(object).to_string()
}

/// The status line, the headers, and an empty line.
pub(super) fn http(reply: &Reply) -> String {
    let lines: Vec<String> = reply.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("{} {}\n{}\n", reply.version, reply.status, lines.concat())
}
