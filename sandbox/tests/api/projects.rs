//! `/v2/projects`.

use serde_json::{Value, json};

use crate::client::{Api, account, start};
use doapi_sandbox::Config;

fn seed() -> Value {
    json!({
        "droplets": [{"id": 1, "name": "web-1"}],
        "volumes": [{"id": "v-1", "name": "disk"}],
        "domains": [{"name": "example.com"}],
        "reserved_ips": [{"ip": "192.0.2.7"}],
    })
}

/// Makes a project, and gives its path.
fn make(api: &Api) -> String {
    let made = api.post("/v2/projects", &json!({"name": "web", "purpose": "Web Application"}));
    format!("/v2/projects/{}", made.expect(201, "/project/id").as_str().unwrap())
}

fn urns(api: &Api, path: &str) -> Value {
    let all = api.value(&format!("{path}/resources"), "/resources");
    all.as_array().unwrap().iter().map(|it| it["urn"].clone()).collect()
}

#[test]
fn a_project_is_made_changed_and_deleted() {
    let api = account(seed());
    let path = make(&api);
    let keys = "id owner_uuid owner_id name description purpose environment is_default created_at updated_at";
    let project = api.get(&path);
    assert_eq!(project.keys("/project"), keys);
    assert_eq!(project.at("/project/environment"), "Development");
    let changed = api.ask("PATCH", &path, r#"{"environment":"Production"}"#).expect(200, "/project");
    assert_eq!((&changed["name"], &changed["environment"]), (&json!("web"), &json!("Production")));
    assert_eq!(api.ask("PUT", &path, r#"{"name":"x"}"#).status, 422);
    let whole = json!({"name": "x", "description": "", "purpose": "p", "environment": "Staging", "is_default": false});
    assert_eq!(api.ask("PUT", &path, &whole.to_string()).expect(200, "/project/name"), "x");
    assert_eq!(api.delete(&path).status, 204);
    assert_eq!(api.get(&path).status, 404);
}

#[test]
fn resources_are_in_the_default_project_until_they_are_moved() {
    let api = account(seed());
    let path = make(&api);
    let all = json!(["do:droplet:1", "do:volume:v-1", "do:domain:example.com", "do:floatingip:192.0.2.7"]);
    assert_eq!(urns(&api, "/v2/projects/default"), all);
    let moved = json!({"resources": ["do:droplet:1", "do:droplet:9", "do:reservedip:192.0.2.7"]});
    let reply = api.post(&format!("{path}/resources"), &moved);
    let statuses = ["/resources/0/status", "/resources/1/status", "/resources/2/status"].map(|it| reply.at(it));
    assert_eq!(statuses, ["assigned", "not_found", "assigned"]);
    let href = format!("{}/v2/droplets/1", api.sandbox.url());
    assert_eq!(reply.at("/resources/0/links/self"), json!(href));
    assert_eq!(api.post(&format!("{path}/resources"), &moved).at("/resources/0/status"), "already_assigned");
    assert_eq!(urns(&api, &path), json!(["do:droplet:1", "do:floatingip:192.0.2.7"]));
    assert_eq!(urns(&api, "/v2/projects/default"), json!(["do:volume:v-1", "do:domain:example.com"]));
    let project = api.value("/v2/reserved_ips/192.0.2.7", "/reserved_ip/project_id");
    assert_eq!(json!(path), json!(format!("/v2/projects/{}", project.as_str().unwrap())));
    let message = "cannot delete a project with resources. move or remove the resources first";
    api.delete(&path).refused(412, message);
}

#[test]
fn another_project_becomes_the_default_one() {
    let api = account(seed());
    let old = api.value("/v2/projects/default", "/project/id");
    let path = make(&api);
    assert_eq!(api.ask("PATCH", &path, r#"{"is_default":true}"#).expect(200, "/project/is_default"), true);
    assert_eq!(api.value("/v2/projects/default", "/project/name"), "web");
    assert_eq!(urns(&api, &path), json!([]));
    assert_eq!(urns(&api, &format!("/v2/projects/{}", old.as_str().unwrap())).as_array().unwrap().len(), 4);
    assert_eq!(api.post("/v2/volumes", &json!({"name": "n", "size_gigabytes": 1, "region": "nyc3"})).status, 201);
    assert_eq!(urns(&api, &path).as_array().unwrap().len(), 1);
    assert_eq!(api.delete(&path).status, 412);
}

#[test]
fn an_address_is_reserved_for_a_project() {
    let api = account(seed());
    let path = make(&api);
    let id = path.rsplit('/').next().unwrap();
    let reserved = api.post("/v2/reserved_ips", &json!({"region": "nyc3", "project_id": id}));
    assert_eq!(reserved.expect(202, "/reserved_ip/project_id"), id);
    assert_eq!(api.post("/v2/reserved_ips", &json!({"region": "nyc3", "project_id": "x"})).status, 404);
}

#[test]
fn what_is_not_a_project_is_refused() {
    let api = account(seed());
    make(&api);
    for (body, status) in [
        (json!({"name": "web", "purpose": "p"}), 409),
        (json!({"purpose": "p"}), 422),
        (json!({"name": "x"}), 422),
        (json!({"name": "n".repeat(176), "purpose": "p"}), 422),
        (json!({"name": "x", "purpose": "p", "environment": "Moon"}), 422),
    ] {
        assert_eq!(api.post("/v2/projects", &body).status, status, "{body}");
    }
    assert_eq!(api.get("/v2/projects/x/resources").status, 404);
}

#[test]
fn a_seed_brings_projects_and_a_state_keeps_them() {
    let mut seed = seed();
    seed["projects"] = json!([{"id": "p-1", "name": "web"}]);
    seed["project_resources"] = json!({"do:droplet:1": {"project": "p-1"}});
    let api = account(seed);
    assert_eq!(urns(&api, "/v2/projects/p-1"), json!(["do:droplet:1"]));
    let kept = api.sandbox.with_state(|state| state.to_json());
    let again = start(Config { seed: Some(kept), ..Config::default() });
    assert_eq!(again.value("/v2/projects", "/projects"), api.value("/v2/projects", "/projects"));
    assert_eq!(urns(&again, "/v2/projects/p-1"), json!(["do:droplet:1"]));
}

#[test]
fn what_is_deleted_leaves_its_project() {
    let api = account(seed());
    let path = make(&api);
    let all = json!(["do:droplet:1", "do:volume:v-1", "do:domain:example.com", "do:floatingip:192.0.2.7"]);
    api.post(&format!("{path}/resources"), &json!({"resources": all}));
    assert_eq!(urns(&api, &path), all);
    for path in ["/v2/droplets/1", "/v2/volumes/v-1", "/v2/domains/example.com", "/v2/reserved_ips/192.0.2.7"] {
        assert_eq!(api.delete(path).status, 204, "{path}");
    }
    let left = api.sandbox.with_state(|state| state.to_json()["project_resources"].clone());
    assert_eq!(left, json!({}));
    api.post("/v2/domains", &json!({"name": "example.com"}));
    assert_eq!(urns(&api, &path), json!([]));
    assert_eq!(api.delete(&path).status, 204);
}

#[test]
fn projects_hold_what_the_store_keeps() {
    let api = account(json!({}));
    let path = make(&api);
    let project = path.rsplit('/').next().unwrap();
    let body = json!({"spec": {"name": "web"}, "project_id": project});
    let app = api.post("/v2/apps", &body).expect(200, "/app/id");
    let urn = json!([format!("do:app:{}", app.as_str().unwrap())]);
    assert_eq!(urns(&api, &path), urn);
    api.post("/v2/projects/default/resources", &json!({ "resources": urn }));
    assert_eq!(urns(&api, &path), json!([]));
    let default = api.value("/v2/projects/default", "/project/id");
    assert_eq!(api.value(&format!("/v2/apps/{}", app.as_str().unwrap()), "/app/project_id"), default);
}

#[test]
fn an_action_names_the_project_of_its_address() {
    let api = account(seed());
    let path = make(&api);
    let project = path.rsplit('/').next().unwrap();
    api.post(&format!("{path}/resources"), &json!({"resources": ["do:floatingip:192.0.2.7"]}));
    let assign = json!({"type": "assign", "droplet_id": 1});
    let action = api.post("/v2/reserved_ips/192.0.2.7/actions", &assign);
    assert_eq!(action.at("/action/project_id"), json!(project));
}
