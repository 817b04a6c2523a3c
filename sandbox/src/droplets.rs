//! `/v2/droplets`.

mod destroy;
mod droplet;
mod effects;
mod networks;
mod policy;
mod seed;
mod view;

use crate::http::{Outcome, Refusal, Request};
use crate::state::State;

pub(crate) use destroy::Destruction;
pub(crate) use droplet::{Droplet, ImageRef, Networks, Status};
pub(crate) use effects::apply;
pub(crate) use policy::BackupPolicy;
pub(crate) use seed::{complete as complete_seed, creation};
pub(crate) use view::render;

/// `/v2/droplets…`; words come before IDs.
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    let _ = (state, path, &request.method);
    Err(Refusal::no_route())
}
