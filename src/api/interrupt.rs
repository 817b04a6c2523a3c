//! Ctrl-C and SIGTERM, as a flag that waits look at.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// Signals that come so soon one after another are one: `timeout` and others send theirs to the program and to its group.
const SAME: Duration = Duration::from_millis(100);

/// The signal that asked doapi to end, and whether there is something to bring to an end before.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interrupt(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// The number of the signal; 0 for none.
    signal: AtomicUsize,
    /// When it came.
    since: OnceLock<Instant>,
    held: AtomicBool,
    /// Wakes those that sleep.
    sleepers: Mutex<()>,
    woken: Condvar,
}

impl Interrupt {
    /// How soon a signal is noticed.
    pub(crate) const NOTICE: Duration = Duration::from_millis(20);

    /// Takes note of a signal. `false` if it is to end the program at once: the second, and any where nothing is held.
    pub(crate) fn note(&self, signal: usize) -> bool {
        if !self.0.held.load(Ordering::Relaxed) {
            return false;
        }
        let since = self.0.since.get_or_init(Instant::now);
        if !self.came() {
            let guard = self.0.sleepers.lock().unwrap_or_else(PoisonError::into_inner);
            self.0.signal.store(signal, Ordering::Relaxed);
            drop(guard);
            self.0.woken.notify_all();
        }
        since.elapsed() < SAME
    }

    /// From now on the first signal is only noted, since there is something to bring to an end. Before the first request
    /// there is nothing: a signal must end a doapi that waits for a token from a file.
    pub(crate) fn hold(&self) {
        self.0.held.store(true, Ordering::Relaxed);
    }

    /// The signal that came, if one did.
    pub(crate) fn signal(&self) -> Option<usize> {
        Some(self.0.signal.load(Ordering::Relaxed)).filter(|&signal| signal != 0)
    }

    /// Whether a signal came.
    pub(crate) fn came(&self) -> bool {
        self.signal().is_some()
    }

    /// Sleeps; `false` if a signal ended it.
    pub(crate) fn sleep(&self, time: Duration) -> bool {
        let guard = self.0.sleepers.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.0.woken.wait_timeout_while(guard, time, |()| !self.came()));
        !self.came()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_that_is_sent_twice_is_one_and_a_second_ends_the_program() {
        let interrupt = Interrupt::default();
        assert!(!interrupt.note(2) && !interrupt.came());
        interrupt.hold();
        assert!(interrupt.note(15) && interrupt.note(2));
        assert_eq!(interrupt.signal(), Some(15));
        std::thread::sleep(SAME);
        assert!(!interrupt.note(2));
    }
}
