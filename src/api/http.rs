//! HTTP itself: a client whose connections are used again, and one for each request that needs its own.

use super::dns::Dns;
use super::phase::Phase;
use super::{Cause, Config, Method, tls};
use reqwest::blocking::{Client, ClientBuilder};
use std::sync::Arc;
use std::time::Duration;

/// Connecting is always bounded.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection that idled longer may have been closed at the other end.
const IDLE: Duration = Duration::from_secs(15);

#[derive(Debug, thiserror::Error)]
pub(crate) enum SetupError {
    #[error("TLS")]
    Tls(#[from] rustls::Error),
    #[error(transparent)]
    Http(Cause),
}

/// The part of a client that is built before its first request.
pub(super) struct Http {
    pooled: Client,
    tls: rustls::ClientConfig,
}

/// What one request is sent with.
pub(super) struct Route {
    pub(super) client: Client,
    /// Known where the connection is made for this request.
    pub(super) phase: Option<Phase>,
}

impl Http {
    pub(super) fn build(config: &Config) -> Result<Http, SetupError> {
        let tls = if config.endpoint.is_plain() { tls::unused()? } else { tls::of_the_system()? };
        let pooled = builder(config, tls.clone()).pool_idle_timeout(IDLE).build();
        Ok(Http { pooled: pooled.map_err(|error| SetupError::Http(error.into()))?, tls })
    }

    /// How to send a request of this method. One that must not be repeated never goes on a connection that the other
    /// side may be about to close: whether it was carried out could not be known then. Where the system grants no
    /// further event loop, that is better than nothing.
    pub(super) fn route(&self, config: &Config, method: Method) -> Route {
        let pooled = || Route { client: self.pooled.clone(), phase: None };
        if method.may_repeat() {
            return pooled();
        }
        let phase = Phase::default();
        let fresh = builder(config, self.tls.clone()).pool_max_idle_per_host(0).connector_layer(phase.clone());
        fresh.build().map_or_else(|_| pooled(), |client| Route { client, phase: Some(phase) })
    }
}

fn builder(config: &Config, tls: rustls::ClientConfig) -> ClientBuilder {
    let builder = Client::builder();
    // A proxy cannot reach this machine's loopback address, but would see the unencrypted token.
    let builder = if config.endpoint.is_local() { builder.no_proxy() } else { builder };
    builder
        .tls_backend_preconfigured(tls)
        .user_agent(config.user_agent.clone())
        .dns_resolver(Arc::new(Dns))
        .connect_timeout(connect_timeout(config.timeout))
        // reqwest's own default is 30 s, so `None` is said, too.
        .timeout(timeout(config.timeout))
        .redirect(reqwest::redirect::Policy::none())
}

/// The time for connecting comes on top, so that a slow connection leaves the answer its whole time.
pub(super) fn timeout(silence: Option<Duration>) -> Option<Duration> {
    silence.map(|silence| silence.saturating_add(connect_timeout(Some(silence))))
}

fn connect_timeout(silence: Option<Duration>) -> Duration {
    silence.map_or(CONNECT_TIMEOUT, |silence| silence.min(CONNECT_TIMEOUT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connecting_takes_ten_seconds_at_the_most_whatever_the_timeout() {
        for (silence, seconds) in [(None, 10), (Some(3), 3), (Some(60), 10)] {
            assert_eq!(connect_timeout(silence.map(Duration::from_secs)), Duration::from_secs(seconds));
        }
    }
}
