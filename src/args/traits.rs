//! What clap does not know of arguments and commands, and help says: it is attached where they are defined.

use clap::builder::{ArgExt, CommandExt};

/// This argument is needed, or one of others in its place, by their IDs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needed(pub(crate) &'static [&'static str]);

impl ArgExt for Needed {}

/// What stands for the targets of a verb that can choose them by their fields.
pub(crate) const CHOSEN: [&str; 2] = ["conditions", "all"];

/// The same where a tag can stand for them too.
pub(crate) const CHOSEN_OR_TAGGED: [&str; 3] = ["tag", "conditions", "all"];

/// What a command prints on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prints {
    Nothing,
    Object,
    Objects,
    /// A list for each of its targets.
    Lists,
    /// The action that it starts.
    Action,
    /// The actions that it starts, one for each target.
    Actions,
    /// What it waits for, in the order in which it finishes.
    Finished,
}

impl CommandExt for Prints {}
