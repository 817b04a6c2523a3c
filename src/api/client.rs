//! The client: a handle on the API, and the loop of attempts behind every request.

use super::attempt::{Attempt, AttemptError, outcome};
use super::body::Room;
use super::http::{self, Http, SetupError};
use super::pace::Pace;
use super::parallel::{WorkState, parallel_map};
use super::retry::{Outcome, Verdict, verdict};
use super::{Cancel, Clock, Config, Endpoint, Error, Method, Notice, Object, Path, Reply, Request};
use super::{Token, Trace};
use reqwest::blocking::RequestBuilder;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// How long after the deadline the answer to a request that changes something is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) struct Inner {
    pub(super) config: Config,
    pub(super) http: OnceLock<Result<Http, Arc<SetupError>>>,
    pub(super) room: Room,
    pub(super) pace: Mutex<Pace>,
    pub(super) key_lists: Mutex<Pace>,
}

/// A handle on the API, cheap to clone and usable from several threads.
#[derive(Clone)]
pub(crate) struct Client {
    inner: Arc<Inner>,
    /// When reads time out.
    deadline: Option<Instant>,
    /// Whether a used-up rate limit is waited for.
    is_patient: bool,
    /// What a worker is at.
    work: Option<WorkState>,
}

impl Client {
    pub(super) fn of(inner: Inner) -> Client {
        Client { inner: Arc::new(inner), deadline: None, is_patient: true, work: None }
    }

    /// The same, but reads time out at the deadline.
    pub(crate) fn with_deadline(self, deadline: Option<Instant>) -> Client {
        Client { deadline, ..self }
    }

    /// The same, but a 429 is returned and not retried.
    pub(crate) fn impatient(self) -> Client {
        Client { is_patient: false, ..self }
    }

    /// The same, for a worker.
    pub(super) fn working(&self, work: WorkState) -> Client {
        Client { work: Some(work), ..self.clone() }
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    pub(super) fn config(&self) -> &Config {
        &self.inner.config
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.config().endpoint
    }

    pub(crate) fn token(&self) -> &Token {
        &self.config().token
    }

    /// The size of the pages that are asked for.
    pub(crate) fn per_page(&self) -> u32 {
        self.config().per_page
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.config().clock
    }

    pub(crate) fn cancel(&self) -> &Cancel {
        &self.config().cancel
    }

    /// Sleeps, unless it is cancelled.
    pub(crate) fn sleep(&self, time: Duration) -> Result<(), Error> {
        if self.clock().sleep(time, self.cancel()) { Ok(()) } else { Err(Error::Cancelled) }
    }

    /// The object or list at `path`.
    pub(crate) fn get(&self, path: Path) -> Result<Reply, Error> {
        self.send(&Request::get(path))
    }

    /// The object under `root` at `path`, or `None` if the API says that there is none.
    pub(crate) fn get_optional(&self, path: Path, root: &str) -> Result<Option<Object>, Error> {
        match self.get(path) {
            Ok(reply) => reply.object(root).map(Some),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sends a request and waits for a 2xx answer, with retries where they are safe. A read is aborted as soon as it is
    /// cancelled, but the answer to a mutating request is waited for, since its effect must be known.
    pub(crate) fn send(&self, request: &Request) -> Result<Reply, Error> {
        self.send_any_status(request).and_then(success)
    }

    /// Sends a request as [`Client::send`] does, and returns the answer whatever its status.
    pub(crate) fn send_any_status(&self, request: &Request) -> Result<Reply, Error> {
        match &self.work {
            Some(work) => {
                work.may_be_abandoned(request.method.only_reads());
                self.send_on_this_thread(request)
            }
            None if request.method.only_reads() => {
                let request = request.clone();
                parallel_map(self, vec![request], |client, request| client.send_on_this_thread(&request)).take_one()
            }
            None => self.send_on_this_thread(request),
        }
    }

    /// The same on the calling thread.
    fn send_on_this_thread(&self, request: &Request) -> Result<Reply, Error> {
        if !self.config().observer.may_send(request) {
            return Err(Error::Withheld { method: request.method, path: request.path.clone() });
        }
        let shown = self.shown(request);
        let request = shown.as_ref().unwrap_or(request);
        let mut repeated = false;
        for tried in 1.. {
            self.keep_pace(request)?;
            let attempt = self.attempt(request)?;
            let outcome = match &attempt {
                Ok(reply) => outcome(reply),
                Err(error) => error.outcome,
            };
            match verdict(request.method, tried, outcome, jitter()) {
                _ if !self.is_patient && matches!(outcome, Outcome::Limited { .. }) => {
                    return finish(request, attempt, repeated);
                }
                Verdict::Final => return finish(request, attempt, repeated),
                Verdict::TooFar(reset) => return Err(too_far(request, reset)),
                Verdict::Again(wait) => self.wait_again(request, outcome, wait, &attempt)?,
            }
            repeated |= matches!(outcome, Outcome::Lost | Outcome::Status(_));
        }
        Err(Error::Cancelled)
    }

    /// The request with the path that messages show, where the endpoint has a path of its own.
    fn shown(&self, request: &Request) -> Option<Request> {
        let prefix = Some(self.endpoint().prefix()).filter(|prefix| !prefix.is_empty())?;
        Some(Request { path: request.path.shown_below(prefix), ..request.clone() })
    }

    fn attempt(&self, request: &Request) -> Result<Result<Reply, AttemptError>, Error> {
        let (config, route) = (self.config(), self.http()?.route(self.config(), request.method));
        let attempt = Attempt { route, room: &self.inner.room, token: &config.token };
        let prepared = self.limited(attempt.prepare(&config.endpoint, request)?, request);
        config.observer.sending(request);
        let answered = attempt.run(prepared, request);
        let answered = answered.map(|reply| redacted(reply, &config.token));
        let was_sent = answered.as_ref().map_or_else(|error| error.outcome.was_sent(), |_| true);
        let reply = answered.as_ref().map_err(|error| &error.cause);
        config.observer.traced(&Trace { request, reply, was_sent });
        Ok(answered)
    }

    /// Whatever changes something is not cancelled, but it has only some seconds more than the deadline allows.
    fn limited(&self, prepared: RequestBuilder, request: &Request) -> RequestBuilder {
        // For reqwest the timeout of a request bounds its whole answer, that of the client only the silence in it.
        let Some(deadline) = self.deadline.filter(|_| !request.method.only_reads()) else { return prepared };
        let left = self.clock().real_time_until(deadline) + PATIENCE;
        prepared.timeout(http::timeout(self.config().timeout).map_or(left, |silence| silence.min(left)))
    }

    pub(super) fn http(&self) -> Result<&Http, Error> {
        let built = self.inner.http.get_or_init(|| Http::build(self.config()).map_err(Arc::new));
        built.as_ref().map_err(|error| Error::Setup(Arc::clone(error)))
    }

    /// An error once it is cancelled or the deadline has passed.
    pub(super) fn check_time(&self) -> Result<(), Error> {
        if self.cancel().is_cancelled() {
            return Err(Error::Cancelled);
        }
        let is_over = self.deadline.is_some_and(|deadline| deadline <= self.clock().now());
        if is_over { Err(Error::DeadlinePassed) } else { Ok(()) }
    }

    fn keep_pace(&self, request: &Request) -> Result<(), Error> {
        self.check_time()?;
        let now = self.clock().now();
        let book = |pace: &Mutex<Pace>| pace.lock().unwrap_or_else(PoisonError::into_inner).book(now);
        let mut wait = book(&self.inner.pace);
        if is_key_list(request) {
            wait = wait.max(book(&self.inner.key_lists));
        }
        if wait.is_zero() {
            return Ok(());
        }
        self.config().observer.noticed(&Notice::Pacing { wait });
        self.pause(request, wait)
    }

    fn wait_again(
        &self,
        request: &Request,
        outcome: Outcome,
        wait: Duration,
        attempt: &Result<Reply, AttemptError>,
    ) -> Result<(), Error> {
        let (method, path) = (request.method, &request.path);
        let why = match attempt {
            Ok(reply) => format!("status {}", reply.status),
            Err(error) => error.cause.to_string(),
        };
        self.config().observer.noticed(&match outcome {
            Outcome::Limited { .. } => Notice::Limited { method, path, wait },
            _ => Notice::Retrying { method, path, wait, why: &why },
        });
        self.pause(request, wait)
    }

    /// Sleeps before a request is sent. A read that could be sent only after the deadline fails at once.
    fn pause(&self, request: &Request, wait: Duration) -> Result<(), Error> {
        let time_left = self.deadline.map(|deadline| deadline.saturating_duration_since(self.clock().now()));
        match time_left.filter(|&left| request.method.only_reads() && left < wait) {
            Some(left) => self.sleep(left).and(Err(Error::DeadlinePassed)),
            None => self.sleep(wait),
        }
    }
}

/// A 2xx answer, or the error that the answer is. A DELETE that may have been carried out before finds nothing.
fn success(reply: Reply) -> Result<Reply, Error> {
    match reply.status {
        // HTML with a 2xx status comes from a captive portal or a proxy and not from the API.
        200..300 if is_html(&reply) => Err(reply.not_the_api()),
        200..300 => Ok(reply),
        404 if reply.repeated && reply.method == Method::Delete => Ok(reply),
        _ => Err(Error::from(&reply)),
    }
}

fn is_html(reply: &Reply) -> bool {
    reply.header("content-type").is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/html"))
}

/// Error replies may echo the request, and they end in messages.
fn redacted(mut reply: Reply, token: &Token) -> Reply {
    if (400..600).contains(&reply.status) {
        reply.body = reply.body.map(|text| token.redact(&text));
    }
    reply
}

fn finish(request: &Request, attempt: Result<Reply, AttemptError>, repeated: bool) -> Result<Reply, Error> {
    let (method, path) = (request.method, request.path.clone());
    match attempt {
        Ok(reply) => Ok(Reply { repeated, ..reply }),
        Err(AttemptError { outcome, cause }) if outcome.was_sent() => Err(Error::Lost { method, path, source: cause }),
        Err(AttemptError { cause, .. }) => Err(Error::Connect { method, path, source: cause }),
    }
}

fn too_far(request: &Request, reset: Duration) -> Error {
    Error::RateLimited { method: request.method, path: request.path.clone(), reset }
}

fn is_key_list(request: &Request) -> bool {
    let path = request.path.as_str();
    request.method.only_reads() && path.split('?').next() == Some("/v2/account/keys")
}

/// A random number from 0 to 1.
fn jitter() -> f64 {
    f64::from(Clock::unix_time().subsec_nanos() ^ std::process::id()) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests;
