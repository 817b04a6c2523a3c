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

/// The same for an answer that the terminal must not show.
#[cfg(unix)]
pub(crate) fn ask_hidden(messages: &Messages, question: &str, cancel: &Cancel) -> std::io::Result<Option<String>> {
    let hidden = Hidden::begin()?;
    let answer = ask(messages, question, cancel);
    drop(hidden);
    if answer.is_some() {
        // The end of the line was not shown either.
        let _ = writeln!(std::io::stderr());
    }
    Ok(answer)
}

#[cfg(not(unix))]
pub(crate) fn ask_hidden(messages: &Messages, question: &str, _: &Cancel) -> std::io::Result<Option<String>> {
    messages.prompt(question);
    console::Term::stderr().read_secure_line().map(|line| Some(line.trim().to_owned()))
}

/// While it lives, the terminal does not show what is typed.
#[cfg(unix)]
struct Hidden(rustix::termios::Termios);

#[cfg(unix)]
impl Hidden {
    fn begin() -> std::io::Result<Hidden> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let before = tcgetattr(std::io::stdin())?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        tcsetattr(std::io::stdin(), OptionalActions::Flush, &hidden)?;
        Ok(Hidden(before))
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        let _ = rustix::termios::tcsetattr(std::io::stdin(), rustix::termios::OptionalActions::Now, &self.0);
    }
}

fn read(sender: &Sender<Option<String>>) {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    drop(sender.send(read.ok().filter(|&bytes| bytes > 0).map(|_| line.trim().to_owned())));
}
