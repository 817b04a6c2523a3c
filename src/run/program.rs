//! Other programs that take over from doapi, or are run for several targets.

use super::Context;
use crate::error::status::Status;
use crate::error::{Context as _, Result, failure, interrupted};
use std::process::{Command, ExitStatus, Stdio};

/// Variables that may hold a token, which no other program gets unasked.
pub(crate) const TOKENS: [&str; 3] = ["DO_API_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN", "DIGITALOCEAN_TOKEN"];

/// Runs a program in place of doapi, whose exit status is then its own. A dry run lists it.
pub(crate) fn replace(ctx: &Context, mut command: Command) -> Result<()> {
    if ctx.is_dry_run() {
        ctx.guard.plan(described(&command));
        return Ok(());
    }
    let program = prepared(&mut command);
    let code = replace_by(command).with_context(|| format!("cannot run {program:?}"))?;
    if code != 0 {
        ctx.tally.failure(Status::Command(code));
    }
    Ok(())
}

/// What a program prints, however it ends; it gets no input, and its messages are not shown.
pub(crate) fn output(mut command: Command) -> Result<String> {
    let program = prepared(&mut command);
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output();
    let output = output.with_context(|| format!("cannot run {program:?}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program for each target, one after another. One that fails is reported, and the others continue.
pub(crate) fn run_each(ctx: &Context, commands: Vec<(String, Result<Command>)>) {
    for (target, command) in commands {
        if ctx.interrupt.is_set() {
            ctx.fail(target, interrupted());
            continue;
        }
        match command.and_then(|command| run(ctx, command)) {
            Ok(()) => ctx.tally.success(),
            Err(error) => ctx.fail(target, error),
        }
    }
}

fn run(ctx: &Context, mut command: Command) -> Result<()> {
    if ctx.is_dry_run() {
        ctx.guard.plan(described(&command));
        return Ok(());
    }
    let program = prepared(&mut command);
    let status = command.status().with_context(|| format!("cannot run {program:?}"))?;
    if status.success() { Ok(()) } else { Err(failure(ended(&program, status))) }
}

fn ended(program: &str, status: ExitStatus) -> String {
    status.code().map_or_else(
        || format!("{program} was ended by a {status}"),
        |code| format!("{program} ended with exit status {code}"),
    )
}

/// The program's name; its environment is without the token.
fn prepared(command: &mut Command) -> String {
    for variable in TOKENS {
        command.env_remove(variable);
    }
    command.get_program().to_string_lossy().into_owned()
}

/// The words of a command as a JSON object.
fn described(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    serde_json::json!({"run": words}).to_string()
}

#[cfg(unix)]
pub(crate) fn replace_by(mut command: Command) -> std::io::Result<u8> {
    Err(std::os::unix::process::CommandExt::exec(&mut command))
}

#[cfg(not(unix))]
pub(crate) fn replace_by(mut command: Command) -> std::io::Result<u8> {
    let status = command.status()?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}
