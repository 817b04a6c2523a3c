//! Headers: those that are given for a request, and those of a reply, as JSON and as HTTP.

use crate::api::Reply;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value};

/// Headers that say who asks, whom, and how much is sent: they are doapi's own.
const OURS: [&str; 6] =
    ["authorization", "host", "content-length", "transfer-encoding", "connection", "accept-encoding"];

/// A header of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) name: String,
    pub(super) value: String,
}

/// `NAME: VALUE`, as curl has it.
pub(super) fn parse(text: &str) -> Result<Header, String> {
    let wrong = || "must be of the form NAME: VALUE".to_owned();
    let (name, value) = text.split_once(':').ok_or_else(wrong)?;
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_owned());
    let is_valid = HeaderName::from_bytes(name.as_bytes()).is_ok() && HeaderValue::from_str(&value).is_ok();
    match is_valid {
        false => Err(wrong()),
        true if name == "authorization" => Err("is set by doapi; the token comes from --api-token-file".to_owned()),
        true if OURS.contains(&name.as_str()) => Err("is set by doapi".to_owned()),
        true => Ok(Header { name, value }),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_a_name_and_a_value_and_none_of_those_that_doapi_sets() {
        for (text, header) in [
            ("X-Test: a: b", Some(("x-test", "a: b"))),
            ("accept:text/csv", Some(("accept", "text/csv"))),
            ("x-empty:", Some(("x-empty", ""))),
            ("no colon", None),
            ("bad name: x", None),
            (": x", None),
            ("x: a\nb: c", None),
            ("Authorization: Bearer x", None),
            ("Host: example.com", None),
            ("content-length: 3", None),
        ] {
            let parsed = parse(text).ok();
            assert_eq!(parsed.as_ref().map(|it| (it.name.as_str(), it.value.as_str())), header, "{text}");
        }
    }
}
