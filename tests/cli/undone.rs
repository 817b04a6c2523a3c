//! What must not be passed over: targets that a short look does not show, and what an early end left undone.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{action, droplet, list, show};
use crate::runner::{line, until};
use crate::sandboxes::faulty_sandbox;
use crate::script::{delete, get};

#[test]
fn of_many_droplets_each_is_asked_for_its_action_unless_the_newest_tell_of_it() {
    let droplets: Vec<Value> = (1..=5).map(|id| droplet(id, &format!("web-{id}"))).collect();
    let actions = |items: &[Value]| list("actions", items);
    let own =
        |id: u64, items: &[Value]| get(&format!("/v2/droplets/{id}/actions?per_page=20")).gives(200, actions(items));
    let (newest, old) = (action(90, "reboot", 1, "in-progress"), action(7, "snapshot", 5, "in-progress"));
    let api = Fake::steps([
        vec![
            get("/v2/droplets?per_page=40").gives(200, list("droplets", &droplets)),
            get("/v2/droplets?type=gpus&per_page=200").gives(200, list("droplets", &[])),
        ],
        vec![get("/v2/actions?per_page=200").gives(200, actions(&[newest, action(89, "reboot", 2, "completed")]))],
        vec![own(2, &[action(89, "reboot", 2, "completed")]), own(3, &[]), own(4, &[]), own(5, &[old])],
    ]);
    let run = line("droplet actions --in-progress 1 2 3 4 5").at(&api).run().succeeds();
    let ids: Vec<Value> = run.array().iter().map(|action| action["id"].clone()).collect();
    assert_eq!(ids, [json!(90), Value::Null, Value::Null, Value::Null, json!(7)]);
    api.finish();
}

#[test]
fn a_tag_whose_droplets_the_api_does_not_list_is_an_error() {
    let tag = json!({"tag": {"name": "g", "resources": {"count": 1, "droplets": {"count": 1}}}});
    for command in ["delete --tag g", "power-off --tag g", "show --tag g"] {
        let empty = get("/v2/droplets?tag_name=g&per_page=200").gives(200, list("droplets", &[]));
        let api = Fake::of([empty, crate::replies::no_gpus(), get("/v2/tags/g").gives(200, &tag)]);
        let run = line(&format!("droplet {command}")).at(&api).run().exits(1).prints("");
        assert_eq!(
            run.complaints(),
            ["doapi: tag \"g\": the API lists none of its 1 droplets; name them by their IDs"]
        );
        api.finish();
    }
}

#[test]
fn what_a_signal_came_before_is_named() {
    // The first DELETE waits for the rate limit when the signal comes; the others must never be made.
    let limited = delete("/v2/droplets/1").header("retry-after", 50).gives(429, "{}");
    let api = Fake::steps([vec![show(1, "a"), show(2, "b"), show(3, "c")], vec![limited]]);
    let running = line("--jobs 1 droplet delete 1 2 3").at(&api).spawn();
    until(|| api.requests().len() == 4);
    let run = running.signal("INT").finish().exits(130).prints("");
    let run = run.says("doapi: interrupted; not done: droplet \"1\", droplet \"2\", droplet \"3\"");
    assert!(!run.stderr.lines().any(|line| line == "doapi: interrupted"), "the run itself is no target: {run}");
    api.finish();
}

#[test]
fn new_droplets_that_stay_new_do_not_outlast_the_time_for_waiting() {
    let lagging = r#"GET /v2/droplets/* status=200 body={"droplet":{"id":606395547,"name":"a","status":"new"}}"#;
    let api = faulty_sandbox(json!({}), &[lagging]);
    let new = "droplet new -I ubuntu-24-04-x64 -S s-1vcpu-1gb -R nyc3 --wait --wait-interval 0.05";
    let run = line(&format!("{new} --wait-time 2 a")).at(&api).run().exits(6);
    assert_eq!((run.each("id"), run.each("status")), (json!([606_395_547]), json!(["new"])));
}
