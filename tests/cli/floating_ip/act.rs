//! Assigning, unassigning, and actions of any type.

use serde_json::{Value, json};

use super::{NAMES, NUMBERS, account, droplet_of, slow_account};
use crate::fake::Fake;
use crate::runner::{doapi, line};
use crate::sandboxes::changes;
use crate::script::{get, post};

/// What an action shows of what it does, and to what.
fn gist(action: &Value) -> Value {
    ["type", "status", "resource_id", "resource_type"].iter().map(|field| action[field].clone()).collect()
}

#[test]
fn an_ip_is_assigned_to_a_droplet_and_the_action_printed() {
    for name in NAMES {
        for (ip, droplet) in [("45.55.96.48", "b"), ("758603824", "2")] {
            let api = account();
            let action = line(&format!("{} assign {ip} {droplet}", name.command)).at(&api).run().succeeds().json();
            assert_eq!(gist(&action), json!(["assign_ip", "in-progress", NUMBERS[1], name.one]));
            line(&format!("{} wait {ip} --wait-interval 0.05", name.command)).at(&api).run().succeeds();
            assert_eq!(droplet_of(&api, ip), json!(2));
        }
    }
}

#[test]
fn an_assignment_is_waited_for_when_asked() {
    for name in NAMES {
        let api = account();
        let arguments = format!("{} assign --wait --wait-interval 0.05 --wait-time 60 45.55.96.48 b", name.command);
        let action = line(&arguments).at(&api).run().succeeds().json();
        // The account's own list of actions has kept the old name for both.
        assert_eq!(gist(&action), json!(["assign_ip", "completed", NUMBERS[1], "floating_ip"]));
        assert_eq!(droplet_of(&api, "45.55.96.48"), json!(2));
    }
}

#[test]
fn an_ip_moves_from_one_droplet_to_another() {
    for name in NAMES {
        let api = account();
        line(&format!("{} assign -w --wait-interval 0.05 45.55.96.47 c", name.command)).at(&api).run().succeeds();
        assert_eq!(droplet_of(&api, "45.55.96.47"), json!(3));
    }
}

#[test]
fn an_assignment_to_what_does_not_exist_changes_nothing() {
    for name in NAMES {
        for (arguments, code) in [("45.55.96.48 nobody", 3), ("192.0.2.99 b", 3), ("45.55.96.48 9", 3)] {
            let api = account();
            line(&format!("{} assign {arguments}", name.command)).at(&api).run().exits(code).prints("");
            assert_eq!(changes(&api), Vec::<String>::new());
        }
    }
}

#[test]
fn an_ip_goes_to_droplets_of_its_own_region_only() {
    for name in NAMES {
        let run = line(&format!("{} assign 45.55.96.49 b", name.command)).at(&account()).run().exits(1).prints("");
        assert!(run.complaints().len() == 1 && run.stderr.contains("must be in the same region"), "{run}");
    }
}

#[test]
fn ips_are_unassigned_and_the_actions_listed() {
    for name in NAMES {
        let api = account();
        let assign = format!("{} assign -w --wait-interval 0.05 45.55.96.48 b", name.command);
        line(&assign).at(&api).run().succeeds();
        let arguments = format!("{} unassign --wait --wait-interval 0.05 {} 45.55.96.47", name.command, NUMBERS[1]);
        let run = line(&arguments).at(&api).run().succeeds();
        let mut ids = run.each("resource_id");
        ids.as_array_mut().unwrap().sort_by_key(Value::as_u64);
        assert_eq!((run.each("type"), ids), (json!(["unassign_ip", "unassign_ip"]), json!(NUMBERS[..2])));
        assert_eq!(run.each("status"), json!(["completed", "completed"]));
        assert_eq!([droplet_of(&api, "45.55.96.47"), droplet_of(&api, "45.55.96.48")], [Value::Null, Value::Null]);
    }
}

#[test]
fn an_ip_that_is_not_assigned_does_not_keep_the_others() {
    for name in NAMES {
        let run = line(&format!("{} unassign 45.55.96.48 45.55.96.47", name.command)).at(&account()).run().exits(7);
        let actions = run.array();
        assert_eq!(actions.len(), 1, "{run}");
        assert_eq!(gist(&actions[0]), json!(["unassign_ip", "in-progress", NUMBERS[0], name.one]));
        assert_eq!(run.complaints().len(), 1, "{run}");
        assert!(run.stderr.contains(&format!("POST /v2/{}/45.55.96.48/actions: 422", name.many)), "{run}");
    }
}

#[test]
fn an_ip_with_an_action_in_progress_takes_no_other() {
    for name in NAMES {
        let api = slow_account();
        line(&format!("{} assign 45.55.96.48 b", name.command)).at(&api).run().succeeds();
        for arguments in ["assign 45.55.96.48 c", "unassign 45.55.96.48", "delete 45.55.96.48"] {
            let run = line(&format!("{} {arguments}", name.command)).at(&api).run().exits(1);
            assert!(
                run.stderr.contains("422 unprocessable_entity: The floating IP already has a pending event."),
                "{run}"
            );
        }
    }
}

#[test]
fn an_action_of_any_type_is_started_on_each_ip_with_its_parameters() {
    for name in NAMES {
        for (arguments, body) in [
            (vec!["act", "unassign"], json!({"type": "unassign"})),
            (vec!["act", "-p", r#"{"droplet_id": 2}"#, "assign"], json!({"type": "assign", "droplet_id": 2})),
            (vec!["act", "--params", "@params", "assign"], json!({"type": "assign", "droplet_id": 3})),
            (vec!["act", "--params=@-", "assign"], json!({"type": "assign", "droplet_id": 4})),
            (vec!["act", "--params={}", "glow"], json!({"type": "glow"})),
        ] {
            let path = format!("/v2/{}/45.55.96.48", name.many);
            let action = json!({"id": 1, "status": "in-progress", "type": "x"});
            let api = Fake::of([
                get(&path).gives(200, json!({name.one: {"ip": "45.55.96.48"}})),
                post(&format!("{path}/actions"), body).gives(201, json!({"action": &action})),
            ]);
            let line = [&[name.command], arguments.as_slice(), &["45.55.96.48"]].concat();
            let run = doapi(line).file("params", r#"{"droplet_id": 3}"#).stdin(r#"{"droplet_id": 4}"#).at(&api).run();
            assert_eq!(run.succeeds().array(), [action]);
            api.finish();
        }
    }
}

#[test]
fn an_action_of_any_type_is_waited_for_when_asked() {
    for name in NAMES {
        let api = account();
        let arguments = [name.command, "act", "-w", "--wait-interval", "0.05", "-p", r#"{"droplet_id": 2}"#, "assign"];
        let run = doapi(arguments.iter().chain(&["45.55.96.48"])).at(&api).run().succeeds();
        assert_eq!((run.each("type"), run.each("status")), (json!(["assign_ip"]), json!(["completed"])));
        assert_eq!(droplet_of(&api, "45.55.96.48"), json!(2));
    }
}

#[test]
fn parameters_that_are_no_object_or_hold_a_type_are_usage_errors() {
    for name in NAMES {
        let api = Fake::of([]);
        for params in ["[]", "7", "null", "text", "", "{", r#"{"type": "assign"}"#, "@params", "@-"] {
            let line = [name.command, "act", "-p", params, "assign", "45.55.96.48"];
            let run = doapi(line).file("params", "[1]").stdin("nothing").at(&api).run().exits(2).prints("");
            assert_eq!(run.complaints().len(), 1, "{run}");
        }
        api.finish();
    }
}
