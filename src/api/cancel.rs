//! A cancellation token: one side cancels, the other side sleeps and is woken at once.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

type Callback = Box<dyn Fn() + Send>;

/// Asks everything that holds a clone of it to stop. It cannot be undone.
#[derive(Clone, Default)]
pub(crate) struct Cancel(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    cancelled: Condvar,
}

#[derive(Default)]
struct State {
    cancelled: bool,
    callbacks: HashMap<u64, Callback>,
    next_key: u64,
}

/// Keeps a callback of [`Cancel::on_cancel`] registered until it is dropped.
pub(crate) struct Registration {
    cancel: Cancel,
    key: u64,
}

impl Cancel {
    /// Cancels: every sleep ends now, and every registered callback is called. A second call changes nothing.
    pub(crate) fn cancel(&self) {
        let mut state = self.lock();
        state.cancelled = true;
        let callbacks = std::mem::take(&mut state.callbacks);
        drop(state);
        self.0.cancelled.notify_all();
        callbacks.values().for_each(|callback| callback());
    }

    /// Whether [`Cancel::cancel`] was called.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.lock().cancelled
    }

    /// Sleeps for the whole time and returns `true`, or returns `false` as soon as it is cancelled.
    pub(crate) fn sleep(&self, time: Duration) -> bool {
        let waited = self.0.cancelled.wait_timeout_while(self.lock(), time, |state| !state.cancelled);
        !waited.unwrap_or_else(PoisonError::into_inner).0.cancelled
    }

    /// Calls `callback` once when this is cancelled, or at once if it already is. It runs on the cancelling thread, so
    /// it should do no more than wake another thread.
    pub(crate) fn on_cancel(&self, callback: impl Fn() + Send + 'static) -> Registration {
        let mut state = self.lock();
        let key = state.next_key;
        state.next_key += 1;
        if state.cancelled {
            drop(state);
            callback();
        } else {
            state.callbacks.insert(key, Box::new(callback));
        }
        Registration { cancel: self.clone(), key }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cancel").field(&self.is_cancelled()).finish()
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.cancel.lock().callbacks.remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_sleeper_is_woken_when_somebody_cancels() {
        let cancel = Cancel::default();
        let sleeper = cancel.clone();
        let thread = std::thread::spawn(move || sleeper.sleep(Duration::from_secs(3600)));
        cancel.cancel();
        assert!(!thread.join().unwrap());
        assert!(!cancel.sleep(Duration::from_secs(3600)));
    }

    #[test]
    fn a_sleep_that_nobody_cancels_takes_its_time() {
        let cancel = Cancel::default();
        assert!(cancel.sleep(Duration::from_millis(1)) && !cancel.is_cancelled());
    }

    #[test]
    fn a_callback_is_called_once_and_never_after_it_was_dropped() {
        let (cancel, calls) = (Cancel::default(), Arc::new(AtomicUsize::new(0)));
        let count = || {
            let calls = Arc::clone(&calls);
            move || {
                calls.fetch_add(1, Ordering::Relaxed);
            }
        };
        let _kept = cancel.on_cancel(count());
        drop(cancel.on_cancel(count()));
        cancel.cancel();
        cancel.cancel();
        assert_eq!(calls.load(Ordering::Relaxed), 1);
        let _late = cancel.on_cancel(count());
        assert_eq!(calls.load(Ordering::Relaxed), 2);
    }
}
