//! Signals. The first is reported at once, and requests that are under way get some seconds to finish; the second ends
//! the program. Either way, results that were not printed are named, and so is a request that may have been carried
//! out.

use super::changes::{Changes, lost, name};
use super::interrupt::Interrupt;
use crate::api::Cause;
use crate::ui::{Messages, stdout::Output};
#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGQUIT};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::sync::mpsc::channel;
use std::time::Duration;

/// The signals that end doapi. SIGHUP is sent when the terminal is closed.
#[cfg(unix)]
pub(crate) const SIGNALS: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];
#[cfg(not(unix))]
pub(crate) const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// How long doapi waits for answers after a signal.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the program may take to end once there is nothing to wait for.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// What has to be done before the program ends early.
#[derive(Clone)]
pub(crate) struct Ending {
    pub(crate) interrupt: Interrupt,
    pub(crate) messages: Messages,
    pub(crate) output: Output,
    pub(crate) changes: Changes,
}

/// Listens on a thread, which sleeps until a signal comes. Where no thread can be started, signals keep their usual
/// effect, so the thread has to be there before they are taken over.
pub(crate) fn listen(ending: Ending) -> std::io::Result<()> {
    let (sender, receiver) = channel::<Signals>();
    let listen = move || {
        let Ok(mut signals) = receiver.recv() else { return };
        signals.forever().for_each(|signal| ending.receive(signal));
    };
    if std::thread::Builder::new().name("signals".to_owned()).spawn(listen).is_ok() {
        let _ = sender.send(Signals::new(SIGNALS)?);
    }
    Ok(())
}

impl Ending {
    fn receive(&self, signal: i32) {
        let is_first = !self.interrupt.is_set();
        if !self.interrupt.record(signal.unsigned_abs() as usize) {
            self.end(signal);
        }
        if is_first {
            self.announce(signal);
        }
    }

    /// Reports what is still running, and what was done but not printed yet, and limits how long doapi waits for it.
    fn announce(&self, signal: i32) {
        let requests = self.changes.unanswered();
        if !requests.is_empty() && self.interrupt.take_report() {
            let names: Vec<String> = requests.iter().map(name).collect();
            self.messages.note(format_args!("interrupted; waiting up to 5s for the answer to {}", names.join(", ")));
            self.changes.tell_everything();
        }
        let ending = self.clone();
        let end = move || {
            std::thread::sleep(PATIENCE);
            if ending.changes.unanswered().is_empty() {
                std::thread::sleep(LAST_WORDS);
            }
            ending.end(signal);
        };
        // Without a thread for it, the second signal ends the program.
        drop(std::thread::Builder::new().name("patience".to_owned()).spawn(end));
    }

    /// Closes the array on stdout, unless its reader does not read: a blocked write must not delay the end.
    fn close_stdout(&self) {
        let (closed, ended) = channel();
        let output = self.output.clone();
        let close = move || {
            output.seal();
            let _ = closed.send(());
        };
        if std::thread::Builder::new().spawn(close).is_ok() {
            let _ = ended.recv_timeout(Duration::from_millis(300));
        }
    }

    /// Ends the program.
    fn end(&self, signal: i32) -> ! {
        self.close_stdout();
        self.changes.tell_everything();
        let unanswered = self.changes.unanswered();
        unanswered.iter().for_each(|request| self.messages.report(&lost(request, Cause::Interrupted)));
        if self.interrupt.take_report() && unanswered.is_empty() {
            self.messages.note(if self.changes.is_any() { "interrupted" } else { "interrupted; nothing was changed" });
        }
        signal_hook::low_level::exit(128 + signal)
    }
}
