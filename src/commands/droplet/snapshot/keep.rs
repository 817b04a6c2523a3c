//! `--keep`: which snapshots are deleted once the new ones are complete.
//!
//! They are chosen before the new snapshots are taken, among those that exist then, so that a new one is never among
//! them however late the API shows it.

use super::name_of;
use super::pattern::Pattern;
use crate::api::{Id, Listing, Object};
use crate::error::Result;
use crate::resolve::Target;
use crate::resolve::noun::{DROPLET, SNAPSHOT};
use crate::run::Missing;
use crate::run::context::Context;
use crate::verbs::approve::Approval;
use crate::verbs::lookup::{delete_all, full_name};
use crate::verbs::select::{Selection, target};

/// For each droplet the snapshots that there are too many of.
pub(super) struct Rotation(Vec<(Target, Vec<Target>)>);

impl Rotation {
    /// Chooses them and asks about them.
    pub(super) fn plan(
        ctx: &Context,
        approval: &Approval,
        pattern: &Pattern,
        keep: usize,
        droplets: &[Target],
    ) -> Result<Rotation> {
        let listing = Listing::of(&SNAPSHOT.family.collection).query("resource_type", "droplet");
        let mut snapshots = Vec::new();
        for page in ctx.client()?.pages(listing) {
            snapshots.extend(page?.objects());
        }
        let mut chosen = Vec::new();
        for droplet in droplets {
            let own = snapshots.iter().filter(|snapshot| is_of(snapshot, pattern, droplet)).cloned();
            let own = own.map(|snapshot| target(&SNAPSHOT.family, snapshot)).collect::<Result<Vec<_>>>()?;
            let mut own = approval.without_protected(ctx, (&SNAPSHOT).into(), own)?;
            own.sort_by_key(|snapshot| std::cmp::Reverse(age_of(snapshot)));
            // The new one is one of those that are kept.
            chosen.push((droplet.clone(), own.split_off(own.len().min(keep - 1))));
        }
        let all: Vec<Target> = chosen.iter().flat_map(|(_, old)| old.clone()).collect();
        approval.obtain(ctx, "delete", (&SNAPSHOT).into(), Selection::Listed, &all)?;
        Ok(Rotation(chosen))
    }

    /// Deletes those of the droplets whose new snapshots are complete. A dry run lists all of them.
    pub(super) fn delete(self, ctx: &Context, complete: &[Id]) -> Result<()> {
        let is_complete =
            |droplet: &Target| ctx.is_dry_run() || complete.contains(&droplet.id) && !ctx.interrupt.is_set();
        let (old, kept): (Vec<_>, Vec<_>) = self.0.into_iter().partition(|(droplet, _)| is_complete(droplet));
        for (droplet, _) in kept.iter().filter(|(_, old)| !old.is_empty()) {
            let name = full_name(&DROPLET.family, droplet);
            ctx.ui.note(format_args!("{name}: the new snapshot is not complete, so older ones are kept"));
        }
        let old: Vec<Target> = old.into_iter().flat_map(|(_, old)| old).collect();
        delete_all(ctx, &SNAPSHOT.family, &old, Missing::Ignore)
    }
}

/// Whether a snapshot was taken of a droplet under a name of the pattern. One of unknown age is not touched.
fn is_of(snapshot: &Object, pattern: &Pattern, droplet: &Target) -> bool {
    let resource = snapshot.get::<Id>("resource_id").map(|id| id.to_string());
    snapshot.text("resource_type").as_deref() == Some("droplet")
        && resource == Some(droplet.id.to_string())
        && snapshot.text("created_at").is_some()
        && snapshot.text("name").is_some_and(|name| pattern.fits(&name_of(droplet), &name))
}

/// The time, and the ID for snapshots of the same second.
fn age_of(snapshot: &Target) -> (Option<String>, Option<u64>) {
    (snapshot.object.text("created_at"), snapshot.id.to_string().parse().ok())
}
