//! The configuration file: the contexts, each an account with its own token and defaults, and the defaults of all.

mod doctl;
mod edit;
mod file;
mod reader;

pub(crate) use doctl::PREFIX as DOCTL;
pub(crate) use edit::{Edit, TokenKey, keep_token, remove_token};
pub(crate) use file::{is_writable_by_all, open_quickly};

use crate::args::duration::Limit;
use crate::args::nearest::did_you_mean;
use crate::error::{CliError, Result, Status};
use crate::ui::format::Format;
use indexmap::IndexMap;
use std::path::{Path, PathBuf};

/// The configuration, as it was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Config {
    /// Where it is, or would be; nothing where the system names no directory for it.
    pub(crate) path: Option<PathBuf>,
    /// The name of the context that is used unless another is named, and its line.
    current: Option<(String, usize)>,
    defaults: Settings,
    contexts: IndexMap<String, Entry>,
    /// What is odd about the file, but no reason to stop.
    pub(crate) warnings: Vec<String>,
}

/// What stands in the table of a context.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub(crate) token: Option<TokenSource>,
    pub(crate) endpoint: Option<String>,
    pub(crate) settings: Settings,
}

/// Where the token of a context comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenSource {
    File(PathBuf),
    /// A program and its arguments.
    Program(Vec<String>),
    /// A line for a shell.
    Shell(String),
}

/// Defaults of options, at the top of the file or of one context.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) output: Option<Format>,
    pub(crate) region: Option<String>,
    pub(crate) ssh_user: Option<String>,
    pub(crate) ssh_port: Option<u16>,
    pub(crate) ssh_key: Option<PathBuf>,
    pub(crate) wait_time: Option<Limit>,
    pub(crate) protect: Vec<String>,
    pub(crate) read_only: Option<bool>,
    pub(crate) confirm: Option<Confirm>,
}

/// Which destructions have to be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Confirm {
    /// Also those of objects that were named one by one.
    Always,
    /// Those that a selector chose.
    #[default]
    Selected,
    Never,
}

impl Confirm {
    const ALL: [Confirm; 3] = [Confirm::Always, Confirm::Selected, Confirm::Never];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Confirm::Always => "always",
            Confirm::Selected => "selected",
            Confirm::Never => "never",
        }
    }

    fn parse(text: &str) -> Option<Confirm> {
        Confirm::ALL.into_iter().find(|confirm| confirm.name() == text)
    }
}

/// A context that a command uses.
#[derive(Debug, Clone, Default)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) entry: Entry,
}

impl Account {
    /// The token in doctl's configuration and the path of that, if the token is there.
    pub(crate) fn doctl_token(&self) -> Result<Option<(String, PathBuf)>> {
        let name = self.name.strip_prefix(DOCTL).filter(|_| self.entry.token.is_none());
        name.map(doctl::token).transpose()
    }
}

/// An error in the configuration, or in how it is asked for; nothing was sent.
pub(crate) fn misconfigured(text: impl Into<String>) -> CliError {
    CliError::new(Status::Misconfigured, anyhow::Error::msg(text.into()))
}

impl Config {
    /// The configuration of this run. A file that is not there is an empty one, unless `DOAPI_CONFIG` names it.
    pub(crate) fn load() -> Result<Config> {
        Config::read(false)
    }

    /// The same for a command that makes the file if it is not there.
    pub(crate) fn load_to_change() -> Result<Config> {
        Config::read(true)
    }

    fn read(may_be_missing: bool) -> Result<Config> {
        let Some((path, is_named)) = file::path()? else { return Ok(Config::default()) };
        match file::read(&path)? {
            Some(text) => reader::read(path, &text),
            None if is_named && !may_be_missing => {
                Err(misconfigured(format!("there is no configuration {path:?}, which DOAPI_CONFIG names")))
            }
            None => Ok(Config { path: Some(path), ..Config::default() }),
        }
    }

    /// Where it is.
    pub(crate) fn place(&self) -> Result<&Path> {
        self.path
            .as_deref()
            .ok_or_else(|| misconfigured("there is no directory for the configuration; set DOAPI_CONFIG"))
    }

    /// The context of this name; an error if there is none.
    pub(crate) fn context(&self, name: &str) -> Result<Account> {
        let entry = match self.contexts.get(name) {
            Some(entry) => entry.clone(),
            None if name.starts_with(DOCTL) => Entry { endpoint: doctl::endpoint()?, ..Entry::default() },
            None => return Err(misconfigured(self.unknown(name))),
        };
        Ok(Account { name: name.to_owned(), entry })
    }

    fn unknown(&self, name: &str) -> String {
        let path = self.path.clone().unwrap_or_default();
        let tip = did_you_mean(name, self.contexts.keys().cloned());
        format!("there is no context {name:?} in {path:?}{tip}")
    }

    /// The context that is used unless another is named.
    pub(crate) fn current(&self) -> Result<Option<Account>> {
        let Some((name, line)) = &self.current else { return Ok(None) };
        let place = self.path.clone().unwrap_or_default();
        let found = self.context(name);
        found.map(Some).map_err(|error| misconfigured(format!("{}:{line}: current-context: {error}", place.display())))
    }

    /// The name of that context, whether or not it exists.
    pub(crate) fn current_name(&self) -> Option<&str> {
        self.current.as_ref().map(|(name, _)| name.as_str())
    }

    pub(crate) fn defaults(&self) -> &Settings {
        &self.defaults
    }

    /// The contexts of this file.
    pub(crate) fn contexts(&self) -> impl Iterator<Item = (&String, &Entry)> {
        self.contexts.iter()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.contexts.contains_key(name)
    }
}

/// The names of all contexts, also those of doctl, for completion.
pub(crate) fn names() -> Vec<String> {
    let own = Config::load().map(|config| config.contexts.into_keys().collect::<Vec<_>>()).unwrap_or_default();
    own.into_iter().chain(doctl::names()).collect()
}
