//! Listing actions of IPs, and waiting for them.

use serde_json::{Value, json};

use super::{NAMES, account, seed, slow_account};
use crate::fake::Fake;
use crate::replies::list;
use crate::runner::line;
use crate::sandboxes::faulty_sandbox;
use crate::script::get;

/// The types in each of several lists.
fn types(lists: &[Value]) -> Vec<Value> {
    let types = |list: &Value| list.as_array().unwrap().iter().map(|it| it["type"].clone()).collect();
    lists.iter().map(types).collect()
}

#[test]
fn there_is_one_list_of_actions_for_each_ip_in_the_order_given() {
    for name in NAMES {
        let api = account();
        let new = line(&format!("{} new -R nyc3", name.command)).at(&api).run().succeeds().json();
        let ip = new["ip"].as_str().unwrap();
        for verb in [format!("assign {ip} b"), format!("unassign {ip}")] {
            line(&format!("{} {verb} --wait --wait-interval 0.05", name.command)).at(&api).run().succeeds();
        }
        let run = line(&format!("{} actions 45.55.96.47 {ip}", name.command)).at(&api).run().succeeds();
        assert_eq!(types(&run.array()), [json!([]), json!(["unassign_ip", "assign_ip", "reserve_ip"])]);
    }
}

#[test]
fn the_last_action_of_each_ip_is_shown_or_null() {
    for name in NAMES {
        let api = account();
        line(&format!("{} assign 45.55.96.48 b --wait --wait-interval 0.05", name.command)).at(&api).run().succeeds();
        let run = line(&format!("{} actions --last 45.55.96.47 45.55.96.48", name.command)).at(&api).run().succeeds();
        let shown = run.array();
        assert_eq!((&shown[0], &shown[1]["type"], shown.len()), (&Value::Null, &json!("assign_ip"), 2));
    }
}

#[test]
fn the_action_in_progress_on_each_ip_is_shown_or_null() {
    for name in NAMES {
        let api = slow_account();
        line(&format!("{} assign 45.55.96.48 b", name.command)).at(&api).run().succeeds();
        let arguments = format!("{} actions --in-progress 45.55.96.48 45.55.96.47", name.command);
        let shown = line(&arguments).at(&api).run().succeeds().array();
        assert_eq!((&shown[0]["status"], &shown[1], shown.len()), (&json!("in-progress"), &Value::Null, 2));
    }
}

#[test]
fn the_action_in_progress_on_each_of_many_ips_is_found_too() {
    for name in NAMES {
        let api = slow_account();
        for _ in 0..3 {
            line(&format!("{} new -R nyc3", name.command)).at(&api).run().succeeds();
        }
        line(&format!("{} assign 45.55.96.48 b", name.command)).at(&api).run().succeeds();
        let all: Vec<Value> = line(name.command).at(&api).run().succeeds().array();
        let ips: Vec<&str> = all.iter().map(|ip| ip["ip"].as_str().unwrap()).collect();
        let arguments = format!("{} actions --in-progress {}", name.command, ips.join(" "));
        let shown = line(&arguments).at(&api).run().succeeds().array();
        let busy: Vec<bool> = shown.iter().map(|it| it["type"] == "assign_ip").collect();
        assert_eq!(busy, [false, true, false, false, false, false]);
    }
}

#[test]
fn last_and_in_progress_exclude_each_other() {
    for name in NAMES {
        let api = Fake::of([]);
        line(&format!("{} actions --last --in-progress 127.0.0.1", name.command)).at(&api).run().exits(2);
        api.finish();
    }
}

#[test]
fn each_command_asks_for_actions_at_the_path_of_its_name() {
    for name in NAMES {
        let path = format!("/v2/{}/127.0.0.1", name.many);
        let actions = list("actions", &[json!({"id": 1, "type": "reserve_ip"})]);
        let api = Fake::of([
            get(&path).gives(200, json!({name.one: {"ip": "127.0.0.1"}})),
            get(&format!("{path}/actions?per_page=200")).gives(200, actions),
        ]);
        let run = line(&format!("{} actions 2130706433", name.command)).at(&api).run().succeeds();
        assert_eq!(types(&run.array()), [json!(["reserve_ip"])]);
        api.finish();
    }
}

#[test]
fn the_actions_in_progress_on_ips_are_waited_for() {
    for name in NAMES {
        let api = account();
        line(&format!("{} assign 45.55.96.48 b", name.command)).at(&api).run().succeeds();
        let arguments = format!("{} wait --wait-interval 0.05 --wait-time 60 45.55.96.47 45.55.96.48", name.command);
        let run = line(&arguments).at(&api).run().succeeds();
        // An action that has ended before it is looked for is not one in progress.
        assert!(run.array().iter().all(|it| it["type"] == "assign_ip" && it["status"] == "completed"), "{run}");
        let shown = line(&format!("{} show 45.55.96.48", name.command)).at(&api).run().succeeds().array();
        assert_eq!((&shown[0]["droplet"]["id"], &shown[0]["locked"]), (&json!(2), &json!(false)));
    }
}

#[test]
fn where_nothing_is_in_progress_the_wait_is_over_at_once() {
    for name in NAMES {
        line(&format!("{} wait 45.55.96.47 45.55.96.48", name.command)).at(&account()).run().succeeds().prints("[]\n");
    }
}

#[test]
fn a_wait_that_takes_too_long_prints_the_actions_as_they_stand() {
    for name in NAMES {
        let api = slow_account();
        line(&format!("{} assign 45.55.96.48 b", name.command)).at(&api).run().succeeds();
        let arguments = format!("{} wait --wait-interval 0.05 --wait-time 0.3 45.55.96.48", name.command);
        let run = line(&arguments).at(&api).run().exits(6);
        assert_eq!(run.each("status"), json!(["in-progress"]));
    }
}

#[test]
fn an_action_that_errors_is_printed_and_told() {
    for name in NAMES {
        let api = faulty_sandbox(seed(), &[&format!("POST /v2/{}/45.55.96.48/actions errored", name.many)]);
        let arguments = format!("{} assign --wait --wait-interval 0.05 45.55.96.48 b", name.command);
        let run = line(&arguments).at(&api).run().exits(5);
        assert_eq!(run.json()["status"], "errored");
        assert!(run.complaints().len() == 1 && run.stderr.contains("45.55.96.48"), "{run}");
    }
}
