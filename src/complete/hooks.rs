//! The one question that this run answers: candidate functions are normalize_argv functions, so what they need to know of the
//! line and the account is kept here.

use super::cache::Cache;
use crate::api::{Client, Settings};
use clap::Command;
use std::ffi::OsString;
use std::sync::OnceLock;

/// What the command line has to say to completion, which knows nothing of it.
pub(crate) struct Hooks {
    /// The command tree.
    pub(crate) tree: fn() -> Command,
    /// The names of the program.
    pub(crate) names: Vec<String>,
    /// A command line in its normalize_argv spelling, the noun taken from the name of the program.
    pub(crate) normalize_argv: fn(Vec<OsString>) -> Vec<OsString>,
    /// The API that an unfinished command line means; nothing if that cannot be told without asking or waiting.
    pub(crate) settings: fn(&[OsString]) -> Option<Settings>,
    /// The external commands that can be run.
    pub(crate) external: fn() -> Vec<String>,
}

static SESSION: OnceLock<Hooks> = OnceLock::new();
static LINE: OnceLock<Vec<OsString>> = OnceLock::new();
static ACCOUNT: OnceLock<Option<Account>> = OnceLock::new();

/// Where the objects are.
pub(super) struct Account {
    pub(super) client: Client,
    pub(super) cache: Cache,
}

impl Hooks {
    /// From now on, candidates are for this session.
    pub(super) fn begin(self) {
        let _ = SESSION.set(self);
    }
}

/// Keeps the words of the line, in their normalize_argv spelling, and returns them. The last is the one to complete.
pub(super) fn keep_line(words: Vec<OsString>) -> Vec<OsString> {
    let words = SESSION.get().map_or(words.clone(), |session| (session.normalize_argv)(words));
    LINE.get_or_init(|| words).clone()
}

/// The words before the one to complete.
pub(super) fn words_before() -> &'static [OsString] {
    LINE.get().and_then(|words| words.split_last()).map_or(&[], |(_, before)| before)
}

/// The account that the line means, if it can be told.
pub(super) fn account() -> Option<&'static Account> {
    let settings = || (SESSION.get()?.settings)(words_before());
    let account = || {
        let settings = settings()?;
        let cache = Cache::of(&settings.endpoint, &settings.token)?;
        Some(Account { cache, client: Client::new(settings) })
    };
    ACCOUNT.get_or_init(account).as_ref()
}

/// The external commands that can be run.
pub(super) fn external_commands() -> Vec<String> {
    SESSION.get().map_or_else(Vec::new, |session| (session.external)())
}
