//! The result of a run, and assertions on it.

use super::Running;
use serde_json::Value;
use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Duration;
use tempfile::TempDir;

/// The result of a run.
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
    pub(crate) elapsed: Duration,
    /// Kept until the test has looked at its files.
    pub(crate) home: TempDir,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}--- stderr ---\n{}[exit {}]", self.stdout, self.stderr, self.code)
    }
}

impl Run {
    pub(super) fn of(running: Running, status: ExitStatus) -> Run {
        let code = status.code().unwrap_or_else(|| -status.signal().unwrap_or_default());
        let (stdout, stderr) = (running.stdout.whole(), running.stderr.whole());
        Run { stdout, stderr, code, elapsed: running.started.elapsed(), home: running.home }
    }

    /// Asserts the exit status.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Run {
        assert!(self.code == code, "expected [exit {code}]:\n{self}");
        self
    }

    /// Asserts that it succeeded without a word on stderr but for what was done.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Run {
        let quiet = self.stderr.lines().all(says_what_was_done);
        assert!(self.code == 0 && quiet, "expected nothing on stderr and [exit 0]:\n{self}");
        self
    }

    /// Asserts that stderr holds this text.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Run {
        assert!(self.stderr.contains(text), "expected {text:?} on stderr:\n{self}");
        self
    }

    /// Asserts that stdout is exactly this text.
    #[track_caller]
    pub(crate) fn prints(self, text: &str) -> Run {
        assert!(self.stdout == text, "expected {text:?} on stdout:\n{self}");
        self
    }

    /// The messages on stderr, without hints, without what was done, and without the usage that follows an error of the
    /// command line.
    pub(crate) fn complaints(&self) -> Vec<&str> {
        let lines = self.stderr.lines().take_while(|line| !line.is_empty());
        lines.filter(|line| !line.starts_with("hint: ") && !says_what_was_done(line)).collect()
    }

    /// The value on stdout.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no JSON ({error}):\n{self}"))
    }

    /// The elements of the array on stdout.
    #[track_caller]
    pub(crate) fn array(&self) -> Vec<Value> {
        match self.json() {
            Value::Array(elements) => elements,
            other => panic!("no array but {other}:\n{self}"),
        }
    }

    /// A field of each element of the array on stdout; null where an element has none.
    #[track_caller]
    pub(crate) fn each(&self, field: &str) -> Value {
        self.array().iter().map(|element| element[field].clone()).collect()
    }
}

fn says_what_was_done(line: &str) -> bool {
    let text = line.strip_prefix("doapi: ").unwrap_or_default();
    ["created ", "deleted ", "tagged ", "untagged ", "logged in "].iter().any(|done| text.starts_with(done))
}
