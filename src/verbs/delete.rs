//! `delete`, the same on every noun: all targets are found before the first is deleted.

use crate::api::{Method, Request};
use crate::error::{Context as _, Result};
use crate::resolve::Family;
use crate::run::context::Context;
use crate::verbs::approve::Approval;
use crate::verbs::lookup::send_all;
use crate::verbs::targets::Targets;
use clap::Args;

/// Delete objects
#[derive(Debug, Clone, Args)]
pub(crate) struct Delete<T: Args> {
    #[command(flatten)]
    approval: Approval,

    #[command(flatten)]
    on: T,
}

impl<T: Targets> Delete<T> {
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        let (noun, selection) = (self.on.noun(), self.on.selection());
        self.approval.check(ctx, selection)?;
        let (family, targets) = (&noun.family, self.on.find(ctx)?);
        // What somebody was asked about is deleted one by one: another droplet may have got the tag meanwhile.
        let was_asked = self.approval.obtain(ctx, "delete", noun, selection, &targets)?;
        if let Some(tag) = self.on.tag().filter(|_| !was_asked) {
            // What the API does for a tag without droplets is not documented, and there is nothing to delete.
            return if targets.is_empty() { Ok(()) } else { delete_by_tag(ctx, family, tag) };
        }
        let name = |label: &str| format!("{} {label:?}", family.noun);
        let request = |key: &str| Request::new(Method::Delete, family.one(key));
        send_all(ctx, targets.iter().map(|one| (name(&one.label), request(&one.key))).collect())
    }
}

fn delete_by_tag(ctx: &Context, family: &Family, tag: &str) -> Result<()> {
    let path = family.list().query("tag_name", tag);
    ctx.client()?.send(Request::new(Method::Delete, path)).with_context(|| format!("tag {tag:?}"))?;
    Ok(())
}
