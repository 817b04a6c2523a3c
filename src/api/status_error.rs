//! Reading an error reply, in all the shapes that the API has: JSON with `message`, JSON with `error`, plain text,
//! HTML.

use super::{Reply, StatusError};
use serde::Deserialize;
use serde_json::Value;

/// How much of a body that is not JSON goes into a message.
const EXCERPT: usize = 200;

/// The fields of an error reply. They are of any type, so that one that is strange does not hide the others.
#[derive(Deserialize, Default)]
struct Body {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    message: Value,
    #[serde(default)]
    error: Value,
    #[serde(default)]
    request_id: Value,
}

impl From<&Reply> for StatusError {
    fn from(reply: &Reply) -> StatusError {
        let body: Body = serde_json::from_str(&reply.body).unwrap_or_default();
        let message = text(&body.message).or_else(|| text(&body.error));
        StatusError {
            method: reply.method,
            path: reply.path.clone(),
            status: reply.status,
            id: text(&body.id),
            message: message.unwrap_or_else(|| excerpt(&reply.body)),
            request_id: reply.header("x-request-id").map(str::to_owned).or_else(|| text(&body.request_id)),
            repeated: reply.repeated,
            location: (300..400).contains(&reply.status).then(|| reply.header("location").map(str::to_owned)).flatten(),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The start of a text, or the title of an HTML page.
fn excerpt(body: &str) -> String {
    let title = between(body, "<title>", "</title>").or_else(|| between(body, "<h1>", "</h1>"));
    let words = title.unwrap_or(body).split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{} …", &words[..end]),
        None => words,
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inner, _)| inner)
}

#[cfg(test)]
mod fuzz;

#[cfg(test)]
mod tests {
    use crate::api::{Method, Path, Reply, StatusError};
    use std::time::Duration;

    pub(super) fn reply(status: u16, body: &str, headers: &[(&str, &str)]) -> Reply {
        Reply {
            method: Method::Get,
            path: Path::new("/v2/x"),
            version: "HTTP/1.1",
            status,
            headers: headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
            body: body.to_owned().into(),
            elapsed: Duration::ZERO,
            repeated: false,
        }
    }

    #[test]
    fn every_shape_of_error_reply_becomes_one_line() {
        for (status, body, line) in [
            (
                404,
                r#"{"id":"not_found","message":"The resource you were accessing could not be found."}"#,
                "GET /v2/x: 404 not_found: The resource you were accessing could not be found.",
            ),
            (400, r#"{"error":"bad tag","messages":null,"root_causes":["rpc"]}"#, "GET /v2/x: 400: bad tag"),
            (
                422,
                r#"{"id":"unprocessable_entity","message":"no","request_id":"4d9d"}"#,
                "GET /v2/x: 422 unprocessable_entity: no (request 4d9d)",
            ),
            (503, "Server Temporarily Unavailable", "GET /v2/x: 503: Server Temporarily Unavailable"),
            (502, "<html><head><title>502 Bad\nGateway</title></head><body>…", "GET /v2/x: 502: 502 Bad Gateway"),
            (500, "", "GET /v2/x: 500"),
            (500, "[1]", "GET /v2/x: 500: [1]"),
            (500, r#"{"message":17}"#, r#"GET /v2/x: 500: {"message":17}"#),
            (418, "{\"message\":\"a\\u001b[31m\\nb\"}", "GET /v2/x: 418: a\\u{1b}[31m\\nb"),
        ] {
            assert_eq!(StatusError::from(&reply(status, body, &[])).to_string(), line);
        }
    }

    #[test]
    fn the_request_id_of_the_header_is_preferred() {
        let error = StatusError::from(&reply(500, r#"{"request_id":"body"}"#, &[("x-request-id", "header")]));
        assert_eq!(error.request_id.as_deref(), Some("header"));
    }
}
