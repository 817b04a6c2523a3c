//! Giving IPs back.

use serde_json::{Value, json};

use super::{NAMES, Name, account, seed};
use crate::fake::Fake;
use crate::replies::{error, not_found};
use crate::runner::{Run, line};
use crate::sandboxes::{changes, faulty_sandbox, sandbox};
use crate::script::{Exchange, delete, get, post};

#[test]
fn an_ip_that_is_not_assigned_is_deleted_with_one_request() {
    for name in NAMES {
        let api = account();
        line(&format!("{} delete 45.55.96.48", name.command)).at(&api).clock_rate(20).run().succeeds().prints("");
        assert_eq!(changes(&api), [format!("DELETE /v2/{}/45.55.96.48", name.many)]);
        assert_eq!(
            line(name.command).at(&api).clock_rate(20).run().succeeds().each("ip"),
            json!(["45.55.96.47", "45.55.96.49"])
        );
    }
}

#[test]
fn an_ip_that_is_assigned_is_unassigned_first_and_then_deleted() {
    for name in NAMES {
        let api = account();
        line(&format!("{} delete 45.55.96.47", name.command)).at(&api).clock_rate(20).run().succeeds().prints("");
        let ip = format!("/v2/{}/45.55.96.47", name.many);
        assert_eq!(changes(&api), [format!("POST {ip}/actions"), format!("DELETE {ip}")]);
        assert_eq!(
            line(name.command).at(&api).clock_rate(20).run().succeeds().each("ip"),
            json!(["45.55.96.48", "45.55.96.49"])
        );
    }
}

#[test]
fn all_ips_go_also_where_a_delete_only_unassigns() {
    for name in NAMES {
        let mut seed = seed();
        seed["delete_assigned_ip"] = json!("unassigns");
        let api = sandbox(seed);
        let run =
            line(&format!("{} delete 45.55.96.47 45.55.96.48 758603825", name.command)).at(&api).clock_rate(20).run();
        run.succeeds().prints("");
        line(name.command).at(&api).clock_rate(20).run().succeeds().prints("[]\n");
    }
}

#[test]
fn if_one_ip_does_not_exist_nothing_is_deleted() {
    for name in NAMES {
        let api = account();
        line(&format!("{} delete 45.55.96.47 192.0.2.99 45.55.96.48", name.command))
            .at(&api)
            .clock_rate(20)
            .run()
            .exits(3)
            .prints("");
        assert_eq!(changes(&api), Vec::<String>::new());
        assert_eq!(line(name.command).at(&api).clock_rate(20).run().succeeds().array().len(), 3);
    }
}

#[test]
fn an_ip_that_cannot_be_deleted_does_not_keep_the_others() {
    for name in NAMES {
        let body = r#"body={"id":"unprocessable_entity","message":"Not now."}"#;
        let fault = format!("DELETE /v2/{}/45.55.96.48 status=422 {body}", name.many);
        let api = faulty_sandbox(seed(), &[&fault]);
        let run = line(&format!("{} delete 45.55.96.48 45.55.96.49", name.command))
            .at(&api)
            .clock_rate(20)
            .run()
            .exits(7)
            .prints("");
        assert_eq!(run.complaints().len(), 1, "{run}");
        let what = format!(r#""45.55.96.48": DELETE /v2/{}/45.55.96.48: 422"#, name.many);
        assert!(run.stderr.contains(&what), "{run}");
        assert_eq!(
            line(name.command).at(&api).clock_rate(20).run().succeeds().each("ip"),
            json!(["45.55.96.47", "45.55.96.48"])
        );
    }
}

#[test]
fn a_refusal_that_no_waiting_helps_against_is_told_at_once() {
    for name in NAMES {
        let fault = format!("DELETE /v2/{}/45.55.96.47 status=403", name.many);
        let api = faulty_sandbox(seed(), &[&fault]);
        line(&format!("{} delete 45.55.96.47", name.command)).at(&api).clock_rate(20).run().exits(4).prints("");
        let ip = format!("/v2/{}/45.55.96.47", name.many);
        assert_eq!(changes(&api), [format!("POST {ip}/actions"), format!("DELETE {ip}")]);
    }
}

/// `delete 127.0.0.1` against a script, the address being assigned.
struct Script {
    ip: String,
    one: &'static str,
    command: &'static str,
}

impl Script {
    fn of(name: &Name) -> Script {
        Script { ip: format!("/v2/{}/127.0.0.1", name.many), one: name.one, command: name.command }
    }

    /// A look at the address.
    fn look(&self, droplet: &Value) -> Exchange {
        get(&self.ip).gives(200, json!({self.one: {"ip": "127.0.0.1", "droplet": droplet, "locked": false}}))
    }

    fn unassign(&self) -> Exchange {
        post(&format!("{}/actions", self.ip), json!({"type": "unassign"}))
    }

    fn delete(&self) -> Exchange {
        delete(&self.ip).gives(204, "")
    }

    fn gone(&self) -> Exchange {
        get(&self.ip).gives(404, not_found())
    }

    #[track_caller]
    fn runs(&self, exchanges: impl IntoIterator<Item = Exchange>) -> Run {
        let api = Fake::of(exchanges);
        let run = line(&format!("{} delete 127.0.0.1", self.command)).at(&api).clock_rate(20).run();
        api.finish();
        run
    }
}

fn unassigning(status: &str) -> Value {
    json!({"action": {"id": 9, "status": status, "type": "unassign_ip"}})
}

#[test]
fn the_unassignment_is_waited_for_before_the_delete() {
    for name in NAMES {
        let script = Script::of(&name);
        script
            .runs([
                script.look(&json!({"id": 7})),
                script.unassign().gives(201, unassigning("in-progress")),
                get("/v2/actions/9").gives(200, unassigning("completed")),
                script.delete(),
                script.gone(),
            ])
            .succeeds()
            .prints("");
    }
}

#[test]
fn a_delete_that_only_took_the_assignment_away_is_made_again() {
    for name in NAMES {
        let script = Script::of(&name);
        script
            .runs([
                script.look(&json!({"id": 7})),
                script.unassign().gives(201, unassigning("completed")),
                script.delete(),
                script.look(&Value::Null),
                script.delete(),
                script.gone(),
            ])
            .succeeds()
            .prints("");
    }
}

#[test]
fn an_ip_that_was_unassigned_in_between_is_deleted_all_the_same() {
    for name in NAMES {
        let script = Script::of(&name);
        let refused = error("unprocessable_entity", "The floating IP is not assigned to a droplet.");
        script
            .runs([
                script.look(&json!({"id": 7})),
                script.unassign().gives(422, refused),
                script.look(&Value::Null),
                script.delete(),
                script.gone(),
            ])
            .succeeds()
            .prints("");
    }
}

#[test]
fn an_ip_that_cannot_be_unassigned_is_not_deleted() {
    for name in NAMES {
        let script = Script::of(&name);
        let refused = error("unprocessable_entity", "The floating IP already has a pending event.");
        let run = script.runs([
            script.look(&json!({"id": 7})),
            script.unassign().gives(422, refused),
            script.look(&json!({"id": 7})),
        ]);
        run.exits(1).prints("").says("already has a pending event");
    }
}
