//! What the API answers, cut down to the fields that doapi reads.

use serde_json::{Value, json};

use crate::script::{Exchange, get};

/// A droplet.
pub(crate) fn droplet(id: u64, name: &str) -> Value {
    json!({"id": id, "name": name, "status": "active", "locked": false})
}

/// An action on a droplet.
pub(crate) fn action(id: u64, kind: &str, droplet: u64, status: &str) -> Value {
    json!({"id": id, "status": status, "type": kind, "started_at": "2026-10-05T19:08:09Z",
           "resource_id": droplet, "resource_type": "droplet"})
}

/// The answer to a POST that starts one.
pub(crate) fn started(id: u64, kind: &str, droplet: u64) -> Value {
    json!({"action": action(id, kind, droplet, "in-progress")})
}

/// A list that has one page.
pub(crate) fn list(root: &str, items: &[Value]) -> Value {
    json!({root: items, "links": {}, "meta": {"total": items.len()}})
}

/// An error as the API words it.
pub(crate) fn error(id: &str, message: &str) -> Value {
    json!({"id": id, "message": message})
}

/// The 404 of something that is not there.
pub(crate) fn not_found() -> Value {
    error("not_found", "The resource you were accessing could not be found.")
}

/// A look for droplets of this name: the API's plain list leaves those with GPUs out.
pub(crate) fn look_up(name: &str, found: &[Value]) -> Vec<Exchange> {
    vec![
        get(&format!("/v2/droplets?name={name}&per_page=200")).gives(200, list("droplets", found)),
        get(&format!("/v2/droplets?name={name}&type=gpus&per_page=200")).gives(200, list("droplets", &[])),
    ]
}

/// The list of droplets with GPUs, which no filter for tags goes with, of an account without any.
pub(crate) fn no_gpus() -> Exchange {
    get("/v2/droplets?type=gpus&per_page=200").gives(200, list("droplets", &[]))
}

/// A look at one droplet by its ID.
pub(crate) fn show(id: u64, name: &str) -> Exchange {
    get(&format!("/v2/droplets/{id}")).gives(200, json!({"droplet": droplet(id, name)}))
}
