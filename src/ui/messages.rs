//! What goes to stderr: one line a message, each beginning with `doapi: `.

use crate::api::{self, Token};
use crate::error::Status;
use crate::error::{Unresolved, UsageError};
use crate::ui::progress::with_progress_hidden;
use std::fmt::Display;
use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// What no message may show, whatever a server echoes and wherever in an answer; and what to call where it was found.
static SECRET: OnceLock<(Token, String)> = OnceLock::new();

/// Keeps the token out of all messages from now on.
pub(crate) fn set_secret(token: &Token, place: String) {
    // A run has one token.
    let _ = SECRET.set((token.clone(), place));
}

/// Where the token was found.
pub(crate) fn token_source() -> &'static str {
    SECRET.get().map_or("the token", |(_, place)| place)
}

/// Whether nothing is to be said.
static SILENT: AtomicBool = AtomicBool::new(false);

/// Says nothing from now on: a message would land in the midst of the line that is being completed.
pub(crate) fn silence() {
    SILENT.store(true, Ordering::Relaxed);
}

/// Whether nothing is to be said, and nobody asked.
pub(crate) fn is_silent() -> bool {
    SILENT.load(Ordering::Relaxed)
}

fn write(text: &str) {
    if is_silent() {
        return;
    }
    let safe = SECRET.get().map(|(token, _)| token.redact(text));
    let text = safe.as_deref().unwrap_or(text);
    let _ = with_progress_hidden(|| writeln!(std::io::stderr().lock(), "{text}"));
}

/// Writes a line. A stderr that cannot be written to is no reason to fail, and there is nowhere to say so.
pub(crate) fn note(text: impl Display) {
    write(&format!("doapi: {text}"));
}

/// A line that tells of something that may not be meant.
pub(crate) fn warning(text: impl Display) {
    note(format_args!("warning: {text}"));
}

/// A line that tells what to do.
pub(crate) fn hint(text: impl Display) {
    write(&format!("hint: {text}"));
}

/// Writes the lines of an error that ends the run, and says which status it means.
pub(crate) fn report(error: &anyhow::Error) -> Status {
    if is_closed_pipe(error) {
        return Status::Done;
    }
    match error.downcast_ref::<Unresolved>() {
        Some(unresolved) => unresolved.report(),
        None if is_interruption(error) => {}
        None => note(format_args!("{error:#}")),
    }
    if let Some(text) = crate::error::hint(error) {
        hint(text);
    }
    status(error)
}

/// The status that an error means.
pub(crate) fn status(error: &anyhow::Error) -> Status {
    if let Some(error) = error.chain().find_map(|cause| cause.downcast_ref::<api::Error>()) {
        return status_of(error);
    }
    if error.is::<Unresolved>() {
        Status::Unresolved
    } else if error.is::<UsageError>() {
        Status::Usage
    } else if error.is::<crate::run::token::NoToken>() {
        Status::Refused
    } else {
        Status::Failed
    }
}

/// The status that a failed request means.
pub(crate) fn status_of(error: &api::Error) -> Status {
    match error {
        api::Error::Interrupted => Status::Interrupted(2),
        error if error.is_refused() => Status::Refused,
        _ => Status::Failed,
    }
}

fn is_interruption(error: &anyhow::Error) -> bool {
    matches!(status(error), Status::Interrupted(_))
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kind =
        |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    error.chain().any(|cause| kind(cause) == Some(std::io::ErrorKind::BrokenPipe))
}
