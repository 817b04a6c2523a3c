//! Waiting for droplets that are read again and again: shown and reported alike by every command.

use crate::api::{Event, Object, Poller, Schedule, WaitOutcome, wait};
use crate::error::Result;
use crate::run::context::Context;
use crate::verbs::wait::report_gone;

/// Waits until the droplets are `done`, shows how far that is, and reports those that vanish.
pub(super) fn wait_until(
    ctx: &Context,
    poller: &mut Poller,
    timing: &Schedule,
    droplets: Vec<Object>,
    done: impl Fn(&Object) -> bool,
    mut settled: impl FnMut(Object),
) -> Result<WaitOutcome> {
    let (count, mut progress) = (droplets.len(), ctx.ui.progress());
    wait(poller, timing, droplets, done, |event| {
        match event {
            Event::Settled(droplet) => settled(droplet),
            Event::Pending { left, next } => {
                progress.pending(&left.iter().map(name).collect::<Vec<_>>(), count, next);
            }
            Event::Vanished(id) => report_gone(ctx, &format!("droplet {id}"), "it no longer exists"),
        }
        Ok(())
    })
}

/// What a message calls a droplet.
pub(super) fn name(droplet: &Object) -> String {
    let name = droplet.text("name").or_else(|| Some(droplet.id()?.to_string()));
    format!("droplet {:?}", name.unwrap_or_default())
}
