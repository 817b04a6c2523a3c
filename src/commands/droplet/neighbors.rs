//! `doapi droplet neighbors`.

use crate::api::{Id, Listing, Object, Path, Poller};
use crate::args::traits::Prints;
use crate::complete;
use crate::error::Result;
use crate::resolve::noun::DROPLET;
use crate::run::context::Context;
use crate::verbs::actions::print_sublists;
use crate::verbs::targets::{ACTS_ON, MultipleOption};
use clap::Args;

/// Show the droplets on the same hardware as others
#[derive(Debug, Args)]
#[command(add = Prints::Lists)]
pub(super) struct Neighbors {
    #[command(flatten)]
    multiple: MultipleOption,

    /// IDs or names of droplets; without any, all groups of droplets that share hardware
    #[arg(value_name = "DROPLET", add = complete::droplets(), help_heading = ACTS_ON)]
    droplets: Vec<String>,
}

impl Neighbors {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        if self.droplets.is_empty() {
            return show_groups(ctx);
        }
        let list = |id| Listing::at(DROPLET.family.collection.below(id, "neighbors"), "droplets");
        let targets = ctx.find(&DROPLET.family, &self.droplets, self.multiple.choice())?;
        print_sublists(ctx, targets.into_iter().map(|target| list(target.id)).collect())
    }
}

/// The API's report holds only the IDs of each group, so the droplets are read.
fn show_groups(ctx: &Context) -> Result<()> {
    let reply = ctx.client()?.get(Path::new("/v2/reports/droplet_neighbors_ids"))?;
    let groups: Vec<Vec<Id>> = reply.parse("neighbor_ids")?;
    let (found, _) = Poller::new(ctx.client()?, &DROPLET.family.collection).read(&groups.concat())?;
    let text = |id: &Id| found.get(id).and_then(Option::as_ref).map(|droplet: &Object| droplet.raw().get());
    let mut array = ctx.ui.array();
    for group in &groups {
        array.push(&format!("[{}]", group.iter().filter_map(text).collect::<Vec<_>>().join(",")));
    }
    array.finish();
    Ok(())
}
