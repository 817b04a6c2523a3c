//! `doapi tag update`: a rename that the API no longer has.

mod firewalls;
mod interrupted;
mod whole;

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

/// What can have a tag, by the key of a seed: one of each with the tag `old`, one with another.
const TAGGABLE: [&str; 5] = ["droplets", "images", "volumes", "volume_snapshots", "databases"];

fn seed() -> Value {
    let mut seed = json!({"tags": ["old", "other"]});
    for kind in TAGGABLE {
        seed[kind] = json!([{"name": "with", "tags": ["old", "other"]}, {"name": "without", "tags": ["other"]}]);
    }
    seed
}

/// The tags of each of the resources `with` and `without`, in the order of [`TAGGABLE`], each sorted.
fn tags(api: &Sandbox) -> Vec<[Vec<String>; 2]> {
    let state = api.with_state(|state| state.to_json());
    let tags = |resource: &Value| {
        let mut tags: Vec<String> = serde_json::from_value(resource["tags"].clone()).unwrap();
        tags.sort();
        tags
    };
    TAGGABLE.iter().map(|kind| [tags(&state[*kind][0]), tags(&state[*kind][1])]).collect()
}

/// The names of all tags, sorted.
fn names(api: &Sandbox) -> Vec<String> {
    let state = api.with_state(|state| state.to_json());
    let name = |tag: &Value| tag["name"].as_str().unwrap().to_owned();
    let mut names: Vec<String> = state["tags"].as_array().unwrap().iter().map(name).collect();
    names.sort();
    names
}

/// Asserts that everything that had the tag `old` has `new` instead, and everything else is as it was.
#[track_caller]
fn assert_renamed(api: &Sandbox, new: &str, told: &str) {
    let mut has = [new, "other"].map(str::to_owned);
    has.sort();
    for (kind, [with, without]) in TAGGABLE.iter().zip(tags(api)) {
        assert_eq!((with, without), (has.to_vec(), vec!["other".to_owned()]), "{kind}: {told}");
    }
    assert_eq!(names(api), has, "{told}");
}
