//! `doapi api`.

use serde_json::json;

use super::{CLUSTER, on};
use crate::runner::line;
use crate::script::{get, post};

#[test]
fn operations_are_found_by_all_words_of_a_search() {
    let run = line("api search node-pool POST").run().succeeds();
    assert_eq!(run.each("command"), json!(["kubernetes node-pool new", "kubernetes node-pool recycle"]));
    line("api search nothing-of-this-name").run().succeeds().prints("[]\n");
}

#[test]
fn an_operation_is_described_by_its_command_or_its_name() {
    for name in ["volume new", "volumes_create", "VOLUMES_CREATE"] {
        let described = line(&format!("api describe {name}")).run().succeeds().array().remove(0);
        assert_eq!((&described["method"], &described["path"]), (&json!("POST"), &json!("/v2/volumes")));
        assert_eq!(described["body"]["size_gigabytes (required)"], "integer");
    }
    line("api describe volume nothing").run().exits(2).says("there is no operation or command \"volume nothing\"");
}

#[test]
fn scopes_of_a_command_are_listed() {
    assert_eq!(line("api scopes volume new").run().succeeds().json(), json!(["block_storage:create"]));
}

#[test]
fn an_operation_without_a_command_can_be_called() {
    let body = json!({"cluster_uuids": [CLUSTER]});
    on(
        [post("/v2/kubernetes/registry", body).gives(204, "")],
        &format!("api call kubernetes_add_registry --cluster-uuids {CLUSTER}"),
    )
    .exits(0)
    .says("kubernetes_add_registry: done");
    let run =
        on([get("/v2/vpcs?per_page=200").gives(200, json!({"vpcs": [], "meta": {"total": 0}}))], "api call vpcs_list");
    run.succeeds().prints("[]\n");
    line("api call nothing").run().exits(2).says("there is no operation or command \"nothing\"");
    let help = line("api call volumes_create --help").run().exits(0);
    assert!(help.stdout.contains("--size-gigabytes"), "{help}");
}
