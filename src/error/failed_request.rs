//! The request behind an error, for programs that read `--errors json`.

use super::Hint;
use crate::api::{Error, Method, Path};
use serde_json::{Map, Value};

/// What is known of a request that failed. Unknown fields are left out of the JSON.
#[derive(Debug, Clone)]
pub(crate) struct FailedRequest {
    method: Option<Method>,
    path: Option<Path>,
    /// The status of the answer, if one came.
    http_status: Option<u16>,
    id: Option<String>,
    request_id: Option<String>,
    may_have_succeeded: bool,
}

impl FailedRequest {
    pub(super) fn http_status(&self) -> Option<u16> {
        self.http_status
    }

    pub(super) fn may_have_succeeded(&self) -> bool {
        self.may_have_succeeded
    }

    /// The method and path, where both are known.
    pub(super) fn name(&self) -> Option<String> {
        Some(format!("{} {}", self.method?, self.path.as_ref()?))
    }

    /// The hint for a request that the token may not make.
    pub(super) fn forbidden(&self) -> Option<Hint> {
        Some(Hint::Forbidden { method: self.method?, path: self.path.as_ref()?.to_string() })
    }

    /// Adds the fields `method`, `path`, `status`, `id`, `request_id` and `carried_out`.
    pub(super) fn describe(&self, fields: &mut Map<String, Value>) {
        let method = self.method.map(|method| Value::from(method.to_string()));
        let known = [
            ("method", method),
            ("path", self.path.as_ref().map(|path| Value::from(path.as_str()))),
            ("status", self.http_status.map(Value::from)),
            ("id", self.id.clone().map(Value::from)),
            ("request_id", self.request_id.clone().map(Value::from)),
            ("carried_out", Some(Value::from(if self.may_have_succeeded { "unknown" } else { "no" }))),
        ];
        fields.extend(known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
}

impl From<&Error> for FailedRequest {
    fn from(error: &Error) -> FailedRequest {
        let (method, path) = match error {
            Error::Connect { method, path, .. }
            | Error::Lost { method, path, .. }
            | Error::Malformed { method, path, .. }
            | Error::RateLimited { method, path, .. } => (Some(*method), Some(path.clone())),
            Error::Status(error) => (Some(error.method), Some(error.path.clone())),
            Error::List { path, .. } => (Some(Method::Get), Some(path.clone())),
            _ => (None, None),
        };
        let answer = if let Error::Status(answer) = error { Some(answer) } else { None };
        FailedRequest {
            method,
            path,
            http_status: error.status(),
            id: answer.and_then(|answer| answer.id.clone()),
            request_id: answer.and_then(|answer| answer.request_id.clone()),
            may_have_succeeded: error.may_have_succeeded(),
        }
    }
}
