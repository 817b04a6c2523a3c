//! External commands: `doapi foo` runs `doapi-foo`, as git does.

use super::{NON_APPLETS, own_applets};
use crate::args::variable::flag;
use crate::error::status::Status;
use crate::error::{Context as _, Result};
use crate::run::context::Context;
use crate::run::links::is_same;
use crate::run::program::{TOKENS, replace_by};
use crate::ui::escape;
use clap_complete::engine::{CompletionCandidate, SubcommandCandidates};
use is_executable::is_executable;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;

/// The variable with the names of the external commands that are running, so that one that calls doapi under its own
/// name does not recurse without end.
const RUNNING: &str = "DOAPI_EXTERNAL";
/// What separates the names in it.
const SEPARATOR: &str = "/";
/// The program of a command, if there is one in the search path that is not doapi itself.
pub(super) fn find(name: &OsStr) -> Option<PathBuf> {
    let text = name.to_str()?;
    if text.is_empty() || text.contains(std::path::is_separator) || running().iter().any(|one| one == text) {
        return None;
    }
    let file = format!("doapi-{text}{}", std::env::consts::EXE_SUFFIX);
    let this = std::env::current_exe().ok()?;
    search_path().into_iter().map(|dir| dir.join(&file)).find(|path| is_executable(path) && !is_same(path, &this))
}

/// Whether there is such a command.
pub(super) fn is_there(given: &[OsString]) -> bool {
    given.first().is_some_and(|name| find(name).is_some())
}

/// The names of all commands that can be run so.
fn names() -> Vec<String> {
    let nouns = own_applets();
    let own = |name: &String| nouns.contains(name) || NON_APPLETS.contains(&name.as_str());
    let files = search_path().into_iter().filter_map(|dir| std::fs::read_dir(dir).ok()).flatten().flatten();
    let names: BTreeSet<String> = files.filter_map(|file| name_of(&file.file_name())).collect();
    names.into_iter().filter(|name| !own(name) && find(OsStr::new(name)).is_some()).collect()
}

/// The same, as candidates for the first word.
pub(super) fn candidates() -> SubcommandCandidates {
    SubcommandCandidates::new(|| names().into_iter().map(CompletionCandidate::new).collect())
}

fn name_of(file: &OsStr) -> Option<String> {
    let name = file.to_str()?.strip_prefix("doapi-")?.strip_suffix(std::env::consts::EXE_SUFFIX)?;
    Some(name.to_owned())
}

/// The part of `doapi help --all` that lists external commands and their paths.
pub(super) fn list() -> String {
    let line = |name: String| {
        let program = find(OsStr::new(&name)).unwrap_or_default();
        format!("  {:<13}{}\n", escape(&name), escape(&program.to_string_lossy()))
    };
    let lines: String = names().into_iter().map(line).collect();
    if lines.is_empty() {
        "External commands: none in the PATH\n".to_owned()
    } else {
        format!("External commands:\n{lines}")
    }
}

/// Runs an external command in place of doapi. It gets the endpoint and the token only with `--pass-token`.
pub(super) fn run(ctx: &Context, given: &[OsString], pass_token: bool) -> Result<()> {
    let Some((name, arguments)) = given.split_first() else { return Ok(()) };
    let program = find(name).with_context(|| format!("there is no command {:?}", name.to_string_lossy()))?;
    let mut command = Command::new(&program);
    let running = [running(), vec![name.to_string_lossy().into_owned()]].concat().join(SEPARATOR);
    command.args(arguments).env(RUNNING, running);
    for variable in TOKENS {
        command.env_remove(variable);
    }
    if let Some(context) = ctx.named_context()? {
        command.env("DOAPI_CONTEXT", context);
    }
    if pass_token || flag("DOAPI_PASS_TOKEN")? {
        let client = ctx.client()?;
        // The token says which account is meant, and two of them would be one too many.
        command.env_remove("DOAPI_CONTEXT");
        command.env("DOAPI_ENDPOINT", client.endpoint().to_string()).env("DO_API_TOKEN", client.token().reveal());
    }
    let code = replace_by(command).with_context(|| format!("cannot run {:?}", program.to_string_lossy()))?;
    if code != 0 {
        ctx.tally.failure(Status::Command(code));
    }
    Ok(())
}

fn running() -> Vec<String> {
    let names = std::env::var(RUNNING).unwrap_or_default();
    names.split(SEPARATOR).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn search_path() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).filter(|dir| !dir.as_os_str().is_empty()).collect()
}
