//! `/v2/firewalls`: rules for the droplets that a firewall names, and for those that have one of its tags.

mod change;
mod rules;

use serde::{Deserialize, Serialize};

use crate::droplets::Droplet;
use crate::http::{Outcome, Refusal, Reply, Request};
use crate::pages;
use crate::state::{Flaw, State, fill, uuid};
use crate::time::Time;

use rules::Rule;

/// A firewall.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Firewall {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) inbound_rules: Vec<Rule>,
    pub(crate) outbound_rules: Vec<Rule>,
    pub(crate) created_at: Time,
    pub(crate) droplet_ids: Vec<u64>,
    pub(crate) tags: Vec<String>,
    /// The droplets that the last change reaches at `due`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) pending_changes: Vec<Pending>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due: Option<Time>,
}

/// A droplet that gets or loses the firewall.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Pending {
    droplet_id: u64,
    removing: bool,
    status: String,
}

/// The firewall in the API's key order.
#[derive(Serialize)]
struct View<'a> {
    id: &'a str,
    name: &'a str,
    status: &'a str,
    inbound_rules: &'a [Rule],
    outbound_rules: &'a [Rule],
    created_at: Time,
    droplet_ids: &'a [u64],
    tags: &'a [String],
    pending_changes: &'a [Pending],
}

impl Firewall {
    fn covers(&self, droplet: &Droplet) -> bool {
        self.droplet_ids.contains(&droplet.id) || self.tags.iter().any(|tag| droplet.has_tag(tag))
    }

    fn view(&self, now: Time) -> View<'_> {
        let settled = self.due.is_none_or(|due| due <= now);
        View {
            id: &self.id,
            name: &self.name,
            status: if settled { "succeeded" } else { "waiting" },
            inbound_rules: &self.inbound_rules,
            outbound_rules: &self.outbound_rules,
            created_at: self.created_at,
            droplet_ids: &self.droplet_ids,
            tags: &self.tags,
            pending_changes: if settled { &[] } else { &self.pending_changes },
        }
    }
}

impl State {
    fn firewall_at(&self, id: &str) -> Result<usize, Refusal> {
        let place = self.firewalls.iter().position(|it| it.id == id);
        place.ok_or_else(Refusal::not_found)
    }

    /// Removes a deleted droplet from all firewalls.
    pub(crate) fn take_off_firewalls(&mut self, droplet: u64) {
        for firewall in &mut self.firewalls {
            firewall.droplet_ids.retain(|&it| it != droplet);
            firewall.pending_changes.retain(|it| it.droplet_id != droplet);
        }
    }

    /// Removes a deleted tag from all firewalls.
    pub(crate) fn forget_tag_of_firewalls(&mut self, tag: &str) {
        for firewall in &mut self.firewalls {
            firewall.tags.retain(|it| it != tag);
        }
    }

    /// Adds a firewall of a seed.
    pub(crate) fn add_firewall(&mut self, mut firewall: Firewall) -> Result<(), Flaw> {
        fill(&mut firewall.id, &uuid(&format!("firewall {}", firewall.name)));
        firewall.created_at = firewall.created_at.or(self.now);
        firewall.tags = firewall.tags.iter().map(|tag| self.ensure_tag(tag)).collect();
        self.check_droplets_of_seed("droplet_ids", &firewall.droplet_ids)?;
        self.firewalls.push(firewall);
        Ok(())
    }
}

/// `/v2/firewalls…`
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let all: Vec<&Firewall> = state.firewalls.iter().collect();
            Ok(pages::list_by(request, "firewalls", &all, |it| it.view(state.now)))
        }
        ("POST", []) => change::create(state, &request.fields()?),
        ("GET", [id]) => Ok(reply(state, 200, state.firewall_at(id)?)),
        ("PUT", [id]) => change::replace(state, &request.fields()?, id),
        ("DELETE", [id]) => {
            let place = state.firewall_at(id)?;
            state.firewalls.remove(place);
            Ok(Reply::empty(204))
        }
        ("POST" | "DELETE", [id, part]) => change::part(state, request, id, part),
        _ => Err(Refusal::no_route()),
    }
}

fn reply(state: &State, status: u16, place: usize) -> Reply {
    Reply::root(status, "firewall", &state.firewalls[place].view(state.now))
}

/// `GET /v2/droplets/{id}/firewalls`
pub(crate) fn of_droplet(state: &State, request: &Request, droplet: &Droplet) -> Reply {
    let all: Vec<&Firewall> = state.firewalls.iter().filter(|it| it.covers(droplet)).collect();
    pages::list_by(request, "firewalls", &all, |it| it.view(state.now))
}
