//! `--ensure`: what is so already is reported and counts as success, and nothing is sent for it.

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{action, error, list, show, started};
use crate::runner::{Run, line};
use crate::sandboxes::{changes, faulty_sandbox, sandbox, slow_sandbox};
use crate::script::{get, post};

const NOTHING: [&str; 0] = [];
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl mine";

fn account() -> Value {
    json!({
        "droplets": [
            {"id": 1, "name": "on", "tags": ["web"], "backups": true, "ipv6": true},
            {"id": 2, "name": "off", "status": "off", "tags": ["web"]},
            {"id": 3, "name": "twin"}, {"id": 4, "name": "twin"},
        ],
        "domains": [{"name": "example.com"}],
        "reserved_ips": [
            {"ip": "203.0.113.9", "droplet": "on"}, {"ip": "203.0.113.8", "region": "nyc3"},
        ],
        "ssh_keys": [{"id": 6, "name": "mine", "public_key": KEY}],
        "tags": ["empty"],
    })
}

fn run(api: &Sandbox, command: &str) -> Run {
    line(command).file("mine.pub", KEY).at(api).run()
}

#[test]
fn for_a_state_that_is_reached_nothing_is_sent_and_no_action_printed() {
    for (command, said, printed) in [
        ("droplet power-on on", "droplet \"on\" (1) is on already", "[]\n"),
        ("droplet power-on on --wait", "droplet \"on\" (1) is on already", "[]\n"),
        ("droplet power-on 1 -o jsonl", "droplet \"on\" (1) is on already", ""),
        ("droplet power-off off", "droplet \"off\" (2) is off already", "[]\n"),
        ("droplet shutdown off", "droplet \"off\" (2) is off already", "[]\n"),
        ("droplet enable-backups on", "droplet \"on\" (1) has backups already", "[]\n"),
        ("droplet disable-backups off", "droplet \"off\" (2) has no backups already", "[]\n"),
        ("droplet enable-ipv6 on", "droplet \"on\" (1) has IPv6 already", "[]\n"),
        ("droplet resize s-1vcpu-1gb off", "droplet \"off\" (2) has the size s-1vcpu-1gb already", "[]\n"),
        ("reserved-ip assign 203.0.113.9 on", "is assigned to droplet \"on\" (1) already", "null\n"),
        ("floating-ip assign 203.0.113.9 on -o id", "is assigned to droplet \"on\" (1) already", ""),
        ("reserved-ip unassign 203.0.113.8", "reserved IP \"203.0.113.8\" is not assigned", "[]\n"),
    ] {
        let api = sandbox(account());
        run(&api, &format!("{command} --ensure")).exits(0).says(said).prints(printed);
        assert_eq!(changes(&api), NOTHING, "{command}");
    }
}

#[test]
fn what_exists_already_is_printed_as_it_is_and_not_created() {
    for (command, said, name) in [
        ("tag new empty", "tag \"empty\" exists already", "empty"),
        ("domain new example.com 203.0.113.1", "domain \"example.com\" exists already", "example.com"),
        ("ssh-key new other mine.pub", "SSH key \"mine\" (6) exists already", "mine"),
        ("droplet new -I none -S none on", "droplet \"on\" (1) exists already", "on"),
        ("droplet new -I none -S none --wait off", "droplet \"off\" (2) exists already", "off"),
    ] {
        let api = sandbox(account());
        run(&api, &format!("{command} --ensure -o name")).exits(0).says(said).prints(&format!("{name}\n"));
        run(&api, &format!("{command} --ensure --dry-run")).exits(0).says("nothing would be changed").prints("");
        run(&api, &format!("{command} --ensure --read-only -q")).exits(0);
        assert_eq!(changes(&api), NOTHING, "{command}");
    }
}

#[test]
fn what_is_not_so_yet_is_done_and_what_is_done_twice_is_done_once() {
    for (command, change) in [
        ("droplet power-on --tag web --wait --wait-interval 10ms", "POST /v2/droplets/2/actions"),
        ("droplet power-off on off --wait --wait-interval 10ms", "POST /v2/droplets/1/actions"),
        ("reserved-ip assign 203.0.113.8 off --wait --wait-interval 10ms", "POST /v2/reserved_ips/203.0.113.8/actions"),
        ("reserved-ip unassign 203.0.113.9 --wait --wait-interval 10ms", "POST /v2/reserved_ips/203.0.113.9/actions"),
        ("tag new empty fresh", "POST /v2/tags"),
        ("domain new example.org", "POST /v2/domains"),
        ("droplet new -I debian-13-x64 -S s-1vcpu-1gb --wait --wait-interval 10ms on a b", "POST /v2/droplets"),
    ] {
        let api = sandbox(account());
        for _ in 0..2 {
            run(&api, &format!("{command} --ensure")).exits(0);
            assert_eq!(changes(&api), [change], "{command}");
        }
    }
}

#[test]
fn droplets_are_printed_in_the_order_of_their_names() {
    let api = sandbox(account());
    let names = "a on b off c d e f g h i j k l";
    let command = format!("droplet new -I debian-13-x64 -S s-1vcpu-1gb --ensure -o name {names}");
    run(&api, &command).exits(0).prints(&format!("{}\n", names.replace(' ', "\n")));
    assert_eq!(changes(&api), ["POST /v2/droplets"; 2]);
    let again = run(&api, &format!("{command} --wait --wait-interval 10ms")).exits(0);
    assert_eq!((again.stdout.lines().count(), changes(&api).len()), (14, 2), "{again}");
    assert_eq!(again.stderr.matches("exists already").count(), 14, "{again}");
}

#[test]
fn a_droplet_that_exists_but_is_still_new_is_waited_for() {
    let api = sandbox(account());
    let command = "droplet new -I debian-13-x64 -S s-1vcpu-1gb --ensure on fresh";
    run(&api, command).exits(0);
    let waited = run(&api, &format!("{command} --wait --wait-interval 10ms")).exits(0);
    assert_eq!(waited.each("status"), json!(["active", "active"]));
    assert_eq!(changes(&api).len(), 1);
    let api = slow_sandbox(account());
    run(&api, command).exits(0);
    let waited = run(&api, &format!("{command} --wait-time 0.1")).exits(6);
    assert_eq!(waited.each("status"), json!(["active", "new"]), "{waited}");
}

#[test]
fn names_that_are_ambiguous_or_given_twice_create_nothing() {
    for (names, said) in [
        ("fresh twin", "droplet \"twin\" is ambiguous: 2 droplets match: 3, 4"),
        ("fresh on fresh", "droplet name \"fresh\" is given twice"),
        ("on on", "droplet name \"on\" is given twice"),
    ] {
        let api = sandbox(account());
        run(&api, &format!("droplet new -I debian-13-x64 -S s-1vcpu-1gb --ensure {names}")).exits(3).says(said);
        assert_eq!(changes(&api), NOTHING, "{names}");
    }
    let api = sandbox(account());
    run(&api, "droplet new -I debian-13-x64 -S s-1vcpu-1gb --ensure --unique on").exits(2);
    let other = KEY.replace("AAAAIOMq", "AAAAIOMr").replace("mine", "other");
    line("ssh-key new --ensure mine other.pub")
        .file("other.pub", &other)
        .at(&api)
        .run()
        .exits(3)
        .says("already in use");
}

#[test]
fn what_can_only_be_looked_up_for_new_droplets_is_not_looked_up_for_others() {
    let api = sandbox(account());
    line("droplet new -I none -S none -K none.pub --ensure on").at(&api).run().exits(0);
    line("droplet new -I none -S none --ensure on fresh").at(&api).run().exits(3).says("image \"none\"");
}

#[test]
fn a_dry_run_lists_what_is_still_to_be_done() {
    for (command, requests) in [
        ("droplet power-on on off", 1),
        ("droplet power-off on", 1),
        ("droplet new -I debian-13-x64 -S s-1vcpu-1gb on fresh", 1),
        ("tag new empty fresh", 1),
        ("reserved-ip assign 203.0.113.8 on", 1),
    ] {
        let api = sandbox(account());
        let planned = run(&api, &format!("{command} --ensure --dry-run")).exits(0).array();
        assert_eq!(planned.len(), requests, "{command}");
        assert_eq!(planned[0]["method"], "POST", "{command}");
        assert_eq!(changes(&api), NOTHING, "{command}");
    }
}

#[test]
fn one_that_fails_beside_one_that_is_so_already_is_status_7() {
    let api = faulty_sandbox(account(), &["POST /v2/droplets/2/actions status=403"]);
    run(&api, "droplet power-on on off --ensure").exits(4);
    let api = faulty_sandbox(account(), &["POST /v2/droplets/2/actions status=422"]);
    run(&api, "droplet power-on on off --ensure").exits(7).prints("[]\n").says("droplet \"off\": POST");
}

fn droplet(id: u64, status: &str) -> Value {
    json!({"id": id, "name": "w", "status": status})
}

#[test]
fn an_action_in_progress_decides_whether_the_state_will_stay() {
    let actions = "/v2/droplets/7/actions?per_page=20";
    let in_progress = |kind: &str| list("actions", &[action(9, kind, 7, "in-progress")]);
    let pending = error("unprocessable_entity", "Droplet already has a pending event.");
    // On, but being switched off: the API refuses the action, and the other one is named.
    let fake = Fake::of([
        show(7, "w"),
        get(actions).gives(200, in_progress("power_off")),
        post("/v2/droplets/7/actions", json!({"type": "power_on"})).gives(422, &pending),
        get(actions).gives(200, in_progress("power_off")),
        show(7, "w"),
    ]);
    let run = line("droplet power-on --ensure 7").at(&fake).run().exits(1).prints("[]\n");
    run.says("hint: power_off is in progress, as action 9; wait for it with: doapi droplet wait 7");
    fake.finish();
    // Off, but being switched on already: that action is the result.
    let off = || get("/v2/droplets/7").gives(200, json!({"droplet": droplet(7, "off")}));
    let fake = Fake::of([
        off(),
        post("/v2/droplets/7/actions", json!({"type": "power_on"})).gives(422, &pending),
        get(actions).gives(200, in_progress("power_on")),
        off(),
    ]);
    let run = line("droplet power-on --ensure 7").at(&fake).run().exits(0);
    assert_eq!(run.each("id"), json!([9]));
    run.says("doapi: droplet \"w\" (7): power_on is in progress already, as action 9");
    fake.finish();
}

#[test]
fn a_state_that_is_reached_between_the_look_and_the_request_is_a_success() {
    let none = || get("/v2/droplets/7/actions?per_page=20").gives(200, list("actions", &[]));
    let refused = error("unprocessable_entity", "Droplet is already powered on.");
    let fake = Fake::of([
        get("/v2/droplets/7").gives(200, json!({"droplet": droplet(7, "off")})),
        post("/v2/droplets/7/actions", json!({"type": "power_on"})).gives(422, refused),
        none(),
        get("/v2/droplets/7").gives(200, json!({"droplet": droplet(7, "active")})),
    ]);
    let run = line("droplet power-on --ensure 7").at(&fake).run().exits(0).prints("[]\n");
    assert_eq!(run.stderr, "doapi: droplet \"w\" (7) is on already\n");
    fake.finish();
}

#[test]
fn a_domain_that_appears_between_the_look_and_the_request_exists() {
    let domain = json!({"domain": {"name": "example.com", "ttl": 1800}});
    let fake = Fake::of([
        get("/v2/domains/example.com").gives(404, error("not_found", "No.")),
        post("/v2/domains", json!({"name": "example.com"})).gives(422, error("unprocessable_entity", "exists")),
        get("/v2/domains/example.com").gives(200, domain),
    ]);
    let run = line("domain new --ensure example.com -o name").at(&fake).run().exits(0).prints("example.com\n");
    assert_eq!(run.stderr, "doapi: domain \"example.com\" exists already\n");
    fake.finish();
}

#[test]
fn without_the_option_the_same_is_sent_as_ever() {
    let fake = Fake::of([
        show(7, "w"),
        post("/v2/droplets/7/actions", json!({"type": "power_on"})).gives(201, started(9, "power_on", 7)),
    ]);
    line("droplet power-on 7").at(&fake).run().exits(0);
    fake.finish();
}

#[test]
fn an_answer_that_is_lost_can_be_asked_for_again_without_creating_twice() {
    let api = faulty_sandbox(account(), &["POST /v2/droplets #1 lost"]);
    let command = "droplet new -I debian-13-x64 -S s-1vcpu-1gb --ensure fresh -o name";
    line(command).at(&api).run().exits(8).says("hint: with --ensure the same command can be run again");
    line(command).at(&api).run().exits(0).prints("fresh\n").says("exists already");
    assert_eq!(changes(&api), ["POST /v2/droplets"]);
}
