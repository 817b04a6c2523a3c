//! The verbs for a single droplet, and `resize`.

use doapi_sandbox::Sandbox;
use serde_json::json;

use crate::runner::line;
use crate::sandboxes::{changes, sandbox, state_of};

/// Droplet 1 is on, droplet 2 is off; droplet 1 has a backup, whose name a snapshot of droplet 2 does not have.
fn account() -> Sandbox {
    sandbox(json!({
        "images": [
            {"id": 13, "name": "nightly", "type": "backup", "droplet_id": 1, "regions": ["nyc3"]},
            {"id": 14, "name": "twin", "type": "backup", "droplet_id": 1, "regions": ["nyc3"]},
            {"id": 15, "name": "twin", "type": "backup", "droplet_id": 1, "regions": ["nyc3"]},
        ],
        "droplets": [{"id": 1, "name": "web", "backup_ids": [13, 14, 15]}, {"id": 2, "name": "db", "status": "off"}],
    }))
}

#[test]
fn a_droplet_is_restored_from_a_backup_by_its_id_or_name() {
    for backup in ["13", "nightly"] {
        let api = account();
        let run = line(&format!("droplet restore --wait --wait-interval 0.05 web {backup}")).at(&api).run().succeeds();
        let action = run.json();
        assert_eq!((&action["type"], &action["status"]), (&json!("restore"), &json!("completed")), "{run}");
        assert_eq!(state_of(&api, 1, "image"), json!(13));
    }
}

#[test]
fn without_wait_an_action_on_one_droplet_is_shown_as_it_started() {
    let action = line("droplet restore web 13").at(&account()).run().succeeds().json();
    assert_eq!((&action["resource_id"], &action["status"]), (&json!(1), &json!("in-progress")));
}

#[test]
fn an_unknown_or_ambiguous_backup_changes_nothing() {
    let api = account();
    line("droplet restore web nobody").at(&api).run().exits(3).prints("").says(r#"image "nobody""#);
    line("droplet restore web twin").at(&api).run().exits(3).prints("").says("14, 15");
    line("droplet restore nobody 13").at(&api).run().exits(3).prints("").says(r#"droplet "nobody""#);
    assert_eq!(changes(&api), Vec::<String>::new());
}

#[test]
fn a_droplet_is_renamed() {
    let api = account();
    let run = line("droplet rename web www --wait --wait-interval 0.05").at(&api).run().succeeds();
    assert_eq!((&run.json()["type"], &run.json()["status"]), (&json!("rename"), &json!("completed")), "{run}");
    assert_eq!(state_of(&api, 1, "name"), json!("www"));
}

#[test]
fn a_new_name_in_use_is_a_warning_or_with_unique_an_error() {
    let api = account();
    line("droplet rename --unique web db").at(&api).run().exits(3).prints("").says("db").says("2");
    assert_eq!(changes(&api), Vec::<String>::new());
    let run = line("droplet rename web db --wait --wait-interval 0.05").at(&api).run().exits(0).says("warning: ");
    assert_eq!(run.json()["type"], json!("rename"));
    line("droplet rename --unique 1 other").at(&api).run().succeeds();
}

#[test]
fn droplets_that_are_off_are_resized_with_or_without_their_disk() {
    for (option, disk) in [("", 25), ("--disk", 80)] {
        let api = account();
        let run = line(&format!("droplet resize {option} --wait --wait-interval 0.05 s-2vcpu-4gb db")).at(&api).run();
        let run = run.succeeds();
        assert_eq!((run.each("type"), run.each("status")), (json!(["resize"]), json!(["completed"])));
        assert_eq!((state_of(&api, 2, "size"), state_of(&api, 2, "disk")), (json!("s-2vcpu-4gb"), json!(disk)));
    }
}

#[test]
fn a_droplet_that_is_on_is_not_resized_and_the_api_says_why() {
    let run = line("droplet resize s-2vcpu-4gb db web").at(&account()).run().exits(7);
    assert_eq!(run.each("resource_id"), json!([2]));
    assert!(run.stderr.contains("Droplet is currently on. Please power it off to run this event."), "{run}");
}
