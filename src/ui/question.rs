//! Questions to the person at the terminal.

use super::Messages;
use crate::api::Cancel;
use std::io::{BufRead, IsTerminal, Write};
use std::sync::mpsc::{Sender, channel};

/// Whether somebody can be asked: what is typed and what is shown are both a terminal's.
pub(crate) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks a question on stderr and returns what was answered: nothing at the end of the input, and when cancelled.
pub(crate) fn ask(messages: &Messages, question: &str, cancel: &Cancel) -> Option<String> {
    messages.prompt(question);
    let (sender, answer) = channel();
    let cancelled = sender.clone();
    let _registration = cancel.on_cancel(move || drop(cancelled.send(None)));
    // The read cannot be ended, so it is left behind on a thread of its own when a signal comes.
    std::thread::Builder::new().name("question".to_owned()).spawn(move || read(&sender)).ok()?;
    let answer = answer.recv().ok().flatten();
    if answer.is_none() {
        let _ = writeln!(std::io::stderr());
    }
    answer
}

fn read(sender: &Sender<Option<String>>) {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    drop(sender.send(read.ok().filter(|&bytes| bytes > 0).map(|_| line.trim().to_owned())));
}
