//! Short forms of operations.

use serde_json::json;

use super::{CLUSTER, VOLUME, VPC, on, page, volumes};
use crate::fake::Fake;
use crate::runner::line;
use crate::script::{Exchange, get, post};

fn act(id: &str, body: serde_json::Value) -> Exchange {
    let action = json!({"action": {"id": 1, "status": "completed", "type": body["type"]}});
    post(&format!("/v2/volumes/{id}/actions"), body).gives(202, action)
}

fn found(id: &str, droplets: &serde_json::Value) -> Exchange {
    let volume = json!({"id": id, "name": "data", "droplet_ids": droplets});
    get(&format!("/v2/volumes/{id}")).gives(200, json!({"volume": volume}))
}

#[test]
fn volumes_are_attached_resized_and_detached() {
    let data = json!([{"id": VOLUME, "name": "data", "droplet_ids": [7]}]);
    on([volumes("data", &data), act(VOLUME, json!({"type": "attach", "droplet_id": 7}))], "volume attach data 7")
        .succeeds();
    let run = on(
        [volumes("data", &data), act(VOLUME, json!({"type": "resize", "size_gigabytes": 20}))],
        "volume resize data 20",
    );
    assert_eq!(run.succeeds().each("type"), json!(["resize"]));
    let api = Fake::steps([
        vec![found(VOLUME, &json!([7])), found(VPC, &json!([8]))],
        vec![
            act(VOLUME, json!({"type": "detach", "droplet_id": 7})),
            act(VPC, json!({"type": "detach", "droplet_id": 8})),
        ],
    ]);
    line(&format!("volume detach {VOLUME} {VPC}")).at(&api).run().succeeds();
    api.finish();
    on([found(VOLUME, &json!([]))], &format!("volume detach {VOLUME}"))
        .exits(1)
        .says("0 of its field \"droplet_ids\" are set");
}

#[test]
fn a_form_waits_for_its_action() {
    let started = json!({"action": {"id": 9, "status": "in-progress"}});
    let script = [
        found(VOLUME, &json!([])),
        post(&format!("/v2/volumes/{VOLUME}/actions"), json!({"type": "attach", "droplet_id": 7})).gives(202, started),
        get("/v2/actions/9").gives(200, json!({"action": {"id": 9, "status": "completed"}})),
    ];
    let run = on(script, &format!("volume attach {VOLUME} 7 --wait --wait-interval 0.01")).succeeds();
    assert_eq!(run.each("status"), json!(["completed"]));
}

#[test]
fn resources_are_moved_between_projects() {
    let body = json!({"resources": ["do:droplet:7", format!("do:volume:{VOLUME}")]});
    let moved = |path: &str| post(path, body.clone()).gives(200, page("resources", &json!([])));
    on(
        [moved(&format!("/v2/projects/{CLUSTER}/resources"))],
        &format!("project add {CLUSTER} do:droplet:7 do:volume:{VOLUME}"),
    )
    .succeeds();
    on([moved("/v2/projects/default/resources")], &format!("project remove do:droplet:7 do:volume:{VOLUME}"))
        .succeeds();
}

#[test]
fn rules_of_a_firewall_have_a_short_form() {
    let body = json!({
        "inbound_rules": [
            {"protocol": "tcp", "ports": "22", "sources": {"addresses": ["0.0.0.0/0", "::/0"], "tags": ["web"], "droplet_ids": [7]}},
            {"protocol": "icmp", "sources": {"addresses": ["0.0.0.0/0", "::/0"], "tags": ["web"], "droplet_ids": [7]}},
        ],
        "outbound_rules": [{"protocol": "udp", "ports": "all", "destinations": {"addresses": ["10.0.0.0/8"]}}],
    });
    let added = post(&format!("/v2/firewalls/{CLUSTER}/rules"), body).gives(204, "");
    let options = "--inbound tcp:22 --inbound icmp --from 0.0.0.0/0 --from ::/0 --from tag:web --from droplet:7 \
                   --outbound udp --to 10.0.0.0/8";
    on([added], &format!("firewall rule add {CLUSTER} {options}")).exits(0).says("rule add: done").prints("");
    on([], &format!("firewall rule add {CLUSTER} --inbound tcp:22"))
        .exits(2)
        .says("--inbound and --from need each other");
}
