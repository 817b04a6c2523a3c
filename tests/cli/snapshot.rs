//! `doapi snapshot show | delete`: the noun that shows how one is added.

use serde_json::{Value, json};

use crate::runner::{Api, doapi, line};
use crate::sandboxes::{changes, sandbox};

fn account() -> doapi_sandbox::Sandbox {
    sandbox(json!({
        "images": [{"id": 12, "name": "nightly", "type": "snapshot"}, {"id": 13, "name": "backup", "type": "backup"}],
        "volume_snapshots": [{"name": "data"}, {"name": "nightly"}],
    }))
}

/// The UUID of the volume's snapshot `data`.
fn data(api: &impl Api) -> String {
    let all = line("snapshot").at(api).run().succeeds().array();
    all.iter().find(|one| one["name"] == "data").unwrap()["id"].as_str().unwrap().to_owned()
}

#[test]
fn snapshots_of_droplets_and_volumes_are_shown_by_id_and_by_name() {
    let api = account();
    let uuid = data(&api);
    let names = |arguments: &[&str]| doapi(arguments).at(&api).run().succeeds().each("name");
    assert_eq!(names(&["snapshot", "show"]), json!(["nightly", "data", "nightly"]));
    assert_eq!(names(&["snapshot", "show", "12", "data"]), json!(["nightly", "data"]));
    assert_eq!(names(&["snapshot", "show", &uuid.to_uppercase()]), json!(["data"]));
    assert_eq!(names(&["snapshot", "show", "-M", "nightly"]), json!(["nightly", "nightly"]));
    line("snapshot show nightly").at(&api).run().exits(3).says("2 snapshots match: 12,");
    line("snapshot show backup").at(&api).run().exits(3).says(r#"snapshot "backup": no such snapshot"#);
}

#[test]
fn snapshots_are_deleted_by_their_ids() {
    let api = account();
    let uuid = data(&api);
    line("snapshot delete 12 data").at(&api).run().exits(0).prints("");
    // They are sent side by side.
    let (mut sent, mut wanted) = (changes(&api), ["12", &uuid].map(|id| format!("DELETE /v2/snapshots/{id}")));
    sent.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(sent, wanted);
    assert_eq!(line("snapshot").at(&api).run().succeeds().array().len(), 1);
}

#[test]
fn completion_links_and_tables_know_snapshots() {
    let api = account();
    let tab = doapi(["--", "doapi", "snapshot", "delete", "d"]).env("COMPLETE", "fish").at(&api).run().succeeds();
    assert!(tab.stdout.starts_with("data\t"), "{tab}");
    let table = line("snapshot show 12 -o table").at(&api).run().succeeds();
    assert!(table.stdout.starts_with("ID  NAME"), "{table}");
    let made = doapi(["links", "."]).run().succeeds();
    let made: Vec<Value> = made.array();
    assert!(made.iter().any(|path| path.as_str().is_some_and(|path| path.ends_with("doapi-snapshot"))), "{made:?}");
}
