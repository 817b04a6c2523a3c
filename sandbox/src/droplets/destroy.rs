//! Deleting droplets.

use super::{Status, act};
use crate::actions::{Effect, Kind, Start};
use crate::http::{Outcome, Refusal, Reply, Request};
use crate::state::State;

/// `DELETE /v2/droplets/{id}`: a droplet that is being created may be deleted, one with another event pending may not.
pub(super) fn one(state: &mut State, id: u64) -> Outcome {
    let droplet = state.droplet(id)?;
    if droplet.status != Status::New && state.is_busy(Kind::Droplet, id) {
        return Err(act::pending());
    }
    state.destroy(id);
    Ok(Reply::empty(204).typed())
}

/// `DELETE /v2/droplets?tag_name=`: without a tag it would be all droplets, and is refused.
pub(super) fn by_tag(state: &mut State, request: &Request) -> Outcome {
    let tag = request.param("tag_name");
    let tag = tag.ok_or_else(|| Refusal::unprocessable("tag_name is required"))?;
    state.tag(&tag).ok_or_else(Refusal::not_found)?;
    for id in state.droplets.ids(|droplet| droplet.has_tag(&tag)) {
        state.destroy(id);
    }
    Ok(Reply::empty(204).typed())
}

impl State {
    /// Starts the `destroy` action, which only the list of actions shows.
    pub(crate) fn destroy(&mut self, id: u64) {
        let region = self.droplets.get(id).map(|it| it.region.clone());
        self.start(Start { verb: "destroy", kind: Kind::Droplet, resource_id: id, region, effect: Effect::Destroy });
    }
}
