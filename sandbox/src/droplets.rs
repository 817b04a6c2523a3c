//! `/v2/droplets`.

mod act;
mod associated;
mod create;
mod destroy;
mod droplet;
mod effects;
mod lists;
mod neighbors;
mod networks;
mod parse_action;
mod policy;
mod seed;
mod view;

use crate::actions::{self, Kind, Wording};
use crate::firewalls;
use crate::http::{Outcome, Refusal, Reply, Request, id};
use crate::state::State;

pub(crate) use associated::Destruction;
pub(crate) use create::make_all;
pub(crate) use droplet::{Droplet, ImageRef, Networks, Status};
pub(crate) use effects::apply;
pub(crate) use policy::BackupPolicy;
pub(crate) use seed::{complete as complete_seed, creation};
pub(crate) use view::render;

/// `/v2/droplets…` and `/v2/reports…`; fixed segments are matched before IDs.
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", ["reports", "droplet_neighbors_ids"]) => Ok(neighbors::ids(state)),
        ("GET", ["droplets"]) => lists::droplets(state, request),
        ("POST", ["droplets"]) => create::create(state, request),
        ("DELETE", ["droplets"]) => destroy::by_tag(state, request),
        ("POST", ["droplets", "actions"]) => act::by_tag(state, request),
        ("GET", ["droplets", "backups", "policies"]) => Ok(lists::policies(state, request)),
        ("GET", ["droplets", "backups", "supported_policies"]) => {
            Ok(Reply::root(200, "supported_policies", &policy::supported()))
        }
        (_, ["droplets", "actions" | "autoscale" | "backups", ..]) => Err(Refusal::no_route()),
        (method, ["droplets", droplet, rest @ ..]) => one(state, request, (method, rest), id(droplet)?),
        _ => Err(Refusal::no_route()),
    }
}

/// `/v2/droplets/{id}…`
fn one(state: &mut State, request: &Request, route: (&str, &[&str]), id: u64) -> Outcome {
    if route.0 == "GET" {
        state.check_visible(id)?;
    }
    match route {
        ("GET", []) => show(state, id),
        ("DELETE", []) => destroy::one(state, id),
        ("GET", ["kernels"]) => lists::kernels(state, request, id),
        ("GET", ["snapshots"]) => lists::snapshots(state, request, id),
        ("GET", ["backups"]) => lists::backups(state, request, id),
        ("GET", ["backups", "policy"]) => lists::policy(state, id),
        ("GET", ["firewalls"]) => Ok(firewalls::of_droplet(state, request, state.droplet(id)?)),
        ("GET", ["neighbors"]) => neighbors::of(state, id),
        (method, ["actions", rest @ ..]) => droplet_actions(state, request, (method, rest), id),
        (method, ["destroy_with_associated_resources", rest @ ..]) => {
            associated::route(state, request, (method, rest), id)
        }
        _ => Err(Refusal::no_route()),
    }
}

/// `/v2/droplets/{id}/actions…`; actions of a destroyed droplet are only at `/v2/actions`.
fn droplet_actions(state: &mut State, request: &Request, route: (&str, &[&str]), droplet: u64) -> Outcome {
    let wording = Wording::Floating;
    match route {
        ("GET", []) => {
            state.droplet(droplet)?;
            let ids = state.actions_of(Kind::Droplet, droplet);
            Ok(actions::list(state, request, &ids, wording))
        }
        ("POST", []) => act::one(state, request, droplet),
        ("GET", [action]) => {
            let action = id(action)?;
            state.droplet(droplet)?;
            actions::show_of(state, (Kind::Droplet, droplet), action, wording)
        }
        _ => Err(Refusal::no_route()),
    }
}

fn show(state: &State, id: u64) -> Outcome {
    let text = state.droplet_text(id).ok_or_else(Refusal::not_found)?;
    Ok(Reply::root(200, "droplet", &text))
}
