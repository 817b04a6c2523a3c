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
fn a_mistake_in_a_seed_is_named_with_its_line_and_field() {
    let table = [
        (r#"{"droplets": [{"name": "a", "size": "huge"}]}"#, "seed:1: droplets[0].size: there is no size \"huge\""),
        (
            "{\"droplets\": [{\"name\": \"a\", \"count\": 9},\n{\"name\": \"b\",\n\"image\": \"windows\"}]}",
            "seed:3: droplets[1].image: there is no image \"windows\"",
        ),
        (
            "{\"droplets\":\n[{\"name\": \"a\", \"region\": \"moon\"}]}",
            "seed:2: droplets[0].region: there is no region \"moon\"",
        ),
        (
            "{\"droplets\": [{},\n\n{\"name\": 5}]}",
            "seed:3: droplets[1].name: invalid type: integer `5`, expected a string",
        ),
        (
            "{\"droplets\": [{},\n{\"nmae\": 5}]}",
            "seed:2: droplets[1].nmae: unknown field `nmae`, expected one of `id`, `name`",
        ),
        ("{\"neighbors\": [[\"nobody\"]]}", "seed:1: neighbors[0]: there is no droplet \"nobody\""),
        ("{\n\"dorplets\": []}", "seed:2: dorplets: unknown field `dorplets`, expected one of `account`"),
        ("{\"reserved_ips\": [{},\n{\"droplet\": 7}]}", "seed:2: reserved_ips[1].droplet: there is no droplet 7"),
        ("{\"reserved_ips\": [\n{\"ip\": \"x\"}]}", "seed:2: reserved_ips[0].ip: \"x\" is not an IPv4 address"),
        ("{\"volumes\": [\n{\"droplet_ids\": [7]}]}", "seed:2: volumes[0].droplet_ids: there is no droplet 7"),
        ("\n{\"ssh_keys\": [{\"public_key\": \"nonsense\"}]}", "seed:2: ssh_keys[0].public_key: Key invalid"),
    ];
    for (text, start) in table {
        let error = State::load(serde_json::from_str(text).unwrap()).err().unwrap();
        let message = error.in_file("seed", text);
        assert!(message.starts_with(start), "{message}");
    }
}

#[test]
fn an_account_may_have_at_least_the_droplets_of_its_seed() {
    for (seed, limit) in [
        (json!({"droplets": [{"name": "a", "count": 30}]}), 30),
        (json!({"account": {"droplet_limit": 1}, "droplets": [{"name": "a", "count": 2}]}), 2),
        (json!({"droplets": [{"name": "a"}]}), 25),
    ] {
        assert_eq!(account(seed.clone()).value("/v2/account", "/account/droplet_limit"), limit, "{seed}");
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
    let error = Sandbox::start(config(&file)).err().unwrap();
    assert!(error.to_string().starts_with(&format!("{}: EOF", file.display())), "{error}");
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
