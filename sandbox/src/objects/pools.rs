//! Autoscale pools, which have droplets.

use serde_json::json;

use super::facts::Facts;
use super::{Object, family};
use crate::http::Refusal;
use crate::state::State;

pub(super) const POOLS: &str = "/v2/droplets/autoscale";

/// Gives a pool as many droplets as it wants, and writes that into its history.
pub(super) fn scale(state: &mut State, facts: &Facts, id: &str, reason: &str) -> Result<(), Refusal> {
    let at = state.object_at(facts, POOLS, POOLS, "id", id)?;
    let pool = state.collection(facts, POOLS, POOLS)[at].value.clone();
    let home = format!("{POOLS}/{id}/members");
    let shape = "/v2/droplets/autoscale/*/members";
    let config = &pool["config"];
    let wanted = config["target_number_instances"].as_u64().or_else(|| config["min_instances"].as_u64()).unwrap_or(1);
    let wanted = usize::try_from(wanted).unwrap_or(0);
    let have = state.collection(facts, &home, shape).len();
    if wanted > have {
        let template = pool["droplet_template"].as_object().cloned().unwrap_or_default();
        let name = pool["name"].as_str().unwrap_or("pool");
        let names = (have..wanted).map(|index| format!("{name}-{}", index + 1)).collect();
        for droplet in crate::droplets::make_all(state, &template, names)? {
            family::add(state, facts, &home, shape, &json!({"droplet_id": droplet, "health_status": "healthy"}));
        }
    }
    for surplus in state.collection(facts, &home, shape).split_off(wanted.min(have.max(wanted))) {
        destroy(state, &surplus);
    }
    state.collection(facts, POOLS, POOLS)[at].value["active_resources_count"] = wanted.into();
    let event = json!({"current_instance_count": have, "desired_instance_count": wanted, "reason": reason, "status": "success"});
    family::add(state, facts, &format!("{POOLS}/{id}/history"), "/v2/droplets/autoscale/*/history", &event);
    Ok(())
}

fn destroy(state: &mut State, member: &Object) {
    if let Some(id) = member.value["droplet_id"].as_u64()
        && state.droplets.get(id).is_some()
    {
        state.destroy(id);
    }
}

/// Destroys the droplets of a pool.
pub(super) fn destroy_members(state: &mut State, pool: &str) {
    let home = format!("{POOLS}/{pool}/members");
    for member in state.objects.homes.remove(&home).unwrap_or_default() {
        destroy(state, &member);
    }
}
