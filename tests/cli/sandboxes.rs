//! Sandboxes to run doapi on.

use std::time::Duration;

use doapi_sandbox::{Config, Fault, Sandbox};
use serde_json::{Value, json};

use crate::runner::Api;

impl Api for Sandbox {
    fn url(&self) -> String {
        Sandbox::url(self)
    }

    fn token(&self) -> String {
        Sandbox::token(self).to_owned()
    }
}

/// An account with this seed, where an action takes a twentieth of a second.
#[track_caller]
pub(crate) fn sandbox(seed: Value) -> Sandbox {
    start(seed, Duration::from_millis(50), &[])
}

/// The same where no action ends by itself.
#[track_caller]
pub(crate) fn slow_sandbox(seed: Value) -> Sandbox {
    start(seed, Duration::from_secs(3600), &[])
}

/// The same where things go wrong.
#[track_caller]
pub(crate) fn faulty_sandbox(seed: Value, faults: &[&str]) -> Sandbox {
    start(seed, Duration::from_millis(50), faults)
}

#[track_caller]
fn start(seed: Value, action_time: Duration, faults: &[&str]) -> Sandbox {
    let faults: Vec<Fault> = faults.iter().map(|rule| rule.parse().unwrap()).collect();
    Sandbox::start(Config { seed: Some(seed), action_time, faults, ..Config::default() }).unwrap()
}

/// Three droplets: 1, 2 and 3, named a, b and c.
pub(crate) fn abc() -> Value {
    json!({"droplets": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}, {"id": 3, "name": "c"}]})
}

/// The requests that changed something or tried to, as `POST /v2/…`.
pub(crate) fn changes(sandbox: &Sandbox) -> Vec<String> {
    let all = sandbox.requests();
    all.iter().filter(|one| one.method != "GET").map(|one| format!("{} {}", one.method, one.path)).collect()
}

/// The same, sorted: those for several targets are sent side by side.
pub(crate) fn sorted_changes(sandbox: &Sandbox) -> Vec<String> {
    let mut changes = changes(sandbox);
    changes.sort_unstable();
    changes
}

/// A field of a droplet as the sandbox holds it.
#[track_caller]
pub(crate) fn state_of(sandbox: &Sandbox, droplet: u64, field: &str) -> Value {
    let droplets = sandbox.with_state(|state| state.to_json())["droplets"].clone();
    let droplets = droplets.as_array().unwrap();
    droplets.iter().find(|it| it["id"] == droplet).unwrap()[field].clone()
}
