//! Listing the actions of images, and waiting for them.

use serde_json::{Value, json};

use super::{account, slow_account};
use crate::fake::Fake;
use crate::runner::line;

#[test]
fn there_is_one_list_of_actions_for_each_image_in_the_order_given() {
    let api = account();
    for verb in ["convert", "transfer fra1"] {
        line(&format!("image {verb} nightly --wait --wait-interval 0.05")).at(&api).run().succeeds();
    }
    let run = line("image actions golden nightly").at(&api).run().succeeds();
    let types = |list: &Value| list.as_array().unwrap().iter().map(|it| it["type"].clone()).collect::<Value>();
    let types: Vec<Value> = run.array().iter().map(types).collect();
    assert_eq!(types, [json!([]), json!(["transfer", "convert"])]);
}

#[test]
fn the_last_action_of_each_image_is_shown_or_null() {
    let api = account();
    for verb in ["convert", "transfer fra1"] {
        line(&format!("image {verb} nightly --wait --wait-interval 0.05")).at(&api).run().succeeds();
    }
    let shown = line("image actions --last nightly golden").at(&api).run().succeeds().array();
    assert_eq!((&shown[0]["type"], &shown[1], shown.len()), (&json!("transfer"), &Value::Null, 2));
}

#[test]
fn the_action_in_progress_on_each_image_is_shown_or_null() {
    let api = slow_account();
    line("image convert nightly").at(&api).run().succeeds();
    for (arguments, busy) in [
        ("golden nightly", vec![false, true]),
        ("-M twin nightly", vec![false, false, true]),
        ("11 12 13 14 15 16", vec![true, false, false, false, false, false]),
    ] {
        let shown = line(&format!("image actions --in-progress {arguments}")).at(&api).run().succeeds().array();
        let is_busy: Vec<bool> = shown.iter().map(|it| it["status"] == "in-progress").collect();
        assert_eq!(is_busy, busy, "{arguments}");
        assert_eq!(shown.iter().filter(|it| it.is_null()).count(), busy.len() - 1, "{arguments}");
    }
}

#[test]
fn last_and_in_progress_exclude_each_other() {
    let api = Fake::of([]);
    line("image actions --last --in-progress golden").at(&api).run().exits(2).prints("");
    line("image actions").at(&api).run().exits(2).prints("");
    line("image wait").at(&api).run().exits(2).prints("");
    api.finish();
}

#[test]
fn the_actions_in_progress_on_images_are_waited_for() {
    let api = account();
    line("image convert nightly weekly").at(&api).run().succeeds();
    let run = line("image wait --wait-interval 0.05 --wait-time 60 nightly golden 12").at(&api).run().succeeds();
    // An action that has ended before it is looked for is not one in progress.
    assert!(run.array().iter().all(|it| it["type"] == "convert" && it["status"] == "completed"), "{run}");
    let run = line("image show 11 12").at(&api).run().succeeds();
    assert_eq!(run.each("type"), json!(["snapshot", "snapshot"]));
}

#[test]
fn where_nothing_is_in_progress_the_wait_is_over_at_once() {
    line("image wait golden nightly -M twin").at(&account()).run().succeeds().prints("[]\n");
}

#[test]
fn a_wait_that_takes_too_long_prints_the_actions_as_they_stand() {
    let api = slow_account();
    line("image convert nightly").at(&api).run().succeeds();
    for arguments in ["wait nightly", "transfer fra1 --wait golden"] {
        let run = line(&format!("image {arguments} --wait-interval 0.05 --wait-time 0.3")).at(&api).run().exits(6);
        assert_eq!(run.each("status"), json!(["in-progress"]), "{arguments}");
    }
}
