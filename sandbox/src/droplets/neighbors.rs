//! Droplets that share a host. Which ones do is set by a seed or a test; by default none do.

use serde_json::value::RawValue;

use crate::http::{Outcome, Reply};
use crate::state::State;

/// `GET /v2/droplets/{id}/neighbors`: whole droplets, not paged.
pub(super) fn of(state: &State, id: u64) -> Outcome {
    state.droplet(id)?;
    let group = state.neighbors.iter().find(|group| group.contains(&id));
    let others = group.into_iter().flatten().filter(|&&it| it != id);
    let texts: Vec<&RawValue> = others.filter_map(|&it| state.droplet_text(it)).collect();
    Ok(Reply::root(200, "droplets", &texts))
}

/// `GET /v2/reports/droplet_neighbors_ids`
pub(super) fn ids(state: &State) -> Reply {
    let shared = |group: &&Vec<u64>| group.len() > 1;
    let groups: Vec<&Vec<u64>> = state.neighbors.iter().filter(shared).collect();
    Reply::root(200, "neighbor_ids", &groups)
}
