//! Waiting for objects with few requests, up to a deadline.

use super::pace::Pace;
use super::poll::Snapshot;
use super::{Client, Error, Id, Object, Poller};
use std::time::{Duration, Instant};

/// How long after the deadline the last poll may still take.
const GRACE: Duration = Duration::from_secs(1);
/// Longer than anybody waits: a time that is added to the clock must not leave its range.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long and how often to poll.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    /// The time between two polls; stretched where the rate limit needs it.
    pub(crate) interval: Duration,
    /// The deadline; `None` is no limit.
    pub(crate) deadline: Option<Instant>,
}

/// Why a wait ended.
#[derive(Debug)]
pub(crate) enum EndReason {
    /// All objects are done or no longer exist.
    Done,
    /// The wait timed out.
    TimedOut,
    /// It was cancelled.
    Cancelled,
    /// Polling failed.
    Failed(Error),
}

impl From<Error> for EndReason {
    fn from(error: Error) -> EndReason {
        match error {
            Error::Cancelled => EndReason::Cancelled,
            Error::DeadlinePassed => EndReason::TimedOut,
            error => EndReason::Failed(error),
        }
    }
}

/// How a wait ended.
#[derive(Debug)]
pub(crate) struct WaitOutcome {
    pub(crate) reason: EndReason,
    /// The objects that are not done, as they were last seen, in the order given.
    pub(crate) left: Vec<Object>,
}

/// What a wait reports while it goes on.
#[derive(Debug)]
pub(crate) enum Event<'a> {
    /// This object is done.
    Settled(Object),
    /// The object of this ID no longer exists.
    Vanished(Id),
    /// The next poll is due after `next`; these are not done.
    Pending { left: &'a [Object], next: Duration },
}

/// Waits until `done` is true of every object, polling at once and then at each interval. Events are passed to `tell`,
/// whose error ends the wait and is returned.
pub(crate) fn wait<E>(
    poller: &mut Poller,
    schedule: &Schedule,
    mut left: Vec<Object>,
    done: impl Fn(&Object) -> bool,
    mut tell: impl FnMut(Event) -> Result<(), E>,
) -> Result<WaitOutcome, E> {
    let mut cost = 1;
    loop {
        for settled in left.extract_if(.., |object| done(object)) {
            tell(Event::Settled(settled))?;
        }
        if left.is_empty() {
            return Ok(WaitOutcome { reason: EndReason::Done, left });
        }
        if let Some(reason) = pause(poller.client(), schedule, cost, &left, &mut tell)? {
            return Ok(WaitOutcome { reason, left });
        }
        match poll(poller, schedule, &left) {
            Ok((found, requests)) => {
                left = merge(left, found, &mut tell)?;
                cost = requests;
            }
            Err(error) => return Ok(WaitOutcome { reason: EndReason::from(error), left }),
        }
    }
}

/// Polls once. The answer may take until shortly after the deadline.
fn poll(poller: &mut Poller, schedule: &Schedule, left: &[Object]) -> Result<(Snapshot, usize), Error> {
    let ids: Vec<Id> = left.iter().filter_map(Object::id).collect();
    poller.with_deadline(schedule.deadline.and_then(|deadline| deadline.checked_add(GRACE))).read(&ids)
}

fn merge<E>(
    left: Vec<Object>,
    mut found: Snapshot,
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

/// Sleeps until the next poll, or returns the reason why there is none.
fn pause<E>(
    client: &Client,
    schedule: &Schedule,
    requests: usize,
    left: &[Object],
    tell: &mut impl FnMut(Event) -> Result<(), E>,
) -> Result<Option<EndReason>, E> {
    let now = client.clock().now();
    let interval = stretched(schedule.interval, requests);
    let until_deadline = schedule.deadline.map(|deadline| deadline.saturating_duration_since(now));
    if until_deadline.is_some_and(|rest| rest.is_zero()) {
        return Ok(Some(EndReason::TimedOut));
    }
    let next = until_deadline.map_or(interval, |rest| rest.min(interval)).min(LONGEST);
    tell(Event::Pending { left, next })?;
    Ok(client.sleep(next).err().map(EndReason::from))
}

/// The time between two polls that take this many requests each: a minute's worth of them stays below the rate limit.
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
            ticks.iter().filter(|at| (*start..*start + Duration::from_secs(60)).contains(*at)).count()
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
