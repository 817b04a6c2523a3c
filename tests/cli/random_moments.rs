//! Signals at random moments: what stdout and stderr name is all that the API did.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use doapi_sandbox::Sandbox;
use serde_json::Value;

use crate::runner::{Run, line};
use crate::sandboxes::{abc, faulty_sandbox};

const SIGNALS: [&str; 4] = ["HUP", "INT", "QUIT", "TERM"];

const COMMANDS: [&str; 10] = [
    "droplet new -I debian-13-x64 -S s-1vcpu-1gb n1 n2 n3",
    "droplet new -I debian-13-x64 -S s-1vcpu-1gb --wait --wait-interval 0.05 n1",
    "droplet reboot a b c",
    "droplet reboot a b c --jobs 1",
    "droplet power-cycle a b c --wait --wait-interval 0.05",
    "droplet snapshot a s1",
    "reserved-ip new -R nyc3",
    "reserved-ip new -D a --wait --wait-interval 0.05",
    "tag new t1 t2 t3",
    "droplet act -p {} reboot a c",
];

/// Answers that take their time, and answers that do not come.
const FAULTS: [&[&str]; 3] = [
    &["POST /v2/* delay=60ms"],
    &["POST /v2/droplets/2/actions stall=2s", "POST /v2/* delay=20ms"],
    &["POST /v2/droplets stall=2s", "POST /v2/reserved_ips stall=2s", "POST /v2/tags #2 stall=2s"],
];

/// How many signals are sent; CI has time for a few, `DOAPI_MOMENTS=300` is for who changes how signals are handled.
fn moments() -> u64 {
    std::env::var("DOAPI_MOMENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(20)
}

fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[test]
fn at_any_moment_all_that_was_done_is_named() {
    for at in 0..moments() {
        let (signal, command) = (SIGNALS[(random() % 4) as usize], COMMANDS[(at % 10) as usize]);
        let faults = FAULTS[(random() % 3) as usize];
        let delay = Duration::from_millis(random() % 250);
        let api = faulty_sandbox(abc(), faults);
        let before = api.with_state(|state| state.to_json());
        let running = line(command).at(&api).spawn();
        std::thread::sleep(delay);
        let mut running = running.signal(signal);
        if random().is_multiple_of(2) {
            std::thread::sleep(Duration::from_millis(150));
            running = running.signal(signal);
        }
        let run = running.finish();
        let unnamed = unnamed(&api, &before, &run);
        assert!(unnamed.is_empty(), "{command}, {signal} after {delay:?}, {faults:?}: {unnamed:?}\n{run}");
        let invented = invented(&api, &run);
        assert!(invented.is_empty(), "{command}, {signal} after {delay:?}, {faults:?}: {invented:?}\n{run}");
        let whole = run.stdout.is_empty() || serde_json::from_str::<Value>(&run.stdout).is_ok();
        assert!(whole, "{command}, {signal} after {delay:?}, {faults:?}: no JSON\n{run}");
    }
}

/// What the API made that no output names: by its ID, by its name, or as a request that may have been carried out.
fn unnamed(api: &Sandbox, before: &Value, run: &Run) -> Vec<String> {
    let after = api.with_state(|state| state.to_json());
    let output = format!("{}{}", run.stdout, run.stderr);
    let mut unnamed = Vec::new();
    for kind in ["droplets", "actions", "reserved_ips", "tags"] {
        for new in after[kind].as_array().into_iter().flatten() {
            if before[kind].as_array().is_some_and(|all| all.iter().any(|old| same(old, new))) || is_implied(kind, new)
            {
                continue;
            }
            if !names(new).iter().any(|name| output.contains(name)) {
                unnamed.push(format!("{kind}: {new}"));
            }
        }
    }
    unnamed
}

/// What stdout shows that the API does not hold.
fn invented(api: &Sandbox, run: &Run) -> Vec<Value> {
    let state = api.with_state(|state| state.to_json());
    let kinds = ["droplets", "actions", "reserved_ips", "tags"];
    let held: Vec<&Value> = kinds.iter().filter_map(|kind| state[kind].as_array()).flatten().collect();
    let shown = match serde_json::from_str(&run.stdout) {
        Ok(Value::Array(items)) => items,
        Ok(Value::Null) | Err(_) => Vec::new(),
        Ok(item) => vec![item],
    };
    // A tag may be held as its name alone.
    let is_tag = |held: &Value, one: &Value| one.get("id").is_none() && *held == one["name"];
    let is_held = |one: &Value| held.iter().any(|held| same(held, one) || is_tag(held, one));
    shown.into_iter().filter(|one| !is_held(one)).collect()
}

fn same(old: &Value, new: &Value) -> bool {
    ["id", "ip", "name"].iter().all(|key| old[key] == new[key])
}

/// The creation of something is an action too, and is named by what it made.
fn is_implied(kind: &str, new: &Value) -> bool {
    kind == "actions"
        && ["create", "assign_ip", "assign", "reserve_ip"].contains(&new["type"].as_str().unwrap_or_default())
}

/// What an output may call it.
fn names(new: &Value) -> Vec<String> {
    let own = ["id", "ip", "name"].iter().filter_map(|key| new.get(key));
    let mut names: Vec<String> =
        own.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
    if let Some(droplet) = new.get("resource_id") {
        names.push(format!("POST /v2/droplets/{droplet}/actions"));
    }
    if new.get("ip").is_some() {
        names.push("POST /v2/reserved_ips".to_owned());
    }
    names
}
