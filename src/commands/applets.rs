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

/// Names of a verb of a noun, which programs look for.
const VERB_APPLETS: [(&str, [&str; 2]); 1] = [("inventory", ["droplet", "inventory"])];

/// The words that the name of an applet stands for.
pub(crate) fn words_of(applet: &str) -> Vec<String> {
    let verb = VERB_APPLETS.iter().find(|(name, _)| *name == applet);
    verb.map_or_else(|| vec![applet.to_owned()], |(_, words)| words.map(str::to_owned).to_vec())
}

/// The nouns that are written by hand, and the verbs that have a name of their own.
pub(crate) fn own_applets() -> Vec<String> {
    applet_nouns().into_iter().chain(VERB_APPLETS.map(|(name, _)| name.to_owned())).collect()
}

/// The same with the nouns of the table of operations.
pub(crate) fn all_applet_nouns() -> Vec<String> {
    let mut nouns = own_applets();
    let more: Vec<String> = Table::read().first_words().into_iter().filter(|noun| !nouns.contains(noun)).collect();
    nouns.extend(more);
    nouns
}
