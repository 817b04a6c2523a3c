//! `delete`, the same on every noun: all targets are found before the first is deleted.

use crate::api::Request;
use crate::args::traits::Prints;
use crate::error::Result;
use crate::resolve::{Family, Target};
use crate::run::Missing;
use crate::run::context::Context;
use crate::verbs::approve::Approval;
use crate::verbs::lookup::{delete_all, full_name};
use crate::verbs::missing::IgnoreMissing;
use crate::verbs::targets::{Targets, tagged_droplets};
use clap::Args;

/// Delete objects
#[derive(Debug, Clone, Args)]
#[command(add = Prints::Nothing)]
pub(crate) struct Delete<T: Args> {
    #[command(flatten)]
    approval: Approval,

    #[command(flatten)]
    missing: IgnoreMissing,

    #[command(flatten)]
    on: T,
}

impl<T: Targets> Delete<T> {
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        let (noun, selection) = (self.on.noun(), self.on.selection());
        self.approval.check(ctx, selection)?;
        let missing = self.missing.policy();
        let (family, targets) = (&noun.family, self.on.find_existing(ctx, missing)?);
        // Confirmed targets are deleted one by one: another droplet may have got the tag in the meantime.
        let was_asked = self.approval.obtain(ctx, "delete", noun.into(), selection, &targets)?;
        match self.on.tag().filter(|_| !was_asked) {
            // What the API does for a tag without droplets is not documented, and there is nothing to delete.
            Some(_) if targets.is_empty() => Ok(()),
            Some(tag) => delete_by_tag(ctx, family, tag, &targets, missing),
            None => delete_all(ctx, family, &targets, missing),
        }
    }
}

fn delete_by_tag(ctx: &Context, family: &Family, tag: &str, targets: &[Target], missing: Missing) -> Result<()> {
    let path = family.list().query("tag_name", tag);
    let Err(error) = ctx.client()?.send(&Request::delete(path)) else {
        report_deleted(ctx, family, targets);
        return Ok(());
    };
    // A request that failed may have deleted some of them.
    let left = if error.may_have_succeeded() { tagged_droplets(ctx, tag, Missing::Refuse).ok() } else { None };
    let is_left = |target: &Target| left.as_ref().is_none_or(|left| left.iter().any(|one| one.id == target.id));
    let (rest, gone): (Vec<Target>, Vec<Target>) = targets.iter().cloned().partition(is_left);
    report_deleted(ctx, family, &gone);
    if !rest.is_empty() {
        let names: Vec<String> = rest.iter().map(|target| format!("{:?}", target.label)).collect();
        ctx.fail_unless_missing(format_args!("tag {tag:?}, {} {}", family.noun, names.join(" ")), error, missing);
    }
    Ok(())
}

fn report_deleted(ctx: &Context, family: &Family, targets: &[Target]) {
    for target in targets {
        ctx.ui.messages().done(format_args!("deleted {}", full_name(family, target)));
        ctx.tally.success();
    }
}
