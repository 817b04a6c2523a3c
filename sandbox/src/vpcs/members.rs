//! `/v2/vpcs/{id}/members`: what is in a network.

use serde::Serialize;

use crate::http::{Reply, Request};
use crate::pages;
use crate::state::State;
use crate::time::Time;

#[derive(Serialize)]
struct Member<'a> {
    name: &'a str,
    urn: String,
    created_at: Time,
}

/// `?resource_type=droplet` and the like asks for one kind.
pub(super) fn list(state: &State, request: &Request, vpc: &str) -> Reply {
    let kind = request.param("resource_type");
    let prefix = kind.map(|kind| format!("do:{kind}:"));
    let mut all = members(state, vpc);
    all.retain(|it| prefix.as_ref().is_none_or(|prefix| it.urn.starts_with(prefix)));
    pages::list_of(request, "members", &all)
}

/// Whether the network has no members.
pub(super) fn none(state: &State, vpc: &str) -> bool {
    members(state, vpc).is_empty()
}

fn members<'a>(state: &'a State, vpc: &str) -> Vec<Member<'a>> {
    let member = |kind: &str, id: &str, name, created_at| Member { name, urn: format!("do:{kind}:{id}"), created_at };
    let droplets = state.droplets.values().filter(|it| it.vpc_uuid == vpc);
    let droplets = droplets.map(|it| member("droplet", &it.id.to_string(), &it.name, it.created_at));
    let databases = state.databases.iter().filter(|it| it.private_network_uuid == vpc);
    let databases = databases.map(|it| member("dbaas", &it.id, &it.name, it.created_at));
    let balancers = state.load_balancers.iter().filter(|it| it.vpc_uuid == vpc);
    let balancers = balancers.map(|it| member("loadbalancer", &it.id, &it.settings.name, it.created_at));
    droplets.chain(databases).chain(balancers).collect()
}
