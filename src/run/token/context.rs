//! The token of a context.

use super::command::{Trouble, first_line};
use super::{LocatedToken, NoToken, Reading, from_file, usable};
use crate::args::config::{Account, TokenSource, is_writable_by_all, misconfigured};
use crate::args::global::Global;
use crate::error::{Result, interrupted};
use std::path::Path;
use std::process::Command;

pub(super) fn find(global: &Global, account: &Account, reading: Reading) -> Result<LocatedToken> {
    let name = &account.name;
    if let Some((text, path)) = account.doctl_token()? {
        return usable(&text, &format!("the token of the context {name:?} in {path:?}"));
    }
    match &account.entry.token {
        None => Err(NoToken::Useless(format!("the context {name:?} has neither token-file nor token-command")).into()),
        Some(TokenSource::File(file)) => {
            let found = from_file(file, reading)?;
            Ok(LocatedToken { place: format!("{} (context {name:?})", found.place), ..found })
        }
        Some(TokenSource::Program(words)) => of_command(global, name, program(words), reading),
        Some(TokenSource::Shell(line)) => of_command(global, name, shell(line), reading),
    }
}

/// The token that a command prints, as it is tried before a context gets it.
pub(crate) fn printed_by(source: &TokenSource, name: &str, reading: Reading) -> Result<LocatedToken> {
    match source {
        TokenSource::File(file) => from_file(file, reading),
        TokenSource::Program(words) => run(name, program(words), reading),
        TokenSource::Shell(line) => run(name, shell(line), reading),
    }
}

fn program(words: &[String]) -> Command {
    let mut command = Command::new(words.first().map_or("", String::as_str));
    command.args(words.iter().skip(1));
    command
}

#[cfg(unix)]
fn shell(line: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", line]);
    command
}

#[cfg(not(unix))]
fn shell(line: &str) -> Command {
    let mut command = Command::new("cmd");
    command.args(["/C", line]);
    command
}

/// A file that everybody can write to must not decide what is run.
fn of_command(global: &Global, name: &str, command: Command, reading: Reading) -> Result<LocatedToken> {
    let path = global.configuration_path().unwrap_or_default();
    if is_writable_by_all(&path) {
        let text = "everybody can write to it, so no command in it is run; chmod 600 makes it yours";
        return Err(misconfigured(format!("{}: {text}", Path::new(&path).display())));
    }
    run(name, command, reading)
}

fn run(name: &str, command: Command, reading: Reading) -> Result<LocatedToken> {
    let place = format!("the token-command of the context {name:?}");
    match first_line(command, reading) {
        Ok(text) => usable(&text, &format!("what {place} printed")),
        Err(Trouble::Interrupted) => Err(interrupted()),
        Err(Trouble::Failed(why)) => Err(NoToken::Useless(format!("{place} {why}")).into()),
    }
}
