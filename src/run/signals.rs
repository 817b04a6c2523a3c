//! Signals: the first is answered at once and lets what was started come to its end, for some seconds; the second ends
//! the program. Either way, a request that may have been carried out is reported.

use super::in_flight::{InFlight, names};
use super::interrupt::Interrupt;
use crate::api::{Error, Request};
use crate::error::CliError;
use crate::ui::{Messages, stdout::Output};
#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGQUIT};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::sync::mpsc::channel;
use std::time::Duration;

/// What asks doapi to end. SIGHUP is a terminal that was closed.
#[cfg(unix)]
const SIGNALS: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];
#[cfg(not(unix))]
const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// How long an answer that is on its way is waited for after a signal.
const PATIENCE: Duration = Duration::from_secs(5);

/// What has to be done before the program ends in the middle of its work.
#[derive(Clone)]
pub(crate) struct Ending {
    pub(crate) messages: Messages,
    pub(crate) output: Output,
    pub(crate) in_flight: InFlight,
}

/// Listens on a thread, which sleeps until a signal comes.
pub(crate) fn listen(interrupt: Interrupt, ending: Ending) -> std::io::Result<()> {
    let mut signals = Signals::new(SIGNALS)?;
    let listen = move || {
        for signal in signals.forever() {
            let is_first = !interrupt.is_set();
            if !interrupt.record(signal.unsigned_abs() as usize) {
                ending.end(signal);
            }
            if is_first {
                ending.announce(signal);
            }
        }
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(listen).map(drop)
}

impl Ending {
    /// Says what is still waited for, and waits no longer than that.
    fn announce(&self, signal: i32) {
        let requests = self.in_flight.requests();
        if requests.is_empty() {
            return;
        }
        let names: Vec<String> = requests.iter().map(|one| format!("{} {}", one.method, one.path)).collect();
        self.messages.note(format_args!("interrupted; waiting up to 5s for the answer to {}", names.join(", ")));
        let ending = self.clone();
        let end = move || {
            std::thread::sleep(PATIENCE);
            if !ending.in_flight.requests().is_empty() {
                ending.end(signal);
            }
        };
        // Without a thread for it, the answer is waited for until the second signal.
        drop(std::thread::Builder::new().name("patience".to_owned()).spawn(end));
    }

    /// Closes the array on stdout, unless its reader takes nothing: then the end must not wait for it.
    fn close_stdout(&self) {
        let (closed, ended) = channel();
        let output = self.output.clone();
        let close = move || {
            output.close();
            let _ = closed.send(());
        };
        if std::thread::Builder::new().spawn(close).is_ok() {
            let _ = ended.recv_timeout(Duration::from_millis(300));
        }
    }

    fn report_lost(&self, request: &Request) {
        let (method, path, why) = (request.method, request.path.clone(), "interrupted".to_owned());
        let (error, names) = (CliError::from(Error::Lost { method, path, why }), names(request));
        self.messages.report(&if names.is_empty() { error } else { error.context(names.join(" ")) });
    }

    /// Ends the program.
    fn end(&self, signal: i32) -> ! {
        self.in_flight.done().iter().for_each(|line| self.messages.note(line));
        self.in_flight.requests().iter().for_each(|request| self.report_lost(request));
        self.close_stdout();
        signal_hook::low_level::exit(128 + signal)
    }
}
