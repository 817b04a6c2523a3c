//! The resize of one droplet that may be on: shut it down, resize it, start it again. It runs on a worker, which waits for
//! each action, so the results of several droplets come as each is done.

use super::is_on;
use super::stage::Stage;
use crate::api::{Client, Collection, EndReason, Error, Event, Object, Poller, Request, Schedule, wait};
use crate::error::{CliError, Status, failure};
use crate::resolve::Target;
use crate::resolve::noun::{ACTION, DROPLET};
use crate::ui::stdout::Output;
use crate::ui::{Messages, escape};
use crate::verbs::lookup::full_name;
use crate::verbs::wait::{READ_LAG, id_text, is_finished, is_success};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::time::{Duration, Instant};

/// What is to be done with every droplet.
pub(super) struct Plan {
    /// The body that resizes.
    pub(super) body: Value,
    pub(super) grace: Duration,
    pub(super) schedule: Schedule,
    pub(super) messages: Messages,
    pub(super) output: Output,
}

/// What became of one droplet.
pub(super) struct Outcome {
    /// The action that resized it, if one was started.
    pub(super) action: Option<Object>,
    pub(super) stage: Stage,
    /// Why it went no farther.
    pub(super) trouble: Option<Trouble>,
}

/// Why a droplet is not resized or not on again.
#[derive(Debug)]
pub(super) enum Trouble {
    Request(Error),
    /// An action ended errored.
    Errored(Object),
    /// What was waited for no longer exists.
    Gone,
    /// It was switched off, but is still shown as on.
    StillOn,
}

impl Trouble {
    pub(super) fn status(&self) -> Status {
        match self {
            Trouble::Request(error) => Status::of(error),
            Trouble::Errored(_) => Status::Errored,
            Trouble::Gone | Trouble::StillOn => Status::Failed,
        }
    }

    /// Whether it is certain that the request was not carried out, and time is left for others.
    fn is_refusal(&self) -> bool {
        let Trouble::Request(error) = self else { return matches!(self, Trouble::Errored(_)) };
        !error.may_have_succeeded() && !matches!(error, Error::Cancelled | Error::DeadlinePassed)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Trouble {
        Trouble::Request(error)
    }
}

impl From<Trouble> for CliError {
    fn from(trouble: Trouble) -> CliError {
        match trouble {
            Trouble::Request(error) => error.into(),
            Trouble::Errored(action) => {
                let (id, kind) = (id_text(&action), action.text("type").unwrap_or_default());
                CliError::new(Status::Errored, anyhow::anyhow!("action {id} ({}) ended errored", escape(&kind)))
            }
            Trouble::Gone => failure("it no longer exists"),
            Trouble::StillOn => failure("it was switched off, but the API still shows it as on"),
        }
    }
}

/// Resizes a droplet and brings it back to the state that it had.
pub(super) fn reboot(client: &Client, plan: &Plan, target: &Target) -> Outcome {
    let name = full_name(&DROPLET.family, target);
    let mut work = Work { client, plan, target, name, stage: Stage::Untouched, action: None };
    let trouble = work.run().err();
    Outcome { action: work.action, stage: work.stage, trouble }
}

struct Work<'a> {
    client: &'a Client,
    plan: &'a Plan,
    target: &'a Target,
    name: String,
    stage: Stage,
    action: Option<Object>,
}

impl Work<'_> {
    fn run(&mut self) -> Result<(), Trouble> {
        let was_on = is_on(&self.target.object);
        if was_on {
            self.switch_off()?;
        }
        self.stage = Stage::Off { was_on };
        let resized = self.resize(was_on);
        self.stage = match &resized {
            Ok(()) => Stage::Resized,
            Err(trouble) if was_on && trouble.is_refusal() => Stage::NotResized,
            Err(_) => return resized,
        };
        if was_on {
            // That the droplet has its old size is no reason to leave it off.
            self.follow_new(&json!({"type": "power_on"}), "starting")?;
        }
        if resized.is_err() {
            self.stage = Stage::OnAgain;
        }
        resized
    }

    fn switch_off(&mut self) -> Result<(), Trouble> {
        let grace_end = self.client.clock().now() + self.plan.grace;
        if !self.plan.grace.is_zero() {
            let action = self.start_going_off("shutdown", "shutting down")?;
            // A shutdown that ends errored leaves the droplet on, as one that completes may do.
            self.follow(action)?;
            if self.is_off_by(grace_end)? {
                return Ok(());
            }
            let grace = humantime::format_duration(self.plan.grace);
            self.plan.messages.done(format_args!("{} has not shut down within {grace}", self.name));
        }
        match self.start_going_off("power_off", "switching it off") {
            // It may have gone off by itself right before.
            Err(Trouble::Request(error)) if error.status() == Some(422) => {
                return if self.is_off_by(self.client.clock().now())? { Ok(()) } else { Err(error.into()) };
            }
            started => succeeded(self.follow(started?)?)?,
        }
        if self.is_off_by(self.client.clock().now() + READ_LAG)? { Ok(()) } else { Err(Trouble::StillOn) }
    }

    /// Starts an action that switches the droplet off; one that was not started leaves it as it was.
    fn start_going_off(&mut self, kind: &str, doing: &str) -> Result<Object, Trouble> {
        let before = std::mem::replace(&mut self.stage, Stage::GoingOff);
        self.start(&json!({"type": kind}), doing).inspect_err(|trouble| {
            if matches!(trouble, Trouble::Request(error) if !error.may_have_succeeded()) {
                self.stage = before;
            }
        })
    }

    fn resize(&mut self, was_on: bool) -> Result<(), Trouble> {
        let doing = format!("resizing to {}", self.plan.body["size"].as_str().unwrap_or_default());
        let action = self.start(&self.plan.body, &doing).inspect_err(|trouble| {
            if matches!(trouble, Trouble::Request(error) if error.may_have_succeeded()) {
                self.stage = Stage::MaybeResizing { was_on };
            }
        })?;
        self.stage = Stage::Resizing { action: id_text(&action), was_on };
        self.action = Some(action.clone());
        let finished = self.follow(action)?;
        self.action = Some(finished.clone());
        succeeded(finished)
    }

    fn follow_new(&self, body: &Value, doing: &str) -> Result<(), Trouble> {
        succeeded(self.follow(self.start(body, doing)?)?)
    }

    /// Starts an action and says so. Nothing is started once the time is over.
    fn start(&self, body: &Value, doing: &str) -> Result<Object, Trouble> {
        let is_over = |end: Instant| end <= self.client.clock().now();
        if self.client.cancel().is_cancelled() {
            return Err(Error::Cancelled.into());
        } else if self.plan.schedule.deadline.is_some_and(is_over) {
            return Err(Error::DeadlinePassed.into());
        }
        let path = DROPLET.family.collection.actions_of(&self.target.id);
        let action = self.client.send(&Request::post(path, body))?.object("action")?;
        self.plan.output.count_as_printed(action.raw().get());
        self.plan.messages.done(format_args!("{}: {doing} (action {})", self.name, id_text(&action)));
        Ok(action)
    }

    /// The action when it has finished.
    fn follow(&self, action: Object) -> Result<Object, Trouble> {
        self.wait_for(&ACTION.family.collection, action, self.plan.schedule.deadline, is_finished)
    }

    /// Whether the droplet is off at some time until `end`.
    fn is_off_by(&self, end: Instant) -> Result<bool, Trouble> {
        let (deadline, family) = (self.plan.schedule.deadline, &DROPLET.family);
        let now = self.client.get_optional(family.one(&self.target.id), &family.collection.singular)?;
        let end = deadline.map_or(end, |deadline| deadline.min(end));
        let is_off = |droplet: &Object| droplet.text("status").as_deref() == Some("off");
        match self.wait_for(&family.collection, now.ok_or(Trouble::Gone)?, Some(end), is_off) {
            Ok(_) => Ok(true),
            Err(Trouble::Request(Error::DeadlinePassed)) if deadline != Some(end) => Ok(false),
            Err(trouble) => Err(trouble),
        }
    }

    fn wait_for(
        &self,
        collection: &Collection,
        object: Object,
        deadline: Option<Instant>,
        done: impl Fn(&Object) -> bool,
    ) -> Result<Object, Trouble> {
        let mut poller = Poller::new(self.client, collection).of_new_objects();
        let schedule = Schedule { deadline, ..self.plan.schedule.clone() };
        let mut settled = None;
        let Ok(ended) = wait(&mut poller, &schedule, vec![object], done, |event| -> Result<(), Infallible> {
            if let Event::Settled(object) = event {
                settled = Some(object);
            }
            Ok(())
        });
        match ended.reason {
            EndReason::Done => settled.ok_or(Trouble::Gone),
            EndReason::TimedOut => Err(Error::DeadlinePassed.into()),
            EndReason::Cancelled => Err(Error::Cancelled.into()),
            EndReason::Failed(error) => Err(error.into()),
        }
    }
}

fn succeeded(action: Object) -> Result<(), Trouble> {
    if is_success(&action) { Ok(()) } else { Err(Trouble::Errored(action)) }
}
