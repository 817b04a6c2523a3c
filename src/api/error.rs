//! What can go wrong with a request. Every message fits on one line and names the request; what caused the failure of
//! a connection is its source.

use super::body::NoRoom;
use super::http::SetupError;
use super::{EndpointError, Method, Path, Reply, tls};
use crate::escape::escape;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// The failure of a request, after its retries.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// No connection was made: nothing was sent.
    #[error("{method} {path}: cannot connect")]
    Connect { method: Method, path: Path, source: Cause },
    /// The connection broke before the whole answer was read.
    #[error("{method} {path}: {}", lost(*.method))]
    Lost { method: Method, path: Path, source: Cause },
    /// The API answered with another status than 2xx.
    #[error(transparent)]
    Status(Box<StatusError>),
    /// A 2xx answer that is not what the API documents.
    #[error("{method} {path}: unexpected answer: {}{}", escape(.what), maybe_done(*.method))]
    Malformed { method: Method, path: Path, what: String },
    /// The rate limit resets later than doapi waits for.
    #[error("{method} {path}: the rate limit is used up; it resets in {}", in_words(*.reset))]
    RateLimited { method: Method, path: Path, reset: Duration },
    /// The list could not be read to its end.
    #[error("GET {path}: the list is not complete: {}", escape(.what))]
    List { path: Path, what: String },
    /// The URL is not allowed.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    #[error("cannot set up the HTTP client")]
    Setup(#[source] Arc<SetupError>),
    /// The observer did not let the request be sent.
    #[error("{method} {path}: not sent")]
    Withheld { method: Method, path: Path },
    #[error("a worker thread panicked")]
    WorkerPanicked,
    #[error("interrupted")]
    Cancelled,
    /// The deadline for reads passed before there was an answer.
    #[error("timed out before there was an answer")]
    DeadlinePassed,
}

/// Why there is no answer. The text is that of the innermost cause: those around it say only where it was noticed.
#[derive(Debug, Clone)]
pub(crate) enum Cause {
    /// The server sent nothing for too long.
    TimedOut,
    TooLarge(NoRoom),
    /// The program ends before there was an answer.
    Interrupted,
    Http(Arc<reqwest::Error>),
    Io(Arc<io::Error>),
}

impl std::error::Error for Cause {}

impl From<reqwest::Error> for Cause {
    fn from(error: reqwest::Error) -> Cause {
        // The caller names the path; the rest of the URL may hold a password.
        if error.is_timeout() { Cause::TimedOut } else { Cause::Http(Arc::new(error.without_url())) }
    }
}

fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let innermost = tls::causes(error).last().map(ToString::to_string).unwrap_or_default();
    escape(&innermost)
}

/// The errors of bodies come wrapped.
impl From<io::Error> for Cause {
    fn from(error: io::Error) -> Cause {
        match error.downcast::<reqwest::Error>() {
            Ok(error) => error.into(),
            Err(error) => Cause::Io(Arc::new(error)),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut => f.write_str("timed out"),
            Self::TooLarge(error) => error.fmt(f),
            Self::Interrupted => f.write_str("interrupted"),
            Self::Http(error) => f.write_str(&innermost(&**error)),
            Self::Io(error) => f.write_str(&innermost(&**error)),
        }
    }
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
    /// Whether an earlier attempt may have been carried out, whatever this answer says.
    pub(crate) repeated: bool,
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
    pub(crate) fn may_have_succeeded(&self) -> bool {
        self.unconfirmed_path().is_some()
    }

    /// The path of a request that may have been carried out.
    pub(crate) fn unconfirmed_path(&self) -> Option<&Path> {
        let (method, path) = match self {
            Self::Lost { method, path, .. } | Self::Malformed { method, path, .. } => (method, path),
            Self::Status(error) if error.is_unconfirmed() => (&error.method, &error.path),
            _ => return None,
        };
        Some(path).filter(|_| !method.only_reads())
    }
}

/// The error that a reply of another status than 2xx is.
impl From<&Reply> for Error {
    fn from(reply: &Reply) -> Error {
        Error::Status(Box::new(StatusError::from(reply)))
    }
}

impl std::error::Error for StatusError {}

impl StatusError {
    /// Whether the status leaves it open what was done. What is not implemented was not done.
    fn is_unconfirmed(&self) -> bool {
        self.repeated || (self.status >= 500 && self.status != 501)
    }
}

fn lost(method: Method) -> &'static str {
    if method.only_reads() { "no whole answer" } else { "it may have been carried out, the answer was lost" }
}

fn maybe_done(method: Method) -> &'static str {
    if method.only_reads() { "" } else { "; it may have been carried out" }
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
        if self.is_unconfirmed() {
            f.write_str(maybe_done(self.method))?;
        }
        match &self.request_id {
            Some(id) => write!(f, " (request {})", escape(id)),
            None => Ok(()),
        }
    }
}

fn in_words(time: Duration) -> String {
    humantime::format_duration(Duration::from_secs(time.as_secs())).to_string()
}
