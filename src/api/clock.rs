//! The clock of waits, which tests can run faster.

use super::Cancel;
use std::time::{Duration, Instant, SystemTime};

/// A clock that runs at the system's rate or, for tests, faster. Network timeouts are real time in any case: the other
/// side has no part in this clock.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    origin: Instant,
    rate: u32,
}

impl Clock {
    /// The system's time.
    pub(crate) fn system() -> Clock {
        Clock { origin: Instant::now(), rate: 1 }
    }

    /// A clock on which `rate` seconds pass in one.
    #[cfg(debug_assertions)]
    pub(crate) fn with_rate(rate: u32) -> Clock {
        Clock { rate: rate.max(1), ..Clock::system() }
    }

    pub(crate) fn now(&self) -> Instant {
        if self.rate == 1 { Instant::now() } else { self.origin + self.origin.elapsed() * self.rate }
    }

    /// The time since 1970 by the calendar; zero where the system's clock is set to an earlier time.
    pub(crate) fn unix_time() -> Duration {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
    }

    /// How much real time passes until `moment`.
    pub(crate) fn real_time_until(&self, moment: Instant) -> Duration {
        moment.saturating_duration_since(self.now()) / self.rate
    }

    /// Sleeps for the whole time and returns `true`, or returns `false` as soon as it is cancelled.
    pub(crate) fn sleep(&self, time: Duration, cancel: &Cancel) -> bool {
        cancel.sleep(time / self.rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_passes_in_no_time_on_a_fast_clock() {
        let (clock, year) = (Clock::with_rate(u32::MAX), Duration::from_secs(365 * 24 * 60 * 60));
        let later = clock.now() + year;
        assert!(clock.sleep(year, &Cancel::default()));
        assert!(clock.now() >= later);
        assert_eq!(clock.real_time_until(later), Duration::ZERO);
    }
}
