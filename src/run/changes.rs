//! What this run has changed, as far as the API has answered. Results are printed in order and a wait prints them at
//! its end, so a run that ends early has to name here what did not get to stdout.

use crate::api::{Cause, Error, Request, Trace};
use crate::error::CliError;
use crate::ui::{Identity, Messages, identities, stdout::Output};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A result that has to wait for an earlier one for longer than this is named on stderr before it is printed.
const LATE: Duration = Duration::from_secs(1);

/// A handle on the record of changes, cheap to clone and usable from several threads.
#[derive(Clone)]
pub(crate) struct Changes(Arc<Shared>);

struct Shared {
    messages: Messages,
    output: Output,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    unanswered: Vec<Request>,
    answered: Vec<Answer>,
    /// Whether something was changed, or may have been.
    has_changed: bool,
    /// Whether a thread looks for results that are late.
    is_watched: bool,
}

/// The answer to a request that changes something.
struct Answer {
    /// The method and path.
    request: String,
    at: Instant,
    outcome: Outcome,
    is_told: bool,
}

enum Outcome {
    /// It was carried out; these are the objects in the answer.
    Done(Vec<Identity>),
    Failed(CliError),
}

impl Changes {
    pub(crate) fn new(messages: Messages, output: Output) -> Changes {
        Changes(Arc::new(Shared { messages, output, state: Mutex::default() }))
    }

    pub(super) fn sending(&self, request: &Request) {
        if request.method.only_reads() {
            return;
        }
        self.0.output.record();
        let mut state = self.lock();
        // A request that is tried again has not failed yet.
        state.forget_failure(&name(request));
        state.unanswered.push(request.clone());
    }

    pub(super) fn answered(&self, trace: &Trace) {
        let request = trace.request;
        let mut state = self.lock();
        let same = |one: &Request| one.method == request.method && one.path == request.path && one.body == request.body;
        let Some(at) = state.unanswered.iter().position(same) else { return };
        state.unanswered.remove(at);
        let outcome = outcome(trace);
        // A result without objects has nothing to print, and the command names it as soon as it is there.
        let is_told = matches!(&outcome, Outcome::Done(objects) if objects.is_empty()) && !self.0.messages.is_quiet();
        state.has_changed |= match &outcome {
            Outcome::Done(_) => true,
            Outcome::Failed(error) => error.may_have_changed(),
        };
        state.answered.push(Answer { request: name(request), at: Instant::now(), outcome, is_told });
        if !state.unanswered.is_empty() && !std::mem::replace(&mut state.is_watched, true) {
            self.watch();
        }
    }

    /// The requests that have no answer yet.
    pub(super) fn unanswered(&self) -> Vec<Request> {
        self.lock().unanswered.clone()
    }

    /// Whether something was changed, or may have been.
    pub(crate) fn is_any(&self) -> bool {
        let state = self.lock();
        state.has_changed || !state.unanswered.is_empty()
    }

    /// A failure that the command has reported needs no further line.
    pub(super) fn reported(&self, error: &CliError) {
        if let Some(request) = error.failed_request() {
            self.lock().forget_failure(&request);
        }
    }

    /// Names every result that is neither on stdout nor named on stderr, at the end of a run that has reported its
    /// failures.
    pub(super) fn tell_results(&self) {
        self.tell(|answer| matches!(answer.outcome, Outcome::Done(_)));
    }

    /// The same with failures, for a run that does not come to report them.
    pub(super) fn tell_everything(&self) {
        self.tell(|_| true);
    }

    fn tell(&self, is_due: impl Fn(&Answer) -> bool) {
        let mut state = self.lock();
        for answer in state.answered.iter_mut().filter(|answer| !answer.is_told && is_due(answer)) {
            answer.tell(&self.0.messages, &self.0.output);
        }
    }

    /// Names results that are late for as long as requests are without an answer.
    fn watch(&self) {
        let changes = self.clone();
        let watch = move || {
            loop {
                std::thread::sleep(LATE);
                let mut state = changes.lock();
                if state.unanswered.is_empty() {
                    state.is_watched = false;
                    return;
                }
                drop(state);
                if !changes.0.messages.is_quiet() {
                    changes.tell(|answer| answer.at.elapsed() >= LATE && matches!(answer.outcome, Outcome::Done(_)));
                }
            }
        };
        // Without a thread for it, results are named when they are printed or when the run ends.
        drop(std::thread::Builder::new().name("late results".to_owned()).spawn(watch));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn forget_failure(&mut self, request: &str) {
        let is_it = |answer: &Answer| answer.request == request && matches!(answer.outcome, Outcome::Failed(_));
        if let Some(at) = self.answered.iter().position(is_it) {
            self.answered.remove(at);
        }
    }
}

impl Answer {
    fn tell(&mut self, messages: &Messages, output: &Output) {
        match &self.outcome {
            Outcome::Failed(error) => messages.report(error),
            Outcome::Done(objects) => {
                let missing: Vec<String> =
                    objects.iter().filter(|one| !output.has_printed(one)).map(ToString::to_string).collect();
                if !missing.is_empty() {
                    messages.note(format_args!("{}: done, {}", self.request, missing.join(", ")));
                } else if objects.is_empty() {
                    messages.note(format_args!("{}: done", self.request));
                }
            }
        }
        self.is_told = true;
    }
}

/// How messages name a request.
pub(super) fn name(request: &Request) -> String {
    format!("{} {}", request.method, request.path)
}

/// The error of a request that ended without an answer.
pub(super) fn lost(request: &Request, source: Cause) -> CliError {
    let (method, path) = (request.method, request.path.clone());
    CliError::from(Error::Lost { method, path, source }).of_request(request)
}

fn outcome(trace: &Trace) -> Outcome {
    let request = trace.request;
    match trace.reply {
        Ok(reply) if (200..300).contains(&reply.status) => Outcome::Done(identities(&reply.body)),
        Ok(reply) => Outcome::Failed(Error::from(reply).into()),
        Err(why) if !trace.was_sent => {
            let (method, path) = (request.method, request.path.clone());
            Outcome::Failed(Error::Connect { method, path, source: why.clone() }.into())
        }
        Err(why) => Outcome::Failed(lost(request, why.clone())),
    }
}
