//! `doapi droplet resize`.

mod reboot;
mod stage;

use crate::api::{Object, Request, parallel_map};
use crate::args::duration::seconds;
use crate::commands::droplet::goals;
use crate::complete;
use crate::error::{CliError, Result, Status, failure};
use crate::resolve::Target;
use crate::resolve::noun::{DROPLET, SIZE};
use crate::run::context::{Context, unknown};
use crate::run::near;
use crate::verbs::ensure::{EnsureActions, report_reached};
use crate::verbs::lookup::full_name;
use crate::verbs::targets::{Droplets, Targets};
use crate::verbs::wait::{ACTION_COLUMNS, INTERVAL};
use clap::Args;
use reboot::{Outcome, Plan, Trouble, reboot};
use serde_json::{Value, json};
use stage::Stage;
use std::time::Duration;

/// How long a droplet may take to shut down unless said otherwise.
const GRACE: Duration = Duration::from_secs(60);

/// Resize droplets
#[derive(Debug, Args)]
pub(super) struct Resize {
    /// Resize the disk too; this cannot be undone
    #[arg(long)]
    disk: bool,

    /// Shut down droplets that are on, resize them, start them again, and wait for all of it; those that are off stay
    /// off. As many at once as --jobs says
    #[arg(long)]
    reboot: bool,

    /// How long a droplet may take to shut down before it is switched off; 0 switches it off at once [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, requires = "reboot")]
    grace: Option<Duration>,

    /// The slug of the new size, as `doapi size` lists them
    #[arg(value_name = "SIZE", add = complete::sizes())]
    size: String,

    #[command(flatten)]
    on: EnsureActions<Droplets>,
}

impl Resize {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        if !self.reboot {
            return self.on.run(ctx, &self.body(), &goals::size(&self.size, self.disk));
        }
        let targets = self.on.start.on.find(ctx)?;
        let size = self.size(ctx)?;
        let ready: Vec<Target> = targets.into_iter().filter(|target| self.is_ready(ctx, &size, target)).collect();
        if ctx.is_dry_run() {
            return ready.iter().try_for_each(|target| self.plan(ctx, target));
        }
        self.reboot_all(ctx, &ready)
    }

    fn body(&self) -> Value {
        json!({"type": "resize", "size": self.size, "disk": self.disk})
    }

    /// The size as the API lists it: no droplet is to be shut down for a typo.
    fn size(&self, ctx: &Context) -> Result<Object> {
        let sizes = ctx.all(&SIZE.family)?;
        let found = sizes.into_iter().find(|size| size.text("slug").as_ref() == Some(&self.size));
        found.ok_or_else(|| near::with_suggestion(ctx, unknown(&SIZE.family, &self.size), &SIZE.family, &self.size))
    }

    /// Whether a droplet can become this size, as far as that is known before it is shut down.
    fn is_ready(&self, ctx: &Context, size: &Object, target: &Target) -> bool {
        let (name, goal) = (full_name(&DROPLET.family, target), goals::size(&self.size, self.disk));
        let why = if (goal.is_reached)(&target.object) {
            if self.on.ensure.ensure {
                report_reached(ctx, &DROPLET, target, &goal);
                return false;
            }
            Some(format!("it {}", goal.words))
        } else {
            obstacle(size, &target.object)
        };
        why.iter().for_each(|why| ctx.fail(&name, failure(format!("{why}; it was not shut down"))));
        why.is_none()
    }

    /// Lists the requests of one droplet for a dry run, which keeps all of them from being sent.
    fn plan(&self, ctx: &Context, target: &Target) -> Result<()> {
        let off = if self.grace.is_some_and(|grace| grace.is_zero()) { "power_off" } else { "shutdown" };
        let (off, on) = (json!({"type": off}), json!({"type": "power_on"}));
        let bodies = if is_on(&target.object) { vec![off, self.body(), on] } else { vec![self.body()] };
        let path = DROPLET.family.collection.actions_of(&target.id);
        for body in bodies {
            let _ = ctx.client()?.send(&Request::post(path.clone(), &body));
        }
        Ok(())
    }

    /// Resizes the droplets and prints the actions that resized them.
    fn reboot_all(&self, ctx: &Context, targets: &[Target]) -> Result<()> {
        let plan = Plan {
            body: self.body(),
            grace: self.grace.unwrap_or(GRACE),
            schedule: self.on.start.wait.timing.timing(ctx, INTERVAL),
            messages: ctx.ui.messages().clone(),
            output: ctx.ui.output().clone(),
        };
        let outcomes =
            parallel_map(ctx.client()?, targets.to_vec(), move |client, target| Ok(reboot(client, &plan, &target)));
        let mut array = ctx.ui.array_of(ACTION_COLUMNS);
        for (target, outcome) in targets.iter().zip(outcomes) {
            let name = DROPLET.family.labelled(&target.label);
            let Outcome { action, stage, trouble } = match outcome {
                Ok(outcome) => outcome,
                Err(error) => {
                    ctx.fail(name, error);
                    continue;
                }
            };
            action.iter().for_each(|action| array.push_for(&name, action.raw().get()));
            array.flush();
            match trouble {
                Some(trouble) => self.report(ctx, target, &stage, trouble),
                None => ctx.tally.success(),
            }
        }
        array.finish();
        Ok(())
    }

    /// Reports why a droplet was not resized or is not on again, in which state it is, and how to go on.
    fn report(&self, ctx: &Context, target: &Target, stage: &Stage, trouble: Trouble) {
        let name = full_name(&DROPLET.family, target);
        let size =
            format!("{}{}", if self.disk { "--disk " } else { "" }, shlex::try_quote(&self.size).unwrap_or_default());
        let now = stage.words().map(|words| format!("{name} {words}"));
        let hint = match (now, stage.command(&size, &target.id)) {
            (Some(now), Some(command)) => Some(format!("{now}; go on with: {command}")),
            (now, _) => now,
        };
        let why = match trouble.status() {
            Status::TimedOut => "timed out waiting",
            Status::Interrupted => {
                ctx.interrupt.take_report();
                "interrupted"
            }
            _ => {
                let error = CliError::from(trouble);
                return ctx.fail(name, hint.into_iter().fold(error, CliError::hint));
            }
        };
        ctx.tally.failure(trouble.status());
        ctx.ui.note(format_args!("{name}: {why}"));
        hint.iter().for_each(|hint| ctx.ui.hint(hint));
    }
}

fn is_on(droplet: &Object) -> bool {
    droplet.text("status").as_deref() == Some("active")
}

/// What keeps a droplet from becoming this size.
fn obstacle(size: &Object, droplet: &Object) -> Option<String> {
    let status = droplet.text("status").unwrap_or_default();
    if !["active", "off"].contains(&status.as_str()) {
        return Some(format!("its status is {status:?}, neither active nor off"));
    }
    let (disk, new_disk) = (droplet.get::<u64>("disk")?, size.get::<u64>("disk")?);
    if new_disk < disk {
        return Some(format!("its disk has {disk} GB and cannot shrink to {new_disk} GB"));
    }
    let region: Value = droplet.get("region")?;
    let (region, regions) = (region["slug"].as_str()?, size.get::<Vec<String>>("regions")?);
    let is_offered = regions.iter().any(|one| one == region);
    (!is_offered).then(|| format!("this size is not offered in its region, {region}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_a_droplet_from_a_size_is_known_before_it_is_shut_down() {
        let size = Object::from_value(&json!({"slug": "s", "disk": 50, "regions": ["nyc3"]})).unwrap();
        for (droplet, why) in [
            (json!({"status": "active", "disk": 25, "region": {"slug": "nyc3"}}), None),
            (json!({"status": "off", "disk": 50, "region": {"slug": "nyc3"}}), None),
            (json!({"status": "active"}), None),
            (json!({"status": "new"}), Some("its status is \"new\", neither active nor off")),
            (json!({"status": "off", "disk": 60}), Some("its disk has 60 GB and cannot shrink to 50 GB")),
            (
                json!({"status": "off", "disk": 25, "region": {"slug": "ams3"}}),
                Some("this size is not offered in its region, ams3"),
            ),
        ] {
            let object = Object::from_value(&droplet).unwrap();
            assert_eq!(obstacle(&size, &object).as_deref(), why, "{droplet}");
        }
    }
}
