//! Renames that are interrupted, and finished by running them again.

use doapi_sandbox::Sandbox;
use serde_json::json;

use super::{assert_renamed, names, seed, tags};
use crate::runner::line;
use crate::sandboxes::{changes, faulty_sandbox, sandbox};

const UPDATE: &str = "tag update old new";

/// What may become of a request: it is refused, the connection ends before or after it is carried out, or somebody else
/// than the API answers.
const TROUBLE: [&str; 5] = [
    r#"status=400 body={"id":"bad_request","message":"Not now."}"#,
    r#"status=403 body={"id":"forbidden","message":"You are not authorized to perform this operation"}"#,
    "cut",
    "lost",
    "status=200 header=content-type:text/html body=<html>Please log in</html>",
];

/// How many requests a rename takes that nothing disturbs.
#[track_caller]
fn requests() -> usize {
    let api = sandbox(seed());
    line(UPDATE).at(&api).clock_rate(20).run().succeeds();
    api.requests().len()
}

/// Whether everything that had the old tag has the new one.
fn is_moved(api: &Sandbox) -> bool {
    tags(api).iter().all(|[with, _]| with.iter().any(|tag| tag == "new"))
}

#[test]
fn a_rename_that_is_interrupted_at_any_request_is_finished_by_another_run() {
    let count = requests();
    assert!(count > 10, "{count}");
    for at in 1..=count {
        for trouble in TROUBLE {
            let told = format!("request {at} of {count}: {trouble}");
            let api = faulty_sandbox(seed(), &[&format!("* * #{at} {trouble}")]);
            let run = line(UPDATE).at(&api).clock_rate(20).run();
            let is_there = names(&api).contains(&"old".to_owned());
            assert!(is_there || is_moved(&api), "{told}: the old tag went early:\n{run}");
            if run.code == 0 {
                assert!(!is_there, "{told}:\n{run}");
            } else {
                assert!(run.stdout.is_empty() && !run.stderr.is_empty(), "{told}:\n{run}");
                let again = line(UPDATE).at(&api).clock_rate(20).run();
                assert_eq!((again.code, &again.json()["name"]), (0, &json!("new")), "{told}:\n{run}{again}");
            }
            assert_renamed(&api, "new", &told);
        }
    }
}

#[test]
fn a_rename_that_cannot_be_finished_says_that_the_old_tag_is_still_there() {
    let trouble = r#"status=403 body={"id":"forbidden","message":"No scope for this."}"#;
    let api = faulty_sandbox(seed(), &[&format!("* /v2/tags/new/* {trouble}")]);
    let run = line(UPDATE).at(&api).clock_rate(20).run().exits(4).prints("");
    assert!(run.stderr.contains(r#"tag "old" is not deleted yet"#), "{run}");
    assert!(run.stderr.contains("403 forbidden: No scope for this."), "{run}");
    assert_eq!(names(&api), ["new", "old", "other"]);
}

/// What may carry a tag or select by it, as requests and as lists name it.
const LISTS: [(&str, &str); 6] = [
    ("/v2/droplets*", "droplets"),
    ("/v2/images*", "images"),
    ("/v2/volumes*", "volumes"),
    ("/v2/snapshots*", "snapshots"),
    ("/v2/databases*", "databases"),
    ("/v2/firewalls*", "firewalls"),
];

#[test]
fn nothing_is_changed_while_a_list_cannot_be_read() {
    for (path, root) in LISTS {
        let trouble = r#"status=403 body={"id":"forbidden","message":"No scope for this."}"#;
        let api = faulty_sandbox(seed(), &[&format!("* {path} {trouble}")]);
        line(UPDATE).at(&api).clock_rate(20).run().exits(4).prints("").says("cannot list").says(root);
        assert_eq!(changes(&api), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn the_old_tag_stays_while_not_all_that_was_tagged_has_the_new_one() {
    for at in 1..=5 {
        let api = faulty_sandbox(seed(), &[&format!("POST /v2/tags/new/resources #{at} status=204")]);
        let run = line(UPDATE).at(&api).clock_rate(20).run().exits(1).prints("");
        assert!(run.stderr.contains(r#"tag "old" is not deleted yet"#), "{at}: {run}");
        // The API said that they are tagged, and they are not: this is no picture that an interrupted rename leaves.
        let merge = if at == 5 { "" } else { " --merge" };
        line(&format!("{UPDATE}{merge}")).at(&api).run().succeeds();
        assert_renamed(&api, "new", &at.to_string());
    }
}

#[test]
fn nothing_is_changed_while_the_lists_do_not_show_all_that_the_old_tag_counts() {
    for (path, root) in &LISTS[..5] {
        let nothing = format!(r#"GET {path} #1 status=200 body={{"{root}":[],"links":{{}},"meta":{{"total":0}}}}"#);
        let api = faulty_sandbox(seed(), &[&nothing]);
        line(UPDATE)
            .at(&api)
            .clock_rate(20)
            .run()
            .exits(1)
            .prints("")
            .says("it is on 5 resources, of which the lists show 4");
        assert_eq!(changes(&api), Vec::<String>::new(), "{path}");
        line(UPDATE).at(&api).clock_rate(20).run().succeeds();
        assert_renamed(&api, "new", path);
    }
}

#[test]
fn the_old_tag_stays_while_the_last_look_does_not_see_all_that_it_counts() {
    // The second look at each kind: of droplets, those with GPUs are a list of their own.
    for ((path, root), at) in LISTS[..5].iter().zip([3, 2, 2, 2, 2]) {
        let nothing = format!(r#"GET {path} #{at} status=200 body={{"{root}":[],"links":{{}},"meta":{{"total":0}}}}"#);
        let api = faulty_sandbox(seed(), &[&nothing]);
        let run = line(UPDATE).at(&api).clock_rate(20).run().exits(1).prints("");
        assert!(run.stderr.contains(r#"tag "old" is not deleted yet"#), "{path}: {run}");
        assert!(names(&api).contains(&"old".to_owned()), "{path}: {run}");
        line(UPDATE).at(&api).clock_rate(20).run().succeeds();
        assert_renamed(&api, "new", path);
    }
}
