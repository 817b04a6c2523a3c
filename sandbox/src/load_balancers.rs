//! `/v2/load_balancers`.

mod change;
mod settings;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::http::{Outcome, Refusal, Reply, Request};
use crate::pages;
use crate::state::{DEFAULT_REGION, Flaw, State, fill, uuid};
use crate::time::Time;

use settings::Settings;

/// A load balancer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct LoadBalancer {
    pub(crate) id: String,
    /// Its address, which it has from `due` on.
    pub(crate) ip: String,
    pub(crate) created_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due: Option<Time>,
    /// The slug.
    pub(crate) region: String,
    pub(crate) vpc_uuid: String,
    #[serde(flatten)]
    pub(crate) settings: Settings,
}

/// The load balancer as the API shows it.
#[derive(Serialize)]
struct View<'a> {
    id: &'a str,
    ip: &'a str,
    status: &'a str,
    created_at: Time,
    region: Option<&'a RawValue>,
    vpc_uuid: &'a str,
    project_id: &'a str,
    #[serde(flatten)]
    settings: Settings,
}

impl LoadBalancer {
    fn view<'a>(&'a self, state: &'a State) -> View<'a> {
        let active = self.due.is_none_or(|due| due <= state.now);
        let tag = &self.settings.tag;
        let droplets = (!tag.is_empty()).then(|| state.droplets.ids(|it| it.has_tag(tag) && it.region == self.region));
        let mut settings = self.settings.clone();
        settings.droplet_ids = droplets.unwrap_or(settings.droplet_ids);
        View {
            id: &self.id,
            ip: if active { &self.ip } else { "" },
            status: if active { "active" } else { "new" },
            created_at: self.created_at,
            region: state.catalog.region(&self.region).map(|region| &*region.text),
            vpc_uuid: &self.vpc_uuid,
            project_id: state.project_of(&format!("do:loadbalancer:{}", self.id)),
            settings,
        }
    }
}

impl State {
    fn balancer_at(&self, id: &str) -> Result<usize, Refusal> {
        let place = self.load_balancers.iter().position(|it| it.id == id);
        place.ok_or_else(Refusal::not_found)
    }

    /// Removes a deleted droplet from all load balancers.
    pub(crate) fn take_off_balancers(&mut self, droplet: u64) {
        for balancer in &mut self.load_balancers {
            balancer.settings.droplet_ids.retain(|&it| it != droplet);
        }
    }

    /// A deleted tag chooses no droplets any more.
    pub(crate) fn forget_tag_of_balancers(&mut self, tag: &str) {
        for balancer in self.load_balancers.iter_mut().filter(|it| it.settings.tag.eq_ignore_ascii_case(tag)) {
            balancer.settings.tag.clear();
        }
    }

    /// Whether a load balancer uses this certificate.
    pub(crate) fn is_certificate_used(&self, id: &str) -> bool {
        let uses = |it: &LoadBalancer| it.settings.forwarding_rules.iter().any(|rule| rule.certificate_id == id);
        self.load_balancers.iter().any(uses)
    }

    /// Adds a load balancer of a seed.
    pub(crate) fn add_load_balancer(&mut self, mut balancer: LoadBalancer) -> Result<(), Flaw> {
        fill(&mut balancer.id, &uuid(&format!("load balancer {}", balancer.settings.name)));
        fill(&mut balancer.region, DEFAULT_REGION);
        self.check_region_of_seed(&balancer.region)?;
        self.check_droplets_of_seed("droplet_ids", &balancer.settings.droplet_ids)?;
        fill(&mut balancer.vpc_uuid, &self.default_vpc(&balancer.region));
        if balancer.ip.is_empty() {
            balancer.ip = self.public_ip();
        }
        balancer.created_at = balancer.created_at.or(self.now);
        self.load_balancers.push(balancer);
        Ok(())
    }
}

/// `/v2/load_balancers…`
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let all: Vec<&LoadBalancer> = state.load_balancers.iter().collect();
            Ok(pages::list_by(request, "load_balancers", &all, |it| it.view(state)))
        }
        ("POST", []) => change::create(state, &request.fields()?),
        ("GET", [id]) => Ok(reply(state, 200, state.balancer_at(id)?)),
        ("PUT", [id]) => change::replace(state, &request.fields()?, id),
        ("DELETE", [id]) => {
            let place = state.balancer_at(id)?;
            state.load_balancers.remove(place);
            state.take_out_of_project("loadbalancer", id);
            Ok(Reply::empty(204))
        }
        ("DELETE", [id, "cache"]) => state.balancer_at(id).map(|_| Reply::empty(204)),
        ("POST" | "DELETE", [id, "droplets"]) => change::droplets(state, request, id),
        ("POST" | "DELETE", [id, "forwarding_rules"]) => change::rules(state, request, id),
        _ => Err(Refusal::no_route()),
    }
}

fn reply(state: &State, status: u16, place: usize) -> Reply {
    Reply::root(status, "load_balancer", &state.load_balancers[place].view(state))
}
