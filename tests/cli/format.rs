//! The formats of `-o`, on the objects of a sandbox whose names and regions the seed gives.

use crate::runner::line;
use crate::sandboxes::sandbox;
use doapi_sandbox::Sandbox;
use serde_json::json;

fn account() -> Sandbox {
    sandbox(json!({"droplets": [
        {"id": 101, "name": "web-1", "region": "ams3", "tags": ["web", "prod"]},
        {"id": 102, "name": "d\u{f6}ner, the \"2nd\"", "region": "nyc3"},
    ]}))
}

#[test]
fn every_format_shows_every_droplet_of_a_list() {
    let sandbox = account();
    for (format, first, second) in [
        ("json", "\"name\": \"web-1\"", "\"name\": \"d\u{f6}ner, the \\\"2nd\\\"\""),
        ("jsonl", "{\"id\":101,\"name\":\"web-1\",", "{\"id\":102,\"name\":\"d\u{f6}ner, the \\\"2nd\\\"\","),
        ("table", "101  web-1", "102  d\u{f6}ner, the \"2nd\""),
        ("wide", "101  web-1", "102  d\u{f6}ner, the \"2nd\""),
        ("csv", "101,web-1,active,ams3,s-1vcpu-1gb,", "102,\"d\u{f6}ner, the \"\"2nd\"\"\",active,nyc3,"),
        ("tsv", "101\tweb-1\tactive\tams3\t", "102\td\u{f6}ner, the \"2nd\"\tactive\tnyc3\t"),
        ("yaml", "- id: 101\n  name: web-1\n", "- id: 102\n  name: \"d\u{f6}ner, the \\\"2nd\\\"\"\n"),
        ("name", "web-1\n", "d\u{f6}ner, the \"2nd\"\n"),
        ("id", "101\n", "102\n"),
    ] {
        let run = line(&format!("droplet show -o {format}")).at(&sandbox).run().succeeds();
        assert!(run.stdout.contains(first) && run.stdout.contains(second), "{format}:\n{run}");
    }
}

#[test]
fn columns_are_paths_and_short_names() {
    let run = line("droplet show web-1 --columns id,region.slug,region,tags,nothing -o csv").at(&account()).run();
    run.succeeds().prints("id,region.slug,region,tags,nothing\n101,ams3,ams3,\"web,prod\",\n");
    let run = line("droplet show --columns name --no-header -o tsv web-1").at(&account()).run();
    run.succeeds().prints("web-1\n");
}

#[test]
fn a_format_that_has_no_columns_refuses_them_before_any_request() {
    for wrong in ["-o json --columns id", "-o yaml --no-header", "-o table --columns a..b", "-o pretty"] {
        let run = line(&format!("droplet show {wrong}")).run();
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{wrong}: {run}");
    }
}

#[test]
fn the_variable_does_not_change_what_a_pipe_reads() {
    let run = line("droplet show web-1").env("DOAPI_OUTPUT", "table").at(&account()).run().succeeds();
    assert_eq!(run.each("id"), json!([101]));
}

#[test]
fn an_empty_list_and_lists_of_lists_have_their_form_too() {
    let sandbox = account();
    let run = line("domain show -o table").at(&sandbox).run();
    run.succeeds().prints("NAME  TTL\n");
    let run = line("domain show -o yaml").at(&sandbox).run();
    run.succeeds().prints("[]\n");
    let run = line("droplet actions web-1 102 -o csv --columns type,resource_id").at(&sandbox).run();
    run.succeeds().prints("type,resource_id\ncreate,101\ncreate,102\n");
}

#[test]
fn a_table_of_started_actions_names_their_targets() {
    let sandbox = account();
    let run = line("droplet reboot web-1 -w -o csv").at(&sandbox).run().succeeds();
    let rows: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(rows[0], "target,type,status,seconds,id");
    assert!(rows[1].starts_with("\"droplet \"\"web-1\"\"\",reboot,completed,"), "{run}");
    // What a script parses is the API's object and nothing more.
    let run = line("droplet reboot web-1 -o jsonl").at(&sandbox).run().succeeds();
    assert!(!run.stdout.contains("target"), "{run}");
}

#[test]
fn a_command_whose_output_is_text_takes_no_other_form_for_it() {
    for command in ["completions bash", "sandbox exec -- true", "sandbox serve", "hello"] {
        for option in ["-o csv", "-o json", "--columns id", "--no-header -o csv", "--jq ."] {
            let run = line(&format!("{option} {command}"));
            let run = run.file_with_mode("doapi-hello", "#!/bin/sh\n", 0o700).env_in_home("PATH", "").run();
            run.exits(2).prints("").says("the output of this command is text");
        }
    }
    line("completions bash").env("DOAPI_OUTPUT", "csv").run().succeeds();
}
