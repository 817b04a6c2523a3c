//! `POST /v2/droplets/{id}/actions`, and the same for all droplets of a tag.

use serde_json::Value;
use serde_json::value::RawValue;

use super::{Droplet, Status, parse_action};
use crate::actions::{self, Effect, Kind, Start, Wording};
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::state::State;

/// The types of actions that can be started by tag.
const BY_TAG: [&str; 8] = [
    "power_cycle",
    "power_on",
    "power_off",
    "shutdown",
    "enable_ipv6",
    "enable_backups",
    "disable_backups",
    "snapshot",
];

pub(super) fn one(state: &mut State, request: &Request, id: u64) -> Outcome {
    let fields = request.fields()?;
    state.droplet(id)?;
    let action = act(state, id, verb(&fields)?, &fields)?;
    actions::started(state, action, Wording::Floating)
}

/// `POST /v2/droplets/actions?tag_name=`: starts the action on every droplet that can run it; a refusal only when there
/// are droplets and none can. A tag without droplets, or no such tag, gives an empty list.
pub(super) fn by_tag(state: &mut State, request: &Request) -> Outcome {
    let fields = request.fields()?;
    let tag = request.param("tag_name");
    let tag = tag.ok_or_else(|| Refusal::unprocessable("tag_name is required"))?;
    let verb = verb(&fields)?;
    if !BY_TAG.contains(&verb) {
        return Err(Refusal::unknown_action());
    }
    let droplets = state.droplets.ids(|droplet| droplet.has_tag(&tag));
    let results: Vec<Result<u64, Refusal>> = droplets.into_iter().map(|id| act(state, id, verb, &fields)).collect();
    if !results.is_empty() && results.iter().all(Result::is_err) {
        results.into_iter().collect::<Result<Vec<u64>, Refusal>>()?;
        return Err(Refusal::not_found());
    }
    let started = results.iter().flatten();
    let texts: Vec<&RawValue> = started.filter_map(|&id| state.action_text(id)).collect();
    Ok(Reply::root(201, "actions", &texts))
}

fn verb(fields: &Fields) -> Result<&str, Refusal> {
    let verb = fields.get("type").and_then(Value::as_str);
    verb.ok_or_else(|| Refusal::unprocessable("Type can't be blank"))
}

/// Starts an action on a droplet, if the request is valid, no event is pending, and the droplet's state allows it.
fn act(state: &mut State, id: u64, verb: &str, fields: &Fields) -> Result<u64, Refusal> {
    let droplet = state.droplet(id)?;
    let effect = parse_action::effect(state, droplet, verb, fields)?;
    state.check_idle_droplet(id)?;
    fit(state, droplet, verb, &effect)?;
    let region = Some(droplet.region.clone());
    Ok(state.start(Start { verb, kind: Kind::Droplet, resource_id: id, region, effect }))
}

impl State {
    /// Refuses what must wait for an action in progress on the droplet.
    pub(crate) fn check_idle_droplet(&self, id: u64) -> Result<(), Refusal> {
        if self.is_busy(Kind::Droplet, id) { Err(pending()) } else { Ok(()) }
    }
}

pub(super) fn pending() -> Refusal {
    Refusal::unprocessable("Droplet already has a pending event.")
}

/// Whether the droplet is in a state that allows the action.
fn fit(state: &State, droplet: &Droplet, verb: &str, effect: &Effect) -> Result<(), Refusal> {
    let message = match (verb, droplet.status) {
        ("power_off" | "shutdown", Status::Off) => "Droplet is already powered off.",
        ("enable_backups", _) if droplet.has("backups") => "Backups have already been enabled on this Droplet.",
        ("disable_backups", _) if !droplet.has("backups") => "Backups have already been disabled on this Droplet.",
        ("change_backup_policy", _) if !droplet.has("backups") => "Backups must be enabled",
        _ => return fits(state, droplet, effect),
    };
    Err(Refusal::unprocessable(message))
}

/// Whether the droplet, which must be off, can become this size.
fn fits(state: &State, droplet: &Droplet, effect: &Effect) -> Result<(), Refusal> {
    let Effect::Resize { size, .. } = effect else {
        return Ok(());
    };
    let disk = state.catalog.size(size).map_or(0, |size| size.disk);
    let message = if droplet.status == Status::Active {
        "Droplet is currently on. Please power it off to run this event."
    } else if droplet.size == *size {
        "The droplet is already set to this size."
    } else if disk < droplet.disk {
        "Size can not decrease size of Droplet's disk image"
    } else {
        return Ok(());
    };
    Err(Refusal::unprocessable(message))
}
