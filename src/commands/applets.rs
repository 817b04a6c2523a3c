//! The names under which doapi can be called, each for a noun.

use crate::operations::Table;
use crate::resolve::noun::{NOUNS, Noun};
use std::collections::BTreeSet;

/// Commands that are not nouns.
pub(super) const NON_APPLETS: [&str; 6] = ["api", "completions", "context", "help", "links", "login"];

/// Commands that have a link but are no nouns of the table.
const MORE_APPLETS: &[&str] = &[
    "account",
    "request",
    #[cfg(feature = "sandbox")]
    "sandbox",
];

/// The commands for each of which there may be a link `doapi-NOUN`, in packages too.
pub(crate) fn applet_nouns() -> Vec<String> {
    applets(NOUNS)
}

pub(super) fn applets(nouns: &[&Noun]) -> Vec<String> {
    let commands = nouns.iter().map(|noun| noun.command).filter(|command| !command.is_empty());
    let names: BTreeSet<String> = commands.chain(MORE_APPLETS.iter().copied()).map(str::to_owned).collect();
    names.into_iter().collect()
}

/// The same with the nouns of the table of operations.
pub(crate) fn all_applet_nouns() -> Vec<String> {
    let mut nouns = applet_nouns();
    let more: Vec<String> = Table::read().first_words().into_iter().filter(|noun| !nouns.contains(noun)).collect();
    nouns.extend(more);
    nouns
}
