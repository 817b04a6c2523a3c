//! `--jq`: a filter over the result of any command.

use crate::runner::{doapi, line};
use crate::sandboxes::{changes, sandbox};
use doapi_sandbox::Sandbox;
use serde_json::json;

fn account() -> Sandbox {
    sandbox(json!({"droplets": [
        {"id": 1, "name": "web-1", "region": "ams3", "tags": ["web"]},
        {"id": 2, "name": "web 2", "region": "nyc3"},
    ]}))
}

#[test]
fn a_filter_sees_the_whole_result_of_any_command() {
    let api = account();
    for (arguments, printed) in [
        (vec!["droplet", "show", "--jq", ".[].name"], "\"web-1\"\n\"web 2\"\n"),
        (vec!["droplet", "show", "--jq", ".[].name", "-r"], "web-1\nweb 2\n"),
        (vec!["--jq", "length", "droplet", "show"], "2\n"),
        (
            vec!["droplet", "show", "web-1", "--jq", ".[0] | {id, tags}"],
            "{\n  \"id\": 1,\n  \"tags\": [\n    \"web\"\n  ]\n}\n",
        ),
        (vec!["droplet", "show", "--jq", ".[] | {id}", "-o", "jsonl"], "{\"id\":1}\n{\"id\":2}\n"),
        (vec!["account", "--jq", ".status", "-r"], "active\n"),
        (vec!["request", "/v2/account", "--jq", ".account.status", "-r"], "active\n"),
        (vec!["request", "--paginate", "droplets", "/v2/droplets", "--jq", "map(.id)|add"], "3\n"),
        (vec!["droplet", "show", "--where", "region=fra1", "--jq", "length"], "0\n"),
        (vec!["droplet", "show", "--jq", "empty"], ""),
    ] {
        doapi(&arguments).at(&api).run().succeeds().prints(printed);
    }
}

#[test]
fn a_filter_that_cannot_be_read_is_an_error_of_the_command_line_that_points_at_the_place() {
    let api = account();
    let run = doapi(["droplet", "delete", "web-1", "--jq", ".[] | nme"]).at(&api).run().exits(2);
    run.says("there is no filter nme\n  .[] | nme\n        ^");
    for arguments in ["droplet show -r", "droplet show --jq . -o table", "droplet show --jq . --columns id"] {
        line(arguments).at(&api).run().exits(2).prints("");
    }
    assert!(api.requests().is_empty());
}

#[test]
fn a_filter_that_fails_ends_with_status_1_after_what_it_gave() {
    let api = account();
    let filter = ".[] | if .id == 1 then .id else .name.x end";
    let run = doapi(["droplet", "power-off", "web-1", "--jq", ".[0].status", "-r"]).at(&api).run();
    run.exits(0).prints("in-progress\n");
    let run = doapi(["droplet", "show", "--jq", filter]).at(&api).run();
    run.exits(1).says("--jq: cannot index \"web 2\" with \"x\"").prints("1\n");
    assert_eq!(changes(&api), ["POST /v2/droplets/1/actions"]);
}
