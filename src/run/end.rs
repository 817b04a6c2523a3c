//! The end of a run: final messages, and the exit status.

use super::Context;
use crate::error::status::Status;
use crate::error::{CliError, Result, failure};
use std::io::ErrorKind;
use std::sync::atomic::Ordering;

impl Context {
    /// Reports how the run ended, names what was done but is not on stdout, and returns the exit status. A usage error
    /// is printed by the caller, who knows the command line.
    pub(crate) fn end(&self, done: Result<()>, print_usage: impl Fn(&CliError)) -> u8 {
        self.invalidate_completion_cache();
        self.print_planned(done.is_ok());
        let printed = match self.ui.finish() {
            // A closed pipe is not a failure.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            printed => printed.map_err(|error| CliError::from(error).context("cannot write to stdout")),
        };
        let mut is_cancelled = false;
        let filtered = self.ui.output().filter_error().map_or(Ok(()), |why| Err(failure(format!("--jq: {why}"))));
        for error in [done, printed, filtered].into_iter().filter_map(Result::err) {
            match error.status {
                Status::Interrupted | Status::TimedOut => is_cancelled = true,
                Status::Withheld if self.is_dry_run() => continue,
                Status::Usage if !self.ui.messages().is_json() => print_usage(&error),
                _ => self.ui.report(&error),
            }
            self.changes.reported(&error);
            self.tally.end(error.status);
        }
        self.report_cancelled(is_cancelled);
        let status = self.exit_status();
        if status != Status::Done {
            self.changes.tell_results();
        }
        status.code(self.interrupt.signal().and_then(|signal| u8::try_from(signal).ok()))
    }

    /// Reports why the run ended early, if that was not reported before, and what was not done.
    fn report_cancelled(&self, is_cancelled: bool) {
        let not_done = self.not_done.borrow();
        let is_interrupted = self.interrupt.is_set();
        let is_news = if is_interrupted { self.interrupt.take_report() } else { true };
        let why = if is_interrupted { "interrupted" } else { "timed out waiting" };
        let is_interrupted_elsewhere = is_interrupted && self.tally.status() == Status::Interrupted;
        if !not_done.is_empty() {
            self.ui.note(format_args!("{why}; not done: {}", not_done.join(", ")));
        } else if is_news && (is_cancelled || is_interrupted_elsewhere) {
            let rest = if self.changes.is_any() { "" } else { "; nothing was changed" };
            self.ui.note(format_args!("{why}{rest}"));
        }
    }

    /// The status of the run, which never says that nothing was sent or changed where something was.
    fn exit_status(&self) -> Status {
        match self.tally.status() {
            Status::Usage if self.sent.load(Ordering::Relaxed) => Status::Failed,
            Status::Unresolved if self.changes.is_any() => self.tally.partly_or(Status::Failed),
            status => status,
        }
    }
}
