//! `doapi domain update-record`: what goes beyond its single options.

use serde_json::{Value, json};

use super::{account, own_records, record, with};
use crate::fake::Fake;
use crate::runner::line;
use crate::sandboxes::changes;
use crate::script::{Exchange, get};

#[test]
fn with_nothing_to_change_it_is_a_usage_error() {
    let api = account();
    let run = line("domain update-record example.com 1").at(&api).run().exits(2).prints("");
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(api.requests().is_empty());
}

#[test]
fn an_update_that_leaves_the_data_alone_works_for_every_type() {
    for id in 1..=8 {
        let api = account();
        let before = line(&format!("domain show-record example.com {id}")).at(&api).run().succeeds().array();
        let run = line(&format!("domain update-record --ttl 60 example.com {id}")).at(&api).run().succeeds();
        assert_eq!(run.json(), with(before[0].clone(), &json!({"ttl": 60})));
    }
}

#[test]
fn the_time_to_live_of_the_zone_can_be_changed() {
    let api = account();
    let soa = line("domain show-record example.com --type SOA").at(&api).run().succeeds().array();
    let run = line(&format!("domain update-record --ttl 3600 example.com {}", soa[0]["id"])).at(&api).run().succeeds();
    assert_eq!(run.json()["ttl"], 3600);
}

#[test]
fn several_fields_change_at_once() {
    let api = account();
    let options = "--type SRV --name _xmpp._tcp --data xmpp.example.com --priority 1 --port 5222 --weight 2 --ttl 60";
    let run = line(&format!("domain update-record {options} example.com 8")).at(&api).run().succeeds();
    let fields = json!({"priority": 1, "port": 5222, "weight": 2, "ttl": 60});
    assert_eq!(run.json(), with(record(8, "SRV", "_xmpp._tcp", "xmpp.example.com"), &fields));
}

/// What is sent when the record that the API shows is changed so.
#[track_caller]
fn sent(shown: &Value, options: &str) -> Value {
    let path = "/v2/domains/example.com/records/3";
    let reply = json!({"domain_record": shown});
    let api = Fake::of([get(path).gives(200, &reply), Exchange::new("PATCH", path).gives(200, &reply)]);
    line(&format!("domain update-record {options} example.com 3")).at(&api).run().succeeds();
    api.finish()[1].json()
}

#[test]
fn the_dot_that_the_api_does_not_keep_is_added_again() {
    for (kind, data, written) in [
        ("CNAME", "example.org", "example.org."),
        ("CNAME", "@", "@"),
        ("MX", "mail.example.com", "mail.example.com."),
        ("MX", "localhost", "localhost."),
        ("MX", "", "."),
        ("NS", "ns1.other.example", "ns1.other.example."),
        ("SRV", "sip.example.com", "sip.example.com."),
        ("CAA", "letsencrypt.org", "letsencrypt.org."),
        ("CAA", "mailto:ca@example.com", "mailto:ca@example.com"),
    ] {
        let body = sent(&record(3, kind, "x", data), "--ttl 60");
        assert_eq!(body, json!({"type": kind, "data": written, "ttl": 60}));
    }
    for (kind, data) in [("A", "192.0.2.1"), ("AAAA", "2001:db8::1"), ("TXT", "see example.org")] {
        let body = sent(&record(3, kind, "x", data), "--ttl 60");
        assert_eq!(body, json!({"type": kind, "ttl": 60}));
    }
}

#[test]
fn new_data_is_written_as_the_new_type_wants_it() {
    let text = record(3, "TXT", "x", "old");
    assert_eq!(sent(&text, "--type CNAME --data example.org"), json!({"type": "CNAME", "data": "example.org."}));
    let alias = record(3, "CNAME", "x", "example.org");
    assert_eq!(sent(&alias, "--type TXT --data example.net"), json!({"type": "TXT", "data": "example.net"}));
}

#[test]
fn a_type_that_changes_to_one_with_a_host_brings_the_data_along() {
    let api = account();
    let arguments = "domain update-record --type NS example.com 3";
    let run = line(arguments).at(&api).run().succeeds();
    assert_eq!(run.json(), record(3, "NS", "alias", "example.org"));
}

#[test]
fn an_unknown_record_or_domain_changes_nothing() {
    for (arguments, complaint) in [
        ("example.com 99", r#"doapi: record "99": no such record"#),
        ("example.com 21", r#"doapi: record "21": no such record"#),
        ("nowhere.example 1", r#"doapi: domain "nowhere.example": no such domain"#),
    ] {
        let api = account();
        let run = line(&format!("domain update-record --ttl 60 {arguments}")).at(&api).run().exits(3).prints("");
        assert_eq!(run.complaints(), [complaint]);
        assert_eq!(changes(&api), Vec::<String>::new());
    }
}

#[test]
fn a_change_that_the_api_refuses_is_an_error() {
    let api = account();
    let before = own_records(&api);
    let run = line("domain update-record --data nonsense example.com 1").at(&api).run().exits(1).prints("");
    let start = r#"doapi: record "1": PATCH /v2/domains/example.com/records/1: 422 unprocessable_entity"#;
    assert!(run.stderr.starts_with(start), "{run}");
    assert_eq!(own_records(&api), before);
}
