//! The formats of `-o`, on the objects of a sandbox whose names and regions the seed gives.

use crate::runner::line;
use crate::sandboxes::sandbox;
use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

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

/// Lists, and how many objects the account of the next test has of each.
const LISTS: [(&str, usize); 9] = [
    ("droplet show", 2),
    ("image show --private", 3),
    ("domain show", 2),
    ("domain show-record a.example", 5),
    ("tag show", 2),
    ("ssh-key show", 2),
    ("volume show", 2),
    ("firewall show", 1),
    ("reserved-ip show", 1),
];

#[test]
fn every_format_shows_every_object_of_every_list() {
    let key = |end: char| format!("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{} me", end.to_string().repeat(43));
    let api = sandbox(json!({
        "droplets": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}],
        "images": [{"name": "one"}, {"name": "two"}, {"name": "three"}],
        "domains": [{"name": "a.example", "records": [{"type": "A", "name": "www", "data": "192.0.2.1"}]}, {"name": "b.example"}],
        "tags": ["s", "t"],
        "ssh_keys": [{"name": "k", "public_key": key('B')}, {"name": "l", "public_key": key('C')}],
    }));
    for command in [
        "volume new --name v --region nyc3 --size-gigabytes 1",
        "volume new --name w --region nyc3 --size-gigabytes 1",
        "firewall new --name f --inbound-rules protocol=tcp,ports=22,sources.addresses=0.0.0.0/0",
        "reserved-ip new --region nyc3",
    ] {
        line(command).at(&api).run().exits(0);
    }
    for (list, count) in LISTS {
        for (format, counted) in FORMATS {
            let run = line(&format!("{list} -o {format}")).at(&api).run().exits(0);
            assert_eq!(counted(&run.stdout), count, "{list} -o {format}:\n{run}");
        }
    }
}

/// How the objects of a format are counted: names hold no line breaks here.
type Counted = fn(&str) -> usize;

const FORMATS: [(&str, Counted); 9] = [
    ("json", |text| serde_json::from_str::<Vec<Value>>(text).unwrap().len()),
    ("jsonl", |text| text.lines().count()),
    ("table", |text| text.lines().count() - 1),
    ("wide", |text| text.lines().count() - 1),
    ("csv", |text| text.lines().count() - 1),
    ("tsv", |text| text.lines().count() - 1),
    ("yaml", |text| text.lines().filter(|line| line.starts_with("- ")).count()),
    ("name", |text| text.lines().filter(|line| !line.is_empty()).count()),
    ("id", |text| text.lines().filter(|line| !line.is_empty()).count()),
];
