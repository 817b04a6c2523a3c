//! `doapi droplet snapshot`.

use crate::error::Result;
use crate::resolve::noun::IMAGE;
use crate::run::context::Context;
use crate::run::names;
use crate::verbs::start_action::StartActions;
use crate::verbs::targets::{TaggedDroplets, Targets};
use clap::Args;
use serde_json::json;

/// Take snapshots of droplets
#[derive(Debug, Args)]
pub(super) struct Snapshot {
    /// Refuse a name that another image has as its name or slug, and several droplets at once, whose snapshots would
    /// share it; without this, a name in use is a warning
    #[arg(long)]
    unique: bool,

    /// The name of the snapshots
    #[arg(value_name = "NAME")]
    name: String,

    #[command(flatten)]
    on: StartActions<TaggedDroplets>,
}

impl Snapshot {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let targets = self.on.on.find(ctx)?;
        names::check(ctx, &IMAGE.family, std::slice::from_ref(&self.name), self.unique)?;
        if self.unique && targets.len() > 1 {
            return Err(names::not_unique(&IMAGE.family, &self.name, targets.len()));
        }
        self.on.run_on(ctx, targets, &json!({"type": "snapshot", "name": self.name}))
    }
}
