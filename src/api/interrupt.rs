//! Ctrl-C and SIGTERM, as a flag that waits look at.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How soon a wait notices a signal.
pub(crate) const NOTICE: Duration = Duration::from_millis(20);

/// The number of the signal that asked doapi to end, 0 for none; and whether the next one ends it at once.
#[derive(Debug, Clone)]
pub(crate) struct Interrupt(Arc<AtomicUsize>, Arc<AtomicBool>);

impl Default for Interrupt {
    fn default() -> Interrupt {
        Interrupt(Arc::default(), Arc::new(AtomicBool::new(true)))
    }
}

impl Interrupt {
    /// The flag itself, for a signal handler to set.
    pub(crate) fn flag(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.0)
    }

    /// Whether the next signal ends the program at once, for a signal handler to look at and to set.
    pub(crate) fn ends_at_once(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.1)
    }

    /// From now on the first signal is only noted, since there is something to bring to an end. Before the first request
    /// there is nothing: a signal must end a doapi that waits for a token from a file.
    pub(crate) fn hold(&self) {
        if !self.came() {
            self.1.store(false, Ordering::Relaxed);
        }
    }

    /// The signal that came, if one did.
    pub(crate) fn signal(&self) -> Option<usize> {
        Some(self.0.load(Ordering::Relaxed)).filter(|&signal| signal != 0)
    }

    /// Whether a signal came.
    pub(crate) fn came(&self) -> bool {
        self.signal().is_some()
    }

    /// Sleeps; `false` if a signal ended it.
    pub(crate) fn sleep(&self, time: Duration) -> bool {
        let end = Instant::now() + time;
        while !self.came() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            std::thread::sleep(left.min(NOTICE));
        }
        false
    }
}
