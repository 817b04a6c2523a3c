//! Routing: which family answers a path.

use crate::http::{Outcome, Refusal, Request};
use crate::state::State;
use crate::{
    account, actions, catalog, certificates, domains, droplets, firewalls, images, load_balancers, objects, projects,
    reserved_ips, reserved_ipv6, snapshots, tags, volumes, vpcs,
};

/// The families of which every path may end in a slash. Clients of many years send it; newer families refuse it.
const WITH_FINAL_SLASH: [&str; 13] = [
    "account",
    "actions",
    "domains",
    "droplets",
    "floating_ips",
    "images",
    "regions",
    "reports",
    "reserved_ips",
    "sizes",
    "snapshots",
    "tags",
    "volumes",
];

/// Answers a request under `/v2`: the families with code of their own come first, the store has the others.
pub(crate) fn route(state: &mut State, request: &Request) -> Outcome {
    let segments = request.segments();
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    match written(state, request, &path) {
        Err(refused) if refused.unrouted => objects::route(state, request, &path),
        answered => answered,
    }
}

fn written(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    let family = match path {
        ["v2", family @ .., ""] if family.first().is_some_and(|it| WITH_FINAL_SLASH.contains(it)) => family,
        ["v2", family @ ..] => family,
        _ => return Err(Refusal::no_route()),
    };
    match family {
        ["account", rest @ ..] => account::route(state, request, rest),
        ["actions", rest @ ..] => actions::route(state, request, rest),
        ["certificates", rest @ ..] => certificates::route(state, request, rest),
        ["domains", rest @ ..] => domains::route(state, request, rest),
        ["droplets" | "reports", ..] => droplets::route(state, request, family),
        ["firewalls", rest @ ..] => firewalls::route(state, request, rest),
        ["floating_ips" | "reserved_ips", ..] => reserved_ips::route(state, request, family),
        ["images", rest @ ..] => images::route(state, request, rest),
        ["load_balancers", rest @ ..] => load_balancers::route(state, request, rest),
        ["projects", rest @ ..] => projects::route(state, request, rest),
        ["reserved_ipv6", rest @ ..] => reserved_ipv6::route(state, request, rest),
        ["regions" | "sizes", ..] => catalog::route(state, request, family),
        ["snapshots", rest @ ..] => snapshots::route(state, request, rest),
        ["tags", rest @ ..] => tags::route(state, request, rest),
        ["volumes", rest @ ..] => volumes::route(state, request, rest),
        ["vpc_peerings", rest @ ..] => vpcs::route_peerings(state, request, rest),
        ["vpcs", rest @ ..] => vpcs::route(state, request, rest),
        _ => Err(Refusal::no_route()),
    }
}
