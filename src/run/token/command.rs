//! The program that prints the token of a context. What it prints is shown to nobody.

use super::{Reading, read};
use crate::api::{Cancel, Clock};
use std::io::IsTerminal;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// How long it may take: somebody may have to type a password.
const LIMIT: Duration = Duration::from_secs(60);
/// How long it may take when completion needs the token.
const SHORT_LIMIT: Duration = Duration::from_secs(1);
/// How often it is looked whether it has ended, once it has printed everything.
const PAUSE: Duration = Duration::from_millis(5);

/// Why there is no token.
pub(super) enum Trouble {
    Interrupted,
    Failed(String),
}

/// What ended the wait for the output.
enum Event {
    Output(std::io::Result<String>),
    Cancelled,
}

/// The first line that the program prints.
pub(super) fn first_line(command: Command, reading: Reading) -> Result<String, Trouble> {
    let mut command = command;
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = prepared(&mut command, reading)
        .spawn()
        .map_err(|error| Trouble::Failed(format!("cannot run {program:?}: {error}")))?;
    let ended = output(&mut child, reading);
    if ended.is_err() {
        drop(child.kill());
        drop(child.wait());
    }
    let (text, status) = ended?;
    if !status.success() {
        return Err(Trouble::Failed(how_it_failed(status)));
    }
    let line = text.lines().next().unwrap_or_default().trim().to_owned();
    if line.is_empty() { Err(Trouble::Failed("printed no token in its first line".to_owned())) } else { Ok(line) }
}

/// The person at the terminal may be asked something, but data for doapi on stdin is not the program's. Completion
/// leaves nobody a chance to answer.
fn prepared<'a>(command: &'a mut Command, reading: Reading) -> &'a mut Command {
    let may_ask = matches!(reading, Reading::Full { .. });
    if !(may_ask && std::io::stdin().is_terminal()) {
        command.stdin(Stdio::null());
    }
    if !may_ask {
        command.stderr(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
    }
    command.stdout(Stdio::piped())
}

/// All that it prints, and how it ended.
fn output(child: &mut Child, reading: Reading) -> Result<(String, ExitStatus), Trouble> {
    let (sender, events) = channel();
    let (clock, cancel) = reading.clock_and_cancel();
    let cancelled = sender.clone();
    let _registration = cancel.on_cancel(move || drop(cancelled.send(Event::Cancelled)));
    let limit = if matches!(reading, Reading::Full { .. }) { LIMIT } else { SHORT_LIMIT };
    let end = clock.now() + limit;
    read_aside(child, sender).map_err(|error| Trouble::Failed(error.to_string()))?;
    let late = || Trouble::Failed(format!("was ended after {} s without a token", limit.as_secs()));
    match events.recv_timeout(clock.real_time_until(end)) {
        Ok(Event::Cancelled) => Err(Trouble::Interrupted),
        Err(_) => Err(late()),
        Ok(Event::Output(text)) => {
            let text =
                text.map_err(|error| Trouble::Failed(format!("printed something else than a token: {error}")))?;
            let status = wait(child, &clock, &cancel, end)?;
            Ok((text, status.ok_or_else(late)?))
        }
    }
}

/// Reads on a thread, which is left behind if the program does not end.
fn read_aside(child: &mut Child, sender: Sender<Event>) -> std::io::Result<()> {
    let stdout = child.stdout.take();
    let work = move || {
        let text = stdout.map_or(Ok(String::new()), read);
        drop(sender.send(Event::Output(text)));
    };
    std::thread::Builder::new().name("token".to_owned()).spawn(work).map(drop)
}

/// Waits for the end of a program that has closed its output.
fn wait(
    child: &mut Child,
    clock: &Clock,
    cancel: &Cancel,
    end: std::time::Instant,
) -> Result<Option<ExitStatus>, Trouble> {
    while clock.now() < end {
        match child.try_wait() {
            Ok(None) if cancel.sleep(PAUSE) => {}
            Ok(None) => return Err(Trouble::Interrupted),
            Ok(Some(status)) => return Ok(Some(status)),
            Err(error) => return Err(Trouble::Failed(error.to_string())),
        }
    }
    Ok(None)
}

fn how_it_failed(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("failed with exit status {code}"),
        // `signal: 9 (SIGKILL)`
        None => format!("was ended by a {status}"),
    }
}
