//! Journeys on the sandbox, all of them by names.

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::runner::{Run, line};
use crate::sandboxes::{changes, sandbox};

fn account() -> Sandbox {
    sandbox(
        json!({"droplets": [{"id": 1, "name": "web-1", "region": "fra1"}, {"id": 2, "name": "web-2", "region": "fra1"}]}),
    )
}

#[track_caller]
fn run(api: &Sandbox, command: &str) -> Run {
    line(command).at(api).run().exits(0)
}

fn one(run: &Run) -> Value {
    run.array().remove(0)
}

#[test]
fn a_volume_is_made_attached_resized_detached_and_deleted() {
    let api = account();
    run(&api, "volume new --name data --region fra1 --size-gigabytes 10");
    let attached = run(&api, "volume attach data web-1 --wait --wait-interval 0.01");
    assert_eq!(attached.each("status"), json!(["completed"]));
    assert_eq!(one(&run(&api, "volume show data"))["droplet_ids"], json!([1]));
    run(&api, "volume resize data 20 --wait --wait-interval 0.01");
    assert_eq!(one(&run(&api, "volume show data"))["size_gigabytes"], 20);
    run(&api, "volume detach data --wait --wait-interval 0.01");
    let id = run(&api, "volume show data -o id").stdout.trim().to_owned();
    run(&api, "volume delete data").says(&format!("deleted volume \"data\" ({id})"));
    assert_eq!(run(&api, "volume show").array().len(), 0);
    line("volume new --name data --region fra1 --size-gigabytes 1").at(&api).run().exits(0);
    line("volume new --name data --region fra1 --size-gigabytes 1 --unique")
        .at(&api)
        .run()
        .exits(3)
        .says("already in use");
}

#[test]
fn a_firewall_keeps_what_an_update_does_not_say() {
    let api = account();
    run(
        &api,
        "firewall new --name web --droplet-ids web-1 --inbound-rules protocol=tcp,ports=22,sources.addresses=0.0.0.0/0",
    );
    run(&api, "firewall rule add web --inbound tcp:80 --from 10.0.0.0/8");
    let changed = run(&api, "firewall update web --droplet-ids web-1 --droplet-ids web-2").json();
    assert_eq!(changed["droplet_ids"], json!([1, 2]));
    let ports: Vec<&Value> = changed["inbound_rules"].as_array().unwrap().iter().map(|rule| &rule["ports"]).collect();
    assert_eq!(ports, ["22", "80"]);
    run(&api, "firewall droplet remove web --droplet-ids web-2");
    assert_eq!(one(&run(&api, "firewall show web"))["droplet_ids"], json!([1]));
    assert_eq!(run(&api, "droplet firewall show web-1").each("name"), json!(["web"]));
}

#[test]
fn a_load_balancer_is_waited_for_and_renamed() {
    let api = account();
    let rule = "entry_protocol=http,entry_port=80,target_protocol=http,target_port=80";
    let options = format!("--name lb --region fra1 --forwarding-rules {rule} --droplet-ids web-1");
    let made = run(&api, &format!("load-balancer new {options} --wait --wait-interval 0.01"));
    assert_eq!(made.each("status"), json!(["active"]));
    let renamed = run(&api, "load-balancer update lb --name lb2").json();
    assert_eq!((&renamed["name"], &renamed["droplet_ids"]), (&json!("lb2"), &json!([1])));
}

#[test]
fn resources_are_put_into_a_project_of_a_vpc_of_their_own() {
    let api = account();
    run(&api, "vpc new --name prod --region fra1");
    assert_eq!(one(&run(&api, "vpc show prod"))["name"], "prod");
    run(&api, "vpc update prod --description=ours");
    assert_eq!(one(&run(&api, "vpc show prod"))["description"], "ours");
    run(&api, "project new --name site --purpose web");
    assert_eq!(run(&api, "project add site do:droplet:web-1").each("urn"), json!(["do:droplet:1"]));
    assert_eq!(run(&api, "project resource show site").each("urn"), json!(["do:droplet:1"]));
}

#[test]
fn an_unknown_name_in_a_body_changes_nothing() {
    let api = account();
    line("firewall new --name web --droplet-ids web-1 --droplet-ids nobody")
        .at(&api)
        .run()
        .exits(3)
        .says("droplet \"nobody\"");
    assert_eq!(changes(&api), [""; 0]);
}
