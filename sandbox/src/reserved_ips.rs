//! `/v2/reserved_ips`, and the same addresses under their old name, `/v2/floating_ips`.

mod assign;
mod create;
mod seed;

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::actions::{self, Effect, Kind, Wording};
use crate::http::{Outcome, Refusal, Reply, Request, id};
use crate::pages;
use crate::state::State;

pub(crate) use seed::load;

/// A reserved address.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ReservedIp {
    /// Dotted; this is the identifier.
    pub(crate) ip: String,
    pub(crate) region: String,
    pub(crate) droplet_id: Option<u64>,
    /// The droplet of a seed, by its name or ID.
    #[serde(skip_serializing)]
    pub(crate) droplet: Option<Value>,
}

/// What `DELETE /v2/reserved_ips/{ip}` does to an assigned address. The behaviour of the real API is not known for
/// certain, so clients should be tested with both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DeleteAssignedIp {
    #[default]
    Removes,
    /// It only unassigns the address, with the same reply; the next DELETE removes it.
    Unassigns,
}

impl ReservedIp {
    /// The address as projects name it.
    pub(crate) fn urn(&self) -> String {
        format!("do:floatingip:{}", self.ip)
    }

    /// The address as the number that its actions call `resource_id`.
    pub(crate) fn number(&self) -> u64 {
        self.ip.parse::<Ipv4Addr>().map_or(0, |ip| u64::from(u32::from(ip)))
    }
}

#[derive(Serialize)]
struct View<'a> {
    ip: &'a str,
    droplet: Option<&'a RawValue>,
    region: Option<&'a RawValue>,
    locked: bool,
    project_id: &'a str,
}

fn view<'a>(state: &'a State, reserved: &'a ReservedIp) -> View<'a> {
    let region = state.catalog.region(&reserved.region);
    View {
        ip: &reserved.ip,
        droplet: reserved.droplet_id.and_then(|id| state.droplet_text(id)),
        region: region.map(|region| &*region.text),
        locked: state.is_busy(Kind::FloatingIp, reserved.number()),
        project_id: state.project_of(&reserved.urn()),
    }
}

/// Completes an action of an address; if its droplet was destroyed, nothing is assigned.
pub(crate) fn apply(state: &mut State, effect: &Effect, fails: bool) {
    let (ip, droplet) = match effect {
        Effect::AssignIp { ip, droplet } => (ip, state.droplets.get(*droplet).map(|it| it.id)),
        Effect::UnassignIp { ip } => (ip, None),
        _ => return,
    };
    if let Some(reserved) = state.reserved_ips.iter_mut().find(|it| it.ip == *ip)
        && !fails
    {
        reserved.droplet_id = droplet;
    }
}

/// The name of the addresses in a request.
#[derive(Clone, Copy)]
struct Family {
    wording: Wording,
    one: &'static str,
    many: &'static str,
}

const FLOATING: Family = Family { wording: Wording::Floating, one: "floating_ip", many: "floating_ips" };
const RESERVED: Family = Family { wording: Wording::Reserved, one: "reserved_ip", many: "reserved_ips" };

/// `/v2/reserved_ips…` and `/v2/floating_ips…`
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    let family = match path.first() {
        Some(&"floating_ips") => FLOATING,
        _ => RESERVED,
    };
    match (request.method.as_str(), &path[1..]) {
        ("GET", []) => {
            let all: Vec<&ReservedIp> = state.reserved_ips.iter().collect();
            let view = |it| view(state, it);
            Ok(pages::list_by(request, family.many, &all, view))
        }
        ("POST", []) => create::create(state, request, family),
        ("GET", [ip]) => {
            let reserved = &state.reserved_ips[state.ip_at(ip)?];
            Ok(Reply::root(200, family.one, &view(state, reserved)))
        }
        ("DELETE", [ip]) => delete(state, ip),
        (_, [ip, "actions", rest @ ..]) => actions(state, request, family, ip, rest),
        _ => Err(Refusal::no_route()),
    }
}

fn actions(state: &mut State, request: &Request, family: Family, ip: &str, path: &[&str]) -> Outcome {
    if request.method == "POST" && path.is_empty() {
        return assign::start(state, &request.fields()?, family.wording, ip);
    }
    let number = state.reserved_ips[state.ip_at(ip)?].number();
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let ids = state.actions_of(Kind::FloatingIp, number);
            Ok(actions::list(state, request, &ids, family.wording))
        }
        ("GET", [action]) => {
            let resource = (Kind::FloatingIp, number);
            actions::show_of(state, resource, id(action)?, family.wording)
        }
        _ => Err(Refusal::no_route()),
    }
}

fn delete(state: &mut State, ip: &str) -> Outcome {
    let place = state.ip_at(ip)?;
    state.check_idle_ip(&state.reserved_ips[place])?;
    let reserved = &mut state.reserved_ips[place];
    let assigned = reserved.droplet_id.is_some();
    if assigned && state.delete_assigned_ip == DeleteAssignedIp::Unassigns {
        reserved.droplet_id = None;
    } else {
        state.remove_reserved_ip(ip);
    }
    Ok(if assigned { accepted() } else { Reply::empty(204) })
}

impl State {
    pub(crate) fn remove_reserved_ip(&mut self, ip: &str) {
        self.reserved_ips.retain(|it| it.ip != ip);
        self.take_out_of_project("floatingip", ip);
    }
}

/// What has been recorded of some deletions: a body of one blank that is no JSON. Here it answers for the addresses
/// that a droplet has, since they must be taken from it first.
fn accepted() -> Reply {
    let body = b" ".to_vec();
    Reply { body, ..Reply::empty(202).with("content-type", "text/html; charset=utf-8") }
}

impl State {
    /// The index of an address.
    fn ip_at(&self, ip: &str) -> Result<usize, Refusal> {
        let place = self.reserved_ips.iter().position(|it| it.ip == ip);
        place.ok_or_else(Refusal::not_found)
    }

    /// Refuses a request while an action is in progress on the address.
    fn check_idle_ip(&self, reserved: &ReservedIp) -> Result<(), Refusal> {
        if self.is_busy(Kind::FloatingIp, reserved.number()) {
            let message = "The floating IP already has a pending event.";
            return Err(Refusal::unprocessable(message));
        }
        Ok(())
    }
}
