//! Seeds and kept states.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use doapi_sandbox::{Config, Sandbox, State};
use serde_json::{Value, json};

use crate::client::{Api, account, start};

#[test]
fn a_count_makes_many() {
    let api = account(json!({"droplets": [{"name": "load", "count": 10_000, "id": 100}]}));
    let answer = api.get("/v2/droplets?per_page=200&page=50");
    assert_eq!(answer.number("/meta/total"), 10_000);
    assert_eq!(answer.at("/droplets/199/name"), json!("load-10000"));
    assert_eq!(answer.at("/droplets/199/id"), json!(10_099));
}

#[test]
fn a_seed_is_read_as_it_is_meant_or_not_at_all() {
    let bad = [
        json!({"droplets": [{"name": "a", "size": "huge"}]}),
        json!({"droplets": [{"name": "a", "image": "windows"}]}),
        json!({"droplets": [{"name": "a", "region": "moon"}]}),
        json!({"droplets": [{"nmae": "a"}]}),
        json!({"neighbors": [["nobody"]]}),
        json!({"dorplets": []}),
        json!({"ssh_keys": [{"name": "k", "public_key": "nonsense"}]}),
    ];
    for seed in bad {
        let message = State::load(seed.clone()).err();
        assert!(message.is_some_and(|it| !it.is_empty()), "{seed}");
    }
}

#[test]
fn a_seeds_snapshot_belongs_to_its_droplet_and_can_be_what_another_runs() {
    let api = account(json!({
        "images": [{"id": 5, "name": "golden", "droplet_id": 1}, {"id": 6, "name": "b", "type": "backup", "droplet_id": 1}],
        "droplets": [{"id": 1, "name": "a"}, {"id": 2, "name": "b", "image": "golden"}],
    }));
    let first = api.value("/v2/droplets/1", "/droplet");
    assert_eq!((&first["snapshot_ids"], &first["backup_ids"]), (&json!([5]), &json!([6])));
    assert_eq!(api.value("/v2/droplets/2", "/droplet/image/id"), json!(5));
}

#[test]
fn new_ids_keep_clear_of_the_seeds() {
    let api = account(json!({"droplets": [{"id": 700_000_000, "name": "a"}]}));
    let body = json!({"name": "b", "size": "s-1vcpu-1gb", "image": "debian-12-x64"});
    let answer = api.post("/v2/droplets", &body);
    assert_eq!(answer.at("/droplet/id"), json!(700_000_001));
}

fn kept(name: &str) -> (Api, PathBuf) {
    let file = std::env::temp_dir().join(format!("sandbox-{name}-{}.json", std::process::id()));
    fs::remove_file(&file).ok();
    (start(config(&file)), file)
}

fn config(file: &std::path::Path) -> Config {
    Config {
        seed: Some(json!({"droplets": [{"id": 1, "name": "web-1", "tags": ["t"], "legacy": true, "backups": true}]})),
        state_file: Some(file.to_owned()),
        action_time: Duration::from_secs(3_600),
        ..Config::default()
    }
}

/// What a client can see, but for the port.
fn sight(api: &Api) -> Vec<String> {
    ["droplets", "actions", "images?private=true", "account", "tags"]
        .map(|path| api.get(&format!("/v2/{path}")).body)
        .map(|body| body.replace(&api.sandbox.url(), ""))
        .to_vec()
}

#[test]
fn a_kept_state_comes_back_as_it_was() {
    let (api, file) = kept("kept");
    api.act(&json!({"type": "snapshot", "name": "s"}));
    api.finish();
    api.act(&json!({"type": "power_off"}));
    let before = sight(&api);
    api.sandbox.stop().unwrap();
    let saved = fs::read_to_string(&file).unwrap();
    let again = start(config(&file));
    assert_eq!(sight(&again), before);
    again.finish();
    assert_eq!(again.value("/v2/droplets/1", "/droplet/status"), json!("off"));
    drop(again);
    let document: Value = serde_json::from_str(&saved).unwrap();
    let reloaded = State::load(document.clone()).ok().unwrap();
    assert_eq!(reloaded.to_json(), document);
    fs::remove_file(file).ok();
}

#[test]
fn a_broken_state_is_an_error_and_stays_as_it_is() {
    let (api, file) = kept("broken");
    drop(api);
    fs::write(&file, "{").unwrap();
    assert!(Sandbox::start(config(&file)).is_err());
    assert_eq!(fs::read_to_string(&file).unwrap(), "{");
    fs::remove_file(file).ok();
}

#[test]
fn a_taken_port_is_an_error() {
    let first = Sandbox::start(Config::default()).unwrap();
    let port = first.url().rsplit(':').next().unwrap().parse().unwrap();
    let second = Sandbox::start(Config { port, ..Config::default() });
    assert!(second.is_err());
}
