//! `doapi droplet wait`.

use crate::api::Id;
use crate::api::{Event, Object, Poller, wait};
use crate::commands::droplet::reach::ready::Services;
use crate::complete;
use crate::error::{CliError, Result};
use crate::resolve::Target;
use crate::resolve::noun::{DROPLET, DROPLET_STATUSES};
use crate::run::context::Context;
use crate::verbs::actions::WaitForActions;
use crate::verbs::addresses::{AddressWait, Addresses};
use crate::verbs::targets::{Droplets, Targets};
use crate::verbs::wait::{INTERVAL, report_gone, report_incomplete};
use clap::Args;

/// Wait for droplets
#[derive(Debug, Args)]
pub(super) struct Wait {
    /// Wait for the droplets to have this status, such as active, new, off or archive, and print the droplets
    #[arg(short = 'S', long, value_name = "STATUS", add = complete::droplet_statuses(), conflicts_with_all = ["locked", "unlocked"])]
    status: Option<String>,

    /// Wait for the droplets to be locked; today only administrators lock droplets
    #[arg(long, conflicts_with = "unlocked")]
    locked: bool,

    /// Wait for the droplets to be unlocked; today only administrators lock droplets
    #[arg(long)]
    unlocked: bool,

    #[command(flatten)]
    services: Services,

    #[command(flatten)]
    actions: WaitForActions<Droplets>,
}

/// The condition that droplets are waited for to meet.
enum Goal {
    Status(String),
    Locked(bool),
}

impl Goal {
    fn is_reached(&self, droplet: &Object) -> bool {
        match self {
            Goal::Status(status) => droplet.text("status").is_some_and(|is| is.eq_ignore_ascii_case(status)),
            Goal::Locked(locked) => droplet.get("locked") == Some(*locked),
        }
    }

    /// Whether the droplets are then to be reached, so that their addresses are waited for too.
    fn is_active(&self) -> bool {
        matches!(self, Goal::Status(status) if status.eq_ignore_ascii_case("active"))
    }

    fn options(&self) -> String {
        match self {
            Goal::Status(status) => format!("--status {}", shlex::try_quote(status).unwrap_or_default()),
            Goal::Locked(true) => "--locked".to_owned(),
            Goal::Locked(false) => "--unlocked".to_owned(),
        }
    }
}

/// Any status is accepted, since the API may have statuses that doapi does not know; but a typo would never be reached,
/// so an unknown one gets a warning.
fn warn_of_unknown(ctx: &Context, status: &str) {
    if !DROPLET_STATUSES.iter().any(|known| known.eq_ignore_ascii_case(status)) {
        let known = DROPLET_STATUSES.join(", ");
        ctx.ui.warning(format_args!("{status:?} is not a known status of droplets: {known}"));
    }
}

impl Wait {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let goal = match (&self.status, self.locked, self.unlocked) {
            (Some(status), ..) => Goal::Status(status.clone()),
            (_, true, _) => Goal::Locked(true),
            (.., true) => Goal::Locked(false),
            _ if self.services.are_given() => Goal::Status("active".to_owned()),
            _ => return self.actions.run(ctx),
        };
        let targets = self.actions.on.find(ctx)?;
        if let Goal::Status(status) = &goal {
            warn_of_unknown(ctx, status);
        }
        self.wait_for(ctx, &goal, &targets)
    }

    /// Prints each droplet once it meets the condition; at the end, the others as they are.
    fn wait_for(&self, ctx: &Context, goal: &Goal, targets: &[Target]) -> Result<()> {
        let mut poller = Poller::new(ctx.client()?, &DROPLET.family.collection);
        let timing = self.actions.timing.timing(ctx, INTERVAL);
        let droplets = targets.iter().map(|target| target.object.clone()).collect();
        let addresses = AddressWait::new(ctx, Addresses::default());
        let watch = self.services.watch(ctx);
        let mut array = ctx.ui.array();
        let mut progress = ctx.ui.progress();
        let ended = wait(
            &mut poller,
            &timing,
            droplets,
            |droplet| {
                goal.is_reached(droplet) && (!goal.is_active() || addresses.is_over(droplet)) && watch.is_over(droplet)
            },
            |event| {
                match event {
                    Event::Settled(droplet) => {
                        let label = droplet.id().map(|id| name(targets, &id)).unwrap_or_default();
                        watch.failure(&droplet).map_or_else(|| ctx.tally.success(), |error| ctx.fail(&label, error));
                        if goal.is_active() {
                            addresses.warn(&droplet, &label);
                        }
                        array.push(droplet.raw().get());
                        array.flush();
                    }
                    Event::Vanished(id) => report_gone(ctx, &name(targets, &id), "it no longer exists"),
                    Event::Pending { left, next } => {
                        let left: Vec<String> =
                            left.iter().filter_map(Object::id).map(|id| name(targets, &id)).collect();
                        progress.pending(&left, targets.len(), next);
                    }
                }
                Ok::<_, CliError>(())
            },
        )?;
        drop(progress);
        watch.tell_last(&ended.left);
        let ended = report_incomplete(ctx, ended, &format!("droplet wait {}", goal.options()));
        ended.left.iter().for_each(|droplet| array.push(droplet.raw().get()));
        array.finish();
        Ok(())
    }
}

fn name(targets: &[Target], id: &Id) -> String {
    targets
        .iter()
        .find(|target| target.id == *id)
        .map_or_else(|| id.to_string(), |one| DROPLET.family.labelled(&one.label))
}
