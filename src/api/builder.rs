//! How a client is made.

use super::body::Room;
use super::pace::Pace;
use super::resources::jobs_within_limits;
use super::{Cancel, Client, Clock, Endpoint, Limits, Observer, Token};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

/// The size of pages that the API allows at most.
const PER_PAGE: u32 = 200;

/// The default number of concurrent requests.
const JOBS: usize = 8;

/// The same for the pages of a list on one connection to a server that is far away: most of their time is that of the
/// way, and each costs only a stream.
const FAR_JOBS: usize = 24;

/// The configuration of a client.
pub(super) struct Config {
    pub(super) endpoint: Endpoint,
    pub(super) token: Token,
    pub(super) user_agent: String,
    pub(super) timeout: Option<Duration>,
    pub(super) per_page: u32,
    pub(super) jobs: usize,
    pub(super) far_jobs: usize,
    pub(super) limits: Limits,
    pub(super) cancel: Cancel,
    pub(super) clock: Clock,
    pub(super) observer: Box<dyn Observer>,
}

/// Makes a [`Client`]. Only endpoint and token are needed.
pub(crate) struct Builder(Config);

/// Ignores all events.
struct NullObserver;

impl Observer for NullObserver {}

impl Client {
    /// A client of the API at this endpoint.
    pub(crate) fn builder(endpoint: Endpoint, token: Token) -> Builder {
        Builder(Config {
            endpoint,
            token,
            user_agent: String::new(),
            timeout: None,
            per_page: PER_PAGE,
            jobs: JOBS,
            far_jobs: FAR_JOBS,
            limits: Limits::default(),
            cancel: Cancel::default(),
            clock: Clock::system(),
            observer: Box::new(NullObserver),
        })
    }
}

impl Builder {
    /// The value of the header `User-Agent`, which is empty otherwise.
    pub(crate) fn user_agent(self, user_agent: impl Into<String>) -> Builder {
        Builder(Config { user_agent: user_agent.into(), ..self.0 })
    }

    /// How long the server may send nothing; `None` is no limit. Connecting always has a limit.
    pub(crate) fn timeout(self, timeout: Option<Duration>) -> Builder {
        Builder(Config { timeout, ..self.0 })
    }

    /// The size of the pages asked for, 1 to 200.
    pub(crate) fn per_page(self, per_page: u32) -> Builder {
        Builder(Config { per_page, ..self.0 })
    }

    /// How many requests may be under way at once, whatever the connection; without a number, as many as usual.
    pub(crate) fn jobs(self, jobs: impl Into<Option<usize>>) -> Builder {
        match jobs.into() {
            Some(jobs) => Builder(Config { jobs, far_jobs: jobs, ..self.0 }),
            None => self,
        }
    }

    #[cfg_attr(not(test), expect(dead_code, reason = "the defaults are those of the API"))]
    pub(crate) fn limits(self, limits: Limits) -> Builder {
        Builder(Config { limits, ..self.0 })
    }

    /// When this is cancelled, reads are aborted and no new request is sent.
    pub(crate) fn cancel(self, cancel: Cancel) -> Builder {
        Builder(Config { cancel, ..self.0 })
    }

    pub(crate) fn clock(self, clock: Clock) -> Builder {
        Builder(Config { clock, ..self.0 })
    }

    /// Receives events about requests and waits.
    pub(crate) fn observer(self, observer: impl Observer + 'static) -> Builder {
        Builder(Config { observer: Box::new(observer), ..self.0 })
    }

    /// The client. Nothing is sent before its first request.
    pub(crate) fn build(self) -> Client {
        let (jobs, far_jobs) = (jobs_within_limits(self.0.jobs), jobs_within_limits(self.0.far_jobs));
        let config = Config { jobs, far_jobs, ..self.0 };
        let limits = config.limits;
        Client::of(super::client::Inner {
            pace: Mutex::new(Pace::new(limits)),
            room: Room::new(limits.body_bytes),
            http: OnceLock::new(),
            is_far: AtomicBool::new(false),
            config,
        })
    }
}
