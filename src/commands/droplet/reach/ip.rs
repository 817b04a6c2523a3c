//! `doapi droplet ip`.

use super::Which;
use crate::error::Result;
use crate::run::context::Context;
use crate::verbs::targets::{Droplets, Targets};
use clap::Args;

/// Print the addresses of droplets
#[derive(Debug, Args)]
pub(crate) struct Ip {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    on: Droplets,
}

impl Ip {
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        for target in self.on.find(ctx)? {
            match self.which.required(&target) {
                Ok(address) => {
                    ctx.ui.text(&address.to_string());
                    ctx.tally.success();
                }
                Err(error) => ctx.fail(super::ssh::name(&target), error),
            }
        }
        Ok(())
    }
}
