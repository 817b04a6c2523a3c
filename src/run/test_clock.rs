//! A clock that tests can run faster: debug builds read its rate from a variable, which release builds ignore.

use crate::api::Clock;

/// How many seconds pass in one.
#[cfg(debug_assertions)]
const RATE: &str = "DOAPI_TEST_CLOCK_RATE";

/// The clock of this run.
#[cfg(debug_assertions)]
pub(super) fn clock() -> Clock {
    let rate = std::env::var(RATE).ok().and_then(|rate| rate.parse().ok());
    rate.map_or_else(Clock::system, Clock::with_rate)
}

/// The clock of this run.
#[cfg(not(debug_assertions))]
pub(super) fn clock() -> Clock {
    Clock::system()
}
