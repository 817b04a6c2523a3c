//! What candidates need to know of the command line and the account.

use super::cache::Cache;
use crate::api::Client;
use clap::Command;
use std::ffi::OsString;
use std::sync::OnceLock;

/// What completion asks of the command line, which it does not depend on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hooks {
    /// The command tree in which the word after these is completed.
    pub(crate) tree: fn(&[OsString]) -> Command,
    /// The names of the program, which only the script needs.
    pub(crate) names: fn() -> Vec<String>,
    /// Rewrites `doapi-NOUN …` to `doapi NOUN …`.
    pub(crate) normalize_argv: fn(Vec<OsString>) -> Vec<OsString>,
    /// The endpoint and token for an unfinished command line; `None` if finding them would need a prompt or block.
    pub(crate) client: fn(&[OsString]) -> Option<Client>,
}

/// One request for candidates.
pub(crate) struct Session {
    hooks: Hooks,
    /// The words of the line. The last is the one to complete.
    words: Vec<OsString>,
    account: OnceLock<Option<Account>>,
}

pub(super) struct Account {
    pub(super) client: Client,
    pub(super) cache: Cache,
}

impl Session {
    pub(super) fn new(hooks: Hooks, words: Vec<OsString>) -> Session {
        Session { hooks, words: (hooks.normalize_argv)(words), account: OnceLock::new() }
    }

    pub(super) fn words(&self) -> &[OsString] {
        &self.words
    }

    /// The words before the one to complete.
    pub(crate) fn words_before(&self) -> &[OsString] {
        self.words.split_last().map_or(&[], |(_, before)| before)
    }

    /// The account that the line is for, if it can be determined. Several arguments may ask, so it is kept.
    pub(super) fn account(&self) -> Option<&Account> {
        let account = || {
            let client = (self.hooks.client)(self.words_before())?;
            let cache = Cache::of(client.endpoint(), client.token());
            Some(Account { client, cache })
        };
        self.account.get_or_init(account).as_ref()
    }

    /// The tree in which the line is completed.
    pub(super) fn tree(&self) -> Command {
        (self.hooks.tree)(self.words_before())
    }
}
