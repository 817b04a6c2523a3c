//! `doapi droplet restore`.

use crate::args::traits::Prints;
use crate::complete;
use crate::error::Result;
use crate::resolve::noun::{DROPLET, IMAGE};
use crate::run::context::Context;
use crate::verbs::approve::Approval;
use crate::verbs::select::Selection;
use crate::verbs::start_action::{ActionRequest, start_one};
use crate::verbs::wait::WaitOptions;
use clap::Args;
use serde_json::json;

/// Restore a droplet from one of its backups
#[derive(Debug, Args)]
#[command(add = Prints::Action)]
pub(super) struct Restore {
    #[command(flatten)]
    approval: Approval,

    #[command(flatten)]
    wait: WaitOptions,

    /// The ID or name of a droplet
    #[arg(value_name = "DROPLET", add = complete::droplets())]
    droplet: String,

    /// The ID or name of a backup image
    #[arg(value_name = "BACKUP", add = complete::backups())]
    backup: String,
}

impl Restore {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        self.approval.check(ctx, Selection::Typed)?;
        let droplet = ctx.find_one(&DROPLET.family, &self.droplet)?;
        self.approval.obtain(ctx, "restore", (&DROPLET).into(), Selection::Typed, std::slice::from_ref(&droplet))?;
        let backup = ctx.find_one(&IMAGE.family, &self.backup)?;
        let body = json!({"type": "restore", "image": backup.id});
        start_one(ctx, ActionRequest::of(&DROPLET.family, &droplet, body), &self.wait)
    }
}
