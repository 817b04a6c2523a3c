//! From a path to the family that answers it.

use crate::http::{Outcome, Refusal, Request};
use crate::state::State;
use crate::{
    account, actions, catalog, databases, domains, droplets, images, projects, reserved_ips, snapshots, tags, volumes,
};

/// Answers a request under `/v2`.
pub(crate) fn route(state: &mut State, request: &Request) -> Outcome {
    let segments = request.segments();
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    let ["v2", family @ ..] = path.as_slice() else {
        return Err(Refusal::no_route());
    };
    match family {
        ["account", rest @ ..] => account::route(state, request, rest),
        ["actions", rest @ ..] => actions::route(state, request, rest),
        ["databases", rest @ ..] => databases::route(state, request, rest),
        ["domains", rest @ ..] => domains::route(state, request, rest),
        ["droplets" | "reports", ..] => droplets::route(state, request, family),
        ["floating_ips" | "reserved_ips", ..] => reserved_ips::route(state, request, family),
        ["images", rest @ ..] => images::route(state, request, rest),
        ["projects" | "vpcs", ..] => projects::route(state, request, family),
        ["regions" | "sizes", ..] => catalog::route(state, request, family),
        ["snapshots", rest @ ..] => snapshots::route(state, request, rest),
        ["tags", rest @ ..] => tags::route(state, request, rest),
        ["volumes", rest @ ..] => volumes::route(state, request, rest),
        _ => Err(Refusal::no_route()),
    }
}
