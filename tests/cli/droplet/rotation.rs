//! `doapi droplet snapshot` with patterns in its name, and `--keep`.

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{action, list, show, started};
use crate::runner::line;
use crate::sandboxes::{changes, faulty_sandbox, sandbox, slow_sandbox};
use crate::script::{delete, get, post};
use crate::terminal::on_terminal;

const NOTHING: [&str; 0] = [];

fn snapshot(id: u64, name: &str, droplet: u64, day: u64) -> Value {
    let at = format!("2026-01-0{day}T00:00:00Z");
    json!({"id": id, "name": name, "type": "snapshot", "droplet_id": droplet, "created_at": at})
}

/// Two droplets with three dated snapshots each, and other images beside them.
fn account() -> Value {
    json!({
        "droplets": [{"id": 1, "name": "a", "tags": ["web"]}, {"id": 2, "name": "b", "tags": ["web"]}],
        "images": [
            snapshot(11, "a-2026-01-01", 1, 1), snapshot(12, "a-2026-01-02", 1, 2), snapshot(13, "a-2026-01-03", 1, 3),
            snapshot(14, "a-before-upgrade", 1, 1), snapshot(15, "b-2026-01-01", 1, 1),
            snapshot(21, "b-2026-01-01", 2, 1), snapshot(22, "b-2026-01-02", 2, 2), snapshot(23, "a-2026-01-01", 2, 1),
        ],
    })
}

fn deleted(api: &Sandbox) -> Vec<String> {
    let mut deleted: Vec<String> = changes(api).into_iter().filter(|one| one.starts_with("DELETE")).collect();
    deleted.sort();
    deleted
}

/// The names of the snapshots of a droplet.
fn names(api: &Sandbox, droplet: &str) -> Vec<String> {
    let lists = line(&format!("droplet show-snapshots {droplet}")).at(api).run().exits(0).array();
    lists[0].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_droplet_and_the_moment_are_in_the_name() {
    let api = sandbox(account());
    line("droplet snapshot {name}_{date}_{time} --tag web --wait --wait-interval 10ms").at(&api).run().exits(0);
    for droplet in ["a", "b"] {
        let taken = names(&api, droplet).into_iter().find(|name| name.starts_with(&format!("{droplet}_20"))).unwrap();
        let digits: String = taken.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        assert_eq!(digits, format!("{droplet}_0000-00-00_00-00-00"));
    }
    line("droplet snapshot --unique {name}-fresh a b").at(&api).run().exits(0);
    line("droplet snapshot --unique {date} a b").at(&api).run().exits(3).says("cannot be unique");
}

#[test]
fn only_the_oldest_of_this_droplet_and_this_pattern_go() {
    let api = sandbox(account());
    let run = line("droplet snapshot {name}-{date} a --keep 2 --wait-interval 10ms").at(&api).run().exits(0);
    assert_eq!(run.each("status"), json!(["completed"]));
    assert_eq!(deleted(&api), ["DELETE /v2/snapshots/11", "DELETE /v2/snapshots/12"]);
    run.says("doapi: deleted snapshot \"a-2026-01-01\" (11)");
    assert_eq!(names(&api, "a").len(), 4, "the two that are kept, and two of other names");
    let api = sandbox(account());
    line("droplet snapshot {name}-{date} --tag web --keep 1 --wait-interval 10ms").at(&api).run().exits(0);
    assert_eq!(deleted(&api), [11, 12, 13, 21, 22].map(|id| format!("DELETE /v2/snapshots/{id}")));
    let api = sandbox(account());
    line("droplet snapshot {name}-{date} a --keep 9 --wait-interval 10ms").at(&api).run().exits(0);
    assert_eq!(deleted(&api), NOTHING);
    line("droplet snapshot x a --keep 0").at(&api).run().exits(2);
}

#[test]
fn nothing_is_deleted_before_the_new_one_is_complete_or_when_it_is_not() {
    let kept = "the new snapshot is not complete, so older ones are kept";
    let api = slow_sandbox(account());
    line("droplet snapshot {name}-{date} a --keep 1 --wait-time 1").at(&api).run().exits(6).says(kept);
    assert_eq!(deleted(&api), NOTHING);
    for (what, code) in [("errored", 7), ("status=422", 7)] {
        let api = faulty_sandbox(account(), &[&format!("POST /v2/droplets/1/actions {what}")]);
        let run = line("droplet snapshot {name}-{date} a b --keep 1 --wait-interval 10ms").at(&api).run().exits(code);
        run.says(&format!("doapi: droplet \"a\" (1): {kept}"));
        assert_eq!(deleted(&api), ["DELETE /v2/snapshots/21", "DELETE /v2/snapshots/22"], "{what}");
    }
}

#[test]
fn an_old_one_that_cannot_be_deleted_is_reported_and_the_others_go() {
    let api = faulty_sandbox(account(), &["DELETE /v2/snapshots/11 status=422", "DELETE /v2/snapshots/12 status=404"]);
    let run = line("droplet snapshot {name}-{date} a --keep 1 --wait-interval 10ms").at(&api).run().exits(7);
    run.says("snapshot \"a-2026-01-01\": DELETE").says("snapshot \"a-2026-01-02\": it no longer exists; ignored");
}

#[test]
fn protected_ones_are_kept_and_not_counted() {
    let api = sandbox(account());
    let command = "droplet snapshot {name}-{date} a --keep 2 --wait-interval 10ms";
    let run = line(command).env("DOAPI_PROTECT", "a-2026-01-0[23],a-2026-01-02").at(&api).run().exits(0);
    run.says("snapshot \"a-2026-01-02\" (12) is protected by \"a-2026-01-02\"; kept");
    assert_eq!(deleted(&api), ["DELETE /v2/snapshots/11"]);
}

#[test]
fn a_dry_run_lists_all_and_read_only_does_nothing() {
    let api = sandbox(account());
    let command = "droplet snapshot {name}-{date} --tag web --keep 2";
    let planned =
        line(&format!("{command} --dry-run")).at(&api).run().exits(0).says("would delete 3 snapshots").array();
    let methods: Vec<&str> = planned.iter().map(|one| one["method"].as_str().unwrap()).collect();
    assert_eq!(methods, ["POST", "POST", "DELETE", "DELETE", "DELETE"]);
    line(&format!("{command} --read-only")).at(&api).run().exits(3);
    assert_eq!(changes(&api), NOTHING);
}

#[test]
fn at_a_terminal_somebody_is_asked_before_anything_is_done() {
    let api = sandbox(account());
    let command = "doapi droplet snapshot '{name}-{date}' a --keep 2 --wait-interval 10ms";
    let run = on_terminal(command).at(&api).run_and_answer("[y/N]", "n\n").exits(3);
    assert!(run.stdout.contains("delete 2 snapshots") && run.stdout.contains("a-2026-01-01"), "{run}");
    assert_eq!(changes(&api), NOTHING);
    on_terminal(command).at(&api).run_and_answer("[y/N]", "y\n").exits(0);
    assert_eq!(deleted(&api), ["DELETE /v2/snapshots/11", "DELETE /v2/snapshots/12"]);
}

#[test]
fn the_old_ones_are_chosen_before_and_deleted_after_the_new_one() {
    let old = |id: &str, droplet: &str, kind: &str| json!({"id": id, "name": "nightly", "resource_id": droplet, "resource_type": kind, "created_at": "2026-01-01T00:00:00Z"});
    let snapshots = [old("11", "7", "droplet"), old("12", "70", "droplet"), old("13", "7", "volume")];
    let fake = Fake::of([
        show(7, "w"),
        get("/v2/snapshots?resource_type=droplet&per_page=200").gives(200, list("snapshots", &snapshots)),
        post("/v2/droplets/7/actions", json!({"type": "snapshot", "name": "nightly"}))
            .gives(201, started(9, "snapshot", 7)),
        get("/v2/actions/9").gives(200, json!({"action": action(9, "snapshot", 7, "completed")})),
        delete("/v2/snapshots/11").gives(204, ""),
    ]);
    line("droplet snapshot nightly 7 --keep 1").clock_rate(100).at(&fake).run().exits(0);
    fake.finish();
}
