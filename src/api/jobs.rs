//! Several requests at once, their results in the order of the inputs.

use super::{Client, Error, Interrupt};
use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// What one input came to.
type Outcome<T> = Result<T, Error>;

/// What the work does, and so what a signal may leave behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Only reads: after a signal, or when time is up, nobody waits for it.
    Reads,
    /// Changes something: what was started is waited for, also after a signal.
    Changes,
}

/// The results of [`in_order`].
pub(crate) struct InOrder<T> {
    client: Client,
    kind: Kind,
    gate: Arc<Gate>,
    results: Receiver<(usize, Outcome<T>)>,
    early: BTreeMap<usize, Outcome<T>>,
    next: usize,
    total: usize,
}

/// How far the workers may go: no farther than a window ahead of what has been taken.
struct Gate {
    limit: Mutex<Limit>,
    moved: Condvar,
}

struct Limit {
    taken: usize,
    window: usize,
    closed: bool,
}

/// Runs `work` on every input, on as many threads as the client's settings allow, and yields the results in the order
/// of the inputs, each as soon as it and all before it are there. Inputs are started no farther ahead of what has been
/// taken than a little more than the number of threads, so that results don't pile up. Dropped, it starts nothing more.
/// After a signal the inputs that were not started yield [`Error::Interrupted`].
pub(crate) fn in_order<I, T, F>(client: &Client, kind: Kind, inputs: Vec<I>, work: F) -> InOrder<T>
where
    I: Send + 'static,
    T: Send + 'static,
    F: Fn(&Client, I) -> Outcome<T> + Send + Sync + 'static,
{
    let total = inputs.len();
    let threads = client.settings().jobs.clamp(1, total.max(1));
    let gate = Arc::new(Gate {
        limit: Mutex::new(Limit { taken: 0, window: threads + 2, closed: false }),
        moved: Condvar::new(),
    });
    let queue = Arc::new(Mutex::new(inputs.into_iter().enumerate().collect::<VecDeque<_>>()));
    let (sender, results) = channel();
    let work = Arc::new(work);
    for _ in 0..threads.min(total) {
        let (client, gate, queue, sender, work) =
            (client.clone(), Arc::clone(&gate), Arc::clone(&queue), sender.clone(), Arc::clone(&work));
        std::thread::spawn(move || run(&client, &gate, &queue, &sender, &*work));
    }
    InOrder { client: client.clone(), kind, gate, results, early: BTreeMap::new(), next: 0, total }
}

/// A worker: takes inputs until there are none, or nobody wants them.
fn run<I, T>(
    client: &Client,
    gate: &Gate,
    queue: &Mutex<VecDeque<(usize, I)>>,
    sender: &Sender<(usize, Outcome<T>)>,
    work: &dyn Fn(&Client, I) -> Outcome<T>,
) {
    loop {
        let Some((index, input)) = lock(queue).pop_front() else { return };
        if !gate.pass(index) {
            return;
        }
        let result = if client.gives_up() { Err(Error::Interrupted) } else { work(client, input) };
        if sender.send((index, result)).is_err() {
            return;
        }
    }
}

impl Gate {
    /// Waits until the input may be started; `false` once nobody wants it.
    fn pass(&self, index: usize) -> bool {
        let wait = |limit: &mut Limit| !limit.closed && index >= limit.taken + limit.window;
        let limit = self.moved.wait_while(lock(&self.limit), wait).unwrap_or_else(PoisonError::into_inner);
        !limit.closed
    }

    fn change(&self, change: impl FnOnce(&mut Limit)) {
        change(&mut lock(&self.limit));
        self.moved.notify_all();
    }
}

impl<T> Iterator for InOrder<T> {
    type Item = Outcome<T>;

    fn next(&mut self) -> Option<Outcome<T>> {
        if self.next == self.total {
            return None;
        }
        let result = self.wait_for(self.next);
        self.next += 1;
        self.gate.change(|limit| limit.taken += 1);
        Some(result)
    }
}

impl<T> InOrder<T> {
    fn wait_for(&mut self, index: usize) -> Outcome<T> {
        loop {
            if let Some(result) = self.early.remove(&index) {
                return result;
            }
            match self.results.recv_timeout(Interrupt::NOTICE) {
                Ok((index, result)) => drop(self.early.insert(index, result)),
                Err(RecvTimeoutError::Timeout) if self.abandons() => return Err(Error::Interrupted),
                Err(RecvTimeoutError::Timeout) => {}
                // The workers are gone without a result: one of them panicked.
                Err(RecvTimeoutError::Disconnected) => return Err(Error::Setup("a worker thread ended".into())),
            }
        }
    }
}

impl<T> InOrder<T> {
    /// Whether every result has been taken.
    pub(crate) fn is_done(&self) -> bool {
        self.next == self.total
    }

    fn abandons(&self) -> bool {
        self.kind == Kind::Reads && self.client.gives_up()
    }
}

impl<T> Drop for InOrder<T> {
    fn drop(&mut self) {
        self.gate.change(|limit| limit.closed = true);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
