//! Actions on images: `convert`, `transfer`, and `act` for any type.

use serde_json::{Value, json};

use super::{UBUNTU, account, seed, shown};
use crate::fake::Fake;
use crate::runner::{doapi, line};
use crate::sandboxes::{changes, faulty_sandbox};
use crate::script::{get, post};

/// What actions show of what they do, and to what.
fn gist(actions: &[Value]) -> Vec<Value> {
    let fields = ["type", "status", "resource_id", "resource_type"];
    actions.iter().map(|action| fields.iter().map(|field| action[*field].clone()).collect()).collect()
}

#[test]
fn backups_are_converted_to_snapshots() {
    let api = account();
    let started = line("image convert 12 nightly").at(&api).run().succeeds();
    let expected = [12, 11].map(|id| json!(["convert", "in-progress", id, "image"]));
    assert_eq!(gist(&started.array()), expected);
    line("image wait --wait-interval 0.05 11 12").at(&api).run().succeeds();
    assert_eq!([&shown(&api, 11)["type"], &shown(&api, 12)["type"]], ["snapshot", "snapshot"]);
}

#[test]
fn conversions_are_waited_for_when_asked() {
    for options in ["--wait --wait-interval 0.05", "-w --wait-time 60 --wait-interval 0.05 -M"] {
        let api = account();
        let done = line(&format!("image convert {options} nightly")).at(&api).run().succeeds();
        assert_eq!(gist(&done.array()), [json!(["convert", "completed", 11, "image"])], "{options}");
        assert_eq!(shown(&api, 11)["type"], "snapshot");
    }
}

#[test]
fn an_image_that_cannot_be_converted_does_not_keep_the_others() {
    let run = line("image convert golden nightly").at(&account()).run().exits(7);
    assert_eq!(gist(&run.array()), [json!(["convert", "in-progress", 11, "image"])]);
    let what = r#"doapi: image "golden": POST /v2/images/13/actions: 422 unprocessable_entity: "#;
    assert!(run.complaints().len() == 1 && run.stderr.starts_with(what), "{run}");
}

#[test]
fn images_are_transferred_to_another_region() {
    let api = account();
    let done = line("image transfer -M fra1 golden twin --wait --wait-interval 0.05").at(&api).run().succeeds();
    let mut gist = gist(&done.array());
    gist.sort_by_key(ToString::to_string);
    assert_eq!(gist, [13, 14, 15].map(|id| json!(["transfer", "completed", id, "image"])));
    for id in 13..=15 {
        assert_eq!(shown(&api, id)["regions"], json!(["nyc3", "fra1"]));
    }
}

#[test]
fn a_transfer_is_printed_as_it_started() {
    let run = line("image transfer fra1 weekly").at(&account()).run().succeeds();
    assert_eq!(gist(&run.array()), [json!(["transfer", "in-progress", 12, "image"])]);
    assert_eq!(run.array()[0]["region_slug"], "fra1");
}

#[test]
fn an_unknown_region_is_an_error_of_the_api() {
    let run = line("image transfer nowhere golden").at(&account()).run().exits(1).prints("[]\n");
    assert!(run.stderr.contains("422 unprocessable_entity: Region is not available"), "{run}");
}

#[test]
fn an_image_of_all_is_not_the_accounts_to_act_on() {
    line("image transfer fra1 ubuntu-24-04-x64").at(&account()).run().exits(4).says("403 forbidden");
    line(&format!("image convert {UBUNTU}")).at(&account()).run().exits(4).says("403 forbidden");
}

#[test]
fn what_is_sent_is_the_type_and_its_parameters() {
    for (arguments, body) in [
        (vec!["convert"], json!({"type": "convert"})),
        (vec!["transfer", "fra1"], json!({"type": "transfer", "region": "fra1"})),
        (vec!["act", "convert"], json!({"type": "convert"})),
        (vec!["act", "-p", r#"{"region": "fra1"}"#, "transfer"], json!({"type": "transfer", "region": "fra1"})),
        (vec!["act", "--params", "@params", "transfer"], json!({"type": "transfer", "region": "ams3"})),
        (vec!["act", "--params=@-", "polish"], json!({"type": "polish", "wax": [1, null]})),
    ] {
        let action = json!({"id": 1, "status": "in-progress"});
        let api = Fake::of([
            get("/v2/images/7").gives(200, json!({"image": {"id": 7}})),
            post("/v2/images/7/actions", body).gives(201, json!({"action": &action})),
        ]);
        let line = [&["image"], arguments.as_slice(), &["7"]].concat();
        let run = doapi(line).file("params", r#"{"region": "ams3"}"#).stdin(r#"{"wax": [1, null]}"#).at(&api).run();
        assert_eq!(run.succeeds().array(), [action], "{arguments:?}");
        api.finish();
    }
}

#[test]
fn an_action_of_any_type_is_waited_for_when_asked() {
    let api = account();
    let line =
        ["image", "act", "-w", "--wait-interval=0.05", "-p", r#"{"region": "fra1"}"#, "transfer", "golden", "12"];
    let run = doapi(line).at(&api).run().succeeds();
    assert_eq!(run.each("status"), json!(["completed", "completed"]));
    assert_eq!(shown(&api, 12)["regions"], json!(["nyc3", "fra1"]));
}

#[test]
fn a_type_that_the_api_does_not_know_is_its_error() {
    line("image act polish golden").at(&account()).run().exits(1).prints("[]\n").says("POST /v2/images/13/actions: 4");
}

#[test]
fn parameters_that_are_no_object_or_hold_a_type_are_usage_errors() {
    let api = Fake::of([]);
    for params in ["[]", "7", "null", "text", "", "{", r#"{"type": "convert"}"#, "@params", "@-"] {
        let run = doapi(["image", "act", "-p", params, "convert", "7"]).file("params", "[1]").stdin("nothing").at(&api);
        let run = run.run().exits(2).prints("");
        assert_eq!(run.complaints().len(), 1, "{run}");
    }
    doapi(["image", "act", "-p", "@missing", "convert", "7"]).at(&api).run().exits(1).prints("").says("missing");
    for arguments in ["act", "act convert", "convert", "transfer", "transfer fra1"] {
        line(&format!("image {arguments}")).at(&api).run().exits(2).prints("");
    }
    api.finish();
}

#[test]
fn an_image_with_an_action_in_progress_takes_no_other() {
    let api = super::slow_account();
    line("image convert nightly").at(&api).run().succeeds();
    let run = line("image transfer fra1 nightly").at(&api).run().exits(1).prints("[]\n");
    assert!(run.stderr.contains("422 unprocessable_entity"), "{run}");
    assert_eq!(changes(&api).len(), 2);
}

#[test]
fn an_action_that_errors_is_printed_and_told() {
    let api = faulty_sandbox(seed(), &["POST /v2/images/11/actions errored"]);
    let run = line("image convert nightly --wait --wait-interval 0.05").at(&api).run().exits(5);
    assert_eq!(run.each("status"), json!(["errored"]));
    assert!(run.complaints().len() == 1 && run.stderr.contains(r#"image "nightly""#), "{run}");
    assert_eq!(shown(&api, 11)["type"], "backup");
}
