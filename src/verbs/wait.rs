//! Waiting for objects: each is printed when it has finished, and at the end the others as they are.

use crate::api::{EndReason, Event, Id, Object, Poller, Schedule, WaitOutcome, wait};
use crate::args::duration::{Limit, limit, positive_seconds};
use crate::error::status::Status;
use crate::error::{CliError, Result, failure, one_line};
use crate::resolve::noun::ACTION;
use crate::run::context::Context;
use crate::ui::stdout::Array;
use clap::Args;
use std::collections::HashMap;
use std::time::Duration;

/// The heading of these arguments in help, set on each argument for the reason given in [`targets`](super::targets).
const WAITING: &str = "Waiting";

const IMPLIES_WAIT: &str =
    "Wait at most this long, counted from the start of the program; a negative time is no limit. Implies --wait";

#[derive(Debug, Clone, Args)]
pub(crate) struct WaitTiming {
    /// Wait at most this long, counted from the start of the program; a negative time is no limit
    #[arg(long, value_name = "SECONDS", value_parser = limit, allow_negative_numbers = true, help_heading = WAITING)]
    wait_time: Option<Limit>,

    /// Polling interval [default: 2, at first 1]
    #[arg(long, value_name = "SECONDS", value_parser = positive_seconds, help_heading = WAITING)]
    wait_interval: Option<Duration>,
}

/// Whether to wait at all.
#[derive(Debug, Clone, Args)]
#[command(mut_arg("wait_time", |time| time.help(IMPLIES_WAIT)))]
pub(crate) struct WaitOptions {
    /// Wait until the actions have completed or failed
    #[arg(short, long, help_heading = WAITING)]
    wait: bool,

    #[command(flatten)]
    pub(crate) timing: WaitTiming,
}

impl WaitOptions {
    /// The same for what has to be waited for in any case.
    pub(crate) fn always(self) -> WaitOptions {
        WaitOptions { wait: true, ..self }
    }

    /// Whether to wait: a limit on the wait means that one is wanted.
    pub(crate) fn is_wanted(&self) -> bool {
        self.wait || self.timing.wait_time.is_some()
    }
}

impl WaitTiming {
    /// The schedule for the API module; `interval` is the default.
    pub(crate) fn timing(&self, ctx: &Context, interval: Duration) -> Schedule {
        Schedule {
            interval: self.wait_interval.unwrap_or(interval),
            starts_sooner: self.wait_interval.is_none(),
            deadline: ctx.deadline(),
        }
    }
}

/// The interval of doapi 0.2.0.
pub(crate) const INTERVAL: Duration = Duration::from_secs(2);

/// The columns of a table of actions whose targets were named on the command line.
pub(crate) const ACTION_COLUMNS: &[&str] = &["target", "type", "status", "seconds", "id"];

/// How long an object may lag behind the action that changed it.
pub(crate) const READ_LAG: Duration = Duration::from_secs(30);

/// An action that was started, and on what.
pub(crate) struct Started {
    /// Its name in messages: `droplet "web-1"`.
    pub(crate) target: String,
    pub(crate) action: Object,
}

/// Whether an action is no longer in progress: any other status is final.
pub(crate) fn is_finished(action: &Object) -> bool {
    action.text("status").as_deref() != Some("in-progress")
}

/// Whether a finished action succeeded.
pub(crate) fn is_success(action: &Object) -> bool {
    matches!(action.text("status").as_deref(), Some("completed" | "done"))
}

/// The ID of an object for a message.
pub(crate) fn id_text(object: &Object) -> String {
    object.id().map_or_else(|| "without an ID".to_owned(), |id| id.to_string())
}

/// Counts a finished action, and reports it if it ended errored.
pub(crate) fn record_result(ctx: &Context, target: &str, action: &Object) {
    if is_success(action) {
        return ctx.tally.success();
    }
    ctx.tally.failure(Status::Errored);
    let (id, kind) = (id_text(action), action.text("type").unwrap_or_default());
    let status = action.text("status").unwrap_or_default();
    ctx.ui.note(format_args!(
        "{target}: action {id} ({}) ended {}",
        crate::ui::escape(&kind),
        crate::ui::escape(&status)
    ));
}

/// Waits for actions and passes on each one that finishes; at the end, the others as they are.
pub(crate) fn wait_for_actions(
    ctx: &Context,
    started: Vec<Started>,
    timing: &Schedule,
    mut finished: impl FnMut(&str, &Object) -> Result<()>,
) -> Result<Vec<Started>> {
    let mut poller = Poller::new(ctx.client()?, &ACTION.family.collection).of_new_objects();
    let is_unknown = |one: &mut Started| one.action.id().is_none() && !is_finished(&one.action);
    let mut started = started;
    let unknown: Vec<Started> = started.extract_if(.., is_unknown).collect();
    unknown.iter().for_each(|one| ctx.fail(&one.target, no_usable_id()));
    let total = started.len();
    let actions = started.iter().map(|one| one.action.clone()).collect();
    let names: HashMap<Option<Id>, String> = started.into_iter().map(|one| (one.action.id(), one.target)).collect();
    let name = |id: Option<Id>| names.get(&id).cloned().unwrap_or_else(|| "an action".to_owned());
    let mut progress = ctx.ui.progress();
    let ended = wait(&mut poller, timing, actions, is_finished, |event| match event {
        Event::Settled(action) => {
            let target = name(action.id());
            record_result(ctx, &target, &action);
            finished(&target, &action)
        }
        Event::Vanished(id) => {
            report_gone(ctx, &name(Some(id.clone())), &format!("action {id} no longer exists"));
            Ok(())
        }
        Event::Pending { left, next } => {
            let left: Vec<String> = left.iter().map(|action| name(action.id())).collect();
            progress.pending(&left, total, next);
            Ok(())
        }
    })?;
    drop(progress);
    let ended = report_incomplete(ctx, ended, "action wait");
    let left = ended.left.into_iter().map(|action| Started { target: name(action.id()), action });
    Ok(left.chain(unknown).collect())
}

/// The error of an action that cannot be asked for, so a wait for it would never end.
pub(crate) fn no_usable_id() -> CliError {
    failure("the API gave no usable ID of the action, so doapi cannot wait for it")
}

/// Reports that an object disappeared during the wait, which counts as a failure.
pub(crate) fn report_gone(ctx: &Context, target: &str, what: &str) {
    ctx.fail(target, failure(what));
}

/// Records why a wait ended early, and reports how to resume it.
pub(crate) fn report_incomplete(ctx: &Context, ended: WaitOutcome, resume: &str) -> WaitOutcome {
    match &ended.reason {
        EndReason::Done => return ended,
        EndReason::TimedOut => {
            ctx.tally.failure(Status::TimedOut);
            ctx.ui.note(format_args!("timed out waiting; {} still in progress", ended.left.len()));
        }
        EndReason::Cancelled => {
            ctx.tally.failure(Status::Interrupted);
            ctx.interrupt.take_report();
            ctx.ui.note(format_args!("interrupted; {} still in progress", ended.left.len()));
        }
        EndReason::Failed(error) => {
            ctx.tally.failure(Status::of(error));
            ctx.ui.note(format_args!("cannot poll: {}", one_line(error)));
        }
    }
    let ids: Vec<String> = ended.left.iter().filter_map(Object::id).map(|id| id.to_string()).collect();
    ctx.ui.hint(format_args!("doapi {resume} {}", ids.join(" ")));
    ended
}

/// Waits for actions and prints each one that finishes; at the end, the others as they are. Returns those that have
/// completed.
pub(crate) fn print_followed(
    ctx: &Context,
    started: Vec<Started>,
    timing: &Schedule,
    array: &mut Array,
) -> Result<Vec<Object>> {
    let mut completed = Vec::new();
    let left = wait_for_actions(ctx, started, timing, |target, action| {
        array.push_for(target, action.raw().get());
        array.flush();
        completed.extend(is_success(action).then(|| action.clone()));
        Ok(())
    })?;
    left.iter().for_each(|one| array.push_for(&one.target, one.action.raw().get()));
    Ok(completed)
}
