//! The observer of events, since this module prints nothing.

use super::{Cause, Method, Path, Reply, Request};
use std::time::Duration;

/// Why something takes longer than expected.
#[derive(Debug)]
pub(crate) enum Notice<'a> {
    /// The API refused the request for now.
    Limited { method: Method, path: &'a Path, wait: Duration },
    /// The next request would run into the burst limit.
    Pacing { wait: Duration },
    /// An attempt failed and is retried.
    Retrying { method: Method, path: &'a Path, wait: Duration, why: &'a str },
}

/// One attempt of a request.
#[derive(Debug)]
pub(crate) struct Trace<'a> {
    pub(crate) request: &'a Request,
    /// The answer, or why there is none.
    pub(crate) reply: Result<&'a Reply, &'a Cause>,
    /// Whether the request may have reached the server.
    pub(crate) was_sent: bool,
}

/// Receives events about requests and waits. It may be called from several threads.
pub(crate) trait Observer: Send + Sync {
    /// Whether a request may be sent at all; one that may not is [`Error::Withheld`](super::Error::Withheld).
    fn may_send(&self, _: &Request) -> bool {
        true
    }

    /// A request is about to be sent; [`Observer::traced`] follows.
    fn sending(&self, _: &Request) {}

    /// An attempt ended.
    fn traced(&self, _: &Trace) {}

    /// A wait begins.
    fn noticed(&self, _: &Notice) {}
}
