//! `doapi droplet snapshot`.

mod keep;
mod pattern;

use crate::api::{Clock, Id};
use crate::error::Result;
use crate::resolve::Target;
use crate::resolve::noun::{DROPLET, IMAGE};
use crate::run::context::Context;
use crate::run::names;
use crate::verbs::approve::Approval;
use crate::verbs::start_action::StartActions;
use crate::verbs::targets::{TaggedDroplets, Targets};
use clap::Args;
use indexmap::IndexSet;
use keep::Rotation;
use pattern::Pattern;
use serde_json::{Value, json};
use std::num::NonZeroUsize;

/// Take snapshots of droplets
#[derive(Debug, Args)]
pub(super) struct Snapshot {
    /// Refuse a name that another image has as its name or slug, and several droplets at once whose snapshots would
    /// share it; without this, a name in use is a warning
    #[arg(long)]
    unique: bool,

    /// Wait until the new snapshot of a droplet is complete, then delete the oldest of that droplet that NAME fits, with
    /// any name, date and time in it, so that this many are left. Protected ones are kept and not counted
    #[arg(long, value_name = "COUNT", conflicts_with = "unique")]
    keep: Option<NonZeroUsize>,

    #[command(flatten)]
    approval: Approval,

    /// The name of the snapshots; {name} in it is the droplet's, {date} and {time} are now in UTC, such as 2026-11-25
    /// and 13-05-09
    #[arg(value_name = "NAME")]
    name: String,

    #[command(flatten)]
    on: StartActions<TaggedDroplets>,
}

impl Snapshot {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        if self.keep.is_some() {
            self.approval.check(ctx, self.on.on.selection())?;
        }
        let targets = self.on.on.find(ctx)?;
        let pattern = Pattern::at(&self.name, Clock::unix_time());
        let Some(keep) = self.keep else {
            self.check_names(ctx, &pattern, &targets)?;
            return self.take(ctx, &self.on, &pattern, targets).map(drop);
        };
        let rotation = Rotation::plan(ctx, &self.approval, &pattern, keep.get(), &targets)?;
        let on = StartActions { on: self.on.on.clone(), wait: self.on.wait.clone().always() };
        let complete = self.take(ctx, &on, &pattern, targets)?;
        rotation.delete(ctx, &complete)
    }

    /// Starts the snapshots; returns the droplets whose snapshots are complete, where that was waited for.
    fn take(
        &self,
        ctx: &Context,
        on: &StartActions<TaggedDroplets>,
        pattern: &Pattern,
        targets: Vec<Target>,
    ) -> Result<Vec<Id>> {
        let body = |name: String| -> Value { json!({"type": "snapshot", "name": name}) };
        // With --keep, what becomes of each droplet is decided by its own action.
        let finished = if pattern.has_names() || self.keep.is_some() {
            let order = |target: Target| (target.clone(), body(pattern.name_for(&name_of(&target))));
            on.start(ctx, targets.into_iter().map(order).collect())?
        } else {
            on.run_on(ctx, targets, &body(pattern.name_for("")))?
        };
        Ok(finished.iter().filter_map(|action| action.get("resource_id")).collect())
    }

    fn check_names(&self, ctx: &Context, pattern: &Pattern, targets: &[Target]) -> Result<()> {
        let names: Vec<String> = targets.iter().map(|target| pattern.name_for(&name_of(target))).collect();
        let distinct: IndexSet<&String> = names.iter().collect();
        let distinct: Vec<String> = distinct.into_iter().cloned().collect();
        names::check(ctx, &IMAGE.family, &distinct, self.unique)?;
        let count = |name: &String| names.iter().filter(|one| *one == name).count();
        match distinct.iter().find(|name| self.unique && count(name) > 1) {
            Some(name) => Err(names::not_unique(&IMAGE.family, name, count(name))),
            None => Ok(()),
        }
    }
}

/// The name of a droplet; it may have been given by its ID.
fn name_of(droplet: &Target) -> String {
    DROPLET.family.name_of(&droplet.object).unwrap_or_else(|| droplet.id.to_string())
}
