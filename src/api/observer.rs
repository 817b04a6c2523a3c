//! Who is told of what goes on, since this module prints nothing.

use super::{Cause, Method, Path, Reply, Request};
use std::time::Duration;

/// Something that takes longer than expected, for a person to know why.
#[derive(Debug)]
pub(crate) enum Notice<'a> {
    /// The API refused the request for now.
    Limited { method: Method, path: &'a Path, wait: Duration },
    /// The next request would run into the burst limit.
    Pacing { wait: Duration },
    /// A try failed and is made again.
    Retrying { method: Method, path: &'a Path, wait: Duration, why: &'a str },
}

/// One try of a request.
#[derive(Debug)]
pub(crate) struct Trace<'a> {
    pub(crate) request: &'a Request,
    /// The answer, or why there is none.
    pub(crate) reply: Result<&'a Reply, &'a Cause>,
}

/// Is told of requests and waits; may be called from several threads.
pub(crate) trait Observer: Send + Sync {
    /// Whether a request may be sent at all; one that may not is [`Error::Withheld`](super::Error::Withheld).
    fn may_send(&self, _: &Request) -> bool {
        true
    }

    /// A request is about to be sent; [`Observer::traced`] follows.
    fn sending(&self, _: &Request) {}

    /// A try of a request ended.
    fn traced(&self, _: &Trace) {}

    /// A wait begins.
    fn noticed(&self, _: &Notice) {}
}
