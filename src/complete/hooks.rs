//! What candidate functions need to know about the line and the account. clap passes them only the current word, so the
//! rest is kept here; a process answers one completion request.

use super::cache::Cache;
use crate::api::Client;
use clap::Command;
use std::ffi::OsString;
use std::sync::OnceLock;

/// What completion asks of the command line, which it does not depend on.
pub(crate) struct Hooks {
    /// The command tree in which the word after these is completed.
    pub(crate) tree: fn(&[OsString]) -> Command,
    /// The names of the program, which only the script needs.
    pub(crate) names: fn() -> Vec<String>,
    /// Rewrites `doapi-NOUN …` to `doapi NOUN …`.
    pub(crate) normalize_argv: fn(Vec<OsString>) -> Vec<OsString>,
    /// The endpoint and token for an unfinished command line; `None` if finding them would need a prompt or block.
    pub(crate) client: fn(&[OsString]) -> Option<Client>,
    /// The external commands that can be run.
    pub(crate) external: fn() -> Vec<String>,
}

static SESSION: OnceLock<Hooks> = OnceLock::new();
static LINE: OnceLock<Vec<OsString>> = OnceLock::new();
static ACCOUNT: OnceLock<Option<Account>> = OnceLock::new();

pub(super) struct Account {
    pub(super) client: Client,
    pub(super) cache: Cache,
}

impl Hooks {
    /// Sets the hooks for all candidates.
    pub(super) fn begin(self) {
        let _ = SESSION.set(self);
    }
}

/// Stores the words of the line, normalized, and returns them. The last is the one to complete.
pub(super) fn keep_line(words: Vec<OsString>) -> Vec<OsString> {
    let words = SESSION.get().map_or(words.clone(), |session| (session.normalize_argv)(words));
    LINE.get_or_init(|| words).clone()
}

/// The words before the one to complete.
pub(crate) fn words_before() -> &'static [OsString] {
    LINE.get().and_then(|words| words.split_last()).map_or(&[], |(_, before)| before)
}

/// The account that the line is for, if it can be determined.
pub(super) fn account() -> Option<&'static Account> {
    let account = || {
        let client = (SESSION.get()?.client)(words_before())?;
        let cache = Cache::of(client.endpoint(), client.token());
        Some(Account { client, cache })
    };
    ACCOUNT.get_or_init(account).as_ref()
}

/// The external commands that can be run.
pub(super) fn external_commands() -> Vec<String> {
    SESSION.get().map_or_else(Vec::new, |session| (session.external)())
}

/// The tree in which the line is completed.
pub(super) fn tree() -> Option<Command> {
    SESSION.get().map(|session| (session.tree)(words_before()))
}
