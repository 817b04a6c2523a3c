//! The client: settings, the HTTP client that is built when it is first needed, and the loop of tries.

use super::exchange::{Broken, exchange, outcome};
use super::pace::{KEY_LISTS, Pace, REQUESTS};
use super::parallel::{Effect, parallel_map};
use super::retry::{Outcome, Verdict, verdict};
use super::{Cancel, Endpoint, Error, Method, Notice, Observer, Path, Reply, Request, StatusError, Token, Trace};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// Connecting is always bounded.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection that idled longer may have been closed at the other end, and a POST must not find out.
const IDLE: Duration = Duration::from_secs(15);

/// What a client is made of.
pub(crate) struct Settings {
    pub(crate) endpoint: Endpoint,
    pub(crate) token: Token,
    /// The longest silence of the other side; none by default.
    pub(crate) timeout: Option<Duration>,
    /// The size of the pages asked for, 1 to 200.
    pub(crate) per_page: u32,
    /// How many requests may be under way at once.
    pub(crate) jobs: usize,
    pub(crate) cancel: Cancel,
    pub(crate) observer: Box<dyn Observer>,
}

struct Inner {
    settings: Settings,
    http: OnceLock<Result<reqwest::blocking::Client, String>>,
    pace: Mutex<Pace>,
    key_lists: Mutex<Pace>,
}

/// A handle on the API, cheap to clone and usable from several threads.
#[derive(Clone)]
pub(crate) struct Client {
    inner: Arc<Inner>,
    /// When reads are given up, as they are once cancelled.
    deadline: Option<Instant>,
}

impl Client {
    /// A client. Nothing is built or sent before the first request.
    pub(crate) fn new(settings: Settings) -> Client {
        let (pace, key_lists) = (Mutex::new(Pace::new(REQUESTS)), Mutex::new(Pace::new(KEY_LISTS)));
        Client { inner: Arc::new(Inner { settings, http: OnceLock::new(), pace, key_lists }), deadline: None }
    }

    /// The same, but reads that have no answer by then are given up, whatever they wait for.
    pub(crate) fn with_deadline(self, deadline: Option<Instant>) -> Client {
        Client { deadline, ..self }
    }

    /// When reads are given up.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Whether reads are given up by now.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.settings().cancel.is_cancelled() || self.deadline.is_some_and(|deadline| deadline <= Instant::now())
    }

    /// What it was made of.
    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// The object or list at `path`.
    pub(crate) fn get(&self, path: Path) -> Result<Reply, Error> {
        self.send(Request::get(path))
    }

    /// Sends a request and waits for a 2xx answer, repeating what may be repeated. A signal ends a waiting read at
    /// once, but a request that changes something is waited for: what it started must be known.
    pub(crate) fn send(&self, request: Request) -> Result<Reply, Error> {
        self.exchange(request).and_then(success)
    }

    /// Sends a request as [`Client::send`] does, and returns the answer whatever its status.
    pub(crate) fn exchange(&self, request: Request) -> Result<Reply, Error> {
        let effect = if request.method.only_reads() { Effect::ReadOnly } else { Effect::Mutating };
        let mut replies = parallel_map(self, effect, vec![request], |client, request| client.reply(&request));
        replies.next().unwrap_or(Err(Error::Cancelled))
    }

    /// The same as [`Client::send`] on the calling thread.
    pub(crate) fn send_here(&self, request: &Request) -> Result<Reply, Error> {
        self.reply(request).and_then(success)
    }

    /// Sends a request on the calling thread and returns the answer, whatever its status.
    pub(crate) fn reply(&self, request: &Request) -> Result<Reply, Error> {
        if !self.settings().observer.may_send(request) {
            return Err(Error::Withheld { method: request.method, path: request.path.clone() });
        }
        let shown = self.shown(request);
        let request = shown.as_ref().unwrap_or(request);
        let mut repeated = false;
        for tried in 1.. {
            self.keep_pace(request)?;
            let tried_once = self.try_once(request)?;
            let (outcome, why) = match &tried_once {
                Ok(reply) => (outcome(reply), format!("status {}", reply.status)),
                Err(broken) => (broken.outcome, broken.why.clone()),
            };
            match verdict(request.method, tried, outcome, jitter()) {
                Verdict::Final => return finish(request, tried_once, repeated),
                Verdict::TooFar(reset) => return Err(too_far(request, reset, tried_once)),
                Verdict::Again(wait) => self.wait_again(request, outcome, wait, &why)?,
            }
            repeated |= matches!(outcome, Outcome::Lost | Outcome::Status(_));
        }
        Err(Error::Cancelled)
    }

    /// The request with the path that messages show, where the endpoint has a path of its own.
    fn shown(&self, request: &Request) -> Option<Request> {
        let prefix = Some(self.settings().endpoint.prefix()).filter(|prefix| !prefix.is_empty())?;
        Some(Request { path: request.path.shown_below(prefix), ..request.clone() })
    }

    fn try_once(&self, request: &Request) -> Result<Result<Reply, Broken>, Error> {
        let Settings { endpoint, token, observer, .. } = self.settings();
        let http = self.http()?;
        observer.sending(request);
        let mut tried = exchange(http, endpoint, token, request)?;
        if let Ok(reply) = &mut tried
            && (400..600).contains(&reply.status)
        {
            reply.body = token.redact(&reply.body);
        }
        let reply = tried.as_ref().map_err(|broken| broken.why.as_str());
        observer.traced(&Trace { request, reply });
        Ok(tried)
    }

    fn http(&self) -> Result<&reqwest::blocking::Client, Error> {
        self.inner.http.get_or_init(|| build(self.settings())).as_ref().map_err(|why| Error::Setup(why.clone()))
    }

    fn keep_pace(&self, request: &Request) -> Result<(), Error> {
        let book = |pace: &Mutex<Pace>| pace.lock().unwrap_or_else(PoisonError::into_inner).book(Instant::now());
        let mut wait = book(&self.inner.pace);
        if is_key_list(request) {
            wait = wait.max(book(&self.inner.key_lists));
        }
        if wait.is_zero() {
            return Ok(());
        }
        self.settings().observer.noticed(&Notice::Pacing { wait });
        self.sleep(wait)
    }

    fn wait_again(&self, request: &Request, outcome: Outcome, wait: Duration, why: &str) -> Result<(), Error> {
        let (method, path) = (request.method, &request.path);
        self.settings().observer.noticed(&match outcome {
            Outcome::Limited { .. } => Notice::Limited { method, path, wait },
            _ => Notice::Retrying { method, path, wait, why },
        });
        self.sleep(wait)
    }

    fn sleep(&self, time: Duration) -> Result<(), Error> {
        if self.settings().cancel.sleep(time) { Ok(()) } else { Err(Error::Cancelled) }
    }
}

/// A 2xx answer, or the error that the answer is. A DELETE that may have been carried out before finds nothing.
fn success(reply: Reply) -> Result<Reply, Error> {
    match reply.status {
        // Whoever answers an API with a page for people (a login on the way, a proxy) has not done what was asked.
        200..300 if is_html(&reply) => Err(reply.not_the_api()),
        200..300 => Ok(reply),
        404 if reply.repeated && reply.method == Method::Delete => Ok(reply),
        _ => Err(Error::Status(Box::new(StatusError::from(&reply)))),
    }
}

fn is_html(reply: &Reply) -> bool {
    reply.header("content-type").is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/html"))
}

fn finish(request: &Request, tried: Result<Reply, Broken>, repeated: bool) -> Result<Reply, Error> {
    let (method, path) = (request.method, request.path.clone());
    match tried {
        Ok(reply) => Ok(Reply { repeated, ..reply }),
        Err(Broken { outcome: Outcome::Lost, why }) => Err(Error::Lost { method, path, why }),
        Err(Broken { why, .. }) => Err(Error::Connect { method, path, why }),
    }
}

fn too_far(request: &Request, reset: Duration, tried: Result<Reply, Broken>) -> Error {
    let headers = tried.map(|reply| reply.headers).unwrap_or_default();
    Error::RateLimited { method: request.method, path: request.path.clone(), reset, headers }
}

fn is_key_list(request: &Request) -> bool {
    let path = request.path.as_str();
    request.method.only_reads() && path.split('?').next() == Some("/v2/account/keys")
}

fn build(settings: &Settings) -> Result<reqwest::blocking::Client, String> {
    super::tls::install();
    let connect = settings.timeout.map_or(CONNECT_TIMEOUT, |timeout| timeout.min(CONNECT_TIMEOUT));
    let builder = reqwest::blocking::Client::builder();
    // Where nothing is encrypted, the system's certificates need not be read, which takes longer than all the rest.
    let builder = if settings.endpoint.is_plain() { builder.tls_certs_only([]) } else { builder };
    // A proxy could not reach this machine's loopback, but it would see a token that goes there unencrypted.
    let builder = if settings.endpoint.is_local() { builder.no_proxy() } else { builder };
    builder
        .user_agent(concat!("doapi/", env!("CARGO_PKG_VERSION")))
        // reqwest's own default is 30 s, `None` included here on purpose.
        .timeout(settings.timeout)
        .connect_timeout(connect)
        .pool_idle_timeout(IDLE)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(super::tls::causes)
}

/// From 0 to 1; the clock's lowest digits are random enough to spread clients.
fn jitter() -> f64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    f64::from(now.subsec_nanos() % 1000) / 1000.0
}
