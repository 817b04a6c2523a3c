//! `doapi droplet resize`, above all `--reboot`.

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{action, error, list, started};
use crate::runner::{Run, line};
use crate::sandboxes::{changes, faulty_sandbox, sandbox, slow_sandbox, state_of};
use crate::script::{Exchange, get, post};

const NOTHING: [&str; 0] = [];

fn account() -> Value {
    json!({"droplets": [
        {"id": 1, "name": "on"}, {"id": 2, "name": "off", "status": "off"},
        {"id": 3, "name": "large", "size": "s-2vcpu-4gb"},
    ]})
}

#[track_caller]
fn reboot(api: &Sandbox, rest: &str) -> Run {
    line(&format!("droplet resize --reboot --wait-interval 10ms {rest}")).at(api).run()
}

/// The size and the status of a droplet.
fn seen(api: &Sandbox, id: u64) -> (Value, Value) {
    (state_of(api, id, "size"), state_of(api, id, "status"))
}

/// The types of the actions on the first droplet, in their order.
fn asked(api: &Sandbox) -> Vec<String> {
    let actions = line("droplet actions on").at(api).run().exits(0).array().remove(0);
    let kind = |action: &Value| action["type"].as_str().unwrap().to_owned();
    actions.as_array().unwrap().iter().rev().map(kind).filter(|kind| kind != "create").collect()
}

#[test]
fn a_running_droplet_is_refused_with_a_hint_at_reboot() {
    let api = sandbox(account());
    let run = line("droplet resize s-1vcpu-2gb on").at(&api).run().exits(1).says("Please power it off");
    run.says("hint: with --reboot, doapi shuts it down, resizes it and starts it again");
}

#[test]
fn each_droplet_gets_the_new_size_and_the_state_that_it_had() {
    let api = sandbox(account());
    let run = reboot(&api, "s-1vcpu-2gb on off").exits(0);
    assert_eq!(
        (run.each("type"), run.each("status")),
        (json!(["resize", "resize"]), json!(["completed", "completed"]))
    );
    assert_eq!(seen(&api, 1), (json!("s-1vcpu-2gb"), json!("active")));
    assert_eq!(seen(&api, 2), (json!("s-1vcpu-2gb"), json!("off")));
    let api = sandbox(account());
    let run = reboot(&api, "s-1vcpu-2gb on").exits(0).says("doapi: droplet \"on\" (1): shutting down (action ");
    run.says("resizing to s-1vcpu-2gb (action ").says("starting (action ");
    assert_eq!(asked(&api), ["shutdown", "resize", "power_on"]);
}

#[test]
fn without_grace_a_droplet_is_switched_off_at_once() {
    let api = sandbox(account());
    reboot(&api, "--grace 0 s-1vcpu-2gb on").exits(0);
    assert_eq!(asked(&api), ["power_off", "resize", "power_on"]);
}

#[test]
fn nothing_is_shut_down_for_what_cannot_succeed() {
    let api = sandbox(account());
    for (rest, code, said) in [
        ("s-1vcpu-2g on", 3, "no size \"s-1vcpu-2g\"; did you mean \"s-1vcpu-2gb\"?"),
        ("s-1vcpu-1gb on", 1, "droplet \"on\" (1): it has the size s-1vcpu-1gb already; it was not shut down"),
        ("s-1vcpu-1gb large", 1, "cannot shrink to 25 GB; it was not shut down"),
        ("s-1vcpu-2gb nobody on", 3, "droplet \"nobody\": no such droplet"),
    ] {
        reboot(&api, rest).exits(code).says(said);
    }
    reboot(&api, "--ensure s-1vcpu-1gb on").exits(0).says("has the size s-1vcpu-1gb already").prints("[]\n");
    assert_eq!(changes(&api), NOTHING);
    line("droplet resize --grace 5 s-1vcpu-2gb on").at(&api).run().exits(2);
}

#[test]
fn a_dry_run_lists_all_that_would_be_sent() {
    let api = sandbox(account());
    let planned = reboot(&api, "s-1vcpu-2gb on off --dry-run").exits(0).array();
    let kinds: Vec<&str> = planned.iter().map(|one| one["body"]["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["shutdown", "resize", "power_on", "resize"]);
    reboot(&api, "s-1vcpu-2gb on --read-only").exits(3).says("--read-only");
    assert_eq!(changes(&api), NOTHING);
}

#[test]
fn a_resize_that_fails_leaves_the_droplet_on_as_it_was() {
    for (fault, code, said) in [
        ("POST /v2/droplets/1/actions #2 errored", 5, "(resize) ended errored"),
        ("POST /v2/droplets/1/actions #2 status=422", 1, "422"),
    ] {
        let api = faulty_sandbox(account(), &[fault]);
        let run = reboot(&api, "s-1vcpu-2gb on").exits(code).says(said);
        run.says("hint: droplet \"on\" (1) is on again, with its old size");
        assert_eq!(seen(&api, 1), (json!("s-1vcpu-1gb"), json!("active")));
    }
    let api = faulty_sandbox(account(), &["POST /v2/droplets/1/actions #2 status=422"]);
    let run = reboot(&api, "s-1vcpu-2gb on off").exits(7);
    assert_eq!(run.each("resource_id"), json!([2]));
}

#[test]
fn what_fails_half_way_says_in_which_state_the_droplet_is_and_how_to_go_on() {
    for (fault, code, hint) in [
        (
            "POST /v2/droplets/1/actions #3 status=422",
            1,
            "droplet \"on\" (1) has the new size and may still be off; go on with: doapi droplet power-on --ensure --wait 1",
        ),
        (
            "POST /v2/droplets/1/actions #2 lost",
            8,
            "is off; whether it is being resized is not known; go on with: doapi droplet wait 1 && doapi droplet resize --ensure --wait s-1vcpu-2gb 1 && doapi droplet power-on --ensure --wait 1",
        ),
        (
            "POST /v2/droplets/1/actions #2+ status=422",
            1,
            "is off now, with its old size; go on with: doapi droplet power-on --ensure --wait 1",
        ),
    ] {
        let api = faulty_sandbox(account(), &[fault]);
        reboot(&api, "s-1vcpu-2gb on").exits(code).says(hint);
    }
    // What is refused before the droplet is touched needs no more words.
    let api = faulty_sandbox(account(), &["POST /v2/droplets/1/actions #1 status=422"]);
    let run = reboot(&api, "s-1vcpu-2gb on").exits(1);
    assert!(!run.stderr.contains("go on with"), "{run}");
}

#[test]
fn the_command_that_goes_on_does_so() {
    let api = faulty_sandbox(account(), &["POST /v2/droplets/1/actions #2 lost"]);
    let run = reboot(&api, "s-1vcpu-2gb on").exits(8);
    let commands = run.stderr.split("go on with: ").nth(1).unwrap().lines().next().unwrap().to_owned();
    for command in commands.split(" && ") {
        let command = command.strip_prefix("doapi ").unwrap();
        line(&format!("{command} --wait-interval 10ms")).at(&api).run().exits(0);
    }
    assert_eq!(seen(&api, 1), (json!("s-1vcpu-2gb"), json!("active")));
}

#[test]
fn wait_time_bounds_all_of_it() {
    let api = slow_sandbox(account());
    let run = reboot(&api, "s-1vcpu-2gb on --wait-time 1.5").exits(6).prints("[]\n");
    run.says("doapi: droplet \"on\" (1): timed out waiting").says("is shutting down or off, with its old size");
    assert_eq!(asked(&api), ["shutdown"]);
    let run = reboot(&api, "s-1vcpu-2gb off --wait-time 1.5").exits(6).says("is off and being resized");
    assert_eq!(run.each("status"), json!(["in-progress"]));
}

#[test]
fn a_signal_leaves_nothing_unsaid() {
    let api = slow_sandbox(account());
    let running = line("droplet resize --reboot s-1vcpu-2gb on").at(&api).spawn();
    crate::runner::until(|| !changes(&api).is_empty() && running.told().contains("shutting down"));
    let run = running.signal("INT").finish().exits(130).says("doapi: droplet \"on\" (1): interrupted");
    run.says("go on with: doapi droplet wait 1 && doapi droplet power-off --ensure --wait 1");
}

fn look(status: &str) -> Exchange {
    let droplet = json!({"id": 7, "name": "w", "status": status, "size_slug": "old", "disk": 25});
    get("/v2/droplets/7").gives(200, json!({"droplet": droplet}))
}

/// An action that is started and has finished when it is looked at first.
fn done(id: u64, body: Value) -> [Exchange; 2] {
    let kind = body["type"].as_str().unwrap().to_owned();
    let path = format!("/v2/actions/{id}");
    [
        post("/v2/droplets/7/actions", body).gives(201, started(id, &kind, 7)),
        get(&path).gives(200, json!({"action": action(id, &kind, 7, "completed")})),
    ]
}

#[test]
fn a_droplet_that_does_not_shut_down_is_switched_off_when_the_grace_is_over() {
    let sizes = get("/v2/sizes?per_page=200").gives(200, list("sizes", &[json!({"slug": "new", "disk": 25})]));
    let mut script = vec![look("active").at_any_time(), sizes];
    script.extend(done(1, json!({"type": "shutdown"})));
    script.extend(done(2, json!({"type": "power_off"})));
    script.push(look("off"));
    script.extend(done(3, json!({"type": "resize", "size": "new", "disk": false})));
    script.extend(done(4, json!({"type": "power_on"})));
    let fake = Fake::of(script);
    let command = "droplet resize --reboot --grace 10 --wait-interval 3 new 7";
    let run = line(command).clock_rate(100).at(&fake).run().exits(0);
    run.says("droplet \"w\" (7) has not shut down within 10s").says("switching it off (action 2)");
    fake.finish();
}

#[test]
fn a_droplet_that_goes_off_by_itself_need_not_be_switched_off() {
    let sizes = get("/v2/sizes?per_page=200").gives(200, list("sizes", &[json!({"slug": "new", "disk": 25})]));
    let refused = error("unprocessable_entity", "Droplet is already powered off.");
    let mut script = vec![look("active"), sizes];
    script.push(post("/v2/droplets/7/actions", json!({"type": "power_off"})).gives(422, refused));
    script.push(look("off"));
    script.extend(done(3, json!({"type": "resize", "size": "new", "disk": true})));
    script.extend(done(4, json!({"type": "power_on"})));
    let fake = Fake::of(script);
    line("droplet resize --reboot --grace 0 --disk new 7").clock_rate(100).at(&fake).run().exits(0);
    fake.finish();
}
