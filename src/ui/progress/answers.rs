//! Answers that take long: what is being waited for is on the terminal after a second.

use super::Progress;
use crate::ui::Messages;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// An answer that comes sooner is not mentioned.
const SHOWN_AFTER: Duration = Duration::from_secs(1);

/// The requests that have no answer yet.
#[derive(Clone)]
pub(crate) struct Answers(Arc<Shared>);

struct Shared {
    messages: Messages,
    awaited: Mutex<Awaited>,
    changed: Condvar,
}

#[derive(Default)]
struct Awaited {
    requests: Vec<Sent>,
    /// The one that is on the terminal.
    shown: Option<(Sent, Progress)>,
    has_watcher: bool,
}

/// A request, such as `GET /v2/account`, and when it was sent.
#[derive(Clone, PartialEq, Eq)]
struct Sent {
    request: String,
    at: Instant,
}

impl Answers {
    pub(crate) fn new(messages: Messages) -> Answers {
        Answers(Arc::new(Shared { messages, awaited: Mutex::default(), changed: Condvar::new() }))
    }

    /// A request is on its way.
    pub(crate) fn await_one(&self, request: impl FnOnce() -> String) {
        if self.0.messages.is_quiet() || !self.0.messages.line().is_watched() {
            return;
        }
        let mut awaited = self.0.awaited();
        awaited.requests.push(Sent { request: request(), at: Instant::now() });
        if !std::mem::replace(&mut awaited.has_watcher, true) {
            let shared = Arc::clone(&self.0);
            // Without a thread, nothing is shown.
            drop(std::thread::Builder::new().name("answers".to_owned()).spawn(move || shared.watch()));
        }
        self.0.changed.notify_all();
    }

    /// Its answer is there, or there will be none. The line is gone when this returns, since the result comes next.
    pub(crate) fn is_over(&self, request: impl FnOnce() -> String) {
        let mut awaited = self.0.awaited();
        if awaited.requests.is_empty() {
            return;
        }
        let request = request();
        let Some(at) = awaited.requests.iter().position(|sent| sent.request == request) else { return };
        let sent = awaited.requests.remove(at);
        if awaited.shown.as_ref().is_some_and(|(shown, _)| *shown == sent) {
            awaited.shown = None;
        }
        self.0.changed.notify_all();
    }
}

impl Shared {
    fn awaited(&self) -> MutexGuard<'_, Awaited> {
        self.awaited.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows the oldest request when it is a second old, for as long as the program runs.
    fn watch(&self) {
        let mut awaited = self.awaited();
        loop {
            let left = awaited.requests.first().map(|sent| SHOWN_AFTER.saturating_sub(sent.at.elapsed()));
            awaited = match left.filter(|_| awaited.shown.is_none()) {
                None => self.changed.wait(awaited).unwrap_or_else(PoisonError::into_inner),
                Some(left) if left.is_zero() => self.show_oldest(awaited),
                Some(left) => self.changed.wait_timeout(awaited, left).unwrap_or_else(PoisonError::into_inner).0,
            };
        }
    }

    fn show_oldest<'a>(&self, mut awaited: MutexGuard<'a, Awaited>) -> MutexGuard<'a, Awaited> {
        if let Some(sent) = awaited.requests.first().cloned() {
            let mut progress = Progress::new(sent.at, self.messages.clone());
            progress.answer(&sent.request);
            awaited.shown = Some((sent, progress));
        }
        awaited
    }
}
