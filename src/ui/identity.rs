//! What identifies the objects in a JSON text: enough to name them in a message, and to know one again.

use serde_json::Value;
use std::fmt;

/// The fields that identify objects of the API.
const KEYS: [&str; 3] = ["id", "ip", "name"];

/// One object in a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    /// What the API calls such an object, where the text shows it.
    kind: String,
    /// The values of the fields that identify it.
    keys: Vec<String>,
    /// The whole text of an object without such fields.
    text: Option<String>,
}

impl Identity {
    fn of(root: &str, is_list: bool, object: &Value) -> Identity {
        let singular = if is_list { root.strip_suffix('s').unwrap_or(root) } else { root };
        let keys: Vec<String> =
            KEYS.iter().map(|key| &object[key]).filter(|value| is_scalar(value)).map(ToString::to_string).collect();
        let text = keys.is_empty().then(|| object.to_string());
        Identity { kind: singular.replace('_', " "), keys, text }
    }

    /// The same for the same object, wherever in a text it stands.
    pub(super) fn key(&self) -> String {
        self.text.clone().unwrap_or_else(|| self.keys.join(" "))
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = std::iter::once(&self.kind).chain(&self.keys).map(String::as_str).collect();
        f.write_str(words.join(" ").trim())
    }
}

/// The objects in a text that is one object, a list of them, or a reply that holds either under its roots.
pub(crate) fn identities(json: &str) -> Vec<Identity> {
    match serde_json::from_str(json) {
        Ok(Value::Array(items)) => items.iter().map(|item| Identity::of("", true, item)).collect(),
        Ok(object) if KEYS.iter().any(|key| is_scalar(&object[key])) => vec![Identity::of("", false, &object)],
        Ok(Value::Object(roots)) => roots.iter().flat_map(|(root, value)| under(root, value)).collect(),
        _ => Vec::new(),
    }
}

fn is_scalar(value: &Value) -> bool {
    value.is_number() || value.is_string()
}

fn under(root: &str, value: &Value) -> Vec<Identity> {
    match value {
        _ if matches!(root, "links" | "meta") => Vec::new(),
        Value::Array(items) => items.iter().map(|item| Identity::of(root, true, item)).collect(),
        item => vec![Identity::of(root, false, item)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_named_by_what_identifies_them() {
        for (body, names) in [
            ("", vec![]),
            ("{}", vec![]),
            (r#"{"action":{"id":3,"status":"in-progress"}}"#, vec!["action 3"]),
            (
                r#"{"droplets":[{"id":1,"name":"a"},{"id":2,"name":"b"}],"links":{"actions":[]},"meta":{}}"#,
                vec![r#"droplet 1 "a""#, r#"droplet 2 "b""#],
            ),
            (r#"{"reserved_ip":{"ip":"192.0.2.7"}}"#, vec![r#"reserved ip "192.0.2.7""#]),
            (r#"{"droplets":[7,{"id":2}]}"#, vec!["droplet", "droplet 2"]),
            (r#"{"id":9,"status":"new"}"#, vec!["9"]),
            (r#"{"ip":{"ip":"192.0.2.7"}}"#, vec![r#"ip "192.0.2.7""#]),
        ] {
            let found: Vec<String> = identities(body).iter().map(ToString::to_string).collect();
            assert_eq!(found, names, "{body}");
        }
    }

    #[test]
    fn an_object_is_known_again_in_another_text() {
        let keys = |json| identities(json).iter().map(Identity::key).collect::<Vec<_>>();
        let new = r#"{"droplets":[{"id":1,"name":"a","status":"new"}]}"#;
        assert_eq!(keys(new), keys(r#"{"id":1,"name":"a","status":"active"}"#));
        assert_eq!(keys(r#"{"thing":{"size":1}}"#), keys(r#"{"thing":{"size":1}}"#));
        assert_ne!(keys(new), keys(r#"{"id":2,"name":"a"}"#));
    }
}
