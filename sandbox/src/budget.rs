//! The rate limits: per hour, per minute, and for the list of keys.

use std::collections::VecDeque;
use std::time::Duration;

use crate::config::Limits;
use crate::http::{Refusal, Reply};
use crate::time::Time;

const HOUR: Duration = Duration::from_secs(3_600);

/// The requests that count toward the limits.
pub(crate) struct Budget {
    limits: Limits,
    /// The requests of the last hour.
    spent: VecDeque<Time>,
    burst: Window,
    keys_list: Window,
}

/// The number of requests in a window, which starts with its first request.
#[derive(Default)]
struct Window {
    opened: Time,
    used: u64,
}

/// A request over a limit; `retry_after` is in seconds, and is given for the burst limit.
pub(crate) struct TooMany {
    pub(crate) refusal: Refusal,
    pub(crate) retry_after: Option<u64>,
}

impl Budget {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, spent: VecDeque::new(), burst: Window::default(), keys_list: Window::default() }
    }

    /// Counts one request, or refuses it; a refused request is not counted.
    pub(crate) fn spend(&mut self, now: Time, keys_list: bool) -> Result<(), TooMany> {
        self.forget(now);
        let span = self.limits.burst_window;
        if self.spent.len() as u64 >= self.limits.hourly {
            let refusal = Refusal::too_many("API Rate limit exceeded.");
            let retry_after = None;
            return Err(TooMany { refusal, retry_after });
        }
        self.burst.check(now, span, self.limits.burst)?;
        if keys_list {
            self.keys_list.check(now, span, self.limits.keys_list)?;
            self.keys_list.used += 1;
        }
        self.burst.used += 1;
        self.spent.push_back(now);
        Ok(())
    }

    fn forget(&mut self, now: Time) {
        while let Some(&oldest) = self.spent.front()
            && oldest.plus(HOUR) <= now
        {
            self.spent.pop_front();
        }
    }

    /// The reply with the three headers that show the state of the rate limit, unless a fault has set them.
    pub(crate) fn with_rate_headers(&self, reply: Reply, now: Time) -> Reply {
        let left = self.limits.hourly.saturating_sub(self.spent.len() as u64);
        let reset = self.spent.front().map_or(now, |oldest| oldest.plus(HOUR));
        reply
            .with_default("ratelimit-limit", self.limits.hourly.to_string())
            .with_default("ratelimit-remaining", left.to_string())
            .with_default("ratelimit-reset", reset.unix().to_string())
    }
}

impl Window {
    fn check(&mut self, now: Time, span: Duration, limit: u64) -> Result<(), TooMany> {
        let end = self.opened.plus(span);
        if end <= now {
            *self = Self { opened: now, used: 0 };
        }
        if self.used < limit {
            return Ok(());
        }
        let left = end.since(now).as_millis().div_ceil(1_000);
        Err(TooMany {
            refusal: Refusal::too_many("Too many requests"),
            retry_after: Some(u64::try_from(left).unwrap_or(u64::MAX).max(1)),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Budget;
    use crate::config::Limits;
    use crate::time::Time;

    fn budget(hourly: u64, burst: u64, keys_list: u64) -> Budget {
        Budget::new(Limits { hourly, burst, keys_list, ..Limits::default() })
    }

    fn at(seconds: u64) -> Time {
        Time::from_unix(1_000_000).plus(Duration::from_secs(seconds))
    }

    #[test]
    fn a_burst_is_told_how_long_to_wait_and_over_after_a_minute() {
        let mut budget = budget(100, 2, 10);
        assert!(budget.spend(at(0), false).is_ok());
        assert!(budget.spend(at(1), false).is_ok());
        let refused = budget.spend(at(20), false).unwrap_err();
        assert_eq!(refused.retry_after, Some(40));
        assert_eq!(refused.refusal.message, "Too many requests");
        assert!(budget.spend(at(60), false).is_ok());
    }

    #[test]
    fn an_hour_is_sliding_and_says_no_retry_after() {
        let mut budget = budget(2, 10, 10);
        assert!(budget.spend(at(0), false).is_ok());
        assert!(budget.spend(at(1800), false).is_ok());
        let refused = budget.spend(at(3599), false).unwrap_err();
        assert_eq!(refused.retry_after, None);
        assert_eq!(refused.refusal.message, "API Rate limit exceeded.");
        assert!(budget.spend(at(3600), false).is_ok());
        assert!(budget.spend(at(3601), false).is_err());
    }

    #[test]
    fn the_list_of_keys_has_its_own_limit() {
        let mut budget = budget(100, 100, 1);
        assert!(budget.spend(at(0), true).is_ok());
        assert!(budget.spend(at(1), true).is_err());
        assert!(budget.spend(at(1), false).is_ok());
        assert!(budget.spend(at(60), true).is_ok());
    }
}
