//! HTTP itself: two clients over one TLS configuration, on a runtime that needs no thread of its own.

use super::dns::Dns;
use super::phase::Phases;
use super::{Config, Method, tls};
use std::io;
use std::time::Duration;

/// Connecting is always bounded.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection that idled longer may have been closed at the other end.
const IDLE: Duration = Duration::from_secs(15);

#[derive(Debug, thiserror::Error)]
pub(crate) enum SetupError {
    #[error("no event loop")]
    Runtime(#[from] io::Error),
    #[error("TLS")]
    Tls(#[from] rustls::Error),
    #[error("the HTTP client")]
    Http(#[from] reqwest::Error),
}

/// The part of a client that is built before its first request.
pub(super) struct Http {
    /// It is driven by the threads that wait for it, so it works where no thread can be started.
    pub(super) runtime: tokio::runtime::Runtime,
    pooled: reqwest::Client,
    fresh: reqwest::Client,
}

impl Http {
    pub(super) fn build(config: &Config) -> Result<Http, SetupError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let tls = if config.endpoint.is_plain() { tls::unused()? } else { tls::of_the_system()? };
        let pooled = builder(config, tls.clone()).pool_idle_timeout(IDLE).build()?;
        let fresh = builder(config, tls).pool_max_idle_per_host(0).build()?;
        Ok(Http { runtime, pooled, fresh })
    }

    /// The client for a method. A request that must not be repeated never goes on a connection that the other side may
    /// be about to close: whether it has been carried out could not be known then.
    pub(super) fn client(&self, method: Method) -> &reqwest::Client {
        if method.may_repeat() { &self.pooled } else { &self.fresh }
    }
}

fn builder(config: &Config, tls: rustls::ClientConfig) -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder();
    // A proxy could not reach this machine's loopback, but it would see a token that goes there unencrypted.
    let builder = if config.endpoint.is_local() { builder.no_proxy() } else { builder };
    builder
        .tls_backend_preconfigured(tls)
        .user_agent(config.user_agent.clone())
        .dns_resolver(Dns)
        .connector_layer(Phases)
        .connect_timeout(connect_timeout(config.timeout))
        .redirect(reqwest::redirect::Policy::none())
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
