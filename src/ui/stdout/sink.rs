//! The state of stdout: the buffer, the format, and the open array.

use super::Style;
use super::printed::Printed;
use crate::escape::{escape_json, escape_lines};
use crate::ui::Messages;
use crate::ui::color::painted;
use crate::ui::format::{Format, Writer, yaml_document};
use crate::ui::layout::layout;
#[cfg(feature = "jq")]
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

/// How much is written at once: whole pages of memory, which the system copies fastest.
const BLOCK: usize = 128 << 10;

pub(super) struct Sink {
    writer: BufWriter<Box<dyn Write + Send>>,
    line: Vec<u8>,
    style: Style,
    is_terminal: bool,
    /// Redacts the token.
    messages: Messages,
    error: Option<io::Error>,
    filter_error: Option<String>,
    /// The array that has been begun and not ended.
    open: Option<Open>,
    /// Which objects have been written; kept from the first change on.
    pub(super) printed: Printed,
    /// Whether the program is about to end: the array is closed, and nothing may follow it.
    sealed: bool,
}

/// An array that has been begun: JSON's, with the number of its elements, or that of another format.
enum Open {
    Json {
        any: bool,
    },
    Formatted(Box<dyn Writer + Send>),
    /// The array as JSON text, which the filter sees when it is complete.
    #[cfg(feature = "jq")]
    Filtered(String),
}

/// What stands before the next element of an array in JSON.
fn before(any: &mut bool) -> &'static [u8] {
    if std::mem::replace(any, true) { b",\n  " } else { b"[\n  " }
}

impl Sink {
    pub(super) fn new(writer: Box<dyn Write + Send>, style: Style, is_terminal: bool, messages: Messages) -> Sink {
        let writer = BufWriter::with_capacity(BLOCK, writer);
        Sink {
            writer,
            line: Vec::new(),
            style,
            is_terminal,
            messages,
            error: None,
            filter_error: None,
            open: None,
            printed: Printed::default(),
            sealed: false,
        }
    }

    pub(super) fn format(&self) -> Format {
        self.style.format
    }

    pub(super) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    pub(super) fn redacted(&self, text: &str) -> String {
        self.messages.redacted(text).into_owned()
    }

    pub(super) fn default_columns(&mut self, columns: &[&str]) {
        self.style.shape.columns.set_default(columns);
    }

    /// Begins an array, unless one is open.
    pub(super) fn begin(&mut self) {
        #[cfg(feature = "jq")]
        if self.open.is_none() && self.has_filter() {
            self.open = Some(Open::Filtered("[".to_owned()));
        }
        if self.open.is_none() {
            let writer = self.style.format.writer(self.style.shape.clone());
            self.open = Some(writer.map_or(Open::Json { any: false }, Open::Formatted));
        }
    }

    /// Begins an array that has no elements.
    pub(super) fn begin_empty(&mut self) {
        if !self.style.omits_empty {
            self.begin();
        }
    }

    /// Writes an element of the array, which is begun if none is open.
    pub(super) fn push(&mut self, json: &str) {
        self.begin();
        match &mut self.open {
            Some(Open::Formatted(_)) => self.format_with(|writer, json, out| writer.push(json, out), json),
            Some(Open::Json { any }) => {
                let before = before(any);
                self.lay_out(before, json, 1, b"");
            }
            #[cfg(feature = "jq")]
            Some(Open::Filtered(text)) => {
                text.push_str(if text.len() > 1 { "," } else { "" });
                text.push_str(json);
            }
            None => {}
        }
    }

    /// Whether objects of this text can be written as they were laid out: plain JSON without the token, not to a
    /// terminal, where control characters are escaped.
    pub(super) fn takes_laid_out(&self, text: &str) -> bool {
        let is_plain = !self.is_transformed() && !self.style.colored && !self.is_terminal;
        is_plain && matches!(self.messages.redacted(text), Cow::Borrowed(_))
    }

    /// Writes elements of an array that are laid out already, with what stands between them.
    pub(super) fn push_laid_out(&mut self, run: &[u8]) {
        self.begin();
        let Some(Open::Json { any }) = &mut self.open else { return };
        let before = before(any);
        self.write(before);
        let mut rest = run;
        while !rest.is_empty() {
            let free = BLOCK - self.writer.buffer().len();
            let (block, later) = rest.split_at(rest.len().min(if free == 0 { BLOCK } else { free }));
            self.write(block);
            rest = later;
        }
    }

    /// Flushes what was written of a list, unless nobody waits for it.
    pub(super) fn flush_page(&mut self) {
        if self.is_terminal || !self.messages.line().stdout_is_file() {
            self.flush();
        }
    }

    /// Ends the array that is open, if one is.
    pub(super) fn close(&mut self) {
        self.format_with(|writer, _, out| writer.finish(out), "");
        match self.open.take() {
            Some(Open::Json { any: true }) => self.write_json(b"\n]\n"),
            Some(Open::Json { any: false }) => self.write_json(b"[]\n"),
            #[cfg(feature = "jq")]
            Some(Open::Filtered(text)) => self.filtered(&format!("{text}]")),
            Some(Open::Formatted(_)) | None => {}
        }
        self.flush_writer();
    }

    /// Writes with the writer of a format other than JSON.
    fn format_with(&mut self, write: impl FnOnce(&mut dyn Writer, &str, &mut Vec<u8>), json: &str) {
        let Some(Open::Formatted(writer)) = &mut self.open else { return };
        let mut out = Vec::new();
        write(writer.as_mut(), &self.messages.redacted(json), &mut out);
        self.write_formatted(&out);
    }

    /// Writes one value as a YAML document.
    pub(super) fn yaml_value(&mut self, json: &str) {
        let document = yaml_document(&self.messages.redacted(json));
        self.write_formatted(document.as_bytes());
        self.flush_writer();
    }

    /// Tables escape what they show by themselves, since they measure it.
    fn write_formatted(&mut self, out: &[u8]) {
        match self.style.format {
            Format::Jsonl | Format::Yaml => self.write_json(out),
            Format::Csv | Format::Tsv if self.is_terminal => {
                let text = String::from_utf8_lossy(out);
                let safe: Vec<String> = text.split('\t').map(escape_lines).collect();
                self.write(safe.join("\t").as_bytes());
            }
            _ => self.write(out),
        }
    }

    pub(super) fn lay_out(&mut self, before: &[u8], json: &str, depth: usize, after: &[u8]) {
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
        let is_json = matches!(self.style.format, Format::Json | Format::Jsonl);
        if self.style.colored && is_json { self.write(&painted(&safe)) } else { self.write(&safe) }
    }

    /// Writes text as it is, ending it with a line break if it has none.
    pub(super) fn write_text(&mut self, text: &str) {
        self.write(text.as_bytes());
        if !text.ends_with('\n') {
            self.write(b"\n");
        }
        self.flush_writer();
    }

    pub(super) fn is_transformed(&self) -> bool {
        #[cfg(feature = "jq")]
        if self.has_filter() {
            return true;
        }
        !matches!(self.format(), Format::Json)
    }

    /// Writes bytes as they are.
    pub(super) fn write_bytes(&mut self, bytes: &[u8]) {
        self.write(bytes);
        self.flush_writer();
    }

    fn write(&mut self, bytes: &[u8]) {
        if self.error.is_none() && !self.sealed {
            self.error = self.writer.write_all(bytes).err();
        }
    }

    /// Flushes everything that was written so far.
    pub(super) fn flush(&mut self) {
        self.format_with(|writer, _, out| writer.flush(out), "");
        self.flush_writer();
    }

    fn flush_writer(&mut self) {
        if self.error.is_none() {
            self.error = self.writer.flush().err();
        }
        if self.error.is_none() && !self.sealed {
            self.printed.flush();
        }
    }

    /// Ends the array, if one is open, and lets nothing follow.
    pub(super) fn seal(&mut self) {
        self.close();
        self.sealed = true;
    }

    pub(super) fn filter_error(&self) -> Option<String> {
        self.filter_error.clone()
    }

    pub(super) fn is_broken(&self) -> bool {
        self.error.is_some()
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.flush_writer();
        self.error.take().map_or(Ok(()), Err)
    }
}

#[cfg(feature = "jq")]
impl Sink {
    pub(super) fn has_filter(&self) -> bool {
        self.style.filter.is_some()
    }

    /// Writes what the filter gives for a JSON text.
    pub(super) fn filtered(&mut self, json: &str) {
        let Some((filter, raw)) = self.style.filter.clone() else { return };
        let (outputs, error) = filter.run(&self.messages.redacted(json));
        for output in outputs {
            match output.text.filter(|_| raw) {
                Some(text) => self.write_text(&if self.is_terminal { escape_lines(&text) } else { text }),
                // What jq's language has beyond JSON, such as NaN, is written as it is.
                None if serde_json::from_str::<&RawValue>(&output.json).is_err() => self.write_text(&output.json),
                None if self.style.format == Format::Jsonl => self.write_json(format!("{}\n", output.json).as_bytes()),
                None => self.lay_out(b"", &output.json, 0, b"\n"),
            }
        }
        self.filter_error = self.filter_error.take().or(error);
        self.flush_writer();
    }
}
