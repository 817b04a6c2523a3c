//! `/v2/reserved_ips/{ip}/actions`: assigning and unassigning addresses.

use super::ReservedIp;
use crate::actions::{self, Effect, Kind, Start, Wording};
use crate::droplets::Droplet;
use crate::fields::{droplet_id, text};
use crate::http::{Fields, Outcome, Refusal};
use crate::state::State;

pub(super) fn start(state: &mut State, fields: &Fields, wording: Wording, ip: &str) -> Outcome {
    let reserved = state.reserved_ips[state.ip_at(ip)?].clone();
    let (verb, effect) = match text(fields, "type")?.as_deref() {
        Some("assign") => ("assign_ip", assign(state, fields, &reserved)?),
        Some("unassign") => ("unassign_ip", unassign(state, &reserved)?),
        _ => return Err(Refusal::unknown_action()),
    };
    let action = state.start_ip(&reserved, verb, effect);
    actions::started(state, action, wording)
}

/// An address that another droplet has moves; a droplet that has another address is refused.
fn assign(state: &State, fields: &Fields, reserved: &ReservedIp) -> Result<Effect, Refusal> {
    let droplet = state.assignable(droplet_id(fields)?)?;
    if droplet.region != reserved.region {
        return Err(elsewhere());
    }
    state.check_idle_ip(reserved)?;
    Ok(Effect::AssignIp { ip: reserved.ip.clone(), droplet: droplet.id })
}

fn unassign(state: &State, reserved: &ReservedIp) -> Result<Effect, Refusal> {
    state.check_idle_ip(reserved)?;
    if reserved.droplet_id.is_none() {
        let message = "The floating IP is not assigned to a droplet.";
        return Err(Refusal::unprocessable(message));
    }
    let ip = reserved.ip.clone();
    Ok(Effect::UnassignIp { ip })
}

/// What the API says when an address and a droplet are in different regions.
pub(super) fn elsewhere() -> Refusal {
    Refusal::unprocessable("The floating IP and the droplet must be in the same region.")
}

impl State {
    /// Starts an action on an address that has none in progress, and gives its ID.
    pub(super) fn start_ip(&mut self, reserved: &ReservedIp, verb: &str, effect: Effect) -> u64 {
        self.start(Start {
            verb,
            kind: Kind::FloatingIp,
            resource_id: reserved.number(),
            region: Some(reserved.region.clone()),
            effect,
        })
    }

    /// The droplet of this ID if an address can be assigned to it now: it has none, and no action is in progress on it.
    pub(super) fn assignable(&self, id: u64) -> Result<&Droplet, Refusal> {
        let Some(droplet) = self.droplets.get(id) else {
            let message = "The droplet could not be found.";
            return Err(Refusal::unprocessable(message));
        };
        if self.reserved_ips.iter().any(|it| it.droplet_id == Some(id)) {
            let message = "The droplet already has a floating IP.";
            return Err(Refusal::unprocessable(message));
        }
        if self.is_busy(Kind::Droplet, id) || self.awaits_ip(id) {
            let message = "Droplet already has a pending event.";
            return Err(Refusal::unprocessable(message));
        }
        Ok(droplet)
    }

    /// Whether an address is on its way to a droplet.
    fn awaits_ip(&self, id: u64) -> bool {
        let comes = |effect: &Effect| matches!(effect, Effect::AssignIp { droplet, .. } if *droplet == id);
        let pending = self.due.iter().filter_map(|&(_, id)| self.actions.get(id));
        pending.map(|it| &it.effect).any(comes)
    }
}
