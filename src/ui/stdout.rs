//! stdout: one JSON value, streamed, closed whatever happens.

use super::color::painted;
use super::layout::layout;
use super::line_writer::{PipedOut, TerminalOut};
use crate::ui::Messages;
use crate::ui::escape::{escape_json, escape_lines};
use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Where results go. A write that fails is remembered and told by [`Output::finish`]: what a command still has to do
/// does not depend on whether somebody reads of it.
#[derive(Clone)]
pub(crate) struct Output {
    sink: Arc<Mutex<Sink>>,
}

struct Sink {
    writer: BufWriter<Box<dyn Write + Send>>,
    line: Vec<u8>,
    colored: bool,
    is_terminal: bool,
    /// Knows the token, which is not printed.
    messages: Messages,
    error: Option<io::Error>,
    /// Whether an array has been begun and not ended.
    in_array: bool,
}

impl Output {
    /// Output to stdout, perhaps in colour.
    pub(crate) fn stdout(colored: bool, messages: &Messages) -> Output {
        let stdout = io::stdout();
        let is_terminal = stdout.is_terminal();
        let writer: Box<dyn Write + Send> = if is_terminal {
            Box::new(TerminalOut::new(stdout, messages.clone()))
        } else {
            Box::new(PipedOut(stdout, messages.clone()))
        };
        Output::to(writer, colored, is_terminal, messages.clone())
    }

    fn to(writer: Box<dyn Write + Send>, colored: bool, is_terminal: bool, messages: Messages) -> Output {
        let writer = BufWriter::with_capacity(1 << 16, writer);
        let sink = Sink { writer, line: Vec::new(), colored, is_terminal, messages, error: None, in_array: false };
        Output { sink: Arc::new(Mutex::new(sink)) }
    }

    /// Prints one value.
    pub(crate) fn value(&self, json: &str) {
        let mut sink = self.sink();
        sink.lay_out(b"", json, 0, b"\n");
        sink.flush();
    }

    /// Prints text that came from elsewhere: without the token, and on a terminal without what steers it.
    pub(crate) fn foreign_text(&self, text: &str) {
        let sink = self.sink();
        let text = sink.messages.redacted(text).into_owned();
        let text = if sink.is_terminal { escape_lines(&text) } else { text };
        drop(sink);
        self.text(&text);
    }

    /// Prints text as it is, ending it with a line break if it has none.
    pub(crate) fn text(&self, text: &str) {
        let mut sink = self.sink();
        sink.write(text.as_bytes());
        if !text.ends_with('\n') {
            sink.write(b"\n");
        }
        sink.flush();
    }

    /// One value as it would be printed.
    pub(crate) fn laid_out(json: &str) -> Vec<u8> {
        let mut text = Vec::new();
        layout(json, 0, &mut text);
        text.push(b'\n');
        text
    }

    /// Begins an array.
    pub(crate) fn array(&self) -> Array<'_> {
        Array { output: self, open: false }
    }

    fn sink(&self) -> MutexGuard<'_, Sink> {
        self.sink.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the array that is being printed, if one is, for a program that ends in the middle of it.
    pub(crate) fn close(&self) {
        let mut sink = self.sink();
        if std::mem::replace(&mut sink.in_array, false) {
            sink.write_json(b"\n]\n");
        }
        sink.flush();
    }

    /// Whether nobody can be reached any more.
    pub(crate) fn is_broken(&self) -> bool {
        self.sink().error.is_some()
    }

    /// Writes what is still held back, and tells of the first write that failed.
    pub(crate) fn finish(&self) -> io::Result<()> {
        let mut sink = self.sink();
        sink.flush();
        sink.error.take().map_or(Ok(()), Err)
    }
}

impl Sink {
    fn lay_out(&mut self, before: &[u8], json: &str, depth: usize, after: &[u8]) {
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        line.extend_from_slice(before);
        layout(&self.messages.redacted(json), depth, &mut line);
        line.extend_from_slice(after);
        self.write_json(&line);
        self.line = line;
    }

    fn write_json(&mut self, laid_out: &[u8]) {
        let safe = if self.is_terminal { escape_json(laid_out) } else { Cow::Borrowed(laid_out) };
        if self.colored { self.write(&painted(&safe)) } else { self.write(&safe) }
    }

    fn write(&mut self, bytes: &[u8]) {
        if self.error.is_none() {
            self.error = self.writer.write_all(bytes).err();
        }
    }

    fn flush(&mut self) {
        if self.error.is_none() {
            self.error = self.writer.flush().err();
        }
    }
}

/// An array whose elements are written as they become known. Dropped, it is closed if it was begun.
pub(crate) struct Array<'a> {
    output: &'a Output,
    open: bool,
}

impl Array<'_> {
    /// Writes an element.
    pub(crate) fn push(&mut self, json: &str) {
        let before: &[u8] = if self.open { b",\n  " } else { b"[\n  " };
        self.open = true;
        let mut sink = self.output.sink();
        sink.in_array = true;
        sink.lay_out(before, json, 1, b"");
    }

    /// Lets the reader have what was pushed.
    pub(crate) fn flush(&mut self) {
        self.output.sink().flush();
    }

    /// Ends the array; one without elements is `[]`.
    pub(crate) fn finish(mut self) {
        if std::mem::replace(&mut self.open, false) {
            self.close();
        } else {
            self.output.sink().write_json(b"[]\n");
        }
    }

    fn close(&mut self) {
        self.output.close();
    }
}

impl Drop for Array<'_> {
    fn drop(&mut self) {
        if self.open {
            self.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(print: impl FnOnce(&Output)) -> String {
        let shared = Shared::default();
        let output = Output::to(Box::new(shared.clone()), false, false, Messages::default());
        print(&output);
        output.finish().unwrap();
        let bytes = shared.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_streamed_array_reads_like_a_whole_one() {
        let streamed = written(|output| {
            let mut array = output.array();
            array.push(r#"{"id":1,"tags":["a"]}"#);
            array.push("null");
            array.finish();
        });
        let whole = written(|output| output.value(r#"[{"id":1,"tags":["a"]},null]"#));
        assert_eq!(streamed, whole);
    }

    #[test]
    fn an_array_is_closed_when_it_is_dropped() {
        assert_eq!(written(|output| output.array().push("1")), "[\n  1\n]\n");
    }

    #[test]
    fn nothing_is_printed_of_an_array_that_failed_before_its_first_element() {
        assert_eq!(written(|output| drop(output.array())), "");
        assert_eq!(written(|output| output.array().finish()), "[]\n");
    }

    #[test]
    fn a_failed_write_is_told_at_the_end() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let output = Output::to(Box::new(Full), false, false, Messages::default());
        output.value("1");
        assert!(output.is_broken());
        assert_eq!(output.finish().unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
