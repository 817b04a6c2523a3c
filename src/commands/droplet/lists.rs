//! The lists that each droplet has: `show-snapshots`, `backups`, `kernels`.

use crate::api::Listing;
use crate::args::traits::Prints;
use crate::error::Result;
use crate::resolve::noun::DROPLET;
use crate::run::context::Context;
use crate::verbs::actions::print_sublists;
use crate::verbs::targets::{Droplets, Targets};
use clap::Args;

/// List what droplets have
#[derive(Debug, Args)]
#[command(add = Prints::Lists)]
pub(super) struct Lists {
    #[command(flatten)]
    of: Droplets,
}

impl Lists {
    /// Prints, for each droplet, the list under `name` as one array.
    pub(super) fn run(&self, ctx: &Context, name: &'static str) -> Result<()> {
        let list = |id| Listing::at(DROPLET.family.collection.below(id, name), name);
        print_sublists(ctx, self.of.find(ctx)?.into_iter().map(|target| list(target.id)).collect())
    }
}
