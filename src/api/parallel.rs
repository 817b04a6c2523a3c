//! Several requests at once, their results in the order of the inputs.

use super::cancel::Registration;
use super::{Client, Error};
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The results of [`parallel_map`], in the order of the inputs.
pub(crate) struct ParallelMap<T> {
    client: Client,
    window: Arc<Window>,
    messages: Receiver<Message<T>>,
    states: Vec<WorkState>,
    early: BTreeMap<usize, Result<T, Error>>,
    next: usize,
    total: usize,
    /// Works on one input on the calling thread, where no thread could be started.
    work_here: Option<Box<dyn Fn() + Send>>,
    /// Wakes the receiver of messages for as long as it is there.
    _registration: Registration,
}

/// What workers send, or that it is time to look whether to give up.
enum Message<T> {
    Result(usize, Result<T, Error>),
    Cancelled,
}

/// Whether a worker may be left behind with its input when it is cancelled: as long as it only reads. What a request
/// that changes something has started must be known.
#[derive(Clone)]
pub(super) struct WorkState(Arc<AtomicBool>);

impl WorkState {
    fn new() -> WorkState {
        WorkState(Arc::new(AtomicBool::new(true)))
    }

    /// Is called before each request, and before that looks whether it is cancelled.
    pub(super) fn may_be_abandoned(&self, only_reads: bool) {
        self.0.fetch_and(only_reads, Ordering::SeqCst);
    }

    fn is_left_behind(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
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
    states: Vec<WorkState>,
    messages: Sender<Message<T>>,
    function: F,
}

/// Runs `work` on every input, on as many threads as the client allows, and yields the results in the order of the
/// inputs, each as soon as it and all before it are known. A slow input does not delay the work on others. When this is
/// dropped, no further input is started. Once cancelled, inputs that were not started yield [`Error::Cancelled`].
pub(crate) fn parallel_map<I, T, F>(client: &Client, inputs: Vec<I>, work: F) -> ParallelMap<T>
where
    I: Send + 'static,
    T: Send + 'static,
    F: Fn(&Client, I) -> Result<T, Error> + Send + Sync + 'static,
{
    let (total, jobs) = (inputs.len(), client.config().jobs.max(1));
    start(client, inputs, total, jobs, work)
}

/// The same for large results: inputs are started only a little ahead of what has been taken, so that results don't
/// pile up in memory.
pub(crate) fn parallel_map_bounded<I, T, F>(client: &Client, inputs: Vec<I>, work: F) -> ParallelMap<T>
where
    I: Send + 'static,
    T: Send + 'static,
    F: Fn(&Client, I) -> Result<T, Error> + Send + Sync + 'static,
{
    let jobs = client.jobs_for_pages().max(1);
    start(client, inputs, jobs.saturating_add(2), jobs, work)
}

fn start<I, T, F>(client: &Client, inputs: Vec<I>, ahead: usize, jobs: usize, work: F) -> ParallelMap<T>
where
    I: Send + 'static,
    T: Send + 'static,
    F: Fn(&Client, I) -> Result<T, Error> + Send + Sync + 'static,
{
    let total = inputs.len();
    let position = Mutex::new(Position { taken: 0, ahead, closed: false });
    let window = Arc::new(Window { position, moved: Condvar::new() });
    let states: Vec<WorkState> = (0..total).map(|_| WorkState::new()).collect();
    let (sender, messages) = channel();
    let wake = sender.clone();
    // The event loop needs a thread more than any worker does; what is wrong with it is said by the first request.
    let _ = client.http();
    let work = Arc::new(Work {
        client: client.clone(),
        window: Arc::clone(&window),
        queue: Mutex::new(inputs.into_iter().enumerate().collect()),
        states: states.clone(),
        messages: sender,
        function: work,
    });
    let workers = start_workers(&work, jobs.min(total));
    let step = move || {
        work.step();
    };
    let work_here = (workers == 0).then(|| Box::new(step) as Box<dyn Fn() + Send>);
    let registration = client.cancel().on_cancel(move || drop(wake.send(Message::Cancelled)));
    let (client, early) = (client.clone(), BTreeMap::new());
    ParallelMap { client, window, messages, states, early, next: 0, total, work_here, _registration: registration }
}

/// Starts threads, as many as the system grants.
fn start_workers<I, T, F>(work: &Arc<Work<I, T, F>>, wanted: usize) -> usize
where
    I: Send + 'static,
    T: Send + 'static,
    F: Fn(&Client, I) -> Result<T, Error> + Send + Sync + 'static,
{
    let start = |work: Arc<Work<I, T, F>>| {
        std::thread::Builder::new().name("worker".to_owned()).spawn(move || while work.step().is_some() {}).is_ok()
    };
    (0..wanted).take_while(|_| start(Arc::clone(work))).count()
}

impl<I, T, F: Fn(&Client, I) -> Result<T, Error>> Work<I, T, F> {
    /// Works on the next input; `None` if there is none, or nobody wants it.
    fn step(&self) -> Option<()> {
        let (index, input) = lock(&self.queue).pop_front()?;
        if !self.window.wait_for(index) {
            return None;
        }
        let client = self.client.working(self.states[index].clone());
        let work = || client.check_time().and_then(|()| (self.function)(&client, input));
        let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::WorkerPanicked));
        self.messages.send(Message::Result(index, result)).ok()
    }
}

impl Window {
    /// Waits until the input may be started; `false` once nobody wants it.
    fn wait_for(&self, index: usize) -> bool {
        let wait = |position: &mut Position| !position.closed && index >= position.taken.saturating_add(position.ahead);
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

    /// The only result.
    pub(super) fn take_one(mut self) -> Result<T, Error> {
        self.next().unwrap_or(Err(Error::Cancelled))
    }

    fn wait_for(&mut self, index: usize) -> Result<T, Error> {
        loop {
            if let Some(result) = self.early.remove(&index) {
                return result;
            }
            if let Some(work) = &self.work_here {
                work();
            }
            match self.receive(index) {
                Ok(Message::Result(index, result)) => drop(self.early.insert(index, result)),
                Ok(Message::Cancelled) | Err(RecvTimeoutError::Timeout) => {
                    let may_leave = self.states[index].is_left_behind();
                    self.client.check_time().or_else(|error| if may_leave { Err(error) } else { Ok(()) })?;
                }
                // Not reached: the callback that wakes this thread on cancellation holds a sender.
                Err(RecvTimeoutError::Disconnected) => return Err(Error::WorkerPanicked),
            }
        }
    }

    /// The next message; a timeout when the deadline for reads has passed.
    fn receive(&self, index: usize) -> Result<Message<T>, RecvTimeoutError> {
        match self.client.deadline().filter(|_| self.states[index].is_left_behind()) {
            Some(deadline) => self.messages.recv_timeout(self.client.clock().real_time_until(deadline)),
            None => self.messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
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

#[cfg(test)]
mod tests;
