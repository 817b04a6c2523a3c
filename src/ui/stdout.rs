//! stdout: one JSON value, streamed, and valid even if the run fails half way; or the same objects in another format.

mod printed;
mod sink;

use super::format::{Format, Shape};
#[cfg(feature = "jq")]
use super::jq::Jq;
use super::layout::layout;
use super::line_writer::{ClosedOut, PipedOut, TerminalOut};
use crate::api::{Listing, Page};
use crate::escape::escape_lines;
use crate::ui::{Identity, Messages};
use sink::Sink;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

/// The options for stdout.
#[derive(Debug, Clone, Default)]
pub(crate) struct Style {
    pub(crate) colored: bool,
    pub(crate) format: Format,
    pub(crate) shape: Shape,
    /// The filter over the result, and whether the strings that it gives are printed without quotes.
    #[cfg(feature = "jq")]
    pub(crate) filter: Option<(Jq, bool)>,
    /// Leaves lists out that stay empty, as results do where nothing is sent.
    pub(crate) omits_empty: bool,
}

/// Writes results. An error of writing is kept and returned by [`Output::finish`]: a command must complete its work
/// even if nobody reads its output.
#[derive(Clone)]
pub(crate) struct Output {
    sink: Arc<Mutex<Sink>>,
    /// Whether to remember which objects have been written.
    records: Arc<AtomicBool>,
}

impl Output {
    /// Output to stdout.
    pub(crate) fn stdout(style: Style, messages: &Messages) -> Output {
        let stdout = io::stdout();
        let is_terminal = stdout.is_terminal();
        let writer: Box<dyn Write + Send> = if doapi_stdio::stdout_was_closed() {
            Box::new(ClosedOut)
        } else if is_terminal {
            Box::new(TerminalOut::new(stdout, messages.clone()))
        } else {
            Box::new(PipedOut(unbuffered(stdout), messages.clone()))
        };
        Output::to(Sink::new(writer, style, is_terminal, messages.clone()))
    }

    fn to(sink: Sink) -> Output {
        Output { sink: Arc::new(Mutex::new(sink)), records: Arc::default() }
    }

    /// From now on, it is remembered which objects have been written.
    pub(crate) fn record(&self) {
        self.records.store(true, Ordering::Relaxed);
    }

    /// Counts an object as printed, since a message has named it.
    pub(crate) fn count_as_printed(&self, json: &str) {
        self.sink().printed.name(json);
    }

    /// Whether an object has been written since [`Output::record`]. No, if stdout is being written at this moment: a
    /// reader that takes nothing must not hold up whoever asks.
    pub(crate) fn has_printed(&self, object: &Identity) -> bool {
        match self.sink.try_lock() {
            Ok(sink) => sink.printed.has(&object.key()),
            Err(TryLockError::Poisoned(sink)) => sink.into_inner().printed.has(&object.key()),
            Err(TryLockError::WouldBlock) => false,
        }
    }

    fn remember(&self, sink: &mut Sink, json: &str) {
        if self.records.load(Ordering::Relaxed) {
            sink.printed.buffer(json);
        }
    }

    /// Sets the default columns of the next table, for when the user has chosen none.
    pub(crate) fn default_columns(&self, columns: &[&str]) {
        self.sink().default_columns(columns);
    }

    /// Prints one value. In the formats that are lists, it is a list of one object; `null` is an empty one.
    pub(crate) fn value(&self, json: &str) {
        let mut sink = self.sink();
        self.remember(&mut sink, json);
        #[cfg(feature = "jq")]
        if sink.has_filter() {
            return sink.filtered(json);
        }
        match sink.format() {
            Format::Json => {
                sink.lay_out(b"", json, 0, b"\n");
                sink.flush();
            }
            Format::Yaml => sink.yaml_value(json),
            _ => {
                drop(sink);
                let mut array = self.array();
                if json != "null" {
                    array.push(json);
                }
                array.finish();
            }
        }
    }

    /// Prints text from the API: the token is redacted, and on a terminal control characters are escaped.
    pub(crate) fn foreign_text(&self, text: &str) {
        let mut sink = self.sink();
        let text = sink.redacted(text);
        let text = if sink.is_terminal() { escape_lines(&text) } else { text };
        sink.write_text(&text);
    }

    /// Prints text as it is, ending it with a line break if it has none.
    pub(crate) fn text(&self, text: &str) {
        self.sink().write_text(text);
    }

    /// Prints bytes as they are.
    pub(crate) fn bytes(&self, bytes: &[u8]) {
        self.sink().write_bytes(bytes);
    }

    pub(crate) fn is_terminal(&self) -> bool {
        self.sink().is_terminal()
    }

    pub(crate) fn prints_labels(&self) -> bool {
        matches!(self.sink().format(), Format::Name | Format::Id)
    }

    /// Whether JSON is printed in another form than its own.
    pub(crate) fn is_transformed(&self) -> bool {
        self.sink().is_transformed()
    }

    /// One value as it would be printed.
    pub(crate) fn laid_out(json: &str) -> Vec<u8> {
        let mut text = Vec::new();
        layout(json, 0, &mut text);
        text.push(b'\n');
        text
    }

    /// The list as it is to be read in order to be printed here.
    pub(crate) fn prepared(&self, listing: Listing) -> Listing {
        if self.sink().takes_laid_out("") { listing.printed() } else { listing }
    }

    /// Begins an array.
    pub(crate) fn array(&self) -> Array<'_> {
        Array { output: self, open: false }
    }

    fn sink(&self) -> MutexGuard<'_, Sink> {
        self.sink.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the array that is being printed, if one is, for a program that ends in the middle of it. What comes later
    /// is not written.
    pub(crate) fn seal(&self) {
        self.sink().seal();
    }

    /// Why the filter of `--jq` ended early, if it did.
    pub(crate) fn filter_error(&self) -> Option<String> {
        self.sink().filter_error()
    }

    /// Whether stdout can no longer be written to.
    pub(crate) fn is_broken(&self) -> bool {
        self.sink().is_broken()
    }

    /// Writes what is still buffered, and returns the first error of writing.
    pub(crate) fn finish(&self) -> io::Result<()> {
        self.sink().finish()
    }
}

/// stdout past the buffer of the standard library, which cuts what is written at line breaks.
#[cfg(unix)]
fn unbuffered(stdout: io::Stdout) -> Box<dyn Write + Send> {
    use std::os::fd::AsFd;
    match stdout.as_fd().try_clone_to_owned() {
        Ok(copy) => Box::new(std::fs::File::from(copy)),
        Err(_) => Box::new(stdout),
    }
}

#[cfg(not(unix))]
fn unbuffered(stdout: io::Stdout) -> Box<dyn Write + Send> {
    Box::new(stdout)
}

/// An array whose elements are written as they become known. It is closed on drop if it was begun.
pub(crate) struct Array<'a> {
    output: &'a Output,
    open: bool,
}

impl Array<'_> {
    /// Writes an element.
    pub(crate) fn push(&mut self, json: &str) {
        self.open = true;
        let mut sink = self.output.sink();
        self.output.remember(&mut sink, json);
        sink.push(json);
    }

    /// Writes an action. Formats with columns have one more, `target`, with the object that it was started on.
    pub(crate) fn push_for(&mut self, target: &str, json: &str) {
        self.open = true;
        let mut sink = self.output.sink();
        self.output.remember(&mut sink, json);
        if sink.format().has_columns() { sink.push(&with_target(json, target)) } else { sink.push(json) }
    }

    /// Flushes what was pushed.
    pub(crate) fn flush(&mut self) {
        self.output.sink().flush();
    }

    /// Writes the items of a page, and flushes them unless stdout is a file, which nobody waits for.
    pub(crate) fn push_page(&mut self, page: &Page) {
        self.open |= page.len() > 0;
        let mut sink = self.output.sink();
        let records = self.output.records.load(Ordering::Relaxed);
        match page.laid_out_runs().filter(|_| !records && sink.takes_laid_out(page.body())) {
            Some(runs) => runs.for_each(|run| sink.push_laid_out(run.as_bytes())),
            None => page.texts().for_each(|json| {
                self.output.remember(&mut sink, json);
                sink.push(json);
            }),
        }
        sink.flush_page();
    }

    /// Ends the array; one without elements is `[]`.
    pub(crate) fn finish(mut self) {
        if !std::mem::replace(&mut self.open, false) {
            self.output.sink().begin_empty();
        }
        self.output.sink().close();
    }
}

/// The object with one more member.
fn with_target(json: &str, target: &str) -> String {
    let target = serde_json::Value::from(target);
    match json.trim_start().strip_prefix('{').map(str::trim_start) {
        Some(rest) if rest.starts_with('}') => format!("{{\"target\":{target}}}"),
        Some(rest) => format!("{{\"target\":{target},{rest}"),
        None => json.to_owned(),
    }
}

impl Drop for Array<'_> {
    fn drop(&mut self) {
        if self.open {
            self.output.sink().close();
        }
    }
}

#[cfg(test)]
mod tests;
