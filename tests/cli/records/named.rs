//! Records by type and name, and addresses of droplets as their data.

use doapi_sandbox::Sandbox;
use serde_json::json;

use super::{account, own_records};
use crate::runner::line;
use crate::sandboxes::{changes, sandbox};

fn round_robin() -> Sandbox {
    sandbox(json!({"domains": [{"name": "example.com", "records": [
        {"id": 1, "type": "A", "name": "www", "data": "192.0.2.1"},
        {"id": 2, "type": "A", "name": "www", "data": "192.0.2.2"},
        {"id": 3, "type": "AAAA", "name": "www", "data": "2001:db8::1"},
        {"id": 4, "type": "MX", "name": "@", "data": "mail.example.com", "priority": 10},
    ]}]}))
}

#[test]
fn a_record_is_changed_by_its_type_and_name() {
    let api = account();
    for (arguments, id) in [("A www", 1), ("aaaa www.example.com", 2), ("MX @", 4), ("MX example.com.", 4), ("3", 3)] {
        let run = line(&format!("domain update-record --ttl 60 example.com {arguments}")).at(&api).run().succeeds();
        assert_eq!((&run.json()["id"], &run.json()["ttl"]), (&json!(id), &json!(60)), "{arguments}");
    }
}

#[test]
fn records_are_deleted_by_their_type_and_name() {
    let api = account();
    line("domain delete-record example.com A www 3 TXT txt MX @").at(&api).run().succeeds().prints("");
    let left: Vec<_> = own_records(&api).iter().map(|record| record["id"].clone()).collect();
    assert_eq!(left, [2, 5, 6, 7]);
}

#[test]
fn a_type_and_name_that_several_records_have_is_ambiguous_without_multiple() {
    let api = round_robin();
    for arguments in ["update-record --ttl 60 example.com A www", "delete-record example.com MX @ A www"] {
        let run = line(&format!("domain {arguments}")).at(&api).run().exits(3).prints("");
        assert!(run.stderr.contains(r#"record "A www" is ambiguous: 2 records match: 1, 2"#), "{run}");
    }
    assert_eq!(changes(&api), Vec::<String>::new());
    line("domain delete-record -M example.com A www").at(&api).run().succeeds();
    let left: Vec<_> = own_records(&api).iter().map(|record| record["id"].clone()).collect();
    assert_eq!(left, [3, 4]);
}

#[test]
fn a_type_and_name_that_no_record_has_changes_nothing() {
    for (arguments, complaint) in [
        ("delete-record example.com A www TXT nothing", r#"doapi: record "TXT nothing": no such record"#),
        ("update-record --ttl 60 example.com A nothing", r#"doapi: record "A nothing": no such record"#),
        ("delete-record nowhere.example A www", r#"doapi: domain "nowhere.example": no such domain"#),
    ] {
        let api = account();
        let run = line(&format!("domain {arguments}")).at(&api).run().exits(3).prints("");
        assert_eq!(run.complaints(), [complaint]);
        assert_eq!(changes(&api), Vec::<String>::new());
    }
}

#[test]
fn what_is_neither_an_id_nor_a_type_and_name_is_a_usage_error() {
    let api = account();
    for arguments in [
        "delete-record example.com A",
        "delete-record example.com www.example.com",
        "update-record --ttl 60 example.com A",
        "update-record --ttl 60 example.com 1 2",
    ] {
        line(&format!("domain {arguments}")).at(&api).run().exits(2).prints("");
    }
    assert!(api.requests().is_empty());
}

fn with_droplets() -> Sandbox {
    sandbox(json!({
        "droplets": [{"id": 1, "name": "web-1", "ipv6": true}, {"id": 2, "name": "old"}],
        "domains": [{"name": "example.com", "records": [{"id": 1, "type": "A", "name": "www", "data": "192.0.2.1"}]}],
    }))
}

#[test]
fn a_record_takes_the_public_address_of_a_droplet() {
    let api = with_droplets();
    let networks = line("droplet show web-1").at(&api).run().succeeds().array()[0]["networks"].clone();
    let address = |version: &str| {
        let all = networks[version].as_array().unwrap();
        all.iter().find(|network| network["type"] == "public").unwrap()["ip_address"].clone()
    };
    for (arguments, data) in [
        ("new-record --droplet web-1 example.com A a", address("v4")),
        ("new-record example.com AAAA a --droplet 1", address("v6")),
        ("update-record --droplet web-1 example.com A www", address("v4")),
    ] {
        let run = line(&format!("domain {arguments}")).at(&api).run().succeeds();
        assert_eq!(run.json()["data"], data, "{arguments}");
    }
}

#[test]
fn a_droplet_without_such_an_address_or_for_another_type_changes_nothing() {
    for (arguments, code, complaint) in [
        ("new-record --droplet old example.com AAAA a", 1, r#"droplet "old" has no public IPv6 address"#),
        ("new-record --droplet nobody example.com A a", 3, "no such droplet"),
        ("new-record --droplet web-1 example.com TXT a", 2, "--droplet is for A and AAAA records, not for TXT"),
        ("new-record --droplet web-1 example.com A a 192.0.2.1", 2, "cannot be used with"),
        ("new-record example.com A a", 2, "DATA"),
    ] {
        let api = with_droplets();
        let run = line(&format!("domain {arguments}")).at(&api).run().exits(code).prints("");
        assert!(run.stderr.contains(complaint), "{arguments}: {run}");
        assert_eq!(changes(&api), Vec::<String>::new());
    }
}

#[test]
fn a_target_that_is_only_a_dot_stays_one() {
    let api = sandbox(json!({"domains": [{"name": "example.com"}]}));
    let mail = line("domain new-record --priority 0 example.com MX @ .").at(&api).run().succeeds().json();
    let options = "--priority 0 --port 0 --weight 0";
    let run = line(&format!("domain new-record {options} example.com SRV _sip._tcp .")).at(&api).run().succeeds();
    assert_eq!((&mail["data"], &run.json()["data"]), (&json!("."), &json!(".")));
    line("domain update-record --ttl 60 example.com MX @").at(&api).run().succeeds();
}
