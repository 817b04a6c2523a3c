//! The signal that arrived, and the cancellation token that it cancels.

use crate::api::Cancel;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// `timeout(1)` signals the process and then its group; two signals within this time count as one.
const SAME: Duration = Duration::from_millis(100);

/// The first signal, and whether it has to let running work finish.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interrupt(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// The number of the signal; 0 for none.
    signal: AtomicUsize,
    /// When it arrived.
    since: OnceLock<Instant>,
    armed: AtomicBool,
    /// Whether the user has been informed.
    reported: AtomicBool,
    cancel: Cancel,
}

impl Interrupt {
    /// Records a signal and cancels the token. Returns `false` if the program must end at once: at the second signal,
    /// and at any signal before [`Interrupt::arm`].
    pub(crate) fn record(&self, signal: usize) -> bool {
        if !self.0.armed.load(Ordering::Relaxed) {
            return false;
        }
        let since = self.0.since.get_or_init(Instant::now);
        let _ = self.0.signal.compare_exchange(0, signal, Ordering::Relaxed, Ordering::Relaxed);
        self.0.cancel.cancel();
        since.elapsed() < SAME
    }

    /// From now on the first signal is only recorded, since running work has to finish. Before the first request there
    /// is none, and a signal must end a doapi that is blocked reading a token from a file.
    pub(crate) fn arm(&self) {
        self.0.armed.store(true, Ordering::Relaxed);
    }

    pub(crate) fn cancel(&self) -> &Cancel {
        &self.0.cancel
    }

    /// Claims the report of the signal; `false` if it has already been claimed.
    pub(crate) fn take_report(&self) -> bool {
        !self.0.reported.swap(true, Ordering::Relaxed)
    }

    /// The signal that arrived, if one did.
    pub(crate) fn signal(&self) -> Option<usize> {
        Some(self.0.signal.load(Ordering::Relaxed)).filter(|&signal| signal != 0)
    }

    /// Whether a signal arrived.
    pub(crate) fn is_set(&self) -> bool {
        self.signal().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_that_is_sent_twice_is_one_and_a_second_ends_the_program() {
        let interrupt = Interrupt::default();
        assert!(!interrupt.record(2) && !interrupt.is_set());
        interrupt.arm();
        assert!(interrupt.record(15) && interrupt.record(2));
        assert_eq!(interrupt.signal(), Some(15));
        assert!(interrupt.cancel().is_cancelled());
        std::thread::sleep(SAME);
        assert!(!interrupt.record(2));
    }
}
