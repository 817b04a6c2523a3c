//! `doapi droplet delete`.

use crate::api::{Method, Request, Resource};
use crate::commands::context::Context;
use crate::commands::objects::delete_each;
use crate::commands::targets::{TaggedDroplets, Targets};
use anyhow::{Context as _, Result};
use clap::Args;

/// Delete droplets
#[derive(Debug, Args)]
pub(super) struct Delete {
    #[command(flatten)]
    on: TaggedDroplets,
}

impl Delete {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let targets = self.on.find(ctx)?;
        if let Some(tag) = self.on.tag() {
            // The answer to a tag without droplets is not documented, and there is nothing to delete.
            return if targets.is_empty() { Ok(()) } else { delete_by_tag(ctx, tag) };
        }
        let name = |label: &str| format!("droplet {label:?}");
        delete_each(ctx, targets.iter().map(|one| (name(&one.label), Resource::DROPLETS.one(one.id))).collect())
    }
}

fn delete_by_tag(ctx: &Context, tag: &str) -> Result<()> {
    let path = Resource::DROPLETS.list().query("tag_name", tag);
    ctx.client()?.send(Request::new(Method::Delete, path)).with_context(|| format!("tag {tag:?}"))?;
    Ok(())
}
