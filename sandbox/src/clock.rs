//! The sandbox's clock, which can be stopped and put forward.

use std::time::Duration;

use crate::time::Time;

/// The year 2200.
const LATEST: u64 = 7_258_118_400;

/// It runs as the machine's, unless it was changed; it never goes back.
#[derive(Default)]
pub(crate) struct Clock {
    ahead: Duration,
    frozen: Option<Time>,
}

impl Clock {
    pub(crate) fn now(&self) -> Time {
        self.frozen.unwrap_or_else(|| Time::now().plus(self.ahead))
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen.is_some()
    }

    pub(crate) fn freeze(&mut self) {
        self.frozen = Some(self.now());
    }

    /// Lets it run on from where it stands, or from the machine's time if that is later.
    pub(crate) fn thaw(&mut self) {
        if let Some(stood) = self.frozen.take() {
            self.ahead = self.ahead.max(stood.since(Time::now()));
        }
    }

    /// Puts it forward; `false` when that would be too far for the times that the API writes.
    pub(crate) fn advance(&mut self, span: Duration) -> bool {
        let fits = self.now().unix().checked_add(span.as_secs()).is_some_and(|it| it <= LATEST);
        if fits {
            self.put_forward(span);
        }
        fits
    }

    fn put_forward(&mut self, span: Duration) {
        match &mut self.frozen {
            Some(stood) => *stood = stood.plus(span),
            None => self.ahead += span,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Clock;
    use crate::time::Time;

    const DAY: Duration = Duration::from_secs(86_400);

    #[test]
    fn a_frozen_clock_stands_and_moves_only_when_it_is_advanced() {
        let mut clock = Clock::default();
        clock.freeze();
        let stood = clock.now();
        assert_eq!(clock.now(), stood);
        assert!(clock.advance(DAY));
        assert_eq!(clock.now(), stood.plus(DAY));
        assert!(!clock.advance(Duration::MAX) && !clock.advance(DAY * 365 * 200));
        assert_eq!(clock.now(), stood.plus(DAY));
        clock.thaw();
        assert!(clock.now() >= stood.plus(DAY) && !clock.is_frozen());
    }

    #[test]
    fn a_running_clock_is_ahead_by_what_it_was_advanced() {
        let mut clock = Clock::default();
        assert!(clock.advance(DAY));
        assert!(clock.now().since(Time::now()) > DAY / 2);
    }
}
