//! One try: a request goes out, an answer comes in or does not.

use super::body::{Body, Room};
use super::http::Http;
use super::phase::Phase;
use super::retry::Outcome;
use super::tls::is_distrust;
use super::{Cancel, Cause, Clock, Endpoint, EndpointError, Method, Reply, Request, Token};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{RequestBuilder, Response};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};
use tokio::task::yield_now;
use tokio::time::{Instant as TokioInstant, sleep, timeout};

/// Longer than anybody waits: a time that is added to a clock must not leave its range.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Why a try gave no answer, and what that means for another one.
#[derive(Debug)]
pub(super) struct AttemptError {
    pub(super) outcome: Outcome,
    pub(super) cause: Cause,
}

impl AttemptError {
    pub(super) fn lost(cause: Cause) -> AttemptError {
        AttemptError { outcome: Outcome::Lost, cause }
    }
}

/// What a try needs to know.
pub(super) struct Attempt<'a> {
    pub(super) http: &'a Http,
    pub(super) room: &'a Room,
    pub(super) token: &'a Token,
    /// The longest silence of the other side.
    pub(super) silence: Option<Duration>,
}

impl Attempt<'_> {
    /// A request, ready to be sent.
    pub(super) fn prepare(&self, endpoint: &Endpoint, request: &Request) -> Result<RequestBuilder, EndpointError> {
        let client = self.http.client(request.method);
        let builder = client.request(method(request.method), endpoint.url(&request.path)?);
        let builder = builder.header(AUTHORIZATION, self.token.header()).headers(own_headers(request));
        Ok(match &request.body {
            Some(json) => builder.body(json.clone()),
            None => builder,
        })
    }

    /// Makes the try. Redirects come back as what they are.
    pub(super) async fn run(&self, prepared: RequestBuilder, request: &Request) -> Result<Reply, AttemptError> {
        notice_closed_connections().await;
        let started = Instant::now();
        let response = self.answer(prepared).await?;
        let (status, version, headers) = (response.status().as_u16(), version(&response), headers(&response));
        let body = self.body(response).await?;
        let (method, path) = (request.method, request.path.clone());
        Ok(Reply { method, path, version, status, headers, body, elapsed: started.elapsed(), repeated: false })
    }

    /// Waits for the head of the answer. The silence begins anew when a connection has been made.
    async fn answer(&self, prepared: RequestBuilder) -> Result<Response, AttemptError> {
        let (phase, limit) = (Phase::default(), self.silence.unwrap_or(LONGEST).min(LONGEST));
        let mut sent = pin!(phase.scope(prepared.send()));
        let (mut silence, mut connections) = (pin!(sleep(limit)), 0);
        poll_fn(|context| {
            let polled = sent.as_mut().poll(context);
            if polled.is_ready() || phase.is_connecting() {
                return polled.map_err(not_answered);
            }
            if phase.connections() > connections {
                connections = phase.connections();
                silence.as_mut().reset(TokioInstant::now() + limit);
            }
            silence.as_mut().poll(context).map(|()| Err(AttemptError::lost(Cause::TimedOut)))
        })
        .await
    }

    async fn body(&self, mut response: Response) -> Result<Body, AttemptError> {
        let mut body = self.room.begin();
        body.reserve(response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0));
        loop {
            let chunk = timeout(self.silence.unwrap_or(LONGEST).min(LONGEST), response.chunk()).await;
            match chunk.map_err(|_| AttemptError::lost(Cause::TimedOut))? {
                Ok(Some(chunk)) => body.push(&chunk).map_err(too_large)?,
                Ok(None) => return Ok(body.finish()),
                Err(error) => return Err(AttemptError::lost(Cause::from(error))),
            }
        }
    }
}

/// Lets the event loop look at the connections of the pool. While no request was under way, nobody did.
async fn notice_closed_connections() {
    for _ in 0..3 {
        yield_now().await;
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

fn not_answered(error: reqwest::Error) -> AttemptError {
    let outcome = match error.is_connect() {
        _ if error.is_builder() => Outcome::Impossible,
        true if is_distrust(&error) => Outcome::Impossible,
        true => Outcome::NotSent,
        false => Outcome::Lost,
    };
    AttemptError { outcome, cause: Cause::from(error) }
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
    if response.version() == reqwest::Version::HTTP_2 { "HTTP/2" } else { "HTTP/1.1" }
}

/// What the retry table needs to know of an answer.
pub(super) fn outcome(reply: &Reply) -> Outcome {
    if reply.status != 429 {
        return Outcome::Status(reply.status);
    }
    let seconds = |name| reply.header(name).and_then(|text| text.trim().parse::<u64>().ok());
    Outcome::Limited {
        retry_after: seconds("retry-after").map(Duration::from_secs),
        reset: seconds("ratelimit-reset").and_then(until),
    }
}

/// How far away a Unix time is; `None` where it lies in the past, as it does when nothing is spent.
fn until(epoch: u64) -> Option<Duration> {
    Duration::from_secs(epoch).checked_sub(Clock::unix_time()).map(|left| left.saturating_add(Duration::from_secs(1)))
}

/// What `attempt` gives, or `None` if it is cancelled or the time is over first.
pub(super) async fn until_stopped<T>(
    attempt: impl Future<Output = T>,
    cancel: &Cancel,
    time_left: Option<Duration>,
) -> Option<T> {
    let (mut attempt, mut cancelled) = (pin!(attempt), pin!(cancel.cancelled()));
    let mut end = pin!(sleep(time_left.unwrap_or(LONGEST).min(LONGEST)));
    poll_fn(|context| {
        if let Poll::Ready(result) = attempt.as_mut().poll(context) {
            return Poll::Ready(Some(result));
        }
        let is_over = cancelled.as_mut().poll(context).is_ready() || end.as_mut().poll(context).is_ready();
        if is_over { Poll::Ready(None) } else { Poll::Pending }
    })
    .await
}
