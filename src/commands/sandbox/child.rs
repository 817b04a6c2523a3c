//! The command that `sandbox exec` runs: signals for doapi are passed on to it, and what it leaves running when it was
//! ended by one is ended too.

use std::io;
use std::process::{Command, ExitStatus};

#[cfg(unix)]
pub(super) use unix::Signals;

/// Signals for doapi from now on, kept for the command.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub(super) fn keep() -> io::Result<Signals> {
        Ok(Signals)
    }

    pub(super) fn run(self, mut command: Command) -> io::Result<ExitStatus> {
        command.status()
    }
}

#[cfg(unix)]
mod unix {
    use super::{Command, ExitStatus, io};
    use crate::run::signals::SIGNALS;
    use rustix::process::{Pid, Signal, kill_process};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT};
    use signal_hook::iterator::SignalsInfo;
    use signal_hook::iterator::exfiltrator::origin::WithOrigin;
    use signal_hook::low_level::siginfo::Origin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// Signals for doapi from now on, kept for the command.
    pub(crate) struct Signals(SignalsInfo<WithOrigin>);

    impl Signals {
        pub(crate) fn keep() -> io::Result<Signals> {
            SignalsInfo::new(SIGNALS).map(Signals)
        }

        /// Runs the command to its end, passing on every signal.
        pub(crate) fn run(self, mut command: Command) -> io::Result<ExitStatus> {
            let mut signals = self.0;
            #[cfg(target_os = "linux")]
            super::left_behind::adopt();
            let mut child = command.spawn()?;
            let (pid, handle, was_signalled) =
                (Pid::from_child(&child), signals.handle(), Arc::new(AtomicBool::new(false)));
            let noted = Arc::clone(&was_signalled);
            std::thread::Builder::new().name("forward".to_owned()).spawn(move || {
                for origin in signals.forever() {
                    noted.store(true, Ordering::Relaxed);
                    pass_on(pid, &origin);
                }
            })?;
            let status = child.wait();
            handle.close();
            #[cfg(target_os = "linux")]
            if was_signalled.load(Ordering::Relaxed) {
                super::left_behind::end();
            }
            status
        }
    }

    /// The keys of a terminal signal the command too, so only signals that a process sent are passed on.
    fn pass_on(command: Pid, origin: &Origin) {
        let signal = match origin.signal {
            SIGHUP => Signal::HUP,
            SIGINT => Signal::INT,
            SIGQUIT => Signal::QUIT,
            _ => Signal::TERM,
        };
        if origin.process.is_some() {
            // The command may already have ended.
            let _ = kill_process(command, signal);
        }
    }
}

/// Processes that the command has started and not waited for. Linux gives them to doapi when the command ends.
#[cfg(target_os = "linux")]
mod left_behind {
    use rustix::process::{Pid, Signal, WaitOptions, getpid, kill_process, set_child_subreaper, wait};
    use std::time::Duration;

    /// How often they are looked for after they were asked to end, before they are killed.
    const LOOKS: usize = 20;
    const PAUSE: Duration = Duration::from_millis(50);

    /// From now on, such processes become children of doapi. A kernel that cannot do that leaves them alone.
    pub(super) fn adopt() {
        let _ = set_child_subreaper(Some(getpid()));
    }

    /// Asks all of them to end, and kills those that do not.
    pub(super) fn end() {
        let mut asked = Vec::new();
        for look in 0..=LOOKS {
            let left = children();
            if left.is_empty() {
                return;
            }
            for pid in left {
                if look == LOOKS {
                    let _ = kill_process(pid, Signal::KILL);
                } else if !asked.contains(&pid) {
                    let _ = kill_process(pid, Signal::TERM);
                    asked.push(pid);
                }
            }
            std::thread::sleep(PAUSE);
            while let Ok(Some(_)) = wait(WaitOptions::NOHANG) {}
        }
    }

    fn children() -> Vec<Pid> {
        let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        entries.filter_map(|entry| child(entry.file_name().to_str()?)).collect()
    }

    /// The process of this number, if it is a child of doapi: the parent is the second field after the name in
    /// brackets.
    fn child(pid: &str) -> Option<Pid> {
        let number = pid.parse().ok()?;
        let stat = std::fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
        let parent: i32 = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
        Pid::from_raw(number).filter(|_| parent == getpid().as_raw_pid())
    }
}
