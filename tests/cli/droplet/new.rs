//! `doapi droplet new`: names, waiting, and what is printed whatever happens.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{error, list};
use crate::runner::{doapi, line};
use crate::sandboxes::{changes, faulty_sandbox, sandbox, slow_sandbox};
use crate::script::{Exchange, get, post};

const NEW: &str = "droplet new -I ubuntu-24-04-x64 -S s-1vcpu-1gb -R nyc3";
const WAIT: &str = "--wait --wait-interval 0.05";

#[test]
fn new_droplets_are_shown_in_the_order_of_their_names() {
    let run = line(&format!("{NEW} web-2 web-1")).at(&sandbox(json!({}))).run().succeeds();
    assert_eq!(run.each("name"), json!(["web-2", "web-1"]));
    assert_eq!(run.each("status"), json!(["new", "new"]));
}

#[test]
fn with_wait_they_are_shown_when_they_are_there() {
    let run = line(&format!("{NEW} {WAIT} web-1 web-2")).at(&sandbox(json!({}))).run().succeeds();
    // Whatever ends the wait, what costs money is known by then.
    let run = run.says("doapi: created droplet \"web-2\", its ID is 606395548");
    assert_eq!((run.each("name"), run.each("status")), (json!(["web-1", "web-2"]), json!(["active", "active"])));
    for droplet in run.array() {
        assert_eq!(droplet["networks"]["v4"].as_array().map(Vec::len), Some(2), "{run}");
    }
}

#[test]
fn the_region_may_be_left_to_the_api() {
    let run = line("droplet new -I debian-13-x64 -S s-1vcpu-1gb web").at(&sandbox(json!({}))).run().succeeds();
    assert_eq!(run.array()[0]["region"]["slug"], json!("nyc3"));
}

/// The names from `first` on, `count` of them.
fn names(first: u64, count: u64) -> Vec<String> {
    (first..first + count).map(|number| format!("web-{number}")).collect()
}

/// The POST that makes these droplets, whose IDs are their numbers.
fn creates(first: u64, count: u64) -> Exchange {
    let names = names(first, count);
    let ids = first..first + count;
    let droplets: Vec<Value> =
        ids.clone().zip(&names).map(|(id, name)| json!({"id": id, "name": name, "status": "new"})).collect();
    let actions: Vec<Value> = ids.map(|id| json!({"id": id + 100, "rel": "create"})).collect();
    post("/v2/droplets", json!({"names": names, "image": "debian-13-x64", "size": "s-1vcpu-1gb"}))
        .gives(202, json!({"droplets": droplets, "links": {"actions": actions}}))
}

/// What is asked before: the image, and whether the names are in use.
fn before() -> Vec<Vec<Exchange>> {
    vec![
        vec![get("/v2/images/debian-13-x64").gives(200, json!({"image": {"id": 5, "slug": "debian-13-x64"}}))],
        vec![get("/v2/droplets?per_page=46").gives(200, list("droplets", &[]))],
        vec![get("/v2/droplets?type=gpus&per_page=200").gives(200, list("droplets", &[]))],
    ]
}

fn new_23() -> Vec<String> {
    let mut line: Vec<String> =
        ["droplet", "new", "-I", "debian-13-x64", "-S", "s-1vcpu-1gb"].map(str::to_owned).to_vec();
    line.extend(names(1, 23));
    line
}

#[test]
fn ten_names_go_into_one_request() {
    let mut steps = before();
    steps.push(vec![creates(1, 10), creates(11, 10), creates(21, 3)]);
    let api = Fake::steps(steps);
    let run = doapi(new_23()).at(&api).run().succeeds();
    assert_eq!(run.each("id"), (1..=23).collect::<Value>());
    api.finish();
}

#[test]
fn names_that_were_refused_do_not_hide_the_droplets_that_now_cost_money() {
    let refused = error("unprocessable_entity", "creating this/these droplet(s) will exceed your droplet limit");
    let mut steps = before();
    steps.push(vec![creates(1, 10), creates(11, 10).gives(422, refused), creates(21, 3)]);
    let api = Fake::steps(steps);
    let run = doapi(new_23()).at(&api).run().exits(7).says("droplet limit").says(r#""web-11" "web-12""#);
    assert_eq!(run.each("id"), (1..=10).chain(21..=23).collect::<Value>());
    assert_eq!(run.complaints().len(), 1, "{run}");
    api.finish();
}

#[test]
fn the_wait_follows_the_actions_that_create() {
    let action = |status| json!({"id": 101, "status": status, "type": "create", "resource_id": 1});
    let look = |status| get("/v2/actions/101").gives(200, json!({"action": action(status)}));
    let droplet = json!({"droplet": {"id": 1, "name": "web-1", "status": "active"}});
    let mut steps = vec![before().remove(0), crate::replies::look_up("web-1", &[])];
    steps.extend([vec![creates(1, 1)], vec![look("in-progress")], vec![look("completed")]]);
    steps.push(vec![get("/v2/droplets/1").gives(200, droplet)]);
    let api = Fake::steps(steps);
    let line = new_23().into_iter().take(7).chain(["--wait", "--wait-interval", "10ms"].map(str::to_owned));
    let run = doapi(line).at(&api).run().succeeds();
    assert_eq!((run.each("id"), run.each("status")), (json!([1]), json!(["active"])));
    api.finish();
}

#[test]
fn a_name_in_use_is_a_warning() {
    let api = sandbox(json!({"droplets": [{"id": 1, "name": "web"}]}));
    let run = line(&format!("{NEW} web")).at(&api).run().exits(0).says("warning: ").says(r#""web""#);
    assert_eq!(run.each("name"), json!(["web"]));
    assert_eq!(run.complaints().len(), 1, "{run}");
}

#[test]
fn with_unique_a_name_in_use_or_given_twice_is_an_error_and_nothing_is_made() {
    let api = sandbox(json!({"droplets": [{"id": 7, "name": "web"}]}));
    for names in ["new web", "new new", "web web"] {
        let run = line(&format!("{NEW} --unique {names}")).at(&api).run().exits(3).prints("");
        assert_eq!(run.stderr.contains(" 7"), names.contains("web"), "{run}");
    }
    assert_eq!(changes(&api), Vec::<String>::new());
    line(&format!("{NEW} --unique other")).at(&api).run().succeeds();
}

#[test]
fn an_image_is_named_by_its_id_slug_or_name() {
    let seed =
        json!({"images": [{"id": 20, "name": "golden", "type": "snapshot", "regions": ["nyc3"], "min_disk_size": 20}]});
    for (image, id) in [("247516813", 247_516_813), ("ubuntu-24-04-x64", 247_516_813), ("golden", 20), ("20", 20)] {
        let api = sandbox(seed.clone());
        let run = line(&format!("droplet new -I {image} -S s-1vcpu-1gb -R nyc3 web")).at(&api).run().succeeds();
        assert_eq!(run.array()[0]["image"]["id"], json!(id), "{image}");
    }
}

#[test]
fn an_unknown_image_is_an_unknown_target() {
    let api = sandbox(json!({}));
    line("droplet new -I nobody -S s-1vcpu-1gb web").at(&api).run().exits(3).prints("").says(r#"image "nobody""#);
    assert_eq!(changes(&api), Vec::<String>::new());
}

#[test]
fn what_the_api_refuses_is_reported_in_its_words() {
    for (arguments, message) in [
        ("-I ubuntu-24-04-x64 -S s-1vcpu-1gb -R ams2 web", "Region is not available"),
        ("-I ubuntu-24-04-x64 -S huge -R nyc3 web", "You specified an invalid size for Droplet creation."),
        ("-I ubuntu-24-04-x64 -S s-1vcpu-1gb -R nyc3 web_1", "Only valid hostname characters are allowed."),
    ] {
        let run = line(&format!("droplet new {arguments}")).at(&sandbox(json!({}))).run().exits(1).prints("[]\n");
        assert!(run.stderr.contains("POST /v2/droplets: 422 unprocessable_entity: "), "{run}");
        assert!(run.stderr.contains(message), "{run}");
    }
}

#[test]
fn a_creation_that_ends_errored_prints_its_droplet_and_exits_5() {
    let api = faulty_sandbox(json!({}), &["POST /v2/droplets errored"]);
    let run = line(&format!("{NEW} {WAIT} web")).at(&api).run().exits(5).says(r#"droplet "web""#).says("errored");
    assert_eq!(run.each("name"), json!(["web"]));
}

#[test]
fn when_the_time_runs_out_the_droplets_are_printed_as_they_stand() {
    let api = slow_sandbox(json!({}));
    let run = line(&format!("{NEW} {WAIT} --wait-time 0.3 web-1 web-2")).at(&api).run().exits(6);
    assert_eq!((run.each("name"), run.each("status")), (json!(["web-1", "web-2"]), json!(["new", "new"])));
    assert!(run.stderr.contains("doapi action wait "), "{run}");
}

#[test]
fn what_new_needs_is_an_image_a_size_and_a_name() {
    let api = sandbox(json!({}));
    for arguments in ["-S s-1vcpu-1gb web", "-I debian-13-x64 web", "-I debian-13-x64 -S s-1vcpu-1gb"] {
        line(&format!("droplet new {arguments}")).at(&api).run().exits(2).prints("");
    }
    assert!(api.requests().is_empty());
}
