//! `/v2/reserved_ipv6`: reserved IPv6 addresses.

use std::net::Ipv6Addr;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::actions::{self, Effect, Kind, Start, Wording};
use crate::fields::{droplet_id, needed, text};
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::pages;
use crate::state::{DEFAULT_REGION, Flaw, State, fill, flaw};
use crate::time::Time;

/// A reserved IPv6 address.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ReservedIpv6 {
    pub(crate) ip: String,
    pub(crate) region_slug: String,
    pub(crate) reserved_at: Time,
    pub(crate) droplet_id: Option<u64>,
}

#[derive(Serialize)]
struct View<'a> {
    ip: &'a str,
    region_slug: &'a str,
    reserved_at: Time,
    droplet: Option<&'a RawValue>,
}

impl ReservedIpv6 {
    fn view<'a>(&'a self, state: &'a State) -> View<'a> {
        View {
            ip: &self.ip,
            region_slug: &self.region_slug,
            reserved_at: self.reserved_at,
            droplet: self.droplet_id.and_then(|id| state.droplet_text(id)),
        }
    }
}

/// The last part of an address as the number that its actions call `resource_id`.
fn number_of(ip: &str) -> u64 {
    let address: u128 = ip.parse::<Ipv6Addr>().map_or(0, u128::from);
    u64::try_from(address & 0xffff_ffff).unwrap_or_default()
}

impl State {
    fn ipv6_at(&self, ip: &str) -> Result<usize, Refusal> {
        let address = ip.parse::<Ipv6Addr>().map_err(|_| Refusal::not_found())?;
        let place = self.reserved_ipv6s.iter().position(|it| it.ip.parse() == Ok(address));
        place.ok_or_else(Refusal::not_found)
    }

    fn free_ipv6(&mut self) -> String {
        let [.., a, b, c, d] = self.ids.host().to_be_bytes();
        let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
        Ipv6Addr::new(0x2001, 0xdb8, 0xffff, 0, 0, 0, high, low).to_string()
    }

    /// Adds an address of a seed.
    pub(crate) fn add_reserved_ipv6(&mut self, mut reserved: ReservedIpv6) -> Result<(), Flaw> {
        if reserved.ip.is_empty() {
            reserved.ip = self.free_ipv6();
        } else if reserved.ip.parse::<Ipv6Addr>().is_err() {
            return Err(flaw("ip", format!("{:?} is not an IPv6 address", reserved.ip)));
        }
        fill(&mut reserved.region_slug, DEFAULT_REGION);
        reserved.reserved_at = reserved.reserved_at.or(self.now);
        self.check_droplets_of_seed("droplet_id", reserved.droplet_id.as_slice())?;
        self.reserved_ipv6s.push(reserved);
        Ok(())
    }

    fn check_idle_ipv6(&self, ip: &str) -> Result<(), Refusal> {
        if self.is_busy(Kind::ReservedIpv6, number_of(ip)) {
            return Err(Refusal::unprocessable("The reserved IPv6 already has a pending event."));
        }
        Ok(())
    }
}

/// `/v2/reserved_ipv6…`; its actions are only started here, and shown by `/v2/actions`.
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let all: Vec<&ReservedIpv6> = state.reserved_ipv6s.iter().collect();
            Ok(pages::list_by(request, "reserved_ipv6s", &all, |it| it.view(state)))
        }
        ("POST", []) => create(state, &request.fields()?),
        ("GET", [ip]) => Ok(reply(state, 200, state.ipv6_at(ip)?)),
        ("DELETE", [ip]) => delete(state, ip),
        ("POST", [ip, "actions"]) => start(state, &request.fields()?, ip),
        _ => Err(Refusal::no_route()),
    }
}

fn reply(state: &State, status: u16, place: usize) -> Reply {
    Reply::root(status, "reserved_ipv6", &state.reserved_ipv6s[place].view(state))
}

fn create(state: &mut State, fields: &Fields) -> Outcome {
    let region_slug = needed(fields, "region_slug")?;
    state.check_region(&region_slug)?;
    let ip = state.free_ipv6();
    state.reserved_ipv6s.push(ReservedIpv6 { ip, region_slug, reserved_at: state.now, droplet_id: None });
    Ok(reply(state, 201, state.reserved_ipv6s.len() - 1))
}

fn delete(state: &mut State, ip: &str) -> Outcome {
    let place = state.ipv6_at(ip)?;
    state.check_idle_ipv6(&state.reserved_ipv6s[place].ip)?;
    if state.reserved_ipv6s[place].droplet_id.is_some() {
        return Err(Refusal::unprocessable("The reserved IPv6 is assigned to a droplet."));
    }
    state.reserved_ipv6s.remove(place);
    Ok(Reply::empty(204))
}

fn start(state: &mut State, fields: &Fields, ip: &str) -> Outcome {
    let reserved = state.reserved_ipv6s[state.ipv6_at(ip)?].clone();
    let (verb, effect) = match text(fields, "type")?.as_deref() {
        Some("assign") => ("assign_ip", assign(state, fields, &reserved)?),
        Some("unassign") => ("unassign_ip", unassign(&reserved)?),
        _ => return Err(Refusal::unknown_action()),
    };
    state.check_idle_ipv6(&reserved.ip)?;
    let (kind, resource_id) = (Kind::ReservedIpv6, number_of(&reserved.ip));
    let action = state.start(Start { verb, kind, resource_id, region: Some(reserved.region_slug), effect });
    actions::started(state, action, Wording::Reserved)
}

fn assign(state: &State, fields: &Fields, reserved: &ReservedIpv6) -> Result<Effect, Refusal> {
    let droplet = droplet_id(fields)?;
    let known = state.droplets.get(droplet);
    let known = known.ok_or_else(|| Refusal::unprocessable("The droplet could not be found."))?;
    if known.region != reserved.region_slug {
        return Err(Refusal::unprocessable("The reserved IPv6 and the droplet must be in the same region."));
    }
    if state.reserved_ipv6s.iter().any(|it| it.droplet_id == Some(droplet)) {
        return Err(Refusal::unprocessable("The droplet already has a reserved IPv6."));
    }
    Ok(Effect::AssignIpv6 { ip: reserved.ip.clone(), droplet: Some(droplet) })
}

fn unassign(reserved: &ReservedIpv6) -> Result<Effect, Refusal> {
    if reserved.droplet_id.is_none() {
        return Err(Refusal::unprocessable("The reserved IPv6 is not assigned to a droplet."));
    }
    Ok(Effect::AssignIpv6 { ip: reserved.ip.clone(), droplet: None })
}

/// Completes an action of an address; if its droplet was destroyed, nothing is assigned.
pub(crate) fn apply(state: &mut State, ip: &str, droplet: Option<u64>) {
    let droplet = droplet.filter(|&id| state.droplets.get(id).is_some());
    if let Some(reserved) = state.reserved_ipv6s.iter_mut().find(|it| it.ip == ip) {
        reserved.droplet_id = droplet;
    }
}
