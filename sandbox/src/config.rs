//! The configuration of a sandbox.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::faults::Fault;

/// A random token in the format of a real one. It is new at each start, so that a page in a browser or another user of
/// this machine cannot control a sandbox whose port it finds.
fn new_token() -> String {
    format!("dop_v1_{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// A callback for every request and its outcome.
pub type Log = Box<dyn Fn(&Exchange) + Send + Sync>;

/// The configuration of a sandbox.
pub struct Config {
    /// The only token that is accepted, also by `/_sandbox/…`; any other gets a 401. By default it is random.
    pub token: String,
    /// The address to listen on; by default 127.0.0.1. Others let other machines in, who need the token.
    pub bind: IpAddr,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// How long an action takes.
    pub action_time: Duration,
    /// How long a droplet still answers after its DELETE. The real API needs some seconds.
    pub destroy_time: Duration,
    /// How long each request waits before it is answered.
    pub latency: Duration,
    /// How many requests are allowed.
    pub limits: Limits,
    /// The initial contents of the account, in the format of [`crate::State::load`]; by default those of a new account.
    pub seed: Option<Value>,
    /// The file that keeps the state between runs. Once it exists, the seed is ignored.
    pub state_file: Option<PathBuf>,
    /// What the token may do, such as `droplet:read`; by default everything.
    pub scopes: Option<Vec<String>>,
    /// The faults to inject.
    pub faults: Vec<Fault>,
    /// Called after every request.
    pub log: Option<Log>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            token: new_token(),
            bind: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            action_time: Duration::from_secs(1),
            destroy_time: Duration::ZERO,
            latency: Duration::ZERO,
            limits: Limits::default(),
            seed: None,
            state_file: None,
            scopes: None,
            faults: Vec::new(),
            log: None,
        }
    }
}

/// The rate limits; by default those of the real API.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Requests in an hour (`ratelimit-limit`), over a sliding window.
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

/// One request and its outcome.
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
    /// When it came, by the sandbox's clock.
    pub time: String,
    /// The headers of the request, without the token. Only the newest requests have them, and the body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body of the request, as far as it is text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Whether the sandbox lacks the route, which the real API may have.
    pub unknown_route: bool,
    /// The reply's `x-request-id`.
    pub request_id: String,
}
