//! `doapi`: the command line to a DigitalOcean account.
//!
//! It is one program under many names. `doapi droplet show` is the plain one; called through a symlink named
//! `doapi-droplet`, as the eleven programs of doapi 0.2.0 were, it takes the noun from its own name (`argv[0]`) and
//! puts it where the plain spelling has it. So there is one command tree, and help always shows the plain spelling.
//!
//! Everything below returns; this is the only place that picks an exit status.

mod api;
mod args;
#[cfg(test)]
mod bench;
mod commands;
mod complete;
mod error;
#[cfg(test)]
mod fuzz;
mod resolve;
mod run;
mod ui;
mod verbs;

use api::Interrupt;
use commands::{Answer, Cli};
use error::Status;
use signal_hook::consts::{SIGINT, SIGTERM};
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

fn main() -> ExitCode {
    let started = Instant::now();
    if is_version(std::env::args_os().skip(1)) {
        return version();
    }
    if complete::is_asked() {
        return completion();
    }
    let status = match Cli::parse_line(arguments(std::env::args_os())) {
        Ok(cli) => catch_signals()
            .map_or_else(|error| ui::messages::report(&error.into()), |interrupt| cli.run(started, interrupt)),
        Err(error) => usage(error),
    };
    ExitCode::from(status.code())
}

/// Whether the version is all that is asked for, for which the command tree need not be built.
fn is_version(mut given: impl Iterator<Item = OsString>) -> bool {
    let asks = given.next().is_some_and(|first| first == "--version" || first == "-V");
    asks && given.next().is_none()
}

fn version() -> ExitCode {
    // A closed pipe is no reason to fail.
    let _ = writeln!(std::io::stdout(), "doapi {}", env!("CARGO_PKG_VERSION"));
    ExitCode::SUCCESS
}

/// Answers a shell, which asks in the place of a user.
fn completion() -> ExitCode {
    let answered = complete::answer(commands::hooks(|words| arguments(words.into_iter())));
    ExitCode::from(answered.map_or_else(|error| usage(error).code(), |()| 0))
}

/// The command line in its plain spelling: `doapi-droplet show` becomes `doapi droplet show`.
fn arguments(mut given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let name = given.next().unwrap_or_default();
    let stem = Path::new(&name).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    let noun = stem.strip_prefix("doapi-").map(OsString::from);
    std::iter::once("doapi".into()).chain(noun).chain(given).collect()
}

/// The first signal is noted, for waits to look at; the second ends the program at once, as does the first where no
/// request has been made yet.
fn catch_signals() -> std::io::Result<Interrupt> {
    let (interrupt, arrived) = (Interrupt::default(), Arc::new(AtomicUsize::new(0)));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_usize(signal, Arc::clone(&arrived), signal.unsigned_abs() as usize)?;
    }
    let noted = interrupt.clone();
    // Not in the handler: a second signal that is the first one, sent twice, is told by the clock. And not in the threads
    // that wait: they may hang where no flag is looked at.
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        loop {
            std::thread::sleep(Interrupt::NOTICE);
            match arrived.swap(0, Ordering::Relaxed) {
                0 => {}
                signal if noted.note(signal) => {}
                signal => signal_hook::low_level::exit(128 + i32::try_from(signal).unwrap_or(SIGINT)),
            }
        }
    })?;
    Ok(interrupt)
}

/// Help and version go to stdout with status 0, complaints to stderr with status 2; clap knows which is which.
fn usage(error: clap::Error) -> Status {
    // A closed pipe is no reason to fail.
    match commands::answer(&arguments(std::env::args_os()), error) {
        Answer::Text(text) => {
            let _ = std::io::stdout().write_all(text.as_bytes());
            Status::Done
        }
        Answer::Error(error) => {
            let _ = error.print();
            if error.use_stderr() { Status::Usage } else { Status::Done }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noun_comes_from_the_name_of_the_program() {
        for (given, plain) in [
            (vec!["doapi", "droplet", "show"], vec!["doapi", "droplet", "show"]),
            (vec!["/usr/bin/doapi-droplet", "show"], vec!["doapi", "droplet", "show"]),
            (vec!["doapi-floating-ip"], vec!["doapi", "floating-ip"]),
            (vec!["./doapi-size.exe", "--timeout", "9"], vec!["doapi", "size", "--timeout", "9"]),
            (vec!["other", "size"], vec!["doapi", "size"]),
        ] {
            assert_eq!(arguments(given.iter().map(OsString::from)), plain);
        }
    }
}
