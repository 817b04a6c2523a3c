//! Completion: what the shells ask on a TAB, answered with the names that the account holds at that moment.
//!
//! The shell calls `COMPLETE=SHELL doapi -- WORDS…`; `clap_complete`'s engine finds out from the command tree what is
//! wanted there, and the arguments that mean objects bring the [`candidates`] along. Those come from the [`cache`], or
//! from the API when the cache is old. Whatever goes wrong, nothing is said: a message would land in the middle of
//! the line that is being typed.

mod cache;
mod candidates;
mod fetch;
mod hooks;
mod list;
mod quote;
mod rank;
mod shells;
mod words;

pub(crate) use cache::{clear, make_stale};
pub(crate) use candidates::{
    action_types, actions, at_file, backups, domains, droplet_keys, droplet_statuses, droplets, external_commands,
    image_types, images, methods, objects, own_images, record_types, records, regions, sizes, ssh_keys, tags, volumes,
};
pub(crate) use hooks::Hooks;
pub(crate) use shells::Shell;

use clap_complete::env::{CompleteEnv, Shells};
use std::ffi::OsString;

/// The variable in which a shell says that it asks, and which one it is.
pub(crate) const VARIABLE: &str = "COMPLETE";

/// Whether a shell asks.
pub(crate) fn is_asked() -> bool {
    std::env::var_os(VARIABLE).is_some_and(|shell| !shell.is_empty() && shell != "0")
}

/// Prints what the shell asks for: without words the script that makes it ask, else the candidates. An error can only
/// be one of the script.
pub(crate) fn answer(session: Hooks) -> Result<(), clap::Error> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let asks = arguments.iter().any(|argument| argument == "--");
    let (tree, names) = (session.tree, session.names.join(" "));
    session.begin();
    let answered = CompleteEnv::with_factory(tree)
        .var(VARIABLE)
        .bin(names)
        .shells(Shells(&Shell::all()))
        .try_complete(arguments, std::env::current_dir().ok().as_deref());
    if asks { Ok(()) } else { answered.map(drop) }
}
