//! `doapi droplet show`.

use crate::api::{Listing, Resource};
use crate::commands::context::Context;
use crate::commands::targets::{MultipleOption, tagged_droplets};
use anyhow::Result;
use clap::Args;

/// Show droplets
#[derive(Debug, Default, Args)]
pub(super) struct Show {
    #[command(flatten)]
    multiple: MultipleOption,

    /// Show the droplets that have this tag
    #[arg(long, value_name = "TAG", conflicts_with_all = ["droplets", "multiple"])]
    tag: Option<String>,

    /// IDs or names of droplets; without any, all droplets
    #[arg(value_name = "DROPLET")]
    droplets: Vec<String>,
}

impl Show {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let targets = match &self.tag {
            Some(tag) => tagged_droplets(ctx, tag)?,
            None if self.droplets.is_empty() => return show_all(ctx),
            None => ctx.find(&Resource::DROPLETS, &self.droplets, self.multiple.choice())?,
        };
        ctx.print_all(targets.iter().map(|target| &target.object));
        Ok(())
    }
}

/// The API's plain list leaves droplets with GPUs out.
fn show_all(ctx: &Context) -> Result<()> {
    let all = Listing::of(&Resource::DROPLETS);
    ctx.print_lists(vec![all.clone(), all.query("type", "gpus")])
}
