//! The records of domains: `doapi domain new-record | show-record | update-record | delete-record`.

mod caa;
mod conflicts;
mod delete;
mod named;
mod new;
mod replace;
mod setters;
mod show;
mod update;

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::runner::line;
use crate::sandboxes::sandbox;

/// `example.com` with a record of each type that can be made, numbered from 1, and another domain.
fn account() -> Sandbox {
    sandbox(json!({"domains": [
        {"name": "example.com", "records": [
            {"id": 1, "type": "A", "name": "www", "data": "192.0.2.1"},
            {"id": 2, "type": "AAAA", "name": "www", "data": "2001:db8::1"},
            {"id": 3, "type": "CNAME", "name": "alias", "data": "example.org"},
            {"id": 4, "type": "MX", "name": "@", "data": "mail.example.com", "priority": 10},
            {"id": 5, "type": "NS", "name": "sub", "data": "ns1.other.example"},
            {"id": 6, "type": "SRV", "name": "_sip._tcp", "data": "sip.example.com",
             "priority": 10, "port": 5060, "weight": 5},
            {"id": 7, "type": "CAA", "name": "@", "data": "letsencrypt.org", "flags": 0, "tag": "issue"},
            {"id": 8, "type": "TXT", "name": "txt", "data": "v=spf1 -all"},
        ]},
        {"name": "example.org", "records": [{"id": 21, "type": "A", "name": "www", "data": "192.0.2.21"}]},
    ]}))
}

/// A record as the API shows it: all ten fields, null where they do not apply.
fn record(id: u64, kind: &str, name: &str, data: &str) -> Value {
    json!({"id": id, "type": kind, "name": name, "data": data, "priority": null, "port": null, "ttl": 1800,
           "weight": null, "flags": null, "tag": null})
}

/// The same with other values in some fields.
fn with(mut record: Value, fields: &Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        record[name] = value.clone();
    }
    record
}

/// The records 1 to 99 of `example.com`, without the name servers that every domain has.
#[track_caller]
fn own_records(api: &Sandbox) -> Vec<Value> {
    let all = line("domain show-record example.com").at(api).run().succeeds().array();
    all.into_iter().filter(|record| record["id"].as_u64().unwrap() < 100).collect()
}
