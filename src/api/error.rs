//! What can go wrong with a request. Every message fits on one line and names the request.

use super::{EndpointError, Method, Path};
use crate::ui::escape;
use std::fmt;
use std::time::Duration;

/// The failure of a request, after all the retries that it may have.
#[derive(Debug)]
pub(crate) enum Error {
    /// No connection was made: nothing was sent.
    Connect { method: Method, path: Path, why: String },
    /// The connection broke before the whole answer was read.
    Lost { method: Method, path: Path, why: String },
    /// The API answered with another status than 2xx.
    Status(Box<StatusError>),
    /// A 2xx answer that is not what the API documents.
    Malformed { method: Method, path: Path, what: String },
    /// The rate limit ends farther away than doapi waits.
    RateLimited { method: Method, path: Path, reset: Duration, headers: Vec<(String, String)> },
    /// The list could not be read to its end.
    List { path: Path, what: String },
    /// The URL may not be asked.
    Endpoint(EndpointError),
    /// The HTTP client could not be built.
    Setup(String),
    /// The observer did not let the request be sent.
    Withheld { method: Method, path: Path },
    /// A worker thread panicked.
    WorkerPanicked,
    /// The token was cancelled, or the deadline for reads passed, before there was an answer.
    Cancelled,
}

/// An error reply, in whichever of the API's shapes it came.
#[derive(Debug, Clone)]
pub(crate) struct StatusError {
    pub(crate) method: Method,
    pub(crate) path: Path,
    pub(crate) status: u16,
    /// The class of the error, such as `unprocessable_entity`; absent in text and HTML replies.
    pub(crate) id: Option<String>,
    /// The API's own words, or the start of a body that is not JSON.
    pub(crate) message: String,
    /// What support asks for: the header `x-request-id`, else the field `request_id`.
    pub(crate) request_id: Option<String>,
    /// Where a redirect would have led.
    pub(crate) location: Option<String>,
}

impl Error {
    /// The status of an error reply.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Status(error) => Some(error.status),
            _ => None,
        }
    }

    /// Whether the API says that the object does not exist.
    pub(crate) fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// Whether the API refused the token.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self.status(), Some(401 | 403))
    }

    /// Whether the request may have been carried out although it failed.
    pub(crate) fn may_have_happened(&self) -> bool {
        self.in_doubt().is_some()
    }

    /// The path of a request of which nobody can tell whether it has been carried out.
    pub(crate) fn in_doubt(&self) -> Option<&Path> {
        let (method, path) = match self {
            Self::Lost { method, path, .. } | Self::Malformed { method, path, .. } => (method, path),
            Self::Status(error) if error.status >= 500 => (&error.method, &error.path),
            _ => return None,
        };
        Some(path).filter(|_| !method.only_reads())
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect { method, path, why } => write!(f, "{method} {path}: cannot connect: {}", escape(why)),
            Self::Lost { method, path, why } if method.may_repeat() => {
                write!(f, "{method} {path}: no whole answer: {}", escape(why))
            }
            Self::Lost { method, path, why } => {
                write!(f, "{method} {path}: it may have been carried out, the answer was lost: {}", escape(why))
            }
            Self::Status(error) => error.fmt(f),
            Self::Malformed { method, path, what } => {
                write!(f, "{method} {path}: unexpected answer: {}", escape(what))?;
                f.write_str(if method.may_repeat() { "" } else { "; it may have been carried out" })
            }
            Self::RateLimited { method, path, reset, .. } => {
                write!(f, "{method} {path}: the rate limit is used up; it resets in {}", in_words(*reset))
            }
            Self::List { path, what } => write!(f, "GET {path}: the list is not complete: {}", escape(what)),
            Self::Endpoint(error) => error.fmt(f),
            Self::Setup(why) => write!(f, "cannot set up the HTTP client: {}", escape(why)),
            Self::Withheld { method, path } => write!(f, "{method} {path}: not sent"),
            Self::WorkerPanicked => f.write_str("a worker thread panicked"),
            Self::Cancelled => f.write_str("interrupted"),
        }
    }
}

impl fmt::Display for StatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.method, self.path, self.status)?;
        if let Some(id) = &self.id {
            write!(f, " {}", escape(id))?;
        }
        if !self.message.is_empty() {
            write!(f, ": {}", escape(&self.message))?;
        }
        if let Some(location) = &self.location {
            write!(f, ": redirects are not followed (to {})", escape(location))?;
        }
        if self.status >= 500 && !self.method.may_repeat() {
            f.write_str("; it may have been carried out")?;
        }
        match &self.request_id {
            Some(id) => write!(f, " (request {})", escape(id)),
            None => Ok(()),
        }
    }
}

impl From<EndpointError> for Error {
    fn from(error: EndpointError) -> Error {
        Error::Endpoint(error)
    }
}

fn in_words(time: Duration) -> String {
    humantime::format_duration(Duration::from_secs(time.as_secs())).to_string()
}
