//! `/v2/projects` and `/v2/vpcs`: the default ones, which every account has and other objects refer to.

use serde::Serialize;

use crate::http::{Outcome, Refusal, Reply, Request};
use crate::pages;
use crate::state::{State, uuid};
use crate::time::Time;

/// When the account, its networks and its project were created: 2020-03-13T19:20:47Z.
const CREATED: u64 = 1_584_127_247;

#[derive(Serialize)]
struct Project<'a> {
    id: &'a str,
    owner_uuid: &'a str,
    owner_id: u64,
    name: &'a str,
    description: &'a str,
    purpose: &'a str,
    environment: &'a str,
    is_default: bool,
    created_at: Time,
    updated_at: Time,
}

/// A region's default network.
#[derive(Serialize)]
struct Vpc<'a> {
    id: String,
    urn: String,
    name: String,
    description: &'a str,
    region: &'a str,
    ip_range: String,
    created_at: Time,
    default: bool,
}

fn project(state: &State) -> Project<'_> {
    Project {
        id: &state.project_id,
        owner_uuid: &state.account.team.uuid,
        owner_id: 258_992,
        name: "Default",
        description: "Default project",
        purpose: "Just trying out DigitalOcean",
        environment: "Development",
        is_default: true,
        created_at: Time::from_unix(CREATED),
        updated_at: Time::from_unix(CREATED),
    }
}

fn vpcs(state: &State) -> Vec<Vpc<'_>> {
    let regions = state.catalog.regions.iter().enumerate();
    regions.map(|(place, it)| vpc(place, &it.of.slug)).collect()
}

impl State {
    /// The region of a network.
    pub(crate) fn vpc_region(&self, id: &str) -> Option<&str> {
        vpcs(self).into_iter().find(|it| it.id == id).map(|it| it.region)
    }
}

/// The addresses are a /20 a region, as the droplets' are.
fn vpc(place: usize, region: &str) -> Vpc<'_> {
    let id = uuid(&format!("vpc {region}"));
    let (second, third) = (124 + place / 16, place % 16 * 16);
    Vpc {
        urn: format!("do:vpc:{id}"),
        id,
        name: format!("default-{region}"),
        description: "",
        region,
        ip_range: format!("10.{second}.{third}.0/20"),
        created_at: Time::from_unix(CREATED),
        default: true,
    }
}

/// `/v2/projects`, `/v2/projects/default`, `/v2/projects/{id}`, `/v2/vpcs` and `/v2/vpcs/{id}`.
pub(crate) fn route(state: &State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", ["projects"]) => Ok(pages::list_of(request, "projects", &[project(state)])),
        ("GET", ["projects", id]) if *id == "default" || *id == state.project_id => {
            Ok(Reply::root(200, "project", &project(state)))
        }
        ("GET", ["projects", _]) => Err(Refusal::not_found()),
        ("GET", ["vpcs"]) => Ok(pages::list_of(request, "vpcs", &vpcs(state))),
        ("GET", ["vpcs", id]) => {
            let vpc = vpcs(state).into_iter().find(|it| it.id == *id);
            Ok(Reply::root(200, "vpc", &vpc.ok_or_else(Refusal::not_found)?))
        }
        _ => Err(Refusal::no_route()),
    }
}
