//! `doapi droplet rename`.

use crate::args::traits::Prints;
use crate::complete;
use crate::error::Result;
use crate::resolve::noun::DROPLET;
use crate::run::context::Context;
use crate::run::names;
use crate::verbs::start_action::{ActionRequest, start_one};
use crate::verbs::wait::WaitOptions;
use clap::Args;
use serde_json::json;

/// Rename a droplet
#[derive(Debug, Args)]
#[command(add = Prints::Action)]
pub(super) struct Rename {
    #[command(flatten)]
    wait: WaitOptions,

    /// Refuse a name that another droplet has; without this, that is a warning
    #[arg(long)]
    unique: bool,

    /// The ID or name of a droplet
    #[arg(value_name = "DROPLET", add = complete::droplets())]
    droplet: String,

    /// The new name
    #[arg(value_name = "NEW_NAME")]
    name: String,
}

impl Rename {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let droplet = ctx.find_one(&DROPLET.family, &self.droplet)?;
        names::check_new(ctx, &DROPLET.family, &droplet, &self.name, self.unique)?;
        let body = json!({"type": "rename", "name": self.name});
        start_one(ctx, ActionRequest::of(&DROPLET.family, &droplet, body), &self.wait)
    }
}
