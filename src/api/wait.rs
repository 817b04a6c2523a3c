//! Waiting for objects, with few requests, for as long as was allowed, and never hiding how it ended.

use super::pace::Pace;
use super::poll::Found;
use super::{Cancel, Error, Id, Object, Poller};
use std::time::{Duration, Instant};

/// How long after the deadline the last read may still take.
const GRACE: Duration = Duration::from_secs(1);
/// Longer than anybody waits: a time that is added to the clock must not leave its range.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long and how often to look.
#[derive(Debug, Clone)]
pub(crate) struct Timing {
    /// The time between two looks; stretched where the rate limit needs it.
    pub(crate) interval: Duration,
    /// When to give up; never, if `None`.
    pub(crate) deadline: Option<Instant>,
    pub(crate) cancel: Cancel,
}

/// Why a wait ended.
#[derive(Debug)]
pub(crate) enum Why {
    /// Everything that was waited for is done, or has vanished.
    Done,
    /// The deadline came first.
    TimedOut,
    /// It was cancelled.
    Cancelled,
    /// The objects could not be read.
    Failed(Error),
}

/// How a wait ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) why: Why,
    /// What is not done, as it was last seen, in the order given.
    pub(crate) left: Vec<Object>,
}

/// What a wait tells while it goes on.
#[derive(Debug)]
pub(crate) enum Event<'a> {
    /// This object is done.
    Settled(Object),
    /// The object of this ID no longer exists.
    Vanished(Id),
    /// Another look is taken in so long; these are not done.
    Pending { left: &'a [Object], next: Duration },
}

/// Waits until `done` is true of every object, looking at once and then every interval. Tells `tell` of each as it
/// settles; an error of `tell` ends the wait and is passed on.
pub(crate) fn wait<E>(
    poller: &mut Poller,
    timing: &Timing,
    mut left: Vec<Object>,
    done: impl Fn(&Object) -> bool,
    mut tell: impl FnMut(Event) -> Result<(), E>,
) -> Result<Ended, E> {
    let mut cost = 1;
    loop {
        for settled in left.extract_if(.., |object| done(object)) {
            tell(Event::Settled(settled))?;
        }
        if left.is_empty() {
            return Ok(Ended { why: Why::Done, left });
        }
        if let Some(why) = pause(timing, cost, &left, &mut tell)? {
            return Ok(Ended { why, left });
        }
        match look(poller, timing, &left) {
            Ok((found, requests)) => {
                left = merge(left, found, &mut tell)?;
                cost = requests;
            }
            Err(Error::Cancelled) if timing.cancel.is_cancelled() => return Ok(Ended { why: Why::Cancelled, left }),
            Err(Error::Cancelled) => return Ok(Ended { why: Why::TimedOut, left }),
            Err(error) => return Ok(Ended { why: Why::Failed(error), left }),
        }
    }
}

/// One look, which an answer that does not come keeps no longer than was allowed.
fn look(poller: &mut Poller, timing: &Timing, left: &[Object]) -> Result<(Found, usize), Error> {
    let ids: Vec<Id> = left.iter().filter_map(Object::id).collect();
    poller.with_deadline(timing.deadline.and_then(|deadline| deadline.checked_add(GRACE))).read(&ids)
}

fn merge<E>(
    left: Vec<Object>,
    mut found: Found,
    tell: &mut impl FnMut(Event) -> Result<(), E>,
) -> Result<Vec<Object>, E> {
    let mut merged = Vec::with_capacity(left.len());
    for old in left {
        match old.id().and_then(|id| found.remove(&id).map(|new| (id, new))) {
            Some((_, Some(new))) => merged.push(new),
            Some((id, None)) => tell(Event::Vanished(id))?,
            None => merged.push(old),
        }
    }
    Ok(merged)
}

/// Sleeps until the next look; the reason if there is to be none.
fn pause<E>(
    timing: &Timing,
    requests: usize,
    left: &[Object],
    tell: &mut impl FnMut(Event) -> Result<(), E>,
) -> Result<Option<Why>, E> {
    let now = Instant::now();
    let interval = stretched(timing.interval, requests);
    let until_deadline = timing.deadline.map(|deadline| deadline.saturating_duration_since(now));
    if until_deadline.is_some_and(|rest| rest.is_zero()) {
        return Ok(Some(Why::TimedOut));
    }
    let next = until_deadline.map_or(interval, |rest| rest.min(interval)).min(LONGEST);
    tell(Event::Pending { left, next })?;
    Ok(if timing.cancel.sleep(next) { None } else { Some(Why::Cancelled) })
}

/// The time between two looks that take so many requests: a minute's worth of them stays below the rate limit.
fn stretched(interval: Duration, requests: usize) -> Duration {
    interval.max(Pace::interval(requests))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many requests a wait of ten minutes makes in its busiest minute, by a clock that only counts.
    fn busiest_minute(interval: Duration, requests: usize) -> usize {
        let mut ticks = Vec::new();
        let mut clock = Duration::ZERO;
        while clock < Duration::from_secs(600) {
            ticks.push(clock);
            clock += stretched(interval, requests);
        }
        let in_minute = |start: &Duration| {
            ticks.iter().filter(|at| (*start..*start + Duration::from_secs(60)).contains(at)).count()
        };
        ticks.iter().map(in_minute).max().unwrap_or_default() * requests
    }

    #[test]
    fn a_wait_of_ten_minutes_stays_below_250_requests_a_minute() {
        for interval in [Duration::from_millis(1), Duration::from_millis(50), Duration::from_secs(2)] {
            for requests in [1, 2, 5, 40, 200] {
                let busiest = busiest_minute(interval, requests);
                assert!(busiest <= 250, "{requests} requests every {interval:?}: {busiest} a minute");
            }
        }
    }

    #[test]
    fn an_interval_that_the_limit_allows_is_kept() {
        assert_eq!(stretched(Duration::from_secs(2), 1), Duration::from_secs(2));
        assert_eq!(stretched(Duration::from_secs(2), 200), Duration::from_secs(60));
    }
}
