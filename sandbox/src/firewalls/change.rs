//! Making and changing firewalls.

use uuid::Uuid;

use super::rules::{self, Rule};
use super::{Firewall, Pending, reply};
use crate::fields::{ids, merge, refused, text, texts};
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::state::State;
use crate::time::Time;

pub(super) fn create(state: &mut State, fields: &Fields) -> Outcome {
    let firewall = read(state, fields, Uuid::new_v4().to_string(), state.now)?;
    state.firewalls.push(firewall);
    let place = state.firewalls.len() - 1;
    roll_out(state, place, &[]);
    Ok(reply(state, 202, place))
}

/// PUT replaces everything: what is not sent is gone.
pub(super) fn replace(state: &mut State, fields: &Fields, id: &str) -> Outcome {
    let place = state.firewall_at(id)?;
    let firewall = read(state, fields, id.to_owned(), state.firewalls[place].created_at)?;
    let before = droplets(state, place);
    state.firewalls[place] = firewall;
    roll_out(state, place, &before);
    Ok(reply(state, 200, place))
}

/// The firewall that the request describes; no other may have its name.
fn read(state: &State, fields: &Fields, id: String, created_at: Time) -> Result<Firewall, Refusal> {
    let firewall = Firewall {
        id,
        created_at,
        name: name(fields)?,
        inbound_rules: rules::read(fields, "inbound_rules")?,
        outbound_rules: rules::read(fields, "outbound_rules")?,
        droplet_ids: state.known_droplets(&ids(fields, "droplet_ids")?)?,
        tags: state.known_tags(&texts(fields, "tags")?)?,
        ..Firewall::default()
    };
    if firewall.inbound_rules.is_empty() && firewall.outbound_rules.is_empty() {
        return Err(Refusal::unprocessable("must have at least one rule"));
    }
    if state.firewalls.iter().any(|it| it.name == firewall.name && it.id != firewall.id) {
        return Err(Refusal::conflict_of("duplicate name"));
    }
    Ok(firewall)
}

fn name(fields: &Fields) -> Result<String, Refusal> {
    let name = text(fields, "name")?.unwrap_or_default();
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    if name.starts_with(|first: char| first.is_ascii_alphanumeric()) && name.bytes().all(allowed) {
        return Ok(name);
    }
    Err(refused("name", "must be letters, digits, dots and dashes, and begin with a letter or digit"))
}

/// `POST` and `DELETE` of `/v2/firewalls/{id}/droplets`, `…/tags` and `…/rules`.
pub(super) fn part(state: &mut State, request: &Request, id: &str, part: &str) -> Outcome {
    let place = state.firewall_at(id)?;
    let before = droplets(state, place);
    let (fields, adds) = (request.fields()?, request.method == "POST");
    match part {
        "droplets" => {
            let named = ids(&fields, "droplet_ids")?;
            let named = if adds { state.known_droplets(&named)? } else { named };
            merge(&mut state.firewalls[place].droplet_ids, named, adds);
        }
        "tags" => {
            let named = texts(&fields, "tags")?;
            let named = if adds { state.known_tags(&named)? } else { named };
            merge(&mut state.firewalls[place].tags, named, adds);
        }
        "rules" => change_rules(&mut state.firewalls[place], &fields, adds)?,
        _ => return Err(Refusal::no_route()),
    }
    roll_out(state, place, &before);
    Ok(Reply::empty(204))
}

fn change_rules(firewall: &mut Firewall, fields: &Fields, adds: bool) -> Result<(), Refusal> {
    let inbound: Vec<Rule> = rules::read(fields, "inbound_rules")?;
    let outbound = rules::read(fields, "outbound_rules")?;
    merge(&mut firewall.inbound_rules, inbound, adds);
    merge(&mut firewall.outbound_rules, outbound, adds);
    Ok(())
}

/// The droplets that a firewall covers.
fn droplets(state: &State, place: usize) -> Vec<u64> {
    state.droplets.ids(|droplet| state.firewalls[place].covers(droplet))
}

/// A change reaches the droplets after the time of an action; where there are none, it is done at once.
fn roll_out(state: &mut State, place: usize, before: &[u64]) {
    let after = droplets(state, place);
    let removed = before.iter().filter(|id| !after.contains(id)).map(|&id| (id, true));
    let kept = after.iter().map(|&id| (id, false));
    let pending = |(droplet_id, removing)| Pending { droplet_id, removing, status: "waiting".to_owned() };
    let pending: Vec<Pending> = removed.chain(kept).map(pending).collect();
    let due = (!pending.is_empty()).then(|| state.now.plus(state.action_time));
    let firewall = &mut state.firewalls[place];
    (firewall.pending_changes, firewall.due) = (pending, due);
}
