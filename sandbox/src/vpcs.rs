//! `/v2/vpcs`: private networks. Each region has a default one.

mod change;
mod members;
mod peerings;
mod range;

use serde::{Deserialize, Serialize};

use crate::http::{Outcome, Refusal, Reply, Request};
use crate::state::{DEFAULT_REGION, Flaw, SeedError, State, each, fill, flaw, uuid};
use crate::time::Time;
use crate::{account, pages};

pub(crate) use peerings::{Peering, route as route_peerings};
use range::Range;

/// A private network.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Vpc {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    /// The slug.
    pub(crate) region: String,
    pub(crate) ip_range: String,
    pub(crate) created_at: Time,
    /// Whether new droplets of the region are in it.
    pub(crate) default: bool,
}

/// The network in the API's key order.
#[derive(Serialize)]
struct View<'a> {
    id: &'a str,
    urn: String,
    name: &'a str,
    description: &'a str,
    region: &'a str,
    ip_range: &'a str,
    created_at: Time,
    default: bool,
}

impl Vpc {
    fn view(&self) -> View<'_> {
        View {
            id: &self.id,
            urn: format!("do:vpc:{}", self.id),
            name: &self.name,
            description: &self.description,
            region: &self.region,
            ip_range: &self.ip_range,
            created_at: self.created_at,
            default: self.default,
        }
    }

    /// The network that a region has from the start. The addresses are a /20 a region.
    fn initial(place: usize, region: &str) -> Self {
        let (second, third) = (124 + place / 16, place % 16 * 16);
        Self {
            id: uuid(&format!("vpc {region}")),
            name: format!("default-{region}"),
            description: String::new(),
            region: region.to_owned(),
            ip_range: format!("10.{second}.{third}.0/20"),
            created_at: Time::from_unix(account::CREATED),
            default: true,
        }
    }
}

impl State {
    pub(crate) fn vpc(&self, id: &str) -> Option<&Vpc> {
        self.vpcs.iter().find(|it| it.id == id)
    }

    /// The ID of the network in which a region's new droplets are.
    pub(crate) fn default_vpc(&self, region: &str) -> String {
        let found = self.vpcs.iter().find(|it| it.default && it.region == region);
        found.map(|it| it.id.clone()).unwrap_or_default()
    }

    /// An address for a droplet in a network that was not there from the start.
    pub(crate) fn address_in_vpc(&self, id: &str, host: u64) -> Option<String> {
        let vpc = self.vpc(id).filter(|it| it.id != uuid(&format!("vpc {}", it.region)))?;
        Some(Range::parse(&vpc.ip_range)?.host(host).to_string())
    }

    fn vpc_at(&self, id: &str) -> Result<usize, Refusal> {
        let place = self.vpcs.iter().position(|it| it.id == id);
        place.ok_or_else(Refusal::not_found)
    }
}

/// Adds the networks of a seed, and the default ones that it does not bring.
pub(crate) fn load(state: &mut State, mut vpcs: Vec<Vpc>) -> Result<(), SeedError> {
    for vpc in &mut vpcs {
        fill(&mut vpc.region, DEFAULT_REGION);
    }
    for (place, region) in state.catalog.regions.iter().enumerate() {
        let slug = &region.of.slug;
        if !vpcs.iter().any(|it| it.default && it.region == *slug) {
            state.vpcs.push(Vpc::initial(place, slug));
        }
    }
    each("vpcs", vpcs, |vpc| add(state, vpc))
}

fn add(state: &mut State, mut vpc: Vpc) -> Result<(), Flaw> {
    fill(&mut vpc.id, &uuid(&format!("vpc named {}", vpc.name)));
    state.check_region_of_seed(&vpc.region)?;
    if vpc.ip_range.is_empty() {
        vpc.ip_range = state.free_range();
    }
    if Range::parse(&vpc.ip_range).is_none() {
        return Err(flaw("ip_range", format!("{:?} is no range of private addresses", vpc.ip_range)));
    }
    vpc.created_at = vpc.created_at.or(state.now);
    state.vpcs.push(vpc);
    Ok(())
}

/// `/v2/vpcs…`
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let all: Vec<&Vpc> = state.vpcs.iter().collect();
            Ok(pages::list_by(request, "vpcs", &all, Vpc::view))
        }
        ("POST", []) => change::create(state, &request.fields()?),
        ("GET", [id]) => Ok(reply(state, 200, state.vpc_at(id)?)),
        ("PUT" | "PATCH", [id]) => change::update(state, request, id),
        ("DELETE", [id]) => change::delete(state, id),
        ("GET", [id, "members"]) => {
            state.vpc_at(id)?;
            Ok(members::list(state, request, id))
        }
        (_, [id, "peerings", rest @ ..]) => peerings::of_vpc(state, request, id, rest),
        _ => Err(Refusal::no_route()),
    }
}

fn reply(state: &State, status: u16, place: usize) -> Reply {
    Reply::root(status, "vpc", &state.vpcs[place].view())
}
