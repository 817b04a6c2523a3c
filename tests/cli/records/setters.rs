//! `doapi domain update-record`: each option that sets or unsets a field.

use serde_json::{Value, json};

use super::{account, own_records, record, with};
use crate::fake::Fake;
use crate::runner::{doapi, line};
use crate::script::{Exchange, get};

/// An option, the record that it is for, the field that changes, and what it becomes.
fn setters() -> Vec<(&'static str, u64, &'static str, Value)> {
    vec![
        ("--type TXT", 1, "type", json!("TXT")),
        ("--name web", 1, "name", json!("web")),
        ("--name web.example.com", 1, "name", json!("web")),
        ("--name example.com", 1, "name", json!("@")),
        ("--data 192.0.2.9", 1, "data", json!("192.0.2.9")),
        ("--data www.example.net", 3, "data", json!("www.example.net")),
        ("--data www.example.net.", 3, "data", json!("www.example.net")),
        ("--data @", 3, "data", json!("@")),
        ("--data -all", 8, "data", json!("-all")),
        ("--priority 20", 4, "priority", json!(20)),
        ("--priority 20", 6, "priority", json!(20)),
        ("--port 5061", 6, "port", json!(5061)),
        ("--weight 7", 6, "weight", json!(7)),
        ("--ttl 60", 1, "ttl", json!(60)),
        ("--flags 128", 7, "flags", json!(128)),
        ("--tag issuewild", 7, "tag", json!("issuewild")),
    ]
}

#[test]
fn each_setter_changes_its_field_and_no_other() {
    for (option, id, field, value) in setters() {
        let api = account();
        let before = own_records(&api);
        let run = line(&format!("domain update-record {option} example.com {id}")).at(&api).run().succeeds();
        let changed = |record: &Value| record["id"] == id;
        let expected: Vec<Value> = before
            .into_iter()
            .map(|record| if changed(&record) { with(record, &json!({field: value})) } else { record })
            .collect();
        assert_eq!(own_records(&api), expected, "{option}");
        assert_eq!(Some(&run.json()), expected.iter().find(|record| changed(record)), "{option}");
    }
}

/// A record of a service, and its change to this.
fn changes_to(body: Value) -> [Exchange; 2] {
    let numbers = json!({"priority": 10, "port": 5060, "weight": 5});
    let service = json!({"domain_record": with(record(6, "SRV", "_sip._tcp", "sip.example.com"), &numbers)});
    let path = "/v2/domains/example.com/records/6";
    [get(path).gives(200, &service), Exchange::new("PATCH", path).with(body).gives(200, &service)]
}

#[test]
fn a_field_is_unset_by_sending_null() {
    for (options, fields) in [
        ("--no-port", json!({"port": null})),
        ("--no-priority", json!({"priority": null})),
        ("--no-weight", json!({"weight": null})),
        ("--no-weight --no-port --no-priority", json!({"port": null, "priority": null, "weight": null})),
        ("--no-weight --port 5061", json!({"port": 5061, "weight": null})),
    ] {
        let body = with(json!({"type": "SRV", "data": "sip.example.com."}), &fields);
        let api = Fake::of(changes_to(body));
        line(&format!("domain update-record {options} example.com 6")).at(&api).run().succeeds();
        api.finish();
    }
}

#[test]
fn only_what_is_given_is_sent_with_the_type_and_what_the_api_wants_to_see_again() {
    for (options, fields) in [
        ("--ttl 60", json!({"ttl": 60})),
        ("--name _sips._tcp", json!({"name": "_sips._tcp"})),
        ("--port 1 --priority 2 --weight 3", json!({"port": 1, "priority": 2, "weight": 3})),
        ("--data sip2.example.com", json!({"data": "sip2.example.com."})),
    ] {
        let body = with(json!({"type": "SRV", "data": "sip.example.com."}), &fields);
        let api = Fake::of(changes_to(body));
        line(&format!("domain update-record {options} example.com 6")).at(&api).run().succeeds();
        api.finish();
    }
}

#[test]
fn setting_and_unsetting_a_field_exclude_each_other() {
    let api = account();
    for field in ["port", "priority", "weight"] {
        let (set, unset) = (format!("--{field}=1"), format!("--no-{field}"));
        for options in [[&set, &unset], [&unset, &set]] {
            let line = ["domain", "update-record", options[0], options[1], "example.com", "6"];
            doapi(line).at(&api).run().exits(2).prints("");
        }
    }
    assert!(api.requests().is_empty());
}
