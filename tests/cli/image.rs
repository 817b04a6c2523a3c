//! `doapi image`.

mod act;
mod actions;
mod delete;
mod filters;
mod resolve;
mod update;

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::runner::line;
use crate::sandboxes::{sandbox, slow_sandbox};

/// A distribution that every account sees, by its ID.
const UBUNTU: u64 = 247_516_813;

/// Images of the account's own: two backups, a snapshot, two that share a name, one that was imported, and one whose
/// name is a distribution's slug.
fn seed() -> Value {
    json!({"images": [
        {"id": 11, "name": "nightly", "type": "backup"},
        {"id": 12, "name": "weekly", "type": "backup"},
        {"id": 13, "name": "golden", "type": "snapshot", "tags": ["base"]},
        {"id": 14, "name": "twin", "type": "snapshot"},
        {"id": 15, "name": "twin", "type": "snapshot"},
        {"id": 16, "name": "Imported", "type": "custom", "distribution": "Unknown", "tags": ["base"]},
        {"id": 17, "name": "debian-13-x64", "type": "snapshot", "distribution": "Debian"},
    ]})
}

fn account() -> Sandbox {
    sandbox(seed())
}

/// The same where no action ends by itself.
fn slow_account() -> Sandbox {
    slow_sandbox(seed())
}

/// An image as the API shows it.
#[track_caller]
fn shown(api: &Sandbox, id: u64) -> Value {
    line(&format!("image show {id}")).at(api).run().succeeds().array().remove(0)
}
