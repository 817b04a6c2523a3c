//! `update` where the API has only a PUT that replaces: what is not said stays.

use serde_json::{Value, json};

use super::{CLUSTER, on, page};
use crate::fake::Fake;
use crate::runner::line;
use crate::script::{Exchange, get};

fn put(body: Value) -> Exchange {
    let reply = json!({"firewall": {"id": CLUSTER, "name": "web"}});
    Exchange::new("PUT", &format!("/v2/firewalls/{CLUSTER}")).with(body).gives(200, reply)
}

fn shown() -> Value {
    json!({"id": CLUSTER, "name": "web", "status": "succeeded", "created_at": "2026-11-01T00:00:00Z",
        "inbound_rules": [{"protocol": "tcp", "ports": "22", "sources": {"addresses": ["10.0.0.0/8"]}}],
        "outbound_rules": [], "droplet_ids": [1], "tags": null, "pending_changes": []})
}

#[test]
fn only_what_is_said_changes() {
    let rules = shown()["inbound_rules"].clone();
    let firewalls = get("/v2/firewalls?per_page=200").gives(200, page("firewalls", &json!([shown()])));
    let droplet = |id: u64| {
        get(&format!("/v2/droplets?name=web-{id}&per_page=200"))
            .gives(200, page("droplets", &json!([{"id": id, "name": format!("web-{id}")}])))
    };
    let gpus = |id: u64| {
        get(&format!("/v2/droplets?name=web-{id}&per_page=200&type=gpus")).gives(200, page("droplets", &json!([])))
    };
    let read = get(&format!("/v2/firewalls/{CLUSTER}")).gives(200, json!({"firewall": shown()}));
    let body = json!({"name": "web", "inbound_rules": rules, "outbound_rules": [], "droplet_ids": [7, 8]});
    let api =
        Fake::steps([vec![droplet(7), droplet(8), gpus(7), gpus(8)], vec![firewalls], vec![read], vec![put(body)]]);
    let run = line("firewall update web --droplet-ids web-7 --droplet-ids web-8").at(&api).run().succeeds();
    assert_eq!(run.json()["name"], "web");
    api.finish();
}

#[test]
fn with_replace_only_what_is_said_is_sent() {
    let script = [
        get(&format!("/v2/firewalls/{CLUSTER}")).gives(200, json!({"firewall": shown()})),
        put(json!({"name": "web"})),
    ];
    on(script, &format!("firewall update {CLUSTER} --replace --name web")).succeeds();
}

#[test]
fn an_update_of_nothing_is_refused() {
    on([], &format!("firewall update {CLUSTER}")).exits(2).says("nothing to change");
    on([], &format!("vpc update {CLUSTER}")).exits(2).says("nothing to change");
}

#[test]
fn where_the_api_has_a_patch_only_that_is_sent() {
    let found = get(&format!("/v2/vpcs/{CLUSTER}")).gives(200, json!({"vpc": {"id": CLUSTER, "name": "a"}}));
    let patch = Exchange::new("PATCH", &format!("/v2/vpcs/{CLUSTER}")).with(json!({"description": ""}));
    let script = [found, patch.gives(200, json!({"vpc": {"id": CLUSTER}}))];
    on(script, &format!("vpc update {CLUSTER} --description=")).succeeds();
}
