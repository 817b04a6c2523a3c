//! Lines that are wrong, and requests that the API refuses.

use serde_json::json;

use super::{CLUSTER, on};
use crate::runner::line;
use crate::script::get;

#[test]
fn a_wrong_line_is_one_error_and_no_request() {
    for (command, says) in [
        ("volume", "DO_API_TOKEN"),
        ("volume sho", "a similar subcommand exists: 'show'"),
        ("volume new --nmae x", "a similar argument exists: '--name'"),
        ("volume new --name a", "required options are missing: --size-gigabytes, --region"),
        (
            "volume new --name a --size-gigabytes big --region fra1",
            "--size-gigabytes takes a whole number, not \"big\"",
        ),
        (
            "volume new --tags= --name a --size-gigabytes 1 --region fra1",
            "the value of '--tags <TEXT>' must not be empty",
        ),
        ("volume new --name= --size-gigabytes 1 --region fra1", "the value of '--name <TEXT>' must not be empty"),
        ("firewall new --name a --inbound-rules sources.addresses=", "sources.addresses must not be empty"),
        ("volume delete", "required arguments were not provided"),
        ("volume new data", "unexpected argument 'data'"),
        ("volume show data --region fra1 --snapshots", "unexpected argument '--snapshots'"),
        ("volume snapshot new a b --name x", "unexpected argument 'b'"),
        ("volume show ..", "cannot be part of a path"),
        ("firewall new --name a --inbound-rules ports", "--inbound-rules takes KEY=VALUE"),
        ("firewall new --name a --inbound-rules port=1", "has no key \"port\"; it has protocol, ports, sources"),
        ("droplet frobnicate", "unrecognized subcommand 'frobnicate'"),
        ("droplet firewall shwo 7", "a similar subcommand exists: 'show'"),
        ("volum show", "unrecognized subcommand 'volum'"),
        ("volume new --body [1]", "--body must be a JSON object"),
        ("volume new --body @/nowhere", "cannot read \"/nowhere\""),
    ] {
        let run = line(command).run();
        let status = if says.contains("TOKEN") {
            4
        } else if says.contains("cannot read") {
            1
        } else {
            2
        };
        assert_eq!(run.code, status, "{command}: {run}");
        run.says(says);
    }
}

#[test]
fn what_conditions_choose_needs_a_yes() {
    on([], "volume delete --where size_gigabytes>5").exits(2).says("--where and --all need --yes");
    on([], "volume delete").exits(2);
}

#[test]
fn an_option_of_another_request_of_the_command_is_refused() {
    on([], &format!("volume show {CLUSTER} --region fra1"))
        .exits(2)
        .says("--region cannot be used with GET /v2/volumes/{volume_id}");
}

#[test]
fn a_refusal_names_the_scopes_that_are_needed() {
    let refused = json!({"id": "Forbidden", "message": "You are missing the required permission"});
    let run = on([get("/v2/vpcs?per_page=200").gives(403, refused)], "vpc show").exits(4);
    run.says("hint: GET /v2/vpcs needs a token with the scope vpc:read");
}

#[test]
fn a_command_of_the_table_goes_before_an_external_one_of_the_same_name() {
    let run = line("volume --help").run().exits(0);
    assert!(run.stdout.contains("Usage: doapi volume"), "{run}");
}
