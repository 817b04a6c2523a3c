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

/// Whether the version is all that is asked for, for which the command tree need not be built.
fn is_version(mut given: impl Iterator<Item = OsString>) -> bool {
    let asks = given.next().is_some_and(|first| first == "--version" || first == "-V");
    asks && given.next().is_none()
}

fn version() -> u8 {
    print(|| writeln!(std::io::stdout(), "doapi {}", env!("CARGO_PKG_VERSION")))
}

/// Answers a shell, which asks in the place of a user.
fn completion() -> ExitCode {
    let answered = complete::answer(commands::hooks(|words| arguments(words.into_iter())));
    ExitCode::from(answered.map_or_else(usage, |()| 0))
}

/// The command line in its plain spelling: `doapi-droplet show` becomes `doapi droplet show`.
fn arguments(mut given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let name = given.next().unwrap_or_default();
    let stem = Path::new(&name).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    let noun = stem.strip_prefix("doapi-").map(OsString::from);
    std::iter::once("doapi".into()).chain(noun).chain(given).collect()
}

/// Help and version go to stdout with status 0, complaints to stderr with status 2; clap knows which is which.
fn usage(error: clap::Error) -> u8 {
    // The same under every name, and not that of the command it was asked of.
    if error.kind() == ErrorKind::DisplayVersion {
        return version();
    }
    match commands::answer(&arguments(std::env::args_os()), error) {
        Answer::Text(text) => print(|| std::io::stdout().write_all(text.as_bytes())),
        Answer::Error(error) if error.use_stderr() => {
            // There is nowhere to report that stderr cannot be written to.
            let _ = error.print();
            Status::Usage.code(None)
        }
        Answer::Error(error) => print(|| error.print()),
    }
}

/// Writes to stdout what was asked for. A reader that has gone away is no failure.
fn print(write: impl FnOnce() -> std::io::Result<()>) -> u8 {
    match write().and_then(|()| std::io::stdout().flush()) {
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
            (vec!["other", "size"], vec!["doapi", "size"]),
        ] {
            assert_eq!(arguments(given.iter().map(OsString::from)), plain);
        }
    }
}
