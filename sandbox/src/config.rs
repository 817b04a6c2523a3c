//! What a sandbox is started with.

use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::faults::Fault;

/// A token that nobody can guess, in the shape of a real one. Each start has its own, so that a page in a browser or
/// another user of this machine cannot drive a sandbox whose port it finds.
fn new_token() -> String {
    format!("dop_v1_{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// Is called with every request and its outcome.
pub type Log = Box<dyn Fn(&Exchange) + Send + Sync>;

/// How a sandbox behaves.
pub struct Config {
    /// The one token that is accepted, also by `/_sandbox/…`; any other gets a 401. By default a new one each time.
    pub token: String,
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// How long an action takes.
    pub action_time: Duration,
    /// How long a droplet still answers after its DELETE. The real API needs some seconds.
    pub destroy_time: Duration,
    /// How long each request waits before it is answered.
    pub latency: Duration,
    /// How many requests are allowed.
    pub limits: Limits,
    /// What the account holds at the start, in the format of [`crate::State::load`]; without it what every account has.
    pub seed: Option<Value>,
    /// Where the state is kept between runs. It wins over the seed once it exists.
    pub state_file: Option<PathBuf>,
    /// What goes wrong.
    pub faults: Vec<Fault>,
    /// Is told of every request when it has been answered.
    pub log: Option<Log>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            token: new_token(),
            port: 0,
            action_time: Duration::from_secs(1),
            destroy_time: Duration::ZERO,
            latency: Duration::ZERO,
            limits: Limits::default(),
            seed: None,
            state_file: None,
            faults: Vec::new(),
            log: None,
        }
    }
}

/// The limits on requests, which by default are the real API's.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Requests in an hour (`ratelimit-limit`): each is free again an hour after it was made.
    pub hourly: u64,
    /// Requests in one [`Limits::burst_window`].
    pub burst: u64,
    /// The length of the window that [`Limits::burst`] and [`Limits::keys_list`] count in.
    pub burst_window: Duration,
    /// `GET /v2/account/keys` in one window.
    pub keys_list: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { hourly: 5_000, burst: 250, burst_window: Duration::from_secs(60), keys_list: 10 }
    }
}

/// One request and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Exchange {
    /// The method.
    pub method: String,
    /// The path with its query, as sent.
    pub path: String,
    /// The status of the reply; `None` when the connection was cut before it.
    pub status: Option<u16>,
    /// Whether there was an `Authorization` header, right or wrong.
    pub authorization: bool,
    /// Whether the real API may have this route, but the sandbox has not.
    pub unknown_route: bool,
    /// The reply's `x-request-id`.
    pub request_id: String,
}
