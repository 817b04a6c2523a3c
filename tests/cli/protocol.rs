//! Which requests a command makes.

use serde_json::json;

use crate::fake::Fake;
use crate::replies::{action, droplet, list, look_up, no_gpus, not_found, show, started};
use crate::runner::doapi;
use crate::script::{delete, get, post};

#[test]
fn showing_a_droplet_by_its_id_takes_one_request() {
    let api = Fake::of([show(7, "web")]);
    let run = doapi(["droplet", "show", "7"]).at(&api).run().succeeds();
    assert_eq!(run.json(), json!([droplet(7, "web")]));
    api.finish();
}

#[test]
fn showing_a_droplet_by_its_name_takes_two_requests() {
    let api = Fake::steps([look_up("web", &[droplet(7, "web")])]);
    let run = doapi(["droplet", "show", "web"]).at(&api).run().succeeds();
    assert_eq!(run.json(), json!([droplet(7, "web")]));
    api.finish();
}

#[test]
fn a_droplet_with_a_gpu_is_found_by_its_name() {
    let api = Fake::steps([vec![
        get("/v2/droplets?name=ml&per_page=200").gives(200, list("droplets", &[])),
        get("/v2/droplets?name=ml&type=gpus&per_page=200").gives(200, list("droplets", &[droplet(8, "ml")])),
    ]]);
    assert_eq!(doapi(["droplet", "show", "ml"]).at(&api).run().succeeds().each("id"), json!([8]));
    api.finish();
}

#[test]
fn a_name_in_another_case_is_another_name() {
    // The API's own comparison ignores the case.
    let api = Fake::steps([look_up("web", &[droplet(7, "WEB")])]);
    doapi(["droplet", "show", "web"]).at(&api).run().exits(3).prints("");
    api.finish();
}

#[test]
fn a_number_that_is_no_id_is_looked_up_as_a_name() {
    let mut steps = vec![vec![get("/v2/droplets/2026").gives(404, not_found())]];
    steps.push(look_up("2026", &[droplet(7, "2026")]));
    let api = Fake::steps(steps);
    assert_eq!(doapi(["droplet", "show", "2026"]).at(&api).run().succeeds().each("id"), json!([7]));
    api.finish();
}

#[test]
fn an_action_is_one_post_with_its_type() {
    let api = Fake::of([
        show(7, "web"),
        post("/v2/droplets/7/actions", json!({"type": "power_off"})).gives(201, started(1, "power_off", 7)),
    ]);
    let run = doapi(["droplet", "power-off", "7"]).at(&api).run().succeeds();
    assert_eq!(run.json(), json!([action(1, "power_off", 7, "in-progress")]));
    api.finish();
}

#[test]
fn an_action_on_a_tag_is_one_post_for_all_its_droplets() {
    let api = Fake::of([
        get("/v2/droplets?tag_name=env%3Aprod&per_page=200")
            .gives(200, list("droplets", &[droplet(7, "a"), droplet(8, "b")])),
        no_gpus(),
        post("/v2/droplets/actions?tag_name=env%3Aprod", json!({"type": "power_off"})).gives(
            201,
            json!({"actions": [action(1, "power_off", 7, "in-progress"), action(2, "power_off", 8, "in-progress")]}),
        ),
    ]);
    let run = doapi(["droplet", "power-off", "--tag", "env:prod"]).at(&api).run().succeeds();
    assert_eq!(run.each("resource_id"), json!([7, 8]));
    api.finish();
}

#[test]
fn a_type_that_the_api_does_not_take_by_tag_goes_to_each_of_its_droplets() {
    let body = json!({"type": "enable_private_networking"});
    let api = Fake::of([
        get("/v2/droplets?tag_name=web&per_page=200").gives(200, list("droplets", &[droplet(7, "a"), droplet(8, "b")])),
        no_gpus(),
        post("/v2/droplets/7/actions", body.clone()).gives(201, started(1, "enable_private_networking", 7)),
        post("/v2/droplets/8/actions", body).gives(201, started(2, "enable_private_networking", 8)),
    ]);
    let run = doapi(["droplet", "enable-private-networking", "--tag", "web", "--jobs", "1"]).at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!([1, 2]));
    api.finish();
}

#[test]
fn a_wait_asks_for_the_action_until_it_is_no_longer_in_progress() {
    let look = |status| get("/v2/actions/1").gives(200, json!({"action": action(1, "reboot", 7, status)}));
    let api = Fake::of([
        show(7, "web"),
        post("/v2/droplets/7/actions", json!({"type": "reboot"})).gives(201, started(1, "reboot", 7)),
        look("in-progress"),
        look("in-progress"),
        look("completed"),
    ]);
    let run = doapi(["droplet", "reboot", "--wait", "--wait-interval", "10ms", "7"]).at(&api).run().succeeds();
    assert_eq!(run.each("status"), json!(["completed"]));
    api.finish();
}

#[test]
fn many_actions_are_waited_for_with_one_request_a_look() {
    let droplets: Vec<_> = (1..=20).map(|id| droplet(id, &format!("web-{id}"))).collect();
    let actions = |status| (1..=20).map(|id| action(id + 100, "power_cycle", id, status)).collect::<Vec<_>>();
    let looks = |status| get("/v2/actions?per_page=40").gives(200, list("actions", &actions(status)));
    let api = Fake::of([
        get("/v2/droplets?tag_name=web&per_page=200").gives(200, list("droplets", &droplets)),
        no_gpus(),
        post("/v2/droplets/actions?tag_name=web", json!({"type": "power_cycle"}))
            .gives(201, json!({"actions": actions("in-progress")})),
        looks("in-progress"),
        looks("completed"),
    ]);
    let line = ["droplet", "power-cycle", "--tag", "web", "--wait", "--wait-interval", "10ms"];
    assert_eq!(doapi(line).at(&api).run().succeeds().array().len(), 20);
    api.finish();
}

#[test]
fn a_droplet_is_deleted_by_its_id_and_nothing_is_printed() {
    let mut steps = vec![look_up("web", &[droplet(7, "web")])];
    steps.push(vec![delete("/v2/droplets/7").gives(204, "")]);
    let api = Fake::steps(steps);
    doapi(["droplet", "delete", "web"]).at(&api).run().succeeds().prints("");
    api.finish();
}

#[test]
fn every_request_says_who_asks() {
    let api = Fake::of([get("/v2/account").gives(200, json!({"account": {}}))]);
    doapi(["account"]).at(&api).run().succeeds().prints("{}\n");
    for request in api.finish() {
        assert_eq!(request.header("user-agent"), Some(concat!("doapi/", env!("CARGO_PKG_VERSION"))));
    }
}

#[test]
fn a_body_goes_out_as_json() {
    let api = Fake::of([
        show(7, "web"),
        post("/v2/droplets/7/actions", json!({"type": "reboot"})).gives(201, started(1, "reboot", 7)),
    ]);
    doapi(["droplet", "reboot", "7"]).at(&api).run().succeeds();
    assert_eq!(api.finish()[1].header("content-type"), Some("application/json"));
}
