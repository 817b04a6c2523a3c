//! What single families of the store do beyond keeping their objects.

use serde_json::json;

use super::{CLUSTERS, MISSING, cluster, database};
use crate::client::account;

#[test]
fn node_pools_of_a_cluster_have_their_nodes() {
    let api = account(json!({}));
    let made = api.post(CLUSTERS, &cluster("k"));
    let path = format!("{CLUSTERS}/{}", made.at("/kubernetes_cluster/id").as_str().unwrap());
    let pools = format!("{path}/node_pools");
    let pool = format!("{pools}/{}", made.at("/kubernetes_cluster/node_pools/0/id").as_str().unwrap());
    let nodes = |pointer: &str| api.value(&pool, pointer).as_array().unwrap().len();
    assert_eq!(nodes("/node_pool/nodes"), 2);
    assert_eq!(api.ask("PUT", &pool, r#"{"name":"pool","count":3}"#).status, 202);
    assert_eq!(nodes("/node_pool/nodes"), 3);
    assert_eq!(api.value(&path, "/kubernetes_cluster/node_pools/0/count"), json!(3));
    assert_eq!(api.value(&pool, "/node_pool/nodes/2/status/state"), json!("running"));
    let node = api.value(&pool, "/node_pool/nodes/0/id");
    assert_eq!(api.delete(&format!("{pool}/nodes/{}", node.as_str().unwrap())).status, 202);
    assert_eq!(nodes("/node_pool/nodes"), 2);
    let config = api.get(&format!("{path}/kubeconfig"));
    assert!(config.body.contains("\"current-context\": \"do-nyc3-k\""), "{}", config.body);
}

#[test]
fn an_app_has_a_deployment_and_gets_another_by_a_restart() {
    let api = account(json!({}));
    let made =
        api.post("/v2/apps", &json!({"spec": {"name": "web", "services": [{"name": "api", "instance_count": 2}]}}));
    assert_eq!(made.at("/app/spec/services/0/instance_count"), json!(2));
    assert!(made.at("/app/live_url").as_str().unwrap().starts_with("https://web-"), "{}", made.body);
    assert_eq!(made.at("/app/region/slug"), json!("nyc"));
    let path = format!("/v2/apps/{}", made.at("/app/id").as_str().unwrap());
    let deployments = || api.value(&format!("{path}/deployments"), "/deployments");
    assert_eq!(deployments().as_array().unwrap().len(), 1);
    assert_eq!(deployments()[0]["spec"]["name"], json!("web"));
    assert_eq!(deployments()[0]["phase"], json!("ACTIVE"));
    assert_eq!(api.ask("POST", &format!("{path}/restart"), "{}").status, 200);
    assert_eq!(deployments().as_array().unwrap().len(), 2);
}

#[test]
fn an_autoscale_pool_has_droplets() {
    let api = account(json!({}));
    let template = json!({"region": "nyc3", "size": "s-1vcpu-1gb", "image": "debian-12-x64", "ssh_keys": []});
    let config = |count: u64| json!({"name": "pool", "config": {"target_number_instances": count}, "droplet_template": template});
    let made = api.post("/v2/droplets/autoscale", &config(3));
    assert_eq!(made.status, 202, "{}", made.body);
    let path = format!("/v2/droplets/autoscale/{}", made.at("/autoscale_pool/id").as_str().unwrap());
    let droplets = || api.value("/v2/droplets", "/meta/total");
    assert_eq!(droplets(), json!(3));
    let member = api.value(&format!("{path}/members"), "/droplets/0/droplet_id");
    assert_eq!(api.get(&format!("/v2/droplets/{member}")).at("/droplet/name"), json!("pool-1"));
    assert_eq!(api.ask("PUT", &path, &config(1).to_string()).status, 200);
    assert_eq!(droplets(), json!(1));
    assert_eq!(api.value(&path, "/autoscale_pool/active_resources_count"), json!(1));
    assert_eq!(api.value(&format!("{path}/history"), "/meta/total"), json!(2));
    assert_eq!(api.ask_with("DELETE", &format!("{path}/dangerous"), ("X-Dangerous", "true")).status, 202);
    assert_eq!(droplets(), json!(0));
    let made = api.post("/v2/droplets/autoscale", &config(1));
    let path = format!("/v2/droplets/autoscale/{}", made.at("/autoscale_pool/id").as_str().unwrap());
    assert_eq!(api.ask("PUT", &path, &config(1_000).to_string()).status, 422, "the account's limit is 25");
    assert_eq!(api.value(&path, "/autoscale_pool/config/target_number_instances"), json!(1));
    assert_eq!(api.ask_with("DELETE", &format!("{path}/dangerous"), ("X-Dangerous", "true")).status, 202);
    let mut bad = config(1);
    bad["droplet_template"]["image"] = json!("no-such-image");
    assert_eq!(api.post("/v2/droplets/autoscale", &bad).status, 422);
    assert_eq!(api.value("/v2/droplets/autoscale", "/meta/total"), json!(0));
}

#[test]
fn invoices_have_items_a_csv_and_a_pdf() {
    let api = account(json!({}));
    let id = api.value("/v2/customers/my/invoices", "/invoices/0/invoice_uuid");
    let path = format!("/v2/customers/my/invoices/{}", id.as_str().unwrap());
    let items = api.value(&path, "/invoice_items");
    let total: f64 =
        items.as_array().unwrap().iter().map(|it| it["amount"].as_str().unwrap().parse::<f64>().unwrap()).sum();
    assert_eq!(format!("{total:.2}"), api.value("/v2/customers/my/invoices", "/invoices/0/amount").as_str().unwrap());
    let csv = api.get(&format!("{path}/csv"));
    assert_eq!(csv.header("content-type"), Some("text/csv"));
    assert_eq!(csv.body.lines().count(), 1 + items.as_array().unwrap().len());
    assert!(api.get(&format!("{path}/pdf")).body.starts_with("%PDF-1.4"));
    api.get("/v2/customers/my/invoices/none/csv").refused(404, MISSING);
    assert_eq!(api.value("/v2/customers/my/balance", "/account_balance"), json!("0.00"));
}

#[test]
fn the_registry_of_old_is_the_newest_of_today() {
    let api = account(json!({}));
    api.get("/v2/registry").refused(404, MISSING);
    assert_eq!(
        api.post("/v2/registries", &json!({"name": "own", "subscription_tier_slug": "basic", "region": "nyc3"})).status,
        201
    );
    assert_eq!(api.value("/v2/registry", "/registry/name"), json!("own"));
    assert_eq!(api.value("/v2/registry/own/repositoriesV2", "/repositories"), json!([]));
    assert_eq!(api.delete("/v2/registry").status, 204);
    api.get("/v2/registries/own").refused(404, MISSING);
}

#[test]
fn metrics_are_between_start_and_end() {
    let api = account(json!({}));
    let path = "/v2/monitoring/metrics/droplet/cpu?host_id=1";
    api.get(path).refused(400, "end is required");
    let reply = api.get(&format!("{path}&start=1700000000&end=1700003600"));
    let values = reply.at("/data/result/0/values");
    let values = values.as_array().unwrap();
    assert_eq!(values.first().unwrap()[0], json!(1_700_000_000));
    assert_eq!(values.last().unwrap()[0], json!(1_700_003_600));
    assert_eq!(reply.at("/data/result/0/metric/host_id"), json!("1"));
    api.get(&format!("{path}&start=2&end=1")).refused(400, "start is after end");
    api.get(&format!("{path}&start=x&end=1")).refused(400, "start is not a timestamp");
}

#[test]
fn tags_and_networks_know_the_databases_of_the_store() {
    let api = account(json!({}));
    let mut body = database("db");
    body["tags"] = json!(["prod"]);
    let made = api.post("/v2/databases", &body);
    let id = made.at("/database/id");
    assert_eq!(api.value("/v2/tags/prod", "/tag/resources/databases/count"), json!(1));
    assert_eq!(api.value("/v2/databases?tag_name=prod", "/databases/0/id"), id);
    let network = made.at("/database/private_network_uuid");
    let members = api.value(&format!("/v2/vpcs/{}/members", network.as_str().unwrap()), "/members");
    assert_eq!(members[0]["name"], json!("db"));
    api.delete("/v2/tags/prod");
    assert_eq!(api.value(&format!("/v2/databases/{}", id.as_str().unwrap()), "/database/tags"), json!([]));
}

#[test]
fn the_password_of_a_database_user_is_reset() {
    let api = account(json!({}));
    let path =
        format!("/v2/databases/{}", api.post("/v2/databases", &database("db")).at("/database/id").as_str().unwrap());
    let user = api.post(&format!("{path}/users"), &json!({"name": "app"}));
    assert_eq!(user.at("/user/role"), json!("normal"));
    let reset = api.post(&format!("{path}/users/app/reset_auth"), &json!({}));
    assert_ne!(reset.at("/user/password"), user.at("/user/password"));
    assert_eq!(api.value(&format!("{path}/users/app"), "/user/password"), reset.at("/user/password"));
}
