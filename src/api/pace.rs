//! Staying below the rate limits as far as the server has told them: pure arithmetic on moments.

use super::Limits;
use super::rate::Rate;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// A minute, and a margin for clocks that differ.
const WINDOW: Duration = Duration::from_millis(60_500);
/// The hourly limit of the API, to which the default limits a minute belong.
const HOURLY: u64 = 5000;

/// The requests that were made, and the limits on further ones.
#[derive(Debug)]
pub(crate) struct Pace {
    defaults: Limits,
    /// How many times the limits of the API apply; `None` is no limit but that on lists of keys, of which no server
    /// says anything.
    times: Option<u64>,
    /// Whether the server has said what its limits are, or has refused a request.
    has_spoken: bool,
    requests: Window,
    key_lists: Window,
    /// How many requests are left in the hour, and when there will be more.
    left: Option<(u64, Instant)>,
}

/// The time before a request may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// After this time, by the limits a minute.
    After(Duration),
    /// The limit of the hour is used up, and there is more after this time.
    UsedUp(Duration),
}

/// The requests of the last minute.
#[derive(Debug, Default)]
struct Window {
    sent: VecDeque<Instant>,
    /// The server has asked for no request before.
    closed_until: Option<Instant>,
}

impl Window {
    /// Reserves a request, and returns when it may be sent.
    fn book(&mut self, now: Instant, limit: Option<usize>) -> Instant {
        while self.sent.front().is_some_and(|&at| at + WINDOW <= now) {
            self.sent.pop_front();
        }
        let over = limit.and_then(|limit| self.sent.len().checked_sub(limit));
        let free = over.and_then(|over| self.sent.get(over)).map_or(now, |&at| at + WINDOW);
        let free = self.closed_until.map_or(free, |until| until.max(free)).max(now);
        self.sent.push_back(free);
        free
    }
}

impl Pace {
    /// The limits that hold until the server says otherwise.
    pub(crate) fn new(defaults: Limits) -> Pace {
        let (requests, key_lists) = (Window::default(), Window::default());
        Pace { defaults, times: Some(1), has_spoken: false, requests, key_lists, left: None }
    }

    /// Reserves a request.
    pub(crate) fn book(&mut self, now: Instant, is_key_list: bool) -> Turn {
        match &mut self.left {
            Some((0, more_at)) if *more_at > now => return Turn::UsedUp(more_at.saturating_duration_since(now)),
            Some((0, _)) => self.left = None,
            Some((left, _)) => *left -= 1,
            None => {}
        }
        let per_minute = self.times.map(|times| multiplied(self.defaults.per_minute, times));
        let mut free = self.requests.book(now, per_minute);
        if is_key_list {
            let per_minute = multiplied(self.defaults.key_lists_per_minute, self.times.unwrap_or(1));
            free = free.max(self.key_lists.book(now, Some(per_minute)));
        }
        Turn::After(free.saturating_duration_since(now))
    }

    /// Takes from an answer what it says about the limits. A success without a word about them is not the API's, whose
    /// answers always have these headers, so there is no limit until a request is refused.
    pub(crate) fn answered(&mut self, now: Instant, rate: &Rate) {
        if let Some(limit) = rate.limit {
            self.times = Some((limit / HOURLY).max(1));
        } else if rate.is_success && !self.has_spoken {
            self.times = None;
        }
        self.has_spoken |= rate.limit.is_some();
        if rate.remaining.is_some() {
            self.left = rate.remaining.zip(rate.reset.and_then(|reset| now.checked_add(reset)));
        }
    }

    /// A request was refused for this long, and so is every other one of its kind.
    pub(crate) fn refused(&mut self, now: Instant, wait: Duration, is_key_list: bool) {
        self.has_spoken = true;
        self.times = self.times.or(Some(1));
        let window = if is_key_list { &mut self.key_lists } else { &mut self.requests };
        window.closed_until = window.closed_until.max(now.checked_add(wait));
    }

    /// How far apart polls of this many requests each must be to stay within the limit in any minute.
    pub(crate) fn interval_of_polls(&self, requests: usize) -> Duration {
        let Some(times) = self.times else { return Duration::ZERO };
        let (minute, limit) = (Duration::from_secs(60), multiplied(self.defaults.per_minute, times));
        match u32::try_from(limit / requests.max(1)) {
            Ok(polls) if polls > 0 => minute / polls,
            _ => minute * u32::try_from(requests.div_ceil(limit.max(1))).unwrap_or(u32::MAX),
        }
    }
}

fn multiplied(limit: usize, times: u64) -> usize {
    limit.saturating_mul(usize::try_from(times).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn pace(per_minute: usize) -> Pace {
        Pace::new(Limits { per_minute, key_lists_per_minute: 1, ..Limits::default() })
    }

    fn says(limit: Option<u64>, remaining: Option<u64>, reset: Option<u64>) -> Rate {
        Rate { is_success: true, limit, remaining, reset: reset.map(Duration::from_secs), retry_after: None }
    }

    #[test]
    fn requests_over_the_limit_wait_until_the_oldest_is_a_minute_old() {
        let start = Instant::now();
        let mut pace = pace(2);
        let mut book = |after: Duration| match pace.book(start + after, false) {
            Turn::After(wait) => wait,
            Turn::UsedUp(_) => Duration::MAX,
        };
        let almost = Duration::from_millis(59_500);
        assert_eq!((book(Duration::ZERO), book(SECOND)), (Duration::ZERO, Duration::ZERO));
        assert_eq!((book(SECOND), book(SECOND), book(SECOND)), (almost, WINDOW, WINDOW + almost));
        assert_eq!(book(WINDOW * 4), Duration::ZERO);
    }

    #[test]
    fn lists_of_keys_have_a_limit_of_their_own() {
        let (now, mut pace) = (Instant::now(), pace(10));
        let turns: Vec<Turn> = [true, false, true].into_iter().map(|is_list| pace.book(now, is_list)).collect();
        assert_eq!(turns, [Turn::After(Duration::ZERO), Turn::After(Duration::ZERO), Turn::After(WINDOW)]);
        pace.answered(now, &says(None, None, None));
        assert_eq!(pace.book(now, true), Turn::After(WINDOW * 2), "where nothing is said, too");
        pace.answered(now, &says(Some(20_000), None, None));
        assert_eq!(pace.book(now, true), Turn::After(Duration::ZERO), "where more is allowed");
    }

    #[test]
    fn the_limits_a_minute_grow_with_that_of_the_hour_and_never_shrink() {
        for (limit, free) in [(Some(15_000), 6), (Some(5000), 2), (Some(100), 2), (None, 20)] {
            let (now, mut pace) = (Instant::now(), pace(2));
            pace.answered(now, &says(limit, None, None));
            let free_ones = (0..20).filter(|_| pace.book(now, false) == Turn::After(Duration::ZERO)).count();
            assert_eq!(free_ones, free, "{limit:?}");
        }
    }

    #[test]
    fn a_server_that_says_nothing_has_the_limits_of_the_api_once_it_refuses() {
        let (now, mut pace) = (Instant::now(), pace(2));
        pace.answered(now, &says(None, None, None));
        (0..5).for_each(|_| assert_eq!(pace.book(now, false), Turn::After(Duration::ZERO)));
        pace.refused(now, SECOND, false);
        let almost = Duration::from_millis(59_500);
        assert_eq!(pace.book(now + SECOND, false), Turn::After(almost));
        pace.answered(now, &says(None, None, None));
        assert_eq!(pace.book(now + SECOND, false), Turn::After(almost), "it has spoken");
    }

    #[test]
    fn a_refusal_holds_for_all_of_its_kind() {
        let (now, mut pace) = (Instant::now(), pace(10));
        pace.refused(now, SECOND * 30, true);
        assert_eq!(pace.book(now, false), Turn::After(Duration::ZERO));
        assert_eq!(pace.book(now, true), Turn::After(SECOND * 30));
        pace.refused(now, SECOND * 20, false);
        assert_eq!(pace.book(now, false), Turn::After(SECOND * 20));
        assert_eq!(pace.book(now + SECOND * 20, false), Turn::After(Duration::ZERO));
    }

    #[test]
    fn what_is_left_of_the_hour_is_used_and_no_more_until_its_reset() {
        let (now, mut pace) = (Instant::now(), pace(10));
        pace.answered(now, &says(Some(5000), Some(2), Some(30)));
        (0..2).for_each(|_| assert_eq!(pace.book(now, false), Turn::After(Duration::ZERO)));
        assert_eq!(pace.book(now + SECOND, false), Turn::UsedUp(SECOND * 29));
        assert_eq!(pace.book(now + SECOND * 30, false), Turn::After(Duration::ZERO));
        // A reset in the past means that nothing has been used.
        pace.answered(now, &says(Some(5000), Some(0), None));
        assert_eq!(pace.book(now, false), Turn::After(Duration::ZERO));
    }

    #[test]
    fn an_interval_leaves_room_for_what_a_poll_asks() {
        for (requests, seconds) in [(240, 60), (200, 60), (121, 60), (120, 30), (4, 1), (241, 120), (1000, 300)] {
            assert_eq!(pace(240).interval_of_polls(requests), Duration::from_secs(seconds), "{requests}");
        }
    }

    /// By a clock that only counts.
    #[test]
    fn a_wait_of_ten_minutes_stays_below_250_requests_a_minute() {
        let pace = pace(240);
        for interval in [1, 50, 2000].map(Duration::from_millis) {
            for requests in [1, 2, 5, 40, 200] {
                let between = interval.max(pace.interval_of_polls(requests));
                let polls: Vec<Duration> =
                    (0..100_000).map(|n| between * n).take_while(|at| at.as_secs() < 600).collect();
                let in_minute = |start: &Duration| {
                    polls.iter().filter(|at| (*start..*start + Duration::from_secs(60)).contains(*at)).count()
                };
                let busiest = polls.iter().map(in_minute).max().unwrap_or_default() * requests;
                assert!(busiest <= 250, "{requests} requests every {interval:?}: {busiest} a minute");
            }
        }
    }
}
