//! Deleting a droplet with what belongs to it.

use serde_json::{Value, json};

use crate::client::{Api, account};

const PATH: &str = "/v2/droplets/1/destroy_with_associated_resources";

fn rich_droplet() -> Api {
    let api = account(json!({
        "droplets": [{"id": 1, "name": "web-1"}],
        "reserved_ips": [{"ip": "192.0.2.9", "region": "nyc3", "droplet_id": 1}],
    }));
    api.act(&json!({"type": "snapshot", "name": "keep"}));
    api
}

fn snapshot(api: &Api) -> String {
    let id = api.value("/v2/droplets/1", "/droplet/snapshot_ids/0");
    id.to_string()
}

#[test]
fn the_five_lists_say_what_it_costs() {
    let api = rich_droplet();
    let answer = api.get(PATH);
    assert_eq!(answer.keys(""), "reserved_ips floating_ips snapshots volumes volume_snapshots");
    assert_eq!(answer.keys("/snapshots/0"), "id name cost");
    assert_eq!(answer.at("/snapshots/0/id"), json!(snapshot(&api)));
    assert_eq!(answer.at("/reserved_ips/0/name"), json!("192.0.2.9"));
    assert_eq!(answer.at("/floating_ips/0/cost"), json!("4.00"));
}

#[test]
fn a_selective_deletion_takes_what_is_named() {
    let api = rich_droplet();
    let snapshot = snapshot(&api);
    let body = json!({"snapshots": [snapshot]}).to_string();
    let answer = api.ask("DELETE", &format!("{PATH}/selective"), &body);
    assert_eq!((answer.status, answer.body.as_str()), (202, ""));
    assert_eq!(api.get("/v2/droplets/1").status, 404);
    assert_eq!(api.get(&format!("/v2/images/{snapshot}")).status, 404);
    let ip = api.value("/v2/reserved_ips/192.0.2.9", "/reserved_ip/droplet");
    assert_eq!(ip, Value::Null);
    let status = api.get(&format!("{PATH}/status"));
    assert_eq!(status.keys(""), "droplet resources completed_at failures");
    assert_eq!(status.at("/droplet/id"), json!("1"));
    assert_eq!(status.at("/resources/snapshots/0/name"), json!("keep"));
    assert_eq!(status.at("/resources/reserved_ips"), json!([]));
    assert_eq!(status.at("/failures"), json!(0));
}

#[test]
fn a_dangerous_deletion_takes_all_and_wants_its_header() {
    let api = rich_droplet();
    let path = format!("{PATH}/dangerous");
    assert_eq!(api.delete(&path).status, 422);
    assert_eq!(api.ask_with("DELETE", &path, ("X-Dangerous", "true")).status, 202);
    assert_eq!(api.get("/v2/reserved_ips/192.0.2.9").status, 404);
    assert_eq!(api.get("/v2/images?private=true").number("/meta/total"), 0);
}

#[test]
fn a_retry_conflicts_while_the_deletion_runs() {
    let api = rich_droplet();
    assert_eq!(api.get(&format!("{PATH}/status")).status, 404);
    api.sandbox.with_state(|state| state.set_action_time(std::time::Duration::from_secs(60)));
    api.ask("DELETE", &format!("{PATH}/selective"), "{}");
    let message = "The request could not be completed due to a conflict.";
    api.ask("POST", &format!("{PATH}/retry"), "").refused(409, message);
    assert_eq!(api.get(&format!("{PATH}/status")).keys(""), "droplet resources failures");
}
