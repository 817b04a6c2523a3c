//! Completion: what the shells ask on a TAB, answered with the names that the account holds at that moment.
//!
//! The shell calls `COMPLETE=SHELL doapi -- WORDS…`. `clap_complete`'s engine finds the argument to complete in the
//! command tree, and arguments that name objects have their own [`candidates`], which come from the [`cache`], or from
//! the API when the cache is old. No failure is reported: a message would appear in the middle of the line that is
//! being typed.

mod cache;
mod candidates;
mod fetch;
mod list;
mod quote;
mod rank;
mod session;
mod shells;
mod words;

pub(crate) use cache::{clear, make_stale};
pub(crate) use candidates::{
    Candidates, action_types, actions, at_file, backups, domains, droplet_keys, droplet_statuses, droplets, id_of,
    image_types, images, methods, objects, objects_of, own_images, record_types, records, regions, sizes, ssh_keys,
    tags, volumes, words,
};
pub(crate) use session::{Hooks, Session};
pub(crate) use shells::Shell;

use clap::Command;
use clap_complete::env::{CompleteEnv, Shells};
use shells::Protocols;
use std::ffi::OsString;

/// The variable by which a shell asks for completion; its value is the name of the shell.
pub(crate) const VARIABLE: &str = "COMPLETE";

/// Whether a shell asks for completion.
pub(crate) fn is_asked() -> bool {
    std::env::var_os(VARIABLE).is_some_and(|shell| !shell.is_empty() && shell != "0")
}

/// Prints the script that sets completion up, if there are no words to complete, or else the candidates. Only the
/// script can fail.
pub(crate) fn answer(hooks: Hooks) -> Result<(), clap::Error> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let asks = arguments.iter().any(|argument| argument == "--");
    let names = if asks { String::new() } else { (hooks.names)().join(" ") };
    let protocols = Protocols::of(hooks);
    // The script needs no tree but its name, and the candidates come from a tree of their own.
    let answered = CompleteEnv::with_factory(|| Command::new("doapi"))
        .var(VARIABLE)
        .bin(names)
        .shells(Shells(&protocols.all()))
        .try_complete(arguments, std::env::current_dir().ok().as_deref());
    if asks { Ok(()) } else { answered.map(drop) }
}
