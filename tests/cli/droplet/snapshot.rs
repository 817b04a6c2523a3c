//! `doapi droplet snapshot`.

use doapi_sandbox::Sandbox;
use serde_json::json;

use crate::runner::line;
use crate::sandboxes::{changes, sandbox};

fn account() -> Sandbox {
    sandbox(json!({
        "images": [{"id": 20, "name": "golden", "type": "snapshot", "regions": ["nyc3"]}],
        "droplets": [{"id": 1, "name": "a", "tags": ["web"]}, {"id": 2, "name": "b", "tags": ["web"]}],
    }))
}

#[test]
fn snapshots_of_several_droplets_share_a_name() {
    let api = account();
    let run = line("droplet snapshot before a 2 --wait --wait-interval 0.05").at(&api).run().succeeds();
    assert_eq!(
        (run.each("type"), run.each("status")),
        (json!(["snapshot", "snapshot"]), json!(["completed", "completed"]))
    );
    let lists = line("droplet show-snapshots a b").at(&api).run().succeeds().array();
    assert_eq!([&lists[0][0]["name"], &lists[1][0]["name"]], ["before", "before"]);
}

#[test]
fn a_tag_is_snapshotted_with_one_request() {
    let api = account();
    let run = line("droplet snapshot before --tag web").at(&api).run().succeeds();
    assert_eq!(run.each("resource_id"), json!([1, 2]));
    assert_eq!(changes(&api), ["POST /v2/droplets/actions?tag_name=web"]);
}

#[test]
fn a_name_that_an_image_has_is_a_warning_or_with_unique_an_error() {
    for name in ["golden", "ubuntu-24-04-x64"] {
        let api = account();
        let run = line(&format!("droplet snapshot --unique {name} a")).at(&api).run().exits(3).prints("");
        assert!(run.stderr.contains(name), "{run}");
        assert_eq!(changes(&api), Vec::<String>::new());
        let run = line(&format!("droplet snapshot {name} a")).at(&api).run().exits(0).says("warning: ");
        assert_eq!(run.each("type"), json!(["snapshot"]));
    }
}

#[test]
fn a_name_that_no_image_has_is_unique() {
    let run = line("droplet snapshot --unique fresh a").at(&account()).run().succeeds();
    assert_eq!(run.each("type"), json!(["snapshot"]));
}
