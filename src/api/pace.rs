//! Staying below the burst limits: a pure sliding window.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The default number of requests a minute. The API allows 250; some are left for other programs.
pub(crate) const REQUESTS: usize = 240;
/// A minute, and a margin for clocks that differ.
const WINDOW: Duration = Duration::from_millis(60_500);

/// The requests of the last minute.
#[derive(Debug)]
pub(crate) struct Pace {
    limit: usize,
    sent: VecDeque<Instant>,
}

impl Pace {
    /// At most `limit` requests a minute.
    pub(crate) fn new(limit: usize) -> Pace {
        Pace { limit, sent: VecDeque::new() }
    }

    /// Reserves a request, and returns how long it has to wait from `now`.
    pub(crate) fn book(&mut self, now: Instant) -> Duration {
        while self.sent.front().is_some_and(|&at| at + WINDOW <= now) {
            self.sent.pop_front();
        }
        let free = match self.sent.len().checked_sub(self.limit) {
            Some(over) => self.sent.get(over).map_or(now, |&at| at + WINDOW),
            None => now,
        };
        self.sent.push_back(free);
        free - now
    }

    /// How far apart polls of this many requests each must be to stay within the limit in any minute.
    pub(crate) fn interval(requests: usize) -> Duration {
        let minute = Duration::from_secs(60);
        match u32::try_from(REQUESTS / requests.max(1)) {
            Ok(looks) if looks > 0 => minute / looks,
            _ => minute * u32::try_from(requests.div_ceil(REQUESTS)).unwrap_or(u32::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_over_the_limit_wait_until_the_oldest_is_a_minute_old() {
        let start = Instant::now();
        let mut pace = Pace::new(2);
        let (second, almost) = (Duration::from_secs(1), Duration::from_millis(59_500));
        assert_eq!(pace.book(start), Duration::ZERO);
        assert_eq!(pace.book(start + second), Duration::ZERO);
        assert_eq!(pace.book(start + second), almost);
        assert_eq!(pace.book(start + second), WINDOW);
        assert_eq!(pace.book(start + second), WINDOW + almost);
        assert_eq!(pace.book(start + WINDOW * 4), Duration::ZERO);
    }

    #[test]
    fn an_interval_leaves_room_for_what_a_tick_asks() {
        for (requests, seconds) in [(240, 60), (200, 60), (121, 60), (120, 30), (4, 1), (241, 120), (1000, 300)] {
            assert_eq!(Pace::interval(requests), Duration::from_secs(seconds), "{requests}");
        }
    }
}
