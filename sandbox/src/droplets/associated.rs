//! `/v2/droplets/{id}/destroy_with_associated_resources`: deleting a droplet and what belongs to it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::state::State;
use crate::time::Time;

/// The lists of associated resources. Floating IPs are the reserved IPs under their old name.
const LISTS: [&str; 5] = ["reserved_ips", "floating_ips", "snapshots", "volumes", "volume_snapshots"];

/// The record of one such deletion, which is kept after the droplet is gone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Destruction {
    pub(crate) droplet_id: u64,
    name: String,
    destroyed_at: Time,
    /// When it finishes.
    due: Time,
    destroyed: Vec<Associated>,
}

/// One element of a list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Associated {
    list: String,
    id: String,
    name: String,
    /// Dollars per month.
    cost: String,
}

pub(super) fn route(state: &mut State, request: &Request, route: (&str, &[&str]), id: u64) -> Outcome {
    match route {
        ("GET", []) => list(state, id),
        ("DELETE", ["selective"]) => {
            let fields = request.fields()?;
            destroy(state, id, |it| is_chosen(&fields, it))
        }
        ("DELETE", ["dangerous"]) => dangerous(state, request, id),
        ("GET", ["status"]) => status(state, id),
        ("POST", ["retry"]) => retry(state, id),
        _ => Err(Refusal::no_route()),
    }
}

fn list(state: &State, id: u64) -> Outcome {
    state.droplet(id)?;
    let all = associated(state, id);
    let item = |it: &Associated| json!({"id": it.id, "name": it.name, "cost": it.cost});
    Ok(Reply::text(200, by_list(&all, item).to_string()))
}

/// `{"reserved_ips":[…],…}`, all five lists.
fn by_list(all: &[Associated], item: impl Fn(&Associated) -> Value) -> Value {
    let of = |list: &str| all.iter().filter(|it| it.list == list).map(&item).collect();
    let lists = LISTS.map(|list| (list.to_owned(), Value::Array(of(list))));
    Value::Object(lists.into_iter().collect())
}

fn associated(state: &State, id: u64) -> Vec<Associated> {
    let mut all = Vec::new();
    let mut add = |list: &str, id: String, name: &str, cost: f64| {
        all.push(Associated { list: list.to_owned(), id, name: name.to_owned(), cost: format!("{cost:.2}") });
    };
    for ip in state.reserved_ips.iter().filter(|it| it.droplet_id == Some(id)) {
        add("reserved_ips", ip.number().to_string(), &ip.ip, 4.0);
        add("floating_ips", ip.number().to_string(), &ip.ip, 4.0);
    }
    for image in state.images.values().filter(|it| it.droplet_id == Some(id)) {
        if image.kind == "snapshot" && image.status != "deleted" {
            let cost = image.size_gigabytes.unwrap_or_default() * 0.06;
            add("snapshots", image.id.to_string(), &image.name, cost);
        }
    }
    for volume in state.droplets.get(id).iter().flat_map(|it| &it.volume_ids) {
        let known = state.volumes.iter().find(|it| it.id == *volume);
        let name = known.map_or(volume, |it| &it.name);
        let gib = known.map_or(100, |it| it.size_gigabytes);
        add("volumes", volume.clone(), name, f64::from(gib) * 0.10);
        for it in state.volume_snapshots.iter().filter(|it| it.resource_id == *volume) {
            add("volume_snapshots", it.id.clone(), &it.name, it.size_gigabytes * 0.06);
        }
    }
    all
}

/// Whether the request names this resource. An IP may be named by its ID or its address.
fn is_chosen(fields: &Fields, it: &Associated) -> bool {
    let named = |list: &str| {
        let ids = fields.get(list).and_then(Value::as_array);
        let mut ids = ids.into_iter().flatten().filter_map(Value::as_str);
        ids.any(|id| id == it.id || id == it.name)
    };
    match it.list.as_str() {
        "reserved_ips" | "floating_ips" => named("reserved_ips") || named("floating_ips"),
        list => named(list),
    }
}

/// Deletes everything, which the request must confirm with a header.
fn dangerous(state: &mut State, request: &Request, id: u64) -> Outcome {
    state.droplet(id)?;
    if request.header("x-dangerous") != Some("true") {
        let message = "The X-Dangerous header must be set to true";
        return Err(Refusal::unprocessable(message));
    }
    destroy(state, id, |_| true)
}

fn destroy(state: &mut State, id: u64, chosen: impl Fn(&Associated) -> bool) -> Outcome {
    let name = state.droplet(id)?.name.clone();
    let mut all = associated(state, id);
    all.retain(chosen);
    for it in &all {
        remove(state, it);
    }
    state.destroy(id);
    let destruction = Destruction {
        droplet_id: id,
        name,
        destroyed_at: state.now,
        due: state.now.plus(state.action_time),
        destroyed: all,
    };
    state.destructions.insert(id, destruction);
    Ok(Reply::empty(202))
}

fn remove(state: &mut State, it: &Associated) {
    match (it.list.as_str(), it.id.parse()) {
        ("reserved_ips", _) => state.remove_reserved_ip(&it.name),
        ("snapshots", Ok(image)) => {
            // It has just been listed, so it exists.
            state.delete_image(image).ok();
        }
        ("volumes", _) => state.remove_volume(&it.id),
        ("volume_snapshots", _) => {
            state.volume_snapshots.retain(|snapshot| snapshot.id != it.id);
        }
        _ => {}
    }
}

fn status(state: &State, id: u64) -> Outcome {
    let known = state.destructions.get(id).ok_or_else(Refusal::not_found)?;
    let at = known.destroyed_at;
    let item = |it: &Associated| json!({"id": it.id, "name": it.name, "destroyed_at": at});
    let mut body = json!({
        "droplet": {"id": id.to_string(), "name": known.name, "destroyed_at": at},
        "resources": by_list(&known.destroyed, item),
    });
    // May be absent, but not null.
    if known.due <= state.now {
        body["completed_at"] = json!(known.due);
    }
    body["failures"] = json!(0);
    Ok(Reply::text(200, body.to_string()))
}

/// There is never anything to retry; while the deletion runs, a retry is a conflict.
fn retry(state: &State, id: u64) -> Outcome {
    let known = state.destructions.get(id).ok_or_else(Refusal::not_found)?;
    if known.due > state.now {
        return Err(Refusal::conflict());
    }
    Ok(Reply::empty(202))
}
