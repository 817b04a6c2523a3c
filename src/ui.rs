//! The user interface: stdout with its formats and colours, stderr with its messages and progress.

pub(crate) mod color;
pub(crate) mod format;
mod identity;
#[cfg(feature = "jq")]
pub(crate) mod jq;
mod layout;
mod line_writer;
pub(crate) mod messages;
pub(crate) mod progress;
pub(crate) mod question;
pub(crate) mod stdout;

pub(crate) use crate::escape::{escape, mask_passwords, printable};
pub(crate) use color::ColorWhen;
pub(crate) use identity::{Identity, identities};
pub(crate) use line_writer::closed;
pub(crate) use messages::Messages;

use crate::api::{Body, Token};
use crate::error::{CliError, Result, failure};
use format::Shape;
use progress::Progress;
use std::borrow::Cow;
use std::fmt::Display;
use std::io;
use std::time::Instant;
use stdout::{Array, Output, Style};

/// Both output streams of one run.
pub(crate) struct Ui {
    messages: Messages,
    output: Output,
    started: Instant,
}

fn stderr_width() -> Option<usize> {
    console::Term::stderr().size_checked().map(|(_, columns)| usize::from(columns))
}

impl Ui {
    /// `started` is when the program started, from which progress counts.
    pub(crate) fn new(messages: Messages, style: Style, started: Instant) -> Ui {
        Ui { output: Output::stdout(style, &messages), messages, started }
    }

    /// A handle on stderr for other threads.
    pub(crate) fn messages(&self) -> &Messages {
        &self.messages
    }

    /// A handle on stdout for the thread that ends the program.
    pub(crate) fn output(&self) -> &Output {
        &self.output
    }

    pub(crate) fn note(&self, text: impl Display) {
        self.messages.note(text);
    }

    pub(crate) fn warning(&self, text: impl Display) {
        self.messages.warning(text);
    }

    pub(crate) fn hint(&self, text: impl Display) {
        self.messages.hint(text);
    }

    pub(crate) fn report(&self, error: &CliError) {
        self.messages.report(error);
    }

    /// Reports that one target failed.
    pub(crate) fn report_target(&self, target: &str, error: CliError) {
        self.messages.report_target(target, error);
    }

    pub(crate) fn set_secret(&self, token: &Token, source: String) {
        self.messages.set_secret(token, source);
    }

    pub(crate) fn progress(&self) -> Progress {
        Progress::new(self.started, self.messages.clone())
    }

    /// Sets the default columns of the next table, for when the user has chosen none.
    pub(crate) fn default_columns(&self, columns: &[&str]) {
        self.output.default_columns(columns);
    }

    /// Prints one JSON value.
    pub(crate) fn value(&self, json: &str) {
        self.output.value(json);
    }

    /// Prints text as it is, ending it with a line break if it has none.
    pub(crate) fn text(&self, text: &str) {
        self.output.text(text);
    }

    /// Whether of each object only its name or its ID is printed.
    pub(crate) fn prints_labels(&self) -> bool {
        self.output.prints_labels()
    }

    /// Prints text from the API that is no JSON; on a terminal, what could steer it is escaped.
    pub(crate) fn foreign_text(&self, text: &str) {
        self.output.foreign_text(text);
    }

    /// Prints the body of a reply that is no JSON as it came, whatever format was asked for. What is no text, such as a
    /// PDF, is an error on a terminal.
    pub(crate) fn foreign_body(&self, body: &Body) -> Result<()> {
        if self.output.is_transformed() {
            self.warning("the answer is no JSON, and is printed as it came");
        }
        match body.binary() {
            Some(bytes) if self.output.is_terminal() => {
                let size = bytes.len();
                Err(failure(format!("the answer is binary ({size} bytes), which no terminal can show; redirect it")))
            }
            Some(bytes) => {
                self.output.bytes(bytes);
                Ok(())
            }
            None => {
                self.output.foreign_text(body);
                Ok(())
            }
        }
    }

    /// Begins a JSON array.
    pub(crate) fn array(&self) -> Array<'_> {
        self.output.array()
    }

    /// Begins an array whose table has these default columns.
    pub(crate) fn array_of(&self, columns: &[&str]) -> Array<'_> {
        self.default_columns(columns);
        self.output.array()
    }

    /// Shows objects as a table on stderr, before a question about them.
    pub(crate) fn table<'a>(&self, columns: &[&str], objects: impl Iterator<Item = &'a str>) {
        let mut shape = Shape { header: true, width: stderr_width(), ..Shape::default() };
        shape.columns.set_default(columns);
        self.messages.block(&format::table(shape, objects));
    }

    /// `text` without the token.
    pub(crate) fn redacted<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.messages.redacted(text)
    }

    /// Whether stdout can no longer be written to.
    pub(crate) fn is_broken(&self) -> bool {
        self.output.is_broken()
    }

    /// Writes what is still buffered, and returns the first error of writing.
    pub(crate) fn finish(&self) -> io::Result<()> {
        self.output.finish()
    }
}
