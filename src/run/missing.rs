//! Targets that do not exist: an error, or with `--ignore-missing` a line on stderr.

use super::Context;
use crate::error::CliError;
use crate::resolve::Problem;
use std::fmt::Display;

/// What becomes of targets that do not exist.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Missing {
    /// They are an error, and nothing is changed.
    #[default]
    Refuse,
    /// They are reported and count neither as done nor as failed.
    Ignore,
}

impl Context {
    /// The problems that remain: of unknown labels that are ignored, each gets a line.
    pub(crate) fn remaining(&self, problems: Vec<Problem>, missing: Missing) -> Vec<Problem> {
        let is_ignored = |problem: &Problem| missing == Missing::Ignore && matches!(problem, Problem::Unknown { .. });
        let (ignored, remaining) = problems.into_iter().partition::<Vec<Problem>, _>(is_ignored);
        ignored.iter().for_each(|problem| self.ui.messages().done(format_args!("{problem}; ignored")));
        remaining
    }

    /// Reports a target that failed, unless it is missing and that is to be ignored: it may have been deleted by
    /// somebody else since it was found.
    pub(crate) fn fail_unless_missing(&self, target: impl Display, error: impl Into<CliError>, missing: Missing) {
        let error = error.into();
        if missing == Missing::Ignore && error.is_not_found() {
            self.forget(&error);
            self.ui.messages().done(format_args!("{target}: it no longer exists; ignored"));
        } else {
            self.fail(target, error);
        }
    }
}
