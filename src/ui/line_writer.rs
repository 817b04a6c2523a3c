//! Writers for stdout. On a terminal, messages and progress are written there too, and must always start on a new line.

use crate::ui::Messages;
use std::io::{self, Write};

/// Writes whole lines only, and holds an unfinished line back. All output of doapi ends with a line break.
pub(super) struct TerminalOut<W: Write> {
    terminal: W,
    messages: Messages,
    held: Vec<u8>,
}

impl<W: Write> TerminalOut<W> {
    pub(super) fn new(terminal: W, messages: Messages) -> TerminalOut<W> {
        TerminalOut { terminal, messages, held: Vec::new() }
    }
}

impl<W: Write> Write for TerminalOut<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if let Some(end) = self.held.iter().rposition(|&byte| byte == b'\n') {
            let lines: Vec<u8> = self.held.drain(..=end).collect();
            let terminal = &mut self.terminal;
            self.messages.line().hidden_during(|| terminal.write_all(&lines).and_then(|()| terminal.flush()))?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// stdout where it is not a terminal. Its reader may still write to the terminal.
pub(super) struct PipedOut<W: Write>(pub(super) W, pub(super) Messages);

impl<W: Write> Write for PipedOut<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.1.line().stdout_is_piped();
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// stdout that was closed before the program began.
pub(super) struct ClosedOut;

impl Write for ClosedOut {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(closed())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The error of writing to it.
pub(crate) fn closed() -> io::Error {
    io::Error::other("it is closed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_shown_when_it_has_ended() {
        let mut shown = Vec::new();
        let mut screen = TerminalOut::new(&mut shown, Messages::default());
        for (text, so_far) in [("[\n  1", "[\n"), (",", "[\n"), ("\n  2", "[\n  1,\n"), ("\n]\n", "[\n  1,\n  2\n]\n")]
        {
            screen.write_all(text.as_bytes()).unwrap();
            screen.flush().unwrap();
            assert_eq!(String::from_utf8_lossy(screen.terminal), so_far);
        }
    }
}
