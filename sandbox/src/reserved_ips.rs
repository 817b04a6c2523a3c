//! `/v2/reserved_ips`, and the same addresses under their old name, `/v2/floating_ips`.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::actions::Effect;
use crate::http::{Outcome, Refusal, Request};
use crate::state::State;

/// A reserved address.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ReservedIp {
    /// Dotted; it is the identifier.
    pub(crate) ip: String,
    pub(crate) region: String,
    pub(crate) droplet_id: Option<u64>,
}

impl ReservedIp {
    /// The address as the number that its actions call `resource_id`.
    pub(crate) fn number(&self) -> u64 {
        self.ip
            .parse::<Ipv4Addr>()
            .map_or(0, |ip| u64::from(u32::from(ip)))
    }
}

/// The end of an address's action.
pub(crate) fn apply(state: &mut State, effect: &Effect, fails: bool) {
    let (Effect::AssignIp { ip, .. } | Effect::UnassignIp { ip }) = effect else {
        return;
    };
    if let Some(reserved) = state.reserved_ips.iter_mut().find(|it| it.ip == *ip)
        && !fails
    {
        reserved.droplet_id = match effect {
            Effect::AssignIp { droplet, .. } => Some(*droplet),
            _ => None,
        };
    }
}

/// Puts the addresses of a seed in place.
pub(crate) fn load(state: &mut State, ips: Vec<ReservedIp>) -> Result<(), String> {
    state.reserved_ips = ips;
    Ok(())
}

/// `/v2/reserved_ips…` and `/v2/floating_ips…`
pub(crate) fn route(_state: &mut State, _request: &Request, _path: &[&str]) -> Outcome {
    Err(Refusal::no_route())
}
