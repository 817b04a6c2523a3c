//! Commands from the table of the API's operations: names in paths and bodies, what is sent, what is printed.

mod api;
mod errors;
mod forms;
mod grammar;
mod journeys;
mod stored;
mod update;

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::list;
use crate::runner::{Run, line};
use crate::script::{Exchange, delete, get, post};

pub(super) const VPC: &str = "5a4981aa-9653-4bd1-bef5-d6bff52042e4";
pub(super) const VOLUME: &str = "506f78a4-e098-11e5-ad9f-000f53306ae1";
pub(super) const CLUSTER: &str = "bd5f5959-5e1e-4205-a714-a914373942af";

/// A page that holds all there is.
pub(super) fn page(root: &str, items: &Value) -> Value {
    list(root, items.as_array().unwrap())
}

/// Runs a line on a script and sees that all of it was asked for.
#[track_caller]
pub(super) fn on(script: impl IntoIterator<Item = Exchange>, command: &str) -> Run {
    let api = Fake::of(script);
    let run = line(command).at(&api).run();
    api.finish();
    run
}

/// The list of volumes of this name.
fn volumes(name: &str, items: &Value) -> Exchange {
    get(&format!("/v2/volumes?name={name}&per_page=200")).gives(200, page("volumes", items))
}

#[test]
fn a_list_is_one_array_of_all_pages() {
    let second = json!({"vpcs": [{"id": "2", "name": "b"}], "links": {}, "meta": {"total": 2}});
    let next = json!({"pages": {"next": "https://api.digitalocean.com/v2/vpcs?page=2&per_page=1"}});
    let first =
        json!({"vpcs": [{"id": "1", "name": "a", "ip_range": "10.0.0.0/8"}], "links": next, "meta": {"total": 2}});
    let script = [get("/v2/vpcs?per_page=1").gives(200, first), get("/v2/vpcs?page=2&per_page=1").gives(200, second)];
    let run = on(script, "vpc --per-page 1").succeeds();
    assert_eq!(run.json(), json!([{"id": "1", "name": "a", "ip_range": "10.0.0.0/8"}, {"id": "2", "name": "b"}]));
}

#[test]
fn an_object_is_shown_by_its_name_with_one_request() {
    let found = json!([{"id": VOLUME, "name": "data", "size_gigabytes": 10}]);
    let run = on([volumes("data", &found)], "volume show data").succeeds();
    assert_eq!(run.json(), found);
}

#[test]
fn an_object_is_shown_by_its_id_with_one_request() {
    let found = json!({"volume": {"id": VOLUME, "name": "data"}});
    let run =
        on([get(&format!("/v2/volumes/{VOLUME}")).gives(200, found)], &format!("volume show {VOLUME}")).succeeds();
    assert_eq!(run.each("name"), json!(["data"]));
}

#[test]
fn a_name_in_a_body_is_its_id() {
    let vpcs = get("/v2/vpcs?per_page=200").gives(200, page("vpcs", &json!([{"id": VPC, "name": "prod"}])));
    let body = json!({"name": "db", "engine": "pg", "version": "16", "num_nodes": 1, "size": "db-s-1vcpu-1gb",
        "region": "fra1", "private_network_uuid": VPC, "tags": ["a", "7"]});
    let made = post("/v2/databases", body).gives(201, json!({"database": {"id": "9", "name": "db"}}));
    let options = "--name db --engine pg --version 16 --num-nodes 1 --size db-s-1vcpu-1gb --region fra1 \
                   --private-network-uuid prod --tags a --tags 7";
    let run = on([vpcs, made], &format!("database new {options}")).succeeds();
    assert_eq!(run.json(), json!({"id": "9", "name": "db"}));
}

#[test]
fn an_id_in_a_body_is_not_asked_for() {
    let body = json!({"name": "p", "vpc_ids": [VPC, VPC]});
    let made = post("/v2/vpc_peerings", body).gives(202, json!({"vpc_peering": {"id": "1"}}));
    on([made], &format!("vpc-peering new --name p --vpc-ids {VPC} --vpc-ids {VPC}")).succeeds();
}

#[test]
fn urns_and_pairs_of_type_and_value_take_names_too() {
    let droplet = json!([{"id": 7, "name": "web-1"}]);
    let droplets = || {
        let plain = get("/v2/droplets?name=web-1&per_page=200").gives(200, page("droplets", &droplet));
        let gpus = get("/v2/droplets?name=web-1&per_page=200&type=gpus").gives(200, page("droplets", &json!([])));
        [plain, gpus]
    };
    let project = "4e1bfbc3-dc3e-41f2-a18f-1b4d7ba71679";
    let assigned =
        post(&format!("/v2/projects/{project}/resources"), json!({"resources": ["do:droplet:7", "do:space:x"]}));
    let api = Fake::steps([droplets().to_vec(), vec![assigned.gives(200, page("resources", &json!([])))]]);
    line(&format!("project resource new {project} --resources do:droplet:web-1 --resources do:space:x"))
        .at(&api)
        .run()
        .succeeds();
    api.finish();
    let rules = json!({"rules": [{"type": "droplet", "value": "7"}, {"type": "ip_addr", "value": "10.0.0.1"}]});
    let replaced = Exchange::new("PUT", &format!("/v2/databases/{CLUSTER}/firewall")).with(rules).gives(204, "");
    let api = Fake::steps([droplets().to_vec(), vec![replaced]]);
    let options = "--replace --rules type=droplet,value=web-1 --rules type=ip_addr,value=10.0.0.1";
    line(&format!("database firewall update {CLUSTER} {options}")).at(&api).run().exits(0).says(": done");
    api.finish();
}

#[test]
fn names_of_a_path_are_found_from_the_outside_in() {
    let clusters = get("/v2/kubernetes/clusters?per_page=200")
        .gives(200, page("kubernetes_clusters", &json!([{"id": CLUSTER, "name": "prod"}])));
    let below = format!("/v2/kubernetes/clusters/{CLUSTER}/node_pools");
    let pools =
        get(&format!("{below}?per_page=200")).gives(200, page("node_pools", &json!([{"id": "p1", "name": "w"}])));
    let gone = delete(&format!("{below}/p1")).gives(204, "");
    let run = on([clusters, pools, gone], "kubernetes node-pool delete prod w").succeeds();
    assert_eq!(run.stdout, "");
}

#[test]
fn a_name_that_is_its_own_id_needs_no_list() {
    let databases =
        get("/v2/databases?per_page=200").gives(200, page("databases", &json!([{"id": CLUSTER, "name": "main"}])));
    let reset = post(&format!("/v2/databases/{CLUSTER}/users/app/reset_auth"), json!({}));
    let user = json!({"name": "app", "role": "normal"});
    let found = get(&format!("/v2/databases/{CLUSTER}/users/app")).gives(200, json!({"user": user}));
    let run =
        on([databases, found, reset.gives(200, json!({"user": user}))], "database user reset-auth main app").succeeds();
    assert_eq!(run.json(), json!([user]));
}

#[test]
fn of_several_targets_one_that_fails_does_not_stop_the_others() {
    let a = json!([{"id": VOLUME, "name": "a"}, {"id": VPC, "name": "b"}]);
    let script = [
        get("/v2/volumes?name=a&per_page=200").gives(200, page("volumes", &json!([a[0]]))),
        get("/v2/volumes?name=b&per_page=200").gives(200, page("volumes", &json!([a[1]]))),
    ];
    let refused = json!({"id": "conflict", "message": "it is attached"});
    let deletes = [
        delete(&format!("/v2/volumes/{VOLUME}")).gives(409, refused),
        delete(&format!("/v2/volumes/{VPC}")).gives(204, ""),
    ];
    let api = Fake::steps([script.to_vec(), deletes.to_vec()]);
    line("volume delete a b").at(&api).run().exits(7).says("doapi: volume \"a\": DELETE /v2/volumes/").prints("");
    api.finish();
}

#[test]
fn an_unknown_target_changes_nothing() {
    let script = [volumes("a", &json!([{"id": VOLUME, "name": "a"}])), volumes("b", &json!([]))];
    let api = Fake::steps([script.to_vec()]);
    line("volume delete a b").at(&api).run().exits(3).says("doapi: volume \"b\": no such volume");
    api.finish();
}

#[test]
fn conditions_choose_among_all() {
    let two = json!([{"id": VOLUME, "name": "a", "size_gigabytes": 10}, {"id": VPC, "name": "b", "size_gigabytes": 1}]);
    let list = || get("/v2/volumes?per_page=200").gives(200, page("volumes", &two));
    assert_eq!(on([list()], "volume show --where size_gigabytes<5").succeeds().each("name"), json!(["b"]));
    let gone = delete(&format!("/v2/volumes/{VOLUME}")).gives(204, "");
    on([list(), gone], "volume delete --where size_gigabytes>5 --yes").exits(0).prints("");
    let dry = on([list()], "volume delete --all --dry-run").exits(0);
    assert_eq!(dry.each("method"), json!(["DELETE", "DELETE"]));
}

#[test]
fn what_is_protected_stays() {
    let tagged = json!([{"id": VOLUME, "name": "a", "tags": ["protected"]}]);
    on([volumes("a", &tagged)], "volume delete a").exits(3).says("is protected by the tag");
    let gone = delete(&format!("/v2/volumes/{VOLUME}")).gives(204, "");
    on([volumes("a", &tagged), gone], "volume delete a --unprotect").exits(0);
}

#[test]
fn a_list_without_pages_and_a_single_thing_are_printed_too() {
    let pools = json!([{"name": "p", "size": 10}]);
    let list = get(&format!("/v2/databases/{CLUSTER}/pools")).gives(200, json!({"pools": pools}));
    assert_eq!(on([list], &format!("database pool show {CLUSTER}")).succeeds().json(), pools);
    let balance = json!({"month_to_date_balance": "23.44", "generated_at": "2026-11-01T00:00:00Z"});
    let shown = get("/v2/customers/my/balance").gives(200, &balance);
    assert_eq!(on([shown], "balance").succeeds().json(), balance);
    let text =
        get(&format!("/v2/kubernetes/clusters/{CLUSTER}/kubeconfig?expiry_seconds=60")).gives(200, "apiVersion: v1\n");
    on([text], &format!("kubernetes kubeconfig {CLUSTER} --expiry-seconds 60")).succeeds().prints("apiVersion: v1\n");
}

#[test]
fn what_the_nouns_of_the_seed_lack_comes_from_the_table() {
    let firewalls = get("/v2/droplets/7/firewalls?per_page=200").gives(200, page("firewalls", &json!([{"id": "f"}])));
    assert_eq!(on([firewalls], "droplet firewall show 7").succeeds().each("id"), json!(["f"]));
    let body = json!({"url": "https://example.com/x.qcow2", "name": "x", "region": "fra1"});
    let made = post("/v2/images", body).gives(202, json!({"image": {"id": 1, "status": "NEW"}}));
    on([made], "image new --url https://example.com/x.qcow2 --name x --region fra1").succeeds();
    let confirmed = delete("/v2/droplets/7/destroy_with_associated_resources/dangerous").gives(202, "");
    let one = get("/v2/droplets/7").gives(200, json!({"droplet": {"id": 7, "name": "web"}}));
    let api = Fake::of([one, confirmed]);
    line("droplet destroy-with-associated-resources dangerous 7").at(&api).run().exits(0).says(": done");
    let headers = api.requests().pop().unwrap().headers;
    assert!(headers.iter().any(|(name, value)| name == "x-dangerous" && value == "true"), "{headers:?}");
    api.finish();
}

#[test]
fn the_words_of_other_tools_mean_the_verbs() {
    for command in ["volume list", "volume ls", "volume get", "volume", "volume show"] {
        let list = get("/v2/volumes?per_page=200").gives(200, page("volumes", &json!([])));
        on([list], command).succeeds().prints("[]\n");
    }
}

#[test]
fn waiting_follows_what_was_started_until_it_is_settled() {
    let pools = format!("/v2/load_balancers/{CLUSTER}");
    let state = |state: &str| json!({"id": CLUSTER, "name": "lb", "status": state});
    let body = json!({"name": "lb", "region": "fra1", "forwarding_rules": [{"entry_port": 80}]});
    let script = [
        post("/v2/load_balancers", body).gives(202, json!({"load_balancer": state("new")})),
        get(&pools).gives(200, json!({"load_balancer": state("new")})),
        get(&pools).gives(200, json!({"load_balancer": state("active")})),
    ];
    let command =
        "load-balancer new --name lb --region fra1 --forwarding-rules entry_port=80 --wait --wait-interval 0.01";
    assert_eq!(on(script, command).succeeds().each("status"), json!(["active"]));
    let shown = |status: &str| get(&pools).gives(200, json!({"load_balancer": state(status)}));
    on([shown("errored")], &format!("load-balancer wait {CLUSTER}")).exits(5).says("status");
    let gone = get(&pools).gives(404, json!({"id": "not_found", "message": "gone"}));
    let command = format!("load-balancer wait {CLUSTER} --until deleted --wait-interval 0.01");
    on([shown("active"), gone], &command).exits(0).says("deleted").prints("[]\n");
}
