//! `doapi snapshot`.

use crate::args::noun::SnapshotNoun;
use crate::error::Result;
use crate::run::context::Context;
use crate::verbs::delete::Delete;
use crate::verbs::show::ShowNamed;
use crate::verbs::targets::Named;
use clap::{Args, Subcommand};

/// Manage snapshots
#[derive(Debug, Args)]
pub(crate) struct Snapshot {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show snapshots: those given, or all
    #[command(aliases = ["list", "ls", "get"])]
    Show(ShowNamed<SnapshotNoun>),
    /// Delete snapshots
    #[command(aliases = ["rm", "destroy"])]
    Delete(Delete<Named<SnapshotNoun>>),
}

impl Snapshot {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        match self.verb.unwrap_or(Verb::Show(ShowNamed::default())) {
            Verb::Show(show) => show.run(ctx),
            Verb::Delete(delete) => delete.run(ctx),
        }
    }
}
