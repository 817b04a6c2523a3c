//! `doapi completions`, and the hooks by which completion asks about the command line.

use super::all_applet_nouns;
use super::operation::completion_tree;
use crate::api::Client;
use crate::args::global::Global;
use crate::args::traits::Needed;
use crate::complete::{self, Hooks, Shell};
use crate::error::{Context as _, Result};
use crate::run::context::{Context, USER_AGENT};
use crate::run::token::{self, Reading};
use clap::{Args, FromArgMatches};
use std::ffi::OsString;
use std::time::Duration;

/// Print the completion script of a shell
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// Clear the cache of names
    #[arg(long)]
    clear_cache: bool,

    /// The shell
    #[arg(value_name = "SHELL", required_unless_present = "clear_cache", add = Needed(&["clear_cache"]))]
    shell: Option<Shell>,
}

impl Completions {
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        if self.clear_cache {
            complete::clear().context("cannot clear the cache of names")?;
        }
        if let Some(shell) = self.shell {
            ctx.ui.text(shell.shim());
        }
        Ok(())
    }
}

/// What completion asks of the command line.
pub(crate) fn hooks(normalize_argv: fn(Vec<OsString>) -> Vec<OsString>) -> Hooks {
    Hooks { tree: completion_tree, names, normalize_argv, client }
}

/// The names under which doapi can be called.
fn names() -> Vec<String> {
    let applets = all_applet_nouns().into_iter().map(|noun| format!("doapi-{noun}"));
    std::iter::once("doapi".to_owned()).chain(applets).collect()
}

/// The client for an unfinished command line. Nothing is reported to the user.
fn client(line: &[OsString]) -> Option<Client> {
    let matches = completion_tree(line).ignore_errors(true).try_get_matches_from(line).ok()?;
    let global = Global::from_arg_matches(&matches).ok()?;
    let token = token::find(&global, Reading::Quick).ok()?.token;
    let builder = Client::builder(global.endpoint().ok()?, token).user_agent(USER_AGENT);
    let builder = builder.timeout(Some(Duration::from_secs(1))).per_page(global.per_page().ok()?);
    Some(builder.jobs(global.jobs().ok()?).build())
}
