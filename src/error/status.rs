//! Exit statuses, and which of several applies.

use crate::api;
use std::cell::RefCell;
use std::collections::BTreeSet;

const SIGINT: u8 = 2;

/// How a run ended. Of several, the smallest applies, so the variants are in the documented order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// A signal asked doapi to end.
    Interrupted,
    /// No token, or the API refused it.
    Refused,
    /// A target does not exist, its name is ambiguous, or a name that is to be unique is in use.
    Unresolved,
    /// Nothing that changes something may be sent.
    Withheld,
    /// A request may have been carried out, but its answer was lost.
    InDoubt,
    /// Some targets succeeded and some failed.
    Partly,
    /// A request, a file or the network failed.
    Failed,
    /// An action ended errored.
    Errored,
    /// Waiting timed out.
    TimedOut,
    /// The command line is wrong.
    Usage,
    /// The configuration is wrong, or does not go with the command line.
    Misconfigured,
    /// The status of a command that was run.
    Command(u8),
    /// Success.
    Done,
}

impl Status {
    /// The exit status for a failed request.
    pub(crate) fn of(error: &api::Error) -> Status {
        match error {
            api::Error::Withheld { .. } => Status::Withheld,
            api::Error::Cancelled => Status::Interrupted,
            api::Error::DeadlinePassed => Status::TimedOut,
            error if error.is_refused() => Status::Refused,
            error if is_in_doubt(error) => Status::InDoubt,
            _ => Status::Failed,
        }
    }

    /// The exit status; `signal` is the one that interrupted the run, if one did.
    pub(crate) fn code(self, signal: Option<u8>) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage | Self::Misconfigured => 2,
            Self::Unresolved | Self::Withheld => 3,
            Self::Refused => 4,
            Self::Errored => 5,
            Self::TimedOut => 6,
            Self::Partly => 7,
            Self::InDoubt => 8,
            Self::Interrupted => 128 + signal.unwrap_or(SIGINT),
            Self::Command(code) => code,
        }
    }
}

/// Whether the answer to a request that changes something was lost. Any answer makes it an ordinary failure.
fn is_in_doubt(error: &api::Error) -> bool {
    matches!(error, api::Error::Lost { method, .. } if !method.only_reads())
}

/// Counts how the targets ended.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    succeeded: RefCell<usize>,
    failures: RefCell<BTreeSet<Status>>,
    ends: RefCell<BTreeSet<Status>>,
}

impl Tally {
    /// One target succeeded.
    pub(crate) fn success(&self) {
        *self.succeeded.borrow_mut() += 1;
    }

    /// One target failed with this status.
    pub(crate) fn failure(&self, status: Status) {
        self.failures.borrow_mut().insert(status);
    }

    /// The run ended with this status whatever happened to the targets, for example because stdout cannot be written
    /// to.
    pub(crate) fn end(&self, status: Status) {
        self.ends.borrow_mut().insert(status);
    }

    /// [`Status::Partly`] if a target succeeded, else the other.
    pub(crate) fn partly_or(&self, other: Status) -> Status {
        if *self.succeeded.borrow() > 0 { Status::Partly } else { other }
    }

    /// The exit status of the run.
    pub(crate) fn status(&self) -> Status {
        let mut failures = self.failures.borrow().clone();
        let mixed = failures.contains(&Status::Failed) || failures.contains(&Status::Errored);
        if *self.succeeded.borrow() > 0 && mixed {
            failures.insert(Status::Partly);
        }
        failures.extend(self.ends.borrow().iter());
        failures.first().copied().unwrap_or(Status::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::Status::{Done, Errored, Failed, InDoubt, Interrupted, Partly, Refused, TimedOut, Unresolved};
    use super::*;

    #[test]
    fn the_first_status_that_applies_is_taken() {
        for (succeeded, failures, status) in [
            (0, vec![], Done),
            (2, vec![], Done),
            (0, vec![Failed], Failed),
            (1, vec![Failed], Partly),
            (1, vec![Errored], Partly),
            (0, vec![Errored, Failed], Failed),
            (0, vec![Errored, TimedOut], Errored),
            (3, vec![TimedOut], TimedOut),
            (3, vec![TimedOut, Failed], Partly),
            (1, vec![Refused, Failed], Refused),
            (1, vec![Unresolved, Failed], Unresolved),
            (1, vec![InDoubt, Failed], InDoubt),
            (0, vec![InDoubt, Unresolved], Unresolved),
            (0, vec![InDoubt, TimedOut], InDoubt),
            (1, vec![Interrupted, Refused, Failed, TimedOut], Interrupted),
        ] {
            let tally = Tally::default();
            (0..succeeded).for_each(|_| tally.success());
            failures.iter().for_each(|&failure| tally.failure(failure));
            assert_eq!(tally.status(), status, "{succeeded} {failures:?}");
        }
    }

    #[test]
    fn how_the_run_itself_ended_is_no_failure_of_a_target() {
        let tally = Tally::default();
        tally.success();
        tally.end(Failed);
        assert_eq!(tally.status(), Failed);
    }

    #[test]
    fn the_codes_are_those_of_the_documentation() {
        let codes = [
            (Done, 0),
            (Failed, 1),
            (Status::Usage, 2),
            (Status::Misconfigured, 2),
            (Unresolved, 3),
            (Refused, 4),
            (Errored, 5),
            (TimedOut, 6),
            (InDoubt, 8),
            (Partly, 7),
        ];
        for (status, code) in codes {
            assert_eq!(status.code(None), code);
        }
        for (signal, code) in [(None, 130), (Some(1), 129), (Some(2), 130), (Some(3), 131), (Some(15), 143)] {
            assert_eq!(Interrupted.code(signal), code);
        }
    }
}
