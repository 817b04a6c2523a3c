//! The error of the command line: what went wrong, the exit status that it means, and what the user can do about it.
//! All three are decided where the error arises, for the failure of a run and for that of one target alike.

mod failed_request;
pub(crate) mod recovery;
pub(crate) mod status;

pub(crate) use status::Status;

use crate::resolve::Problem;
use crate::{api, error::recovery::how_to_check};
use failed_request::FailedRequest;
use serde_json::{Map, Value};
use std::fmt;

pub(crate) type Result<T, E = CliError> = std::result::Result<T, E>;

#[derive(Debug)]
pub(crate) struct CliError {
    pub(crate) status: Status,
    error: anyhow::Error,
    pub(crate) hints: Vec<Hint>,
    request: Option<Box<FailedRequest>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Hint {
    Text(String),
    /// The API refused the token. The source of the token is added when the hint is printed.
    TokenRefused,
    /// The token may not do this. Which scope it lacks is known to whoever prints the hint.
    Forbidden {
        method: api::Method,
        path: String,
    },
}

impl CliError {
    pub(crate) fn new(status: Status, error: impl Into<anyhow::Error>) -> CliError {
        CliError { status, error: error.into(), hints: Vec::new(), request: None }
    }

    pub(crate) fn hint(mut self, text: impl Into<String>) -> CliError {
        self.hints.push(Hint::Text(text.into()));
        self
    }

    /// Replaces the hints by a more specific one.
    pub(crate) fn only_hint(self, text: impl Into<String>) -> CliError {
        CliError { hints: vec![Hint::Text(text.into())], ..self }
    }

    /// Prepends what was being done, or on what, to the message.
    pub(crate) fn context(self, text: impl fmt::Display + Send + Sync + 'static) -> CliError {
        CliError { error: self.error.context(text), ..self }
    }

    /// Adds what the request was to create, and how to find out whether it did.
    pub(crate) fn of_request(self, request: &api::Request) -> CliError {
        let names: Vec<String> = recovery::names(request).iter().map(|name| format!("{name:?}")).collect();
        let error = match recovery::how_to_check_request(request) {
            Some(hint) => self.only_hint(hint),
            None => self,
        };
        if names.is_empty() { error } else { error.context(names.join(" ")) }
    }

    /// The method and path of the request that failed.
    pub(crate) fn failed_request(&self) -> Option<String> {
        self.request.as_ref().and_then(|request| request.name())
    }

    /// Whether the request that failed may have been carried out all the same.
    pub(crate) fn may_have_changed(&self) -> bool {
        self.request.as_ref().is_some_and(|request| request.may_have_succeeded())
    }

    /// The status of the API's answer, if it is one that failed.
    pub(crate) fn http_status(&self) -> Option<u16> {
        self.request.as_ref().and_then(|request| request.http_status())
    }

    /// Whether the API answered that there is no such object.
    pub(crate) fn is_not_found(&self) -> bool {
        self.http_status() == Some(404)
    }

    /// The error as one JSON object, with the target that failed if it was one of several.
    pub(crate) fn to_json(&self, target: Option<&str>) -> Map<String, Value> {
        let mut fields = Map::new();
        fields.extend(target.map(|target| ("target".to_owned(), Value::from(target))));
        if let Some(request) = &self.request {
            request.describe(&mut fields);
        }
        fields.insert("message".to_owned(), Value::from(self.to_string()));
        fields.insert("exit_status".to_owned(), Value::from(self.status.code(None)));
        fields
    }

    /// The messages, one a line: several labels that cannot be resolved are one error.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.to_string().lines().map(str::to_owned).collect()
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.error)
    }
}

/// A failed request with its causes, where it is a part of a message.
pub(crate) fn one_line(error: &api::Error) -> String {
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// A usage error that clap cannot detect.
pub(crate) fn usage(text: impl Into<String>) -> CliError {
    CliError::new(Status::Usage, anyhow::Error::msg(text.into()))
}

/// The user has interrupted what was going on.
pub(crate) fn interrupted() -> CliError {
    CliError::new(Status::Interrupted, anyhow::Error::msg("interrupted"))
}

/// A failure with this message.
pub(crate) fn failure(text: impl Into<String>) -> CliError {
    CliError::new(Status::Failed, anyhow::Error::msg(text.into()))
}

/// What the user can do about a label that could not be resolved.
fn way_out(problem: &Problem, takes_multiple: bool) -> Option<&'static str> {
    match problem {
        Problem::Ambiguous { .. } if takes_multiple => Some("use its ID, or -M to select all"),
        Problem::Ambiguous { .. } => Some("use its ID"),
        _ => None,
    }
}

/// Targets that do not exist or are ambiguous; `takes_multiple` if the command has `-M`.
pub(crate) fn unresolved(problems: &[Problem], takes_multiple: bool) -> CliError {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let error = CliError::new(Status::Unresolved, anyhow::Error::msg(lines.join("\n")));
    match problems.iter().find_map(|problem| way_out(problem, takes_multiple)) {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

impl From<api::Error> for CliError {
    fn from(error: api::Error) -> CliError {
        let request = FailedRequest::from(&error);
        let hint = match error.status() {
            Some(401) => Some(Hint::TokenRefused),
            None if matches!(error, api::Error::Withheld { .. }) => {
                Some(Hint::Text("--read-only or DOAPI_READ_ONLY forbids whatever could change something".into()))
            }
            Some(403) => request.forbidden(),
            _ => how_to_check(&error).map(Hint::Text),
        };
        let (request, hints) = (Some(Box::new(request)), hint.into_iter().collect());
        CliError { hints, request, ..CliError::new(Status::of(&error), error) }
    }
}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> CliError {
        CliError::new(Status::Failed, error)
    }
}

impl From<serde_json::Error> for CliError {
    fn from(error: serde_json::Error) -> CliError {
        CliError::new(Status::Failed, error)
    }
}

/// `context` as anyhow has it, but the status and the hints of the error stay.
pub(crate) trait Context<T> {
    fn context(self, text: impl fmt::Display + Send + Sync + 'static) -> Result<T>;

    fn with_context<D: fmt::Display + Send + Sync + 'static>(self, text: impl FnOnce() -> D) -> Result<T>;
}

impl<T, E: Into<CliError>> Context<T> for Result<T, E> {
    fn context(self, text: impl fmt::Display + Send + Sync + 'static) -> Result<T> {
        self.map_err(|error| error.into().context(text))
    }

    fn with_context<D: fmt::Display + Send + Sync + 'static>(self, text: impl FnOnce() -> D) -> Result<T> {
        self.map_err(|error| error.into().context(text()))
    }
}

impl<T> Context<T> for Option<T> {
    fn context(self, text: impl fmt::Display + Send + Sync + 'static) -> Result<T> {
        self.ok_or_else(|| failure(text.to_string()))
    }

    fn with_context<D: fmt::Display + Send + Sync + 'static>(self, text: impl FnOnce() -> D) -> Result<T> {
        self.ok_or_else(|| failure(text().to_string()))
    }
}
