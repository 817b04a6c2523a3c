//! Reading new droplets again until they are active: reads lag behind actions by some seconds.

use crate::api::{EndReason, Error, Id, Object, Poller, Schedule};
use crate::commands::droplet::polling::{name, wait_until};
use crate::error::status::Status;
use crate::error::{Result, failure};
use crate::resolve::noun::DROPLET;
use crate::run::context::Context;
use crate::verbs::addresses::{AddressWait, Addresses};
use crate::verbs::wait::{READ_LAG, report_incomplete};
use std::time::Duration;

/// How long after the deadline the last read may still take.
const GRACE: Duration = Duration::from_secs(1);

/// Waits for droplets whose create actions are not known, until they are no longer `new`. Returns the IDs of those.
pub(super) fn wait_by_status(ctx: &Context, droplets: Vec<Object>, timing: &Schedule) -> Result<Vec<Id>> {
    let (droplets, unknown): (Vec<Object>, Vec<Object>) = droplets.into_iter().partition(|one| one.id().is_some());
    for droplet in unknown {
        ctx.fail(name(&droplet), failure("the API did not give its ID, so doapi cannot wait for it"));
    }
    let mut poller = Poller::new(ctx.client()?, &DROPLET.family.collection).of_new_objects();
    let mut ready = Vec::new();
    let settled = |droplet: Object| {
        ctx.tally.success();
        ready.extend(droplet.id());
    };
    let ended = wait_until(ctx, &mut poller, timing, droplets, |droplet| !is_new(droplet), settled)?;
    report_incomplete(ctx, ended, "droplet wait --status active");
    Ok(ready)
}

fn is_new(droplet: &Object) -> bool {
    droplet.text("status").as_deref() == Some("new")
}

/// Reads the droplets again; the `ready` ones, whose create action is done, until they are active and have addresses.
pub(super) fn refresh(
    ctx: &Context,
    mut droplets: Vec<Object>,
    ready: &[Id],
    timing: &Schedule,
    expected: Addresses,
) -> Result<Vec<Object>> {
    let mut poller = Poller::new(ctx.client()?, &DROPLET.family.collection).of_new_objects();
    let (now, lag) = (ctx.clock.now(), ctx.clock.now() + READ_LAG);
    let end = timing.deadline.map_or(lag, |deadline| deadline.min(lag));
    if let Err(error) = reread(poller.with_deadline(Some(end.max(now) + GRACE)), &mut droplets) {
        unread(ctx, &error);
        return Ok(droplets);
    }
    let is_ready = |droplet: &Object| droplet.id().is_some_and(|id| ready.contains(&id));
    let addresses = AddressWait::new(ctx, expected);
    let lags = |droplet: &Object| {
        let is_active = droplet.text("status").as_deref() == Some("active");
        is_ready(droplet) && (is_new(droplet) || (is_active && !addresses.is_over(droplet)))
    };
    let behind: Vec<Object> = droplets.iter().filter(|droplet| lags(droplet)).cloned().collect();
    let within = Schedule { deadline: Some(end), ..timing.clone() };
    let settled = |droplet| replace(&mut droplets, droplet);
    let ended = wait_until(ctx, &mut poller, &within, behind, |droplet| !lags(droplet), settled)?;
    // Those that are not done are shown as they were last seen.
    ended.left.into_iter().for_each(|droplet| replace(&mut droplets, droplet));
    told(ctx, &ended.reason, timing);
    for droplet in droplets.iter().filter(|droplet| is_ready(droplet)) {
        if is_new(droplet) {
            ctx.tally.failure(Status::TimedOut);
            ctx.ui.warning(format_args!("{} is created, but still shown as new", name(droplet)));
        }
        addresses.warn(droplet, &name(droplet));
    }
    Ok(droplets)
}

/// Records why waiting for the droplets ended early. That reads lag for longer than expected is not a failure.
fn told(ctx: &Context, why: &EndReason, timing: &Schedule) {
    let out_of_time = timing.deadline.is_some_and(|deadline| deadline <= ctx.clock.now());
    match why {
        EndReason::TimedOut if out_of_time => ctx.tally.failure(Status::TimedOut),
        EndReason::Cancelled => ctx.tally.failure(Status::Interrupted),
        EndReason::Failed(error) => unread(ctx, error),
        EndReason::Done | EndReason::TimedOut => {}
    }
}

fn unread(ctx: &Context, error: &Error) {
    if matches!(error, Error::DeadlinePassed) {
        return ctx.tally.failure(Status::TimedOut);
    }
    ctx.tally.failure(Status::of(error));
    ctx.ui
        .warning(format_args!("the new droplets are shown as they were last seen: {}", crate::error::one_line(error)));
}

fn reread(poller: &mut Poller, droplets: &mut [Object]) -> Result<(), Error> {
    let ids: Vec<Id> = droplets.iter().filter_map(Object::id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let (found, _) = poller.read(&ids)?;
    found.into_values().flatten().for_each(|fresh| replace(droplets, fresh));
    Ok(())
}

fn replace(droplets: &mut [Object], fresh: Object) {
    if let Some(old) = droplets.iter_mut().find(|old| old.id() == fresh.id()) {
        *old = fresh;
    }
}
