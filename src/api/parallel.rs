//! Several requests at once, their results in the order of the inputs.

use super::cancel::Registration;
use super::{Client, Error};
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Whether work that has been started may be left behind when it is cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It only reads: once cancelled or past the deadline, nobody waits for it.
    ReadOnly,
    /// It changes something: what has been started is always waited for, so that its result is known.
    Mutating,
}

/// What workers send: the result of an input, or that it is time to look whether to give up.
enum Message<T> {
    Result(usize, Result<T, Error>),
    Cancelled,
}

/// The results of [`parallel_map`].
pub(crate) struct ParallelMap<T> {
    client: Client,
    effect: Effect,
    window: Arc<Window>,
    messages: Receiver<Message<T>>,
    early: BTreeMap<usize, Result<T, Error>>,
    next: usize,
    total: usize,
    _wake_on_cancel: Registration,
}

/// Back-pressure: workers start no input that is farther than `ahead` past what has been taken.
struct Window {
    position: Mutex<Position>,
    moved: Condvar,
}

struct Position {
    taken: usize,
    ahead: usize,
    closed: bool,
}

/// What the workers share.
struct Work<I, T, F> {
    client: Client,
    window: Arc<Window>,
    queue: Mutex<VecDeque<(usize, I)>>,
    messages: Sender<Message<T>>,
    work: F,
}

/// Runs `work` on every input, on as many threads as the client's settings allow, and yields the results in the order
/// of the inputs, each as soon as it and all before it are there. Inputs are started only a little ahead of what has
/// been taken, so that results don't pile up in memory. Dropped, it starts nothing more. Once cancelled, the inputs
/// that were not started yield [`Error::Cancelled`].
pub(crate) fn parallel_map<I, T, F>(client: &Client, effect: Effect, inputs: Vec<I>, work: F) -> ParallelMap<T>
where
    I: Send + 'static,
    T: Send + 'static,
    F: Fn(&Client, I) -> Result<T, Error> + Send + Sync + 'static,
{
    let total = inputs.len();
    let threads = client.settings().jobs.clamp(1, total.max(1));
    let window = Arc::new(Window {
        position: Mutex::new(Position { taken: 0, ahead: threads + 2, closed: false }),
        moved: Condvar::new(),
    });
    let (sender, messages) = channel();
    let wake = sender.clone();
    let shared = Arc::new(Work {
        client: client.clone(),
        window: Arc::clone(&window),
        queue: Mutex::new(inputs.into_iter().enumerate().collect()),
        messages: sender,
        work,
    });
    for _ in 0..threads.min(total) {
        let shared = Arc::clone(&shared);
        std::thread::spawn(move || run(&shared));
    }
    ParallelMap {
        client: client.clone(),
        effect,
        window,
        messages,
        early: BTreeMap::new(),
        next: 0,
        total,
        _wake_on_cancel: client.settings().cancel.on_cancel(move || drop(wake.send(Message::Cancelled))),
    }
}

/// A worker: takes inputs until there are none, or nobody wants them.
fn run<I, T, F: Fn(&Client, I) -> Result<T, Error>>(shared: &Work<I, T, F>) {
    loop {
        let Some((index, input)) = lock(&shared.queue).pop_front() else { return };
        if !shared.window.wait_for(index) {
            return;
        }
        let client = &shared.client;
        let work = || if client.is_cancelled() { Err(Error::Cancelled) } else { (shared.work)(client, input) };
        let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::WorkerPanicked));
        if shared.messages.send(Message::Result(index, result)).is_err() {
            return;
        }
    }
}

impl Window {
    /// Waits until the input may be started; `false` once nobody wants it.
    fn wait_for(&self, index: usize) -> bool {
        let wait = |position: &mut Position| !position.closed && index >= position.taken + position.ahead;
        let position = self.moved.wait_while(lock(&self.position), wait).unwrap_or_else(PoisonError::into_inner);
        !position.closed
    }

    fn change(&self, change: impl FnOnce(&mut Position)) {
        change(&mut lock(&self.position));
        self.moved.notify_all();
    }
}

impl<T> Iterator for ParallelMap<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Result<T, Error>> {
        if self.next == self.total {
            return None;
        }
        let result = self.wait_for(self.next);
        self.next += 1;
        self.window.change(|position| position.taken += 1);
        Some(result)
    }
}

impl<T> ParallelMap<T> {
    /// Whether every result has been taken.
    pub(crate) fn is_done(&self) -> bool {
        self.next == self.total
    }

    fn wait_for(&mut self, index: usize) -> Result<T, Error> {
        loop {
            if let Some(result) = self.early.remove(&index) {
                return result;
            }
            match self.receive() {
                Ok(Message::Result(index, result)) => drop(self.early.insert(index, result)),
                Ok(Message::Cancelled) | Err(RecvTimeoutError::Timeout) if self.is_abandoned() => {
                    return Err(Error::Cancelled);
                }
                Ok(Message::Cancelled) | Err(RecvTimeoutError::Timeout) => {}
                // Not reached: the callback that wakes this thread on cancellation holds a sender.
                Err(RecvTimeoutError::Disconnected) => return Err(Error::WorkerPanicked),
            }
        }
    }

    /// The next message; a timeout when the deadline for reads has passed.
    fn receive(&self) -> Result<Message<T>, RecvTimeoutError> {
        match self.client.deadline().filter(|_| self.effect == Effect::ReadOnly) {
            Some(deadline) => self.messages.recv_timeout(deadline.saturating_duration_since(Instant::now())),
            None => self.messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    fn is_abandoned(&self) -> bool {
        self.effect == Effect::ReadOnly && self.client.is_cancelled()
    }
}

impl<T> Drop for ParallelMap<T> {
    fn drop(&mut self) {
        self.window.change(|position| position.closed = true);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
