//! One request and its reply, as data.

use super::{Body, Error, Id, Object, Path};
use serde_json::value::RawValue;
use std::fmt;
use std::time::Duration;

/// The HTTP methods that the API knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The method's name on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether it is idempotent.
    pub(crate) fn may_repeat(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }

    /// Whether it changes nothing, so that its answer may be abandoned.
    pub(crate) fn only_reads(self) -> bool {
        matches!(self, Self::Get | Self::Head)
    }

    /// The method of that name, in any case.
    pub(crate) fn parse(name: &str) -> Option<Method> {
        [Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete]
            .into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A request below the endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) path: Path,
    /// JSON text, sent as it is.
    pub(crate) body: Option<String>,
    /// Headers beyond those that every request has.
    pub(crate) headers: Vec<(String, String)>,
}

impl Request {
    /// A request without a body.
    pub(crate) fn new(method: Method, path: Path) -> Request {
        Request { method, path, body: None, headers: Vec::new() }
    }

    /// A GET.
    pub(crate) fn get(path: Path) -> Request {
        Request::new(Method::Get, path)
    }

    /// A POST of a JSON value.
    pub(crate) fn post(path: Path, body: &serde_json::Value) -> Request {
        Request::new(Method::Post, path).with_body(body)
    }

    /// A PUT of a JSON value.
    pub(crate) fn put(path: Path, body: &serde_json::Value) -> Request {
        Request::new(Method::Put, path).with_body(body)
    }

    /// A PATCH with a JSON value.
    pub(crate) fn patch(path: Path, body: &serde_json::Value) -> Request {
        Request::new(Method::Patch, path).with_body(body)
    }

    /// A DELETE.
    pub(crate) fn delete(path: Path) -> Request {
        Request::new(Method::Delete, path)
    }

    /// This request with a body.
    pub(crate) fn with_body(mut self, json: &impl fmt::Display) -> Request {
        self.body = Some(json.to_string());
        self
    }
}

/// What the API answered: any status, headers in the order they came, the body as text.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) method: Method,
    pub(crate) path: Path,
    pub(crate) version: &'static str,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
    /// How long the exchange took, its body included.
    pub(crate) elapsed: Duration,
    /// Whether an earlier try may have been carried out, so that a 404 for a DELETE means success.
    pub(crate) repeated: bool,
}

impl Reply {
    /// The value of a header, whose name is in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The object under `root`.
    pub(crate) fn object(&self, root: &str) -> Result<Object, Error> {
        self.parse::<&RawValue>(root)?.to_owned().try_into().map_err(|()| self.malformed(root, "is not an object"))
    }

    /// The objects of the list under `root`.
    pub(crate) fn objects(&self, root: &str) -> Result<Vec<Object>, Error> {
        let raw: Vec<&RawValue> = self.parse(root)?;
        raw.into_iter()
            .map(|item| item.to_owned().try_into().map_err(|()| self.malformed(root, "holds what is not an object")))
            .collect()
    }

    /// The IDs in `links.actions`: the actions that `POST /v2/droplets` and `POST /v2/reserved_ips` have started.
    /// `None` stands for one whose ID cannot be read.
    pub(crate) fn started_actions(&self) -> Vec<Option<Id>> {
        let links: serde_json::Value = self.parse("links").unwrap_or_default();
        let actions = links["actions"].as_array().map(Vec::as_slice).unwrap_or_default();
        actions.iter().map(|action| serde_json::from_value(action["id"].clone()).ok()).collect()
    }

    /// What is under `root`, as any type that the JSON text gives.
    pub(crate) fn parse<'a, T: serde::Deserialize<'a>>(&'a self, root: &str) -> Result<T, Error> {
        let fields =
            super::object::fields(&self.body).map_err(|e| self.malformed(root, &format!("is missing: {e}")))?;
        let raw = fields.get(root).ok_or_else(|| self.malformed(root, "is missing"))?;
        serde_json::from_str(raw.get()).map_err(|e| self.malformed(root, &format!("is of another shape: {e}")))
    }

    /// The error for a reply that is not from the API.
    pub(crate) fn not_the_api(&self) -> Error {
        let what = "an HTML page, so not from the API".to_owned();
        Error::Malformed { method: self.method, path: self.path.clone(), what }
    }

    /// The error that says what is wrong with this reply.
    pub(crate) fn malformed(&self, root: &str, what: &str) -> Error {
        let what = if root.is_empty() { format!("it {what}") } else { format!("\"{root}\" {what}") };
        Error::Malformed { method: self.method, path: self.path.clone(), what }
    }
}
