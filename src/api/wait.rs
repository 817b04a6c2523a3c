//! Waiting for objects with few requests, up to a deadline.

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
    /// Whether the first polls come sooner, because the user has not chosen the interval.
    pub(crate) starts_sooner: bool,
    /// The deadline; `None` is no limit.
    pub(crate) deadline: Option<Instant>,
}

/// The times between the first polls: most actions take some seconds only.
const FIRST_INTERVALS: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(2),
    Duration::from_secs(3),
];

impl Schedule {
    /// The time before a poll, which is the first if `polls` is 0.
    fn interval_before(&self, polls: usize) -> Duration {
        let first = FIRST_INTERVALS.get(polls).filter(|_| self.starts_sooner);
        first.map_or(self.interval, |&first| first.min(self.interval))
    }
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
    let (mut cost, mut polls) = (1, 0);
    loop {
        for settled in left.extract_if(.., |object| done(object)) {
            tell(Event::Settled(settled))?;
        }
        if left.is_empty() {
            return Ok(WaitOutcome { reason: EndReason::Done, left });
        }
        let interval = schedule.interval_before(polls).max(poller.client().interval_of_polls(cost));
        if let Some(reason) = pause(poller.client(), schedule, interval, &left, &mut tell)? {
            return Ok(WaitOutcome { reason, left });
        }
        match poll(poller, schedule, &left) {
            Ok((found, requests)) => {
                left = merge(left, found, &mut tell)?;
                (cost, polls) = (requests, polls + 1);
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
    interval: Duration,
    left: &[Object],
    tell: &mut impl FnMut(Event) -> Result<(), E>,
) -> Result<Option<EndReason>, E> {
    let now = client.clock().now();
    let until_deadline = schedule.deadline.map(|deadline| deadline.saturating_duration_since(now));
    if until_deadline.is_some_and(|rest| rest.is_zero()) {
        return Ok(Some(EndReason::TimedOut));
    }
    let next = until_deadline.map_or(interval, |rest| rest.min(interval)).min(LONGEST);
    tell(Event::Pending { left, next })?;
    Ok(client.sleep(next).err().map(EndReason::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intervals(interval: f64, starts_sooner: bool) -> Vec<f64> {
        let schedule = Schedule { interval: Duration::from_secs_f64(interval), starts_sooner, deadline: None };
        (0..7).map(|polls| schedule.interval_before(polls).as_secs_f64()).collect()
    }

    #[test]
    fn the_first_polls_come_sooner_unless_the_interval_was_chosen() {
        assert_eq!(intervals(5.0, true), [1.0, 1.0, 2.0, 2.0, 3.0, 5.0, 5.0]);
        assert_eq!(intervals(2.0, true), [1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0]);
        assert_eq!(intervals(0.5, true), [0.5; 7]);
        assert_eq!(intervals(5.0, false), [5.0; 7]);
    }
}
