//! `doapi sandbox exec`.

use crate::commands::own_applets;
use crate::commands::sandbox::child::Signals;
use crate::commands::sandbox::options::{Logged, SandboxOptions, variables};
use crate::error::status::Status;
use crate::error::{Context as _, Result, failure};
use crate::run::context::Context;
use crate::run::links::Links;
use crate::ui::escape;
use doapi_sandbox::Sandbox;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use tempfile::TempDir;

/// The exit statuses of a shell for a command that was not found, and for one that cannot be executed.
const NOT_FOUND: u8 = 127;
const NOT_EXECUTABLE: u8 = 126;
/// Where the API listens.
const LOOPBACK: &str = "127.0.0.1";
/// Requests that are named when they could not be served.
const MOST_NAMED: usize = 20;

/// Runs a command against a fresh API, and ends with its status. With `strict`, requests that the API does not serve
/// are a failure.
pub(super) fn exec(ctx: &Context, options: &SandboxOptions, strict: bool, command: &[OsString]) -> Result<()> {
    // Before there is anything that a signal could leave behind.
    let signals = Signals::keep().context("cannot listen for signals")?;
    let sandbox = options.start(ctx, (Ipv4Addr::LOCALHOST.into(), 0), Logged::None)?;
    let names = names_of_doapi().context("cannot create the doapi-NOUN links for the command's PATH")?;
    let Some((program, arguments)) = command.split_first() else { return Ok(()) };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .envs(variables(&sandbox))
        // A context would be another account beside the one that these variables hold.
        .env_remove("DOAPI_CONTEXT")
        .env("PATH", with_first(names.path(), "PATH"))
        .envs(no_proxy());
    let ran = signals.run(command);
    let unserved = unserved(&sandbox);
    options.report_scopes(ctx, &sandbox);
    let stopped = sandbox.stop().context("cannot stop the sandbox");
    report(ctx, &unserved);
    let code = ran.map_or_else(|error| cannot_run(ctx, program, &error), code);
    if code == 0 && strict && !unserved.is_empty() {
        return stopped.and(Err(failure("the command asked for what the sandbox does not serve")));
    }
    if code == 0 {
        return stopped;
    }
    if let Err(error) = stopped {
        ctx.ui.note(error);
    }
    ctx.tally.failure(Status::Command(code));
    Ok(())
}

fn report(ctx: &Context, unserved: &BTreeMap<String, usize>) {
    for (request, count) in unserved.iter().take(MOST_NAMED) {
        ctx.ui.note(format_args!("the sandbox does not serve {} (requests: {count})", escape(request)));
    }
    if let Some(more) = unserved.len().checked_sub(MOST_NAMED).filter(|&more| more > 0) {
        ctx.ui.note(format_args!("the sandbox does not serve {more} more"));
    }
}

fn cannot_run(ctx: &Context, program: &OsStr, error: &std::io::Error) -> u8 {
    ctx.ui.note(format_args!("cannot run {program:?}: {error}"));
    if error.kind() == ErrorKind::NotFound { NOT_FOUND } else { NOT_EXECUTABLE }
}

/// The requests that the sandbox has no route for, each with how often it was made.
fn unserved(sandbox: &Sandbox) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for exchange in sandbox.requests().iter().filter(|it| it.unknown_route) {
        let path = exchange.path.split('?').next().unwrap_or_default();
        *counts.entry(format!("{} {path}", exchange.method)).or_default() += 1;
    }
    counts
}

/// A temporary directory with links for all names of this program.
fn names_of_doapi() -> std::io::Result<TempDir> {
    let dir = TempDir::with_prefix("doapi-")?;
    let links = Links::to_this_program(Some(dir.path().to_owned()))?;
    links.make("doapi")?;
    own_applets().iter().try_for_each(|noun| links.make(&format!("doapi-{noun}")).map(drop))?;
    Ok(dir)
}

fn with_first(dir: &Path, variable: &str) -> OsString {
    let old = std::env::var_os(variable).unwrap_or_default();
    let paths = std::iter::once(PathBuf::from(dir)).chain(std::env::split_paths(&old));
    std::env::join_paths(paths).unwrap_or(old)
}

/// Excludes loopback from proxies, which could not reach this API. Of the two spellings curl and Python prefer the second
/// and Go the first, so both are set. One that is not set takes what the other says.
fn no_proxy() -> [(&'static str, String); 2] {
    let set = |name: &str| std::env::var(name).ok().filter(|hosts| !hosts.is_empty());
    [("NO_PROXY", "no_proxy"), ("no_proxy", "NO_PROXY")].map(|(name, other)| {
        let hosts = set(name).or_else(|| set(other));
        (name, hosts.map_or_else(|| LOOPBACK.to_owned(), |hosts| format!("{hosts},{LOOPBACK}")))
    })
}

/// The exit status as a shell reports it.
fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(128 + signal).unwrap_or(u8::MAX);
    }
    status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}
