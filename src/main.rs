//! `doapi`: the command line to a DigitalOcean account.
//!
//! The program has several names: called through a symlink named `doapi-droplet`, like the eleven programs of doapi
//! 0.2.0, it takes the noun from `argv[0]` and inserts it, so that the rest of the program sees only `doapi droplet
//! show`. There is one command tree, and help always shows the form with spaces.
//!
//! Everything below returns its result; only this file ends the process.

mod api;
mod args;
#[cfg(test)]
mod bench;
mod commands;
mod complete;
mod error;
mod escape;
#[cfg(test)]
mod fuzz;
mod json;
mod operations;
mod resolve;
mod run;
mod ui;
mod verbs;

use clap::error::ErrorKind;
use commands::{Answer, Cli};
use error::{CliError, Status};
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use ui::Messages;

fn main() -> ExitCode {
    let started = Instant::now();
    if is_version(std::env::args_os().skip(1)) {
        return ExitCode::from(version());
    }
    if complete::is_asked() {
        return completion();
    }
    ExitCode::from(match Cli::parse_line(arguments(std::env::args_os())) {
        Ok(cli) => cli.run(started),
        Err(error) => usage(error),
    })
}

/// Whether only the version is asked for, so that the command tree need not be built.
fn is_version(mut given: impl Iterator<Item = OsString>) -> bool {
    let asks = given.next().is_some_and(|first| first == "--version" || first == "-V");
    asks && given.next().is_none()
}

fn version() -> u8 {
    print(|| writeln!(std::io::stdout(), "doapi {}", env!("CARGO_PKG_VERSION")))
}

/// Answers a shell's request for completion.
fn completion() -> ExitCode {
    let answered = complete::answer(commands::hooks(|words| arguments(words.into_iter())));
    ExitCode::from(answered.map_or_else(usage, |()| 0))
}

/// Rewrites `doapi-droplet show` to `doapi droplet show`.
fn arguments(mut given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let name = given.next().unwrap_or_default();
    let stem = Path::new(&name).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    let noun = stem.strip_prefix("doapi-").map(commands::words_of).unwrap_or_default();
    std::iter::once("doapi".into()).chain(noun.into_iter().map(OsString::from)).chain(given).collect()
}

/// Prints help and version to stdout with status 0, and errors to stderr with status 2, as clap classifies them.
fn usage(error: clap::Error) -> u8 {
    // The version is the same for every command and name of the program.
    if error.kind() == ErrorKind::DisplayVersion {
        return version();
    }
    match commands::answer(&arguments(std::env::args_os()), error) {
        Answer::Text(text) => print(|| std::io::stdout().write_all(text.as_bytes())),
        Answer::Error(error) if error.use_stderr() => {
            // A failure to write to stderr cannot be reported anywhere.
            let _ = error.print();
            Status::Usage.code(None)
        }
        Answer::Error(error) => print(|| error.print()),
    }
}

/// Writes text to stdout. A closed pipe is not a failure.
fn print(write: impl FnOnce() -> std::io::Result<()>) -> u8 {
    let is_open = if doapi_stdio::stdout_was_closed() { Err(ui::closed()) } else { Ok(()) };
    match is_open.and_then(|()| write()).and_then(|()| std::io::stdout().flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            let error = CliError::from(error).context("cannot write to stdout");
            Messages::default().report(&error);
            error.status.code(None)
        }
        _ => Status::Done.code(None),
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
            (vec!["doapi-inventory", "--list"], vec!["doapi", "droplet", "inventory", "--list"]),
            (vec!["other", "size"], vec!["doapi", "size"]),
        ] {
            assert_eq!(arguments(given.iter().map(OsString::from)), plain);
        }
    }
}
