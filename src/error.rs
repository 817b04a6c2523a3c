//! The errors that the commands themselves make.

pub(crate) mod recovery;
pub(crate) mod status;

pub(crate) use status::Status;

use crate::api;
use crate::error::recovery::how_to_check;
use crate::resolve::Problem;
use crate::ui::messages;
use std::fmt;

/// The command line is wrong in a way that its grammar cannot tell.
#[derive(Debug)]
pub(crate) struct UsageError(pub(crate) String);

impl std::error::Error for UsageError {}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An error of the command line.
pub(crate) fn usage(text: impl Into<String>) -> anyhow::Error {
    UsageError(text.into()).into()
}

/// Targets that don't exist, or that are not told apart.
#[derive(Debug)]
pub(crate) struct Unresolved {
    pub(crate) problems: Vec<Problem>,
    /// Whether the command takes `-M`.
    pub(crate) takes_multiple: bool,
}

impl std::error::Error for Unresolved {}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    }
}

impl Unresolved {
    /// A line a problem, then what to do.
    pub(super) fn report(&self) {
        self.problems.iter().for_each(messages::note);
        if let Some(hint) = self.problems.iter().find_map(|problem| problem.hint(self.takes_multiple)) {
            messages::hint(hint);
        }
    }
}

/// What the user can do about an error.
pub(super) fn hint(error: &anyhow::Error) -> Option<String> {
    let error = error.chain().find_map(|cause| cause.downcast_ref::<api::Error>())?;
    match error.status() {
        Some(401) => {
            let place = messages::token_source();
            Some(format!(
                "the API does not accept {place} as a token; doapi help environment says where others are looked for"
            ))
        }
        Some(403) => Some("the token lacks the scope for this, or the account is not allowed to do it".into()),
        _ => how_to_check(error),
    }
}
