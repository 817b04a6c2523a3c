//! `droplet inventory`.

use super::account;
use crate::runner::{doapi, line};
use crate::sandboxes::sandbox;
use serde_json::json;

#[test]
fn the_inventory_has_groups_and_the_variables_of_each_host() {
    let api = account();
    let run = doapi(["--list"]).arg0("doapi-inventory").at(&api).run().succeeds();
    let inventory = run.json();
    assert_eq!(inventory["all"]["hosts"], json!(["web-1", "web-2", "six", "none"]));
    assert_eq!(inventory["tag_web"]["hosts"], json!(["web-1", "web-2"]));
    assert!(inventory["all"]["children"].as_array().unwrap().contains(&json!("status_active")));
    let web = &inventory["_meta"]["hostvars"]["web-1"];
    assert_eq!((&web["ansible_host"], &web["ansible_user"]), (&json!("192.0.2.1"), &json!("root")));
    assert_eq!(
        web["ansible_ssh_common_args"],
        "-o HostKeyAlias=droplet-1 -o CheckHostIP=no -o StrictHostKeyChecking=accept-new"
    );
    assert_eq!((&web["do_id"], &web["do_private_ip"]), (&json!(1), &json!("10.0.0.1")));
    assert!(inventory["_meta"]["hostvars"]["none"].get("ansible_host").is_none());
    let host = line("droplet inventory --host web-1").at(&api).run().succeeds();
    assert_eq!(host.json(), *web);
}

#[test]
fn names_that_ansible_cannot_tell_apart_are_those_of_ids() {
    let api = sandbox(json!({"droplets": [
        {"id": 1, "name": "twin", "tags": ["env:a-b"]}, {"id": 2, "name": "twin"},
    ], "tags": ["env:a-b"]}));
    let inventory = line("droplet inventory --list").at(&api).run().succeeds().json();
    assert_eq!(inventory["all"]["hosts"], json!(["droplet-1", "droplet-2"]));
    assert_eq!(inventory["tag_env_a_b"]["hosts"], json!(["droplet-1"]));
    line("droplet inventory --host twin").at(&api).run().exits(1).prints("").says("no droplet \"twin\"");
    line("droplet inventory").at(&api).run().exits(2).prints("");
}
