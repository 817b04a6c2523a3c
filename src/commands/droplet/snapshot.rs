//! `doapi droplet snapshot`.

use crate::error::Result;
use crate::resolve::noun::IMAGE;
use crate::run::context::Context;
use crate::run::names;
use crate::verbs::start_action::StartActions;
use crate::verbs::targets::TaggedDroplets;
use clap::Args;
use serde_json::json;

/// Take snapshots of droplets
#[derive(Debug, Args)]
pub(super) struct Snapshot {
    /// Refuse a name that another image has as its name or slug; without this, that is a warning
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
        names::check(ctx, &IMAGE.family, std::slice::from_ref(&self.name), self.unique)?;
        self.on.run(ctx, &json!({"type": "snapshot", "name": self.name}))
    }
}
