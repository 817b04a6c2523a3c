//! `doapi droplet show`.

use crate::args::noun::DropletNoun;
use crate::complete;
use crate::error::Result;
use crate::run::context::Context;
use crate::verbs::show::{ShowNamed, print_matching};
use crate::verbs::targets::{ACTS_ON, has_tag, tagged_droplets};
use clap::Args;

/// Show droplets
#[derive(Debug, Default, Args)]
pub(super) struct Show {
    /// Show the droplets that have this tag
    #[arg(long, value_name = "TAG", add = complete::tags(), conflicts_with = "labels", help_heading = ACTS_ON)]
    tag: Option<String>,

    #[command(flatten)]
    named: ShowNamed<DropletNoun>,
}

impl Show {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        match &self.tag {
            Some(tag) => {
                let mut droplets = tagged_droplets(ctx, tag, self.named.missing.policy())?;
                droplets.retain(|droplet| has_tag(&droplet.object, tag));
                print_matching(ctx, &self.named.filter, &droplets);
            }
            None => self.named.run(ctx)?,
        }
        Ok(())
    }
}
