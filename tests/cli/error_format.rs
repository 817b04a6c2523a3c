//! Errors of the command line in one voice, and failures as JSON.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{error, show, started};
use crate::runner::{Run, line};
use crate::sandboxes::{abc, sandbox};
use crate::script::post;

#[test]
fn every_error_of_the_command_line_names_the_usage_of_its_command() {
    let api = Fake::of([]);
    for (arguments, usage) in [
        ("account --timeout never", "doapi account"),
        ("droplet new -I 1 -S s --volume v a b", "doapi droplet new"),
        ("image update 5", "doapi image update"),
        ("request -X POST --paginate x /v2/x", "doapi request"),
        ("--api-token t --api-token-file f region", "doapi region"),
        ("tag update a A", "doapi tag update"),
    ] {
        let run = line(arguments).at(&api).run().exits(2).prints("");
        let usage = format!("\nUsage: {usage} ");
        assert!(
            run.stderr.starts_with("error: ") && (run.stderr.contains(&usage) || arguments.contains("--timeout")),
            "{arguments}: {run}"
        );
    }
    line("account").at(&api).env("DOAPI_TIMEOUT", "never").run().exits(2).says("error: the variable DOAPI_TIMEOUT");
    api.finish();
}

fn failures(run: &Run) -> Vec<Value> {
    let objects = run.stderr.lines().filter(|line| line.starts_with('{'));
    objects.map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {run}"))).collect()
}

#[test]
fn with_errors_json_each_failure_is_an_object_on_one_line() {
    let reboot = |id: u64| post(&format!("/v2/droplets/{id}/actions"), json!({"type": "reboot"}));
    let api = Fake::steps([
        vec![show(7, "a"), show(8, "b"), show(9, "c")],
        vec![
            reboot(7).gives(201, started(1, "reboot", 7)),
            reboot(8).gives(422, error("unprocessable_entity", "Droplet already has a pending event.")),
            reboot(9).cut_off(),
        ],
    ]);
    let run = line("--errors json droplet reboot 7 8 9").at(&api).run().exits(8);
    let failures = failures(&run);
    assert_eq!(failures.len(), 2, "{run}");
    let fields = |failure: &Value| {
        ["target", "method", "path", "status", "id", "carried_out", "exit_status"].map(|name| failure[name].clone())
    };
    let refused = json!(["droplet \"8\"", "POST", "/v2/droplets/8/actions", 422, "unprocessable_entity", "no", 1]);
    let lost = json!(["droplet \"9\"", "POST", "/v2/droplets/9/actions", null, null, "unknown", 8]);
    assert_eq!((json!(fields(&failures[0])), json!(fields(&failures[1]))), (refused, lost), "{run}");
    assert!(failures[1]["hint"].as_str().unwrap().ends_with("doapi droplet actions 9"), "{run}");
    api.finish();
}

#[test]
fn errors_of_a_run_are_objects_too() {
    let run = line("droplet show nobody").env("DOAPI_ERRORS", "json").at(&sandbox(abc())).run().exits(3);
    assert_eq!(failures(&run)[0]["exit_status"], json!(3), "{run}");
    let api = Fake::of([]);
    let run = line("--errors json droplet new -I 1 -S s --volume v a b").at(&api).run().exits(2);
    assert_eq!(failures(&run)[0]["message"], json!("--volume can only be used with a single droplet"), "{run}");
    api.finish();
}
