//! One attempt to send a request and read its answer.

use super::body::{Body, Room};
use super::http::Route;
use super::phase::Phase;
use super::rate::Rate;
use super::retry::Outcome;
use super::tls::{causes, is_distrust};
use super::{Cause, Endpoint, EndpointError, Method, Reply, Request, Token};
use reqwest::blocking::{RequestBuilder, Response};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use std::io::{self, ErrorKind, Read};
use std::time::Instant;

/// The name of the version in which one connection carries many requests at once.
pub(super) const HTTP_2: &str = "HTTP/2";

/// How much of a body is read at once.
const CHUNK: usize = 64 << 10;

/// Why an attempt has no answer, and what that means for a retry.
#[derive(Debug)]
pub(super) struct AttemptError {
    pub(super) outcome: Outcome,
    pub(super) cause: Cause,
}

/// What an attempt needs.
pub(super) struct Attempt<'a> {
    pub(super) route: Route,
    pub(super) room: &'a Room,
    pub(super) token: &'a Token,
}

impl Attempt<'_> {
    /// A request, ready to be sent.
    pub(super) fn prepare(&self, endpoint: &Endpoint, request: &Request) -> Result<RequestBuilder, EndpointError> {
        let builder = self.route.client.request(method(request.method), endpoint.url(&request.path)?);
        let builder = builder.header(AUTHORIZATION, self.token.header()).headers(own_headers(request));
        Ok(match &request.body {
            Some(json) => builder.body(json.clone()),
            None => builder,
        })
    }

    /// Makes the attempt. Redirects are not followed.
    pub(super) fn run(&self, prepared: RequestBuilder, request: &Request) -> Result<Reply, AttemptError> {
        let started = Instant::now();
        let response = prepared.send().map_err(|error| self.not_answered(error))?;
        let (status, version, headers) = (response.status().as_u16(), version(&response), headers(&response));
        let body = self.body(response)?;
        let (method, path) = (request.method, request.path.clone());
        Ok(Reply { method, path, version, status, headers, body, elapsed: started.elapsed(), repeated: false })
    }

    fn body(&self, mut response: Response) -> Result<Body, AttemptError> {
        let mut body = self.room.begin();
        body.reserve(response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0));
        let mut chunk = vec![0; CHUNK];
        loop {
            match response.read(&mut chunk) {
                Ok(0) => return Ok(body.finish()),
                Ok(length) => body.push(&chunk[..length]).map_err(too_large)?,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(AttemptError { outcome: Outcome::Lost, cause: Cause::from(error) }),
            }
        }
    }

    fn not_answered(&self, error: reqwest::Error) -> AttemptError {
        let was_connected = self.route.phase.as_ref().is_none_or(Phase::is_connected);
        let outcome = match error.is_connect() || (error.is_timeout() && !was_connected) {
            _ if error.is_builder() => Outcome::Impossible,
            true if is_distrust(&error) => Outcome::Impossible,
            true if is_refused(&error) => Outcome::Unheard,
            true => Outcome::NotSent,
            false => Outcome::Lost,
        };
        AttemptError { outcome, cause: Cause::from(error) }
    }
}

/// The headers that a request has of its own; those of the caller replace ours.
fn own_headers(request: &Request) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if request.body.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, value) in &request.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    headers
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Head => reqwest::Method::HEAD,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    }
}

/// What is too large once is so again.
fn too_large(error: super::body::NoRoom) -> AttemptError {
    AttemptError { outcome: Outcome::TooLarge, cause: Cause::TooLarge(error) }
}

fn headers(response: &Response) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn version(response: &Response) -> &'static str {
    if response.version() == reqwest::Version::HTTP_2 { HTTP_2 } else { "HTTP/1.1" }
}

/// Whether the other side has refused the connection: nothing listens there.
fn is_refused(error: &reqwest::Error) -> bool {
    let kinds = causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind);
    kinds.last() == Some(ErrorKind::ConnectionRefused)
}

/// What the retry table needs to know of an answer.
pub(super) fn outcome(status: u16, rate: &Rate) -> Outcome {
    match status {
        429 => Outcome::Limited { retry_after: rate.retry_after, reset: rate.reset },
        status => Outcome::Status(status),
    }
}
