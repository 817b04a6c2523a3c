//! The client: a handle on the API, cheap to clone.

use super::attempt::HTTP_2;
use super::body::Room;
use super::http::{Http, SetupError};
use super::pace::Pace;
use super::parallel::{WorkState, parallel_map};
use super::send::Sending;
use super::{Cancel, Clock, Config, Endpoint, Error, Method, Object, Path, Reply, Request, Token};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// What takes longer than this comes from far away.
const FAR: Duration = Duration::from_millis(20);

pub(super) struct Inner {
    pub(super) config: Config,
    pub(super) http: OnceLock<Result<Http, Arc<SetupError>>>,
    pub(super) room: Room,
    pub(super) pace: Mutex<Pace>,
    /// Whether the last answer came over HTTP/2 and from far away.
    pub(super) is_far: AtomicBool,
}

/// A handle on the API, cheap to clone and usable from several threads.
#[derive(Clone)]
pub(crate) struct Client {
    inner: Arc<Inner>,
    /// When reads time out.
    deadline: Option<Instant>,
    /// Whether a rate limit that is used up is waited for, and a server that may be about to start.
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

    /// The same, but a 429 is returned and not retried, and a refused connection is not tried again.
    pub(crate) fn impatient(self) -> Client {
        Client { is_patient: false, ..self }
    }

    /// The same, for a worker.
    pub(super) fn working(&self, work: WorkState) -> Client {
        Client { work: Some(work), ..self.clone() }
    }

    pub(super) fn is_patient(&self) -> bool {
        self.is_patient
    }

    /// Where bodies of replies are held.
    pub(super) fn room(&self) -> &Room {
        &self.inner.room
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
        Sending::new(self, shown.as_ref().unwrap_or(request)).run()
    }

    /// The request with the path that messages show, where the endpoint has a path of its own.
    fn shown(&self, request: &Request) -> Option<Request> {
        let prefix = Some(self.endpoint().prefix()).filter(|prefix| !prefix.is_empty())?;
        Some(Request { path: request.path.shown_below(prefix), ..request.clone() })
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

    /// How many pages of a list may be under way at once.
    pub(super) fn jobs_for_pages(&self) -> usize {
        let is_far = self.inner.is_far.load(Ordering::Relaxed);
        if is_far { self.config().far_jobs } else { self.config().jobs }
    }

    /// Takes note of how an answer came.
    pub(super) fn note_distance(&self, reply: &Reply) {
        let is_far = reply.version == HTTP_2 && reply.elapsed >= FAR;
        self.inner.is_far.store(is_far, Ordering::Relaxed);
    }

    /// The record of what was sent and of what the server has said of its limits.
    pub(super) fn pace(&self) -> MutexGuard<'_, Pace> {
        self.inner.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far apart polls of this many requests each must be.
    pub(super) fn interval_of_polls(&self, requests: usize) -> Duration {
        self.pace().interval_of_polls(requests)
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

#[cfg(test)]
mod tests;
