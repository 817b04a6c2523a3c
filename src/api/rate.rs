//! What an answer says about the rate limits.

use super::{Clock, Reply};
use std::time::Duration;

/// The headers about rate limits of one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) is_success: bool,
    /// The requests that are allowed in an hour.
    pub(crate) limit: Option<u64>,
    /// How many of them are left.
    pub(crate) remaining: Option<u64>,
    /// The time until there are more; `None` if that is in the past, as it is while none is used.
    pub(crate) reset: Option<Duration>,
    /// How long to wait before the next request.
    pub(crate) retry_after: Option<Duration>,
}

impl Rate {
    pub(crate) fn of(reply: &Reply) -> Rate {
        let number = |name| reply.header(name).and_then(|text| text.trim().parse::<u64>().ok());
        Rate {
            is_success: (200..300).contains(&reply.status),
            limit: number("ratelimit-limit"),
            remaining: number("ratelimit-remaining"),
            reset: number("ratelimit-reset").and_then(until),
            retry_after: number("retry-after").map(Duration::from_secs),
        }
    }
}

/// The time until a Unix time; `None` if it is in the past.
fn until(epoch: u64) -> Option<Duration> {
    Duration::from_secs(epoch).checked_sub(Clock::unix_time()).map(|left| left.saturating_add(Duration::from_secs(1)))
}
