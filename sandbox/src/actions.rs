//! `/v2/actions`: operations that take some time.

mod effect;
mod view;

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::http::{Outcome, Refusal, Reply, Request, id};
use crate::pages;
use crate::state::State;
use crate::time::Time;

pub(crate) use effect::Effect;
pub(crate) use view::Wording;

/// The type of resource that an action is performed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    #[default]
    Droplet,
    Image,
    ReservedIpv6,
    /// Actions of volumes name no volume.
    #[serde(rename = "backend")]
    Volume,
    /// `reserved_ip` where the request asks for the new name.
    FloatingIp,
}

/// The status of an action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    #[default]
    InProgress,
    Completed,
    Errored,
}

/// One action, with the effect that it has when it completes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Action {
    pub(crate) id: u64,
    pub(crate) status: Status,
    #[serde(rename = "type")]
    pub(crate) verb: String,
    pub(crate) started_at: Time,
    pub(crate) completed_at: Option<Time>,
    pub(crate) resource_id: u64,
    pub(crate) resource_type: Kind,
    pub(crate) region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) project_id: Option<String>,
    /// When it ends; its effect happens at the first request after that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due: Option<Time>,
    /// Whether it will end errored, without its effect.
    pub(crate) fails: bool,
    pub(crate) effect: Effect,
}

/// What starting an action takes.
pub(crate) struct Start<'a> {
    pub(crate) verb: &'a str,
    pub(crate) kind: Kind,
    pub(crate) resource_id: u64,
    pub(crate) region: Option<String>,
    pub(crate) effect: Effect,
}

impl State {
    /// Starts an action on a resource that has none in progress, and gives its ID.
    pub(crate) fn start(&mut self, start: Start<'_>) -> u64 {
        let id = self.ids.action();
        let due = self.now.plus(self.span(&start.effect));
        let ip = start.kind == Kind::FloatingIp;
        let action = Action {
            id,
            verb: start.verb.to_owned(),
            started_at: self.now,
            resource_id: start.resource_id,
            resource_type: start.kind,
            region: start.region,
            project_id: ip.then(|| self.project_of_address(start.resource_id)),
            due: Some(due),
            fails: self.fail_actions,
            effect: start.effect,
            ..Action::default()
        };
        self.busy.insert((action.resource_type, action.resource_id));
        self.due.insert((due, id));
        self.actions.insert(id, action);
        self.hide(id);
        id
    }

    /// The project of the address that actions call by this number.
    fn project_of_address(&self, number: u64) -> String {
        let address = u32::try_from(number).map(Ipv4Addr::from).map(|it| it.to_string()).unwrap_or_default();
        self.project_of(&format!("do:floatingip:{address}")).to_owned()
    }

    /// How long an action takes: all take the same time, except a removal, which is almost immediate.
    fn span(&self, effect: &Effect) -> std::time::Duration {
        match effect {
            Effect::Destroy => self.destroy_time,
            _ => self.action_time,
        }
    }

    /// Whether an action is in progress on this resource.
    pub(crate) fn is_busy(&self, kind: Kind, id: u64) -> bool {
        self.busy.contains(&(kind, id))
    }

    /// Completes an action whose time has come, and applies its effect.
    pub(crate) fn finish(&mut self, id: u64, at: Time) {
        let Some(action) = self.actions.get_mut(id) else {
            return;
        };
        let fails = action.fails;
        action.status = if fails { Status::Errored } else { Status::Completed };
        action.completed_at = Some(at);
        action.due = None;
        let (kind, resource) = (action.resource_type, action.resource_id);
        let started_at = action.started_at;
        let effect = std::mem::take(&mut action.effect);
        self.busy.remove(&(kind, resource));
        self.apply(effect, resource, fails, started_at);
    }

    /// The JSON object of an action.
    pub(crate) fn action_text(&self, id: u64) -> Option<&RawValue> {
        self.actions.text(id, |action| view::render(self, action))
    }

    /// The IDs of a resource's actions, newest first.
    pub(crate) fn actions_of(&self, kind: Kind, id: u64) -> Vec<u64> {
        let chosen = |it: &Action| it.resource_type == kind && it.resource_id == id;
        let mut ids = self.actions.ids(chosen);
        ids.reverse();
        ids
    }
}

/// `/v2/actions` and `/v2/actions/{id}`.
pub(crate) fn route(state: &State, request: &Request, path: &[&str]) -> Outcome {
    let wording = Wording::asked_for(request);
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let mut ids = state.actions.ids(|_| true);
            ids.reverse();
            Ok(list(state, request, &ids, wording))
        }
        ("GET", [action]) => {
            let action = id(action)?;
            state.check_visible(action)?;
            show(state, action, wording)
        }
        _ => Err(Refusal::no_route()),
    }
}

/// A page of these actions.
pub(crate) fn list(state: &State, request: &Request, ids: &[u64], wording: Wording) -> Reply {
    let render = |id| state.action_text(id).map_or("null", RawValue::get);
    wording.apply(pages::list(request, "actions", ids, render))
}

/// One action as a reply.
pub(crate) fn show(state: &State, id: u64, wording: Wording) -> Outcome {
    let text = state.action_text(id).ok_or_else(Refusal::not_found)?;
    Ok(wording.apply(Reply::root(200, "action", &text)))
}

/// One action of this resource, and of no other.
pub(crate) fn show_of(state: &State, (kind, resource): (Kind, u64), action: u64, wording: Wording) -> Outcome {
    let known = state.actions.get(action).ok_or_else(Refusal::not_found)?;
    if (known.resource_type, known.resource_id) != (kind, resource) {
        return Err(Refusal::not_found());
    }
    state.check_visible(action)?;
    show(state, action, wording)
}

/// The reply to the request that started an action.
pub(crate) fn started(state: &State, id: u64, wording: Wording) -> Outcome {
    let reply = show(state, id, wording)?;
    Ok(Reply { status: 201, ..reply })
}
