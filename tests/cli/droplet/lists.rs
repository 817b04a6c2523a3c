//! The lists that each droplet has: snapshots, backups, kernels, actions, neighbours.

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::runner::{Run, line};
use crate::sandboxes::{sandbox, slow_sandbox};

/// Droplet 1 has two snapshots and a backup, droplet 2 nothing, droplet 3 kernels.
fn account() -> Sandbox {
    sandbox(json!({
        "images": [
            {"id": 11, "name": "monday", "type": "snapshot", "droplet_id": 1, "regions": ["nyc3"]},
            {"id": 12, "name": "tuesday", "type": "snapshot", "droplet_id": 1, "regions": ["nyc3"]},
            {"id": 13, "name": "a 2026-10-05", "type": "backup", "droplet_id": 1, "regions": ["nyc3"]},
        ],
        "droplets": [
            {"id": 1, "name": "a", "snapshot_ids": [11, 12], "backup_ids": [13]}, {"id": 2, "name": "b"},
            {"id": 3, "name": "old", "legacy": true},
        ],
        "neighbors": [[1, 2]],
    }))
}

/// The IDs in each of the lists on stdout.
#[track_caller]
fn ids(run: &Run) -> Vec<Vec<u64>> {
    let ids = |list: &Value| list.as_array().unwrap().iter().map(|it| it["id"].as_u64().unwrap()).collect();
    run.array().iter().map(ids).collect()
}

#[test]
fn there_is_one_list_for_each_droplet_in_the_order_given() {
    for (arguments, lists) in [
        ("show-snapshots 1 2", vec![vec![11, 12], vec![]]),
        ("show-snapshots b a", vec![vec![], vec![11, 12]]),
        ("backups a b", vec![vec![13], vec![]]),
        ("kernels old a", vec![vec![2233, 7515], vec![]]),
        ("neighbors a 2 old", vec![vec![2], vec![1], vec![]]),
        ("neighbors", vec![vec![1, 2]]),
    ] {
        let run = line(&format!("droplet {arguments}")).at(&account()).run().succeeds();
        assert_eq!(ids(&run), lists, "{arguments}: {run}");
    }
}

#[test]
fn all_actions_of_a_droplet_are_listed_newest_first() {
    let api = account();
    line("droplet reboot a --wait --wait-interval 0.05").at(&api).run().succeeds();
    let run = line("droplet actions a 2").at(&api).run().succeeds();
    let kinds: Vec<Value> =
        run.array().iter().map(|list| list.as_array().unwrap().iter().map(|it| it["type"].clone()).collect()).collect();
    assert_eq!(kinds, [json!(["reboot", "create"]), json!(["create"])]);
}

#[test]
fn the_last_action_of_each_droplet_is_shown() {
    let api = account();
    line("droplet reboot b --wait --wait-interval 0.05").at(&api).run().succeeds();
    let run = line("droplet actions --last a b").at(&api).run().succeeds();
    assert_eq!((run.each("resource_id"), run.each("type")), (json!([1, 2]), json!(["create", "reboot"])));
}

#[test]
fn the_action_in_progress_of_each_droplet_is_shown_or_null() {
    let api = slow_sandbox(json!({"droplets": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]}));
    line("droplet reboot b").at(&api).run().succeeds();
    let run = line("droplet actions --in-progress a b").at(&api).run().succeeds();
    assert_eq!(run.array()[0], json!(null));
    assert_eq!((&run.array()[1]["type"], &run.array()[1]["resource_id"]), (&json!("reboot"), &json!(2)));
}

#[test]
fn the_actions_in_progress_of_many_droplets_are_found_too() {
    let api = slow_sandbox(json!({"droplets": [{"id": 1, "name": "load", "count": 12}]}));
    line("droplet reboot 3 7").at(&api).run().succeeds();
    let run = line("droplet actions --in-progress 1 2 3 4 5 6 7 8").at(&api).run().succeeds();
    let busy: Vec<bool> = run.array().iter().map(|it| !it.is_null()).collect();
    assert_eq!(busy, [false, false, true, false, false, false, true, false]);
}

#[test]
fn last_and_in_progress_exclude_each_other() {
    let api = account();
    line("droplet actions --last --in-progress a").at(&api).run().exits(2);
    assert!(api.requests().is_empty());
}

#[test]
fn a_list_that_fails_is_an_error_and_the_lists_before_it_are_valid_json() {
    let api = account();
    api.add_fault("GET /v2/droplets/2/backups* status=403 body={\"id\":\"forbidden\"}".parse().unwrap());
    let run = line("droplet backups a b old --jobs 1").at(&api).run().exits(4).says("403 forbidden");
    assert_eq!(ids(&run), vec![vec![13]]);
}
