//! Requests and replies of handlers, independent of the HTTP server's types.

use hyper::HeaderMap;
use hyper::body::Bytes;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The fields of a request's JSON body.
pub(crate) type Fields = Map<String, Value>;

/// A reply, or the API's refusal.
pub(crate) type Outcome = Result<Reply, Refusal>;

/// One request to the API.
pub(crate) struct Request {
    pub(crate) method: String,
    /// The path as it was sent, without the query.
    pub(crate) path: String,
    /// The query as it was sent; empty without one.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Scheme and host of the links in replies.
    pub(crate) base: String,
}

impl Request {
    /// The decoded segments of the path: `/v2/tags/env%3Aprod` → `v2`, `tags`, `env:prod`.
    pub(crate) fn segments(&self) -> Vec<String> {
        self.path.split('/').skip(1).map(decode).collect()
    }

    /// The value of a query parameter, decoded; `None` also when it is empty.
    pub(crate) fn param(&self, name: &str) -> Option<String> {
        self.sent_param(name).filter(|value| !value.is_empty())
    }

    /// The value of a query parameter, decoded, which may be empty.
    pub(crate) fn sent_param(&self, name: &str) -> Option<String> {
        let (_, value) = self.params().find(|(key, _)| decode(key) == name)?;
        Some(decode(&value.replace('+', " ")))
    }

    /// The query parameters as they were sent.
    pub(crate) fn params(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.split('&').filter(|part| !part.is_empty()).map(|part| part.split_once('=').unwrap_or((part, "")))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body's fields; no body is no fields.
    pub(crate) fn fields(&self) -> Result<Fields, Refusal> {
        if self.body.trim_ascii().is_empty() {
            return Ok(Fields::new());
        }
        serde_json::from_slice(&self.body).map_err(|_| Refusal::unreadable())
    }

    /// The absolute URL of a path of this API.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The ID in a path segment; `None` if it is not a number.
pub(crate) fn id(segment: &str) -> Result<u64, Refusal> {
    segment.parse().map_err(|_| Refusal::not_found())
}

/// One answer of the API.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// An answer without a body, so without a content type.
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// An answer whose body is this JSON text.
    pub(crate) fn text(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self { body, ..Self::empty(status).typed() }
    }

    /// The content type; droplet deletions send it without a body too.
    pub(crate) fn typed(self) -> Self {
        self.with("content-type", "application/json; charset=utf-8")
    }

    /// The content type, unless another is given or there is no body.
    pub(crate) fn typed_by_default(self) -> Self {
        if self.body.is_empty() || self.headers.iter().any(|(name, _)| name == "content-type") {
            self
        } else {
            self.typed()
        }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The same with this header, unless it has one of that name.
    pub(crate) fn with_default(self, name: &str, value: impl Into<String>) -> Self {
        let is_there = self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        if is_there { self } else { self.with(name, value) }
    }

    /// `{"root": value}`.
    pub(crate) fn root(status: u16, root: &str, value: &impl Serialize) -> Self {
        Self::text(status, format!("{{\"{root}\":{}}}", json(value)))
    }
}

/// The JSON text of a value.
pub(crate) fn json(value: &impl Serialize) -> String {
    raw(value).get().to_owned()
}

/// The JSON text of a value, ready to be part of another.
pub(crate) fn raw(value: &impl Serialize) -> Box<RawValue> {
    serde_json::value::to_raw_value(value).expect("every view is a struct of plain fields with string keys")
}

/// An error reply of the API.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) id: &'static str,
    pub(crate) message: String,
    /// The route does not exist, as opposed to the object.
    pub(crate) unrouted: bool,
}

impl Refusal {
    fn new(status: u16, id: &'static str, message: impl Into<String>) -> Self {
        Self { status, id, message: message.into(), unrouted: false }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "bad_request", message)
    }

    /// A body that is not JSON, or not of the expected form.
    pub(crate) fn unreadable() -> Self {
        Self::bad_request("error parsing request body")
    }

    pub(crate) fn forbidden() -> Self {
        Self::forbidden_as("You do not have permission to perform this action.")
    }

    pub(crate) fn forbidden_as(message: &str) -> Self {
        Self::new(403, "forbidden", message)
    }

    pub(crate) fn not_found() -> Self {
        let message = "The resource you were accessing could not be found.";
        Self::new(404, "not_found", message)
    }

    /// A path or method that the sandbox does not support: the API's 404, and a flag in the log.
    pub(crate) fn no_route() -> Self {
        let unrouted = true;
        Self { unrouted, ..Self::not_found() }
    }

    /// An action type that this type of resource does not have.
    pub(crate) fn unknown_action() -> Self {
        Self::new(404, "not_found", "The specified action type is not available.")
    }

    pub(crate) fn conflict() -> Self {
        Self::conflict_of("The request could not be completed due to a conflict.")
    }

    pub(crate) fn conflict_of(message: &str) -> Self {
        Self::new(409, "conflict", message)
    }

    pub(crate) fn too_large() -> Self {
        Self::new(413, "request_entity_too_large", "The request body is too large.")
    }

    /// An operation that the API once had.
    pub(crate) fn gone() -> Self {
        Self::new(410, "gone", "The endpoint has been retired.")
    }

    pub(crate) fn not_implemented(message: String) -> Self {
        Self::new(501, "not_implemented", message)
    }

    pub(crate) fn precondition(message: &str) -> Self {
        Self::new(412, "precondition_failed", message)
    }

    pub(crate) fn unprocessable(message: impl Into<String>) -> Self {
        Self::new(422, "unprocessable_entity", message)
    }

    pub(crate) fn too_many(message: impl Into<String>) -> Self {
        Self::new(429, "too_many_requests", message)
    }
}
