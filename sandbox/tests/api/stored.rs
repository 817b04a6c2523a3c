//! Families that the store keeps.

mod families;

use std::time::Duration;

use doapi_sandbox::{Config, State};
use serde_json::{Value, json};

use crate::client::{account, slow_account, start};

const CLUSTERS: &str = "/v2/kubernetes/clusters";
const MISSING: &str = "The resource you were accessing could not be found.";

fn cluster(name: &str) -> Value {
    let pools = json!([{"name": "pool", "size": "s-1vcpu-2gb", "count": 2}]);
    json!({"name": name, "region": "nyc3", "version": "1.33.1-do.3", "node_pools": pools})
}

fn database(name: &str) -> Value {
    json!({"name": name, "engine": "pg", "version": "16", "region": "nyc3", "size": "db-s-1vcpu-1gb", "num_nodes": 1})
}

#[test]
fn an_object_is_created_shown_listed_changed_and_deleted() {
    let api = account(json!({}));
    let check = json!({"name": "site", "type": "https", "target": "https://example.com", "regions": ["us_east"], "enabled": true});
    let made = api.post("/v2/uptime/checks", &check);
    assert_eq!(made.status, 201);
    let id = made.at("/check/id").as_str().unwrap().to_owned();
    assert_eq!(id.len(), 36);
    let path = format!("/v2/uptime/checks/{id}");
    for (name, value) in check.as_object().unwrap() {
        assert_eq!(&api.value(&path, &format!("/check/{name}")), value, "{name}");
    }
    assert_eq!(api.value("/v2/uptime/checks", "/checks/0/id"), json!(id));
    assert_eq!(api.ask("PUT", &path, r#"{"name":"new"}"#).at("/check/name"), json!("new"));
    assert_eq!(api.value(&path, "/check/target"), json!("https://example.com"));
    assert_eq!(api.delete(&path).status, 204);
    api.get(&path).refused(404, MISSING);
    api.delete(&path).refused(404, MISSING);
}

#[test]
fn a_list_has_pages_where_the_api_has_them() {
    let api = account(json!({}));
    for number in 1..=3 {
        api.post("/v2/cdn/endpoints", &json!({"origin": format!("s{number}.nyc3.example.com")}));
    }
    let page = api.get("/v2/cdn/endpoints?per_page=2");
    assert_eq!(page.at("/meta/total"), json!(3));
    assert_eq!(page.at("/endpoints").as_array().unwrap().len(), 2);
    let next = page.at("/links/pages/next");
    assert!(next.as_str().unwrap().ends_with("/v2/cdn/endpoints?page=2&per_page=2"), "{next}");
    // Databases have no pages.
    for number in 1..=3 {
        api.post("/v2/databases", &database(&format!("db-{number}")));
    }
    assert_eq!(api.value("/v2/databases?per_page=2", "/databases").as_array().unwrap().len(), 3);
}

#[test]
fn a_status_comes_to_rest_after_the_action_time() {
    for (path, body, root, status, first, last) in [
        ("/v2/databases", database("db"), "database", "status", "creating", "online"),
        (CLUSTERS, cluster("k"), "kubernetes_cluster", "status/state", "provisioning", "running"),
        (
            "/v2/nfs",
            json!({"name": "n", "size_gib": 50, "region": "nyc3", "vpc_ids": []}),
            "share",
            "status",
            "CREATING",
            "ACTIVE",
        ),
    ] {
        let api = slow_account(json!({}));
        let pointer = format!("/{root}/{status}");
        let made = api.post(path, &body);
        assert_eq!(made.at(&pointer), json!(first), "{path}: {}", made.body);
        let one = format!("{path}/{}", made.at(&format!("/{root}/id")).as_str().unwrap());
        assert_eq!(api.value(&one, &pointer), json!(first));
        let quick = account(json!({}));
        let made = quick.post(path, &body);
        let one = format!("{path}/{}", made.at(&format!("/{root}/id")).as_str().unwrap());
        assert_eq!(quick.value(&one, &pointer), json!(last), "{path}");
    }
}

#[test]
fn a_fault_lets_an_object_fail() {
    let faults = vec!["POST /v2/kubernetes/clusters #1 errored".parse().unwrap()];
    let api = start(Config { faults, action_time: Duration::ZERO, ..Config::default() });
    let states = ["a", "b"].map(|name| {
        let id = api.post(CLUSTERS, &cluster(name)).at("/kubernetes_cluster/id");
        api.value(&format!("{CLUSTERS}/{}", id.as_str().unwrap()), "/kubernetes_cluster/status/state")
    });
    assert_eq!(states, [json!("error"), json!("running")]);
}

#[test]
fn a_status_inside_an_object_comes_to_rest_too() {
    for (api, status) in
        [(slow_account(json!({})), "STATUS_WAITING_FOR_DEPLOYMENT"), (account(json!({})), "STATUS_RUNNING")]
    {
        let made = api.post("/v2/gen-ai/agents", &json!({"name": "helper"}));
        let path = format!("/v2/gen-ai/agents/{}", made.at("/agent/uuid").as_str().unwrap());
        assert_eq!(api.value(&path, "/agent/deployment/status"), json!(status));
        // What nobody named is the account's own.
        assert_eq!(api.value("/v2/projects/default", "/project/id"), made.at("/agent/project_id"));
        assert_eq!(api.get(&format!("/v2/vpcs/{}", made.at("/agent/vpc_uuid").as_str().unwrap())).status, 200);
    }
}

#[test]
fn what_is_missing_of_another_type_or_unknown_is_refused() {
    let api = account(json!({}));
    let with = |name: &str, value: Value| {
        let mut body = database("db");
        body[name] = value;
        body
    };
    let unknown = "00000000-0000-4000-8000-000000000000";
    for (body, status, message) in [
        (with("name", Value::Null), 422, "Name can't be blank"),
        (with("name", json!("")), 422, "Name can't be blank"),
        (with("num_nodes", json!("many")), 422, "Num_nodes is invalid"),
        (with("tags", json!("one")), 422, "Tags is invalid"),
        (with("region", json!("mars1")), 422, "region is invalid"),
        (with("private_network_uuid", json!(unknown)), 404, MISSING),
    ] {
        api.post("/v2/databases", &body).refused(status, message);
    }
    let mut pools = cluster("k");
    pools["node_pools"][0]["size"] = json!("s-999vcpu");
    api.post(CLUSTERS, &pools).refused(422, "size is invalid");
    pools["node_pools"][0].as_object_mut().unwrap().remove("size");
    api.post(CLUSTERS, &pools).refused(422, "Node_pools.size can't be blank");
    api.ask("POST", "/v2/databases", "{").refused(400, "error parsing request body");
    assert_eq!(api.value("/v2/databases", "/databases"), json!([]));
}

#[test]
fn objects_below_an_object_are_its_own() {
    let api = account(json!({}));
    let ids = ["a", "b"].map(|name| api.post("/v2/databases", &database(name)).at("/database/id"));
    let [one, other] = ids.map(|id| format!("/v2/databases/{}", id.as_str().unwrap()));
    let user = api.post(&format!("{one}/users"), &json!({"name": "app"}));
    assert_eq!((user.status, user.at("/user/name")), (201, json!("app")));
    let names = |path: &str| -> Vec<Value> {
        let users = api.value(&format!("{path}/users"), "/users");
        users.as_array().unwrap().iter().map(|it| it["name"].clone()).collect()
    };
    assert_eq!(names(&one), [json!("doadmin"), json!("app")]);
    assert_eq!(names(&other), [json!("doadmin")]);
    assert_eq!(api.value(&one, "/database/users/1/name"), json!("app"));
    api.post(&format!("{one}/users"), &json!({"name": "app"})).refused(422, "Name is already in use");
    let password = |answer: Value| answer.as_str().unwrap().to_owned();
    assert!(!password(api.value(&format!("{one}/users/app"), "/user/password")).is_empty());
    assert_eq!(api.delete(&one).status, 204);
    api.get(&format!("{one}/users")).refused(404, MISSING);
}

#[test]
fn settings_are_what_was_set() {
    let api = account(json!({}));
    let path =
        format!("/v2/databases/{}", api.post("/v2/databases", &database("db")).at("/database/id").as_str().unwrap());
    let firewall = format!("{path}/firewall");
    assert_eq!(api.value(&firewall, "/rules"), json!([]));
    let rules = json!({"rules": [{"type": "ip_addr", "value": "192.0.2.1"}]});
    assert_eq!(api.ask("PUT", &firewall, &rules.to_string()).status, 204);
    assert_eq!(api.value(&firewall, "/rules/0/value"), json!("192.0.2.1"));
    api.get(&format!("{path}/online-migration")).refused(404, MISSING);
}

#[test]
fn an_action_changes_what_it_says() {
    let api = slow_account(json!({}));
    let path =
        format!("/v2/databases/{}", api.post("/v2/databases", &database("db")).at("/database/id").as_str().unwrap());
    let resize = r#"{"size":"db-s-2vcpu-4gb","num_nodes":2}"#;
    assert_eq!(api.ask("PUT", &format!("{path}/resize"), resize).status, 202);
    assert_eq!(api.value(&path, "/database/size"), json!("db-s-2vcpu-4gb"));
    assert_eq!(api.value(&path, "/database/status"), json!("resizing"));
}

#[test]
fn stored_objects_come_from_a_seed_and_are_saved() {
    let seed = json!({"objects": {
        "/v2/apps": [{"id": "1b7c7d0e-0d0e-4d59-a9b5-8f0f0e5c4c11", "spec": {"name": "web"}}],
        "/v2/registries": [{"name": "own"}],
        "/v2/registries/own/repositories": [{"name": "api"}],
        "/v2/databases/options": {"options": {}},
    }});
    let state = State::load(seed).unwrap();
    let api = account(state.to_json());
    assert_eq!(api.value("/v2/apps/1b7c7d0e-0d0e-4d59-a9b5-8f0f0e5c4c11", "/app/spec/name"), json!("web"));
    assert_eq!(api.value("/v2/registries/own/repositoriesV2", "/repositories/0/name"), json!("api"));
    assert_eq!(api.value("/v2/databases/options", "/options"), json!({}));
    let made = api.post(CLUSTERS, &cluster("k"));
    let id = made.at("/kubernetes_cluster/id");
    let again = account(api.sandbox.with_state(|state| state.to_json()));
    let path = format!("{CLUSTERS}/{}", id.as_str().unwrap());
    assert_eq!(again.get(&path).body, api.get(&path).body);
    let pools = format!("{path}/node_pools");
    assert_eq!(again.get(&pools).body, api.get(&pools).body);
}

#[test]
fn a_name_with_a_slash_is_one_object() {
    let seed = json!({"objects": {
        "/v2/registries": [{"name": "own"}],
        "/v2/registries/own/repositories": [{"name": "team/api"}, {"name": "team"}],
        "/v2/registries/own/repositories/team%2Fapi/tags": [{"tag": "latest"}],
    }});
    let api = account(seed);
    let repositories = "/v2/registries/own/repositories";
    assert_eq!(api.value(&format!("{repositories}/team%2Fapi/tags"), "/tags/0/tag"), json!("latest"));
    assert_eq!(api.value(&format!("{repositories}/team/tags"), "/tags"), json!([]));
    assert_eq!(api.delete(&format!("{repositories}/team%2Fapi/tags/latest")).status, 204);
    assert_eq!(api.delete(&format!("{repositories}/team")).status, 204);
    assert_eq!(api.value(&format!("{repositories}/team%2Fapi/tags"), "/tags"), json!([]));
    assert_eq!(api.delete(&format!("{repositories}/team%2Fapi")).status, 204);
    api.get(&format!("{repositories}/team%2Fapi/tags")).refused(404, MISSING);
}

#[test]
fn an_unknown_collection_in_a_seed_is_an_error() {
    for (seed, message) in [
        (json!({"/v2/nothing": []}), "objects./v2/nothing: there is no collection \"/v2/nothing\""),
        (json!({"/v2/apps": [1]}), "objects./v2/apps: element 0 is not an object"),
    ] {
        let error = State::load(json!({ "objects": seed })).err().unwrap();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_token_without_the_scope_is_refused_without_a_name() {
    let scopes = Some(vec!["database:read".to_owned(), "regions:read".to_owned()]);
    let api = start(Config { scopes, action_time: Duration::ZERO, ..Config::default() });
    assert_eq!(api.get("/v2/databases").status, 200);
    assert_eq!(api.get("/v2/regions").status, 200);
    for (method, path) in
        [("POST", "/v2/databases"), ("GET", "/v2/droplets"), ("DELETE", "/v2/droplets/1"), ("HEAD", "/v2/droplets/")]
    {
        let answer = api.ask(method, path, "");
        assert_eq!(answer.status, 403, "{method} {path}");
        assert!(!answer.body.contains(':') || !answer.body.contains("create"), "{}", answer.body);
    }
}

#[test]
fn the_least_scopes_are_those_of_the_requests() {
    let api = account(json!({}));
    api.get("/v2/droplets");
    api.post("/v2/databases", &database("db"));
    api.get("/v2/nothing");
    assert_eq!(api.sandbox.scopes_used(), ["database:create", "droplet:read"]);
}
