//! Waits for what has just been made: it may not be shown yet, or without its addresses.

use serde_json::{Value, json};
use std::time::{Duration, Instant};

use crate::fake::Fake;
use crate::replies::{list, no_gpus, not_found, show};
use crate::runner::{Run, line};
use crate::sandboxes::{abc, faulty_sandbox, sandbox};
use crate::script::{Exchange, get, post};

const NEW: &str = "droplet new -I 5 -S s --wait --wait-interval 100ms w";

fn droplet(status: &str, v4: &[&str]) -> Value {
    let network = |kind: &&str| json!({"ip_address": "203.0.113.9", "type": kind});
    let networks = json!({"v4": v4.iter().map(network).collect::<Vec<_>>(), "v6": []});
    json!({"id": 7, "name": "w", "status": status, "networks": networks})
}

fn one(droplet: &Value) -> Value {
    json!({"droplet": droplet})
}

fn action(status: &str) -> Exchange {
    get("/v2/actions/99")
        .gives(200, json!({"action": {"id": 99, "status": status, "type": "create", "resource_id": 7}}))
}

/// What comes before the wait, with these links to actions in the reply.
fn created(actions: &Value) -> Vec<Vec<Exchange>> {
    let named = "/v2/droplets?name=w&per_page=200";
    vec![
        vec![get("/v2/images/5").gives(200, json!({"image": {"id": 5}}))],
        vec![
            get(named).gives(200, list("droplets", &[])),
            get("/v2/droplets?name=w&type=gpus&per_page=200").gives(200, list("droplets", &[])),
        ],
        vec![
            post("/v2/droplets", json!({"names": ["w"], "size": "s", "image": 5}))
                .gives(202, json!({"droplets": [droplet("new", &[])], "links": {"actions": actions}})),
        ],
    ]
}

fn by_id() -> Value {
    json!([{"id": 99, "rel": "create"}])
}

fn look() -> Exchange {
    get("/v2/droplets/7")
}

/// Runs `droplet new --wait` on a clock that is ten times as fast, against these looks.
#[track_caller]
fn wait(actions: &Value, looks: impl IntoIterator<Item = Exchange>) -> Run {
    let api = Fake::steps(created(actions).into_iter().chain(looks.into_iter().map(|look| vec![look])));
    let run = line(NEW).clock_rate(10).at(&api).run();
    api.finish();
    run
}

#[test]
fn a_droplet_and_an_action_that_are_404_at_first_are_waited_for() {
    let missing = |exchange: Exchange| exchange.gives(404, not_found());
    let active = droplet("active", &["public"]);
    let looks = [
        missing(get("/v2/actions/99")),
        action("in-progress"),
        missing(get("/v2/actions/99")),
        action("completed"),
        missing(look()),
        missing(look()),
        look().gives(200, one(&active)),
    ];
    assert_eq!(wait(&by_id(), looks).exits(0).json(), json!([active]));
}

#[test]
fn the_addresses_of_a_new_droplet_are_waited_for() {
    let with_address = droplet("active", &["private", "public"]);
    let looks = [
        action("completed"),
        look().gives(200, one(&droplet("new", &[]))),
        look().gives(200, one(&droplet("active", &[]))),
        look().gives(200, one(&droplet("active", &["private"]))),
        look().gives(200, one(&with_address)),
    ];
    assert_eq!(wait(&by_id(), looks).exits(0).json(), json!([with_address]));
}

#[test]
fn addresses_that_do_not_come_are_a_warning_and_a_droplet_that_stays_new_is_status_6() {
    for (status, code, warned) in [
        ("active", 0, "is active, but the API does not show all its addresses yet"),
        ("new", 6, "is created, but still shown as new"),
    ] {
        let droplet = droplet(status, &[]);
        let looks = vec![look().gives(200, one(&droplet)).at_any_time()];
        let api = Fake::steps(created(&by_id()).into_iter().chain([vec![action("completed")], looks]));
        let run = line(NEW).clock_rate(20).at(&api).run().exits(code).says(warned);
        assert_eq!(run.json(), json!([droplet]));
        assert!(run.elapsed < Duration::from_secs(20), "{:?}", run.elapsed);
        api.finish();
    }
}

#[test]
fn a_droplet_without_public_addresses_is_done_with_its_private_one() {
    let private = droplet("active", &["private"]);
    let mut script = created(&by_id());
    let body = json!({"names": ["w"], "size": "s", "image": 5, "public_networking": false});
    let reply = json!({"droplets": [droplet("new", &[])], "links": {"actions": by_id()}});
    script[2] = vec![post("/v2/droplets", body).gives(202, reply)];
    script.extend([vec![action("completed")], vec![look().gives(200, one(&private))]]);
    let api = Fake::steps(script);
    let run = line(&format!("{NEW} --no-public-networking")).at(&api).run().exits(0);
    assert_eq!(run.json(), json!([private]));
    api.finish();
}

#[test]
fn a_create_action_without_a_usable_id_is_an_error_and_the_droplet_is_followed_all_the_same() {
    let active = droplet("active", &["public"]);
    let looks = || {
        [look().gives(200, one(&droplet("new", &[]))), look().gives(200, one(&active)), look().gives(200, one(&active))]
    };
    for id in [json!(null), json!(-1), json!({}), json!(1.5)] {
        let run = wait(&json!([{"id": id, "rel": "create"}]), looks()).exits(7);
        assert_eq!(run.says("no usable ID of the action").json(), json!([active]), "{id}");
    }
    // Where the reply has no links at all, nothing is missing.
    assert_eq!(wait(&json!([]), looks()).exits(0).json(), json!([active]));
}

#[test]
fn an_action_without_a_usable_id_does_not_wait_for_ever() {
    for id in [json!(null), json!(true), json!([])] {
        let action = json!({"id": id, "status": "in-progress", "type": "reboot", "resource_id": 7});
        let api = Fake::of([
            show(7, "web"),
            post("/v2/droplets/7/actions", json!({"type": "reboot"})).gives(201, json!({"action": action})),
        ]);
        let run = line("droplet reboot 7 --wait").at(&api).run().exits(1);
        assert_eq!(run.says("droplet \"7\": the API gave no usable ID of the action").json(), json!([action]));
        api.finish();
    }
}

#[test]
fn a_wait_for_active_droplets_is_one_for_their_addresses_too() {
    let with_address = droplet("active", &["private"]);
    let api = Fake::of([
        look().gives(200, one(&droplet("new", &[]))),
        look().gives(200, one(&droplet("active", &[]))),
        look().gives(200, one(&with_address)),
    ]);
    let run = line("droplet wait --status active --wait-interval 10ms 7").at(&api).run().exits(0);
    assert_eq!(run.json(), json!([with_address]));
    api.finish();
    let bare = droplet("active", &[]);
    let api = Fake::of([look().gives(200, one(&bare)).at_any_time()]);
    let run = line("droplet wait --status active --wait-interval 1s 7").clock_rate(20).at(&api).run().exits(0);
    assert_eq!(run.says("does not show all its addresses").json(), json!([bare]));
    api.finish();
}

#[test]
fn a_new_ip_is_named_before_the_wait_for_it() {
    let ip = json!({"ip": "192.0.2.5", "locked": false});
    let created = json!({"reserved_ip": ip, "links": {"actions": [{"id": 99}, {"id": "odd", "rel": 7}, {"rel": "assign_ip"}, 5]}});
    let api = Fake::of([show(7, "web"), post("/v2/reserved_ips", json!({"droplet_id": 7})).gives(202, created)]);
    let running = line("reserved-ip new -D 7 --wait --wait-interval 1h").at(&api).spawn();
    crate::runner::until(|| running.told().contains("doapi: created reserved IP \"192.0.2.5\"\n"));
    let run = running.signal("HUP").finish().exits(129);
    assert_eq!(run.says("no usable ID of the action").json(), ip);
    api.finish();
}

#[test]
fn what_can_be_read_of_an_odd_reply_is_printed() {
    let droplet = json!({"id": 7, "name": "w"});
    let mut script = created(&by_id());
    script[2] = vec![
        post("/v2/droplets", json!({"names": ["w"], "size": "s", "image": 5}))
            .gives(202, json!({"droplets": [3, droplet, null], "links": 5})),
    ];
    let api = Fake::steps(script);
    let run = line("droplet new -I 5 -S s w").at(&api).run();
    assert_eq!(run.json(), json!([droplet]));
    api.finish();
    for (reply, printed) in [
        (json!({"reserved_ip": {"locked": true}}), "{\n  \"locked\": true\n}\n"),
        (json!({"reserved_ip": {"ip": 5}}), "{\n  \"ip\": 5\n}\n"),
    ] {
        let api = Fake::of([show(7, "web"), post("/v2/reserved_ips", json!({"droplet_id": 7})).gives(202, &reply)]);
        let run = line("reserved-ip new -D 7 --wait").at(&api).run().exits(1).prints(printed);
        run.says("its answer does not say which");
        api.finish();
    }
    let api = Fake::of([
        show(7, "web"),
        post("/v2/reserved_ips", json!({"droplet_id": 7})).gives(202, json!({"ip": {"ip": "192.0.2.5"}})),
    ]);
    line("reserved-ip new -D 7").at(&api).run().exits(1).says("POST /v2/reserved_ips: done, ip \"192.0.2.5\"");
    api.finish();
}

#[test]
fn an_answer_by_tag_with_odd_parts_still_prints_its_actions() {
    let droplets = [json!({"id": 1, "name": "web", "tags": ["prod"]})];
    let action = json!({"id": 11, "status": "in-progress", "resource_id": 1});
    let api = Fake::of([
        get("/v2/droplets?tag_name=prod&per_page=200").gives(200, list("droplets", &droplets)),
        no_gpus(),
        post("/v2/droplets/actions?tag_name=prod", json!({"type": "power_off"}))
            .gives(201, json!({"actions": [7, action]})),
    ]);
    let run = line("droplet power-off --tag prod").at(&api).run().exits(7).says("something that is no action");
    assert_eq!(run.json(), json!([action]));
    api.finish();
}

#[test]
fn the_time_for_waiting_bounds_what_comes_before_the_wait_too() {
    for (fault, changed) in [("GET /v2/droplets* stall=60s", false), ("POST /v2/droplets/* stall=60s", true)] {
        let (api, begun) = (faulty_sandbox(abc(), &[fault]), Instant::now());
        let run = line("droplet reboot --wait-time 1 a").at(&api).run();
        assert!(begun.elapsed() < Duration::from_secs(30), "{fault}: {:?}", begun.elapsed());
        if changed {
            run.exits(8).says("may have been carried out").says("doapi droplet actions 1\n");
        } else {
            assert_eq!(run.exits(6).stderr, "doapi: timed out waiting; nothing was changed\n");
        }
    }
    let api = faulty_sandbox(abc(), &["POST /v2/droplets/1/actions delay=4s"]);
    let run = line("droplet reboot --wait-time 1 --jobs 1 a b").at(&api).run().exits(6);
    run.says("not done: droplet \"b\"");
}

#[test]
fn a_limit_that_is_not_reached_changes_nothing() {
    let run = line("droplet reboot a --wait-time 60 --wait-interval 0.05").at(&sandbox(abc())).run().succeeds();
    assert_eq!(run.each("status"), json!(["completed"]));
}
