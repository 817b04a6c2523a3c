//! `doapi domain new-record`.

use serde_json::{Value, json};

use super::{account, record, with};
use crate::fake::Fake;
use crate::replies::not_found;
use crate::runner::{doapi, line};
use crate::sandboxes::{changes, sandbox};
use crate::script::post;

/// A record on the command line, its body on the wire, and its fields in the reply that are not null.
struct Case {
    arguments: &'static [&'static str],
    body: Value,
    shown: Value,
}

fn case(arguments: &'static [&'static str], body: Value, shown: Value) -> Case {
    Case { arguments, body, shown }
}

/// A record of each type that can be made, with and without the final dots of hosts.
fn cases() -> Vec<Case> {
    let alias = || json!({"type": "CNAME", "name": "alias", "data": "example.org."});
    let mail = || json!({"type": "MX", "name": "@", "data": "mail.example.com.", "priority": 10});
    let sub = || json!({"type": "NS", "name": "sub", "data": "ns1.other.example."});
    let sip = || {
        json!({"type": "SRV", "name": "_sip._tcp", "data": "sip.example.com.", "priority": 10, "port": 5060,
                        "weight": 5})
    };
    let issuer = || json!({"type": "CAA", "name": "@", "data": "letsencrypt.org.", "flags": 0, "tag": "issue"});
    let iodef = json!({"type": "CAA", "name": "@", "data": "mailto:ca@example.com", "flags": 128, "tag": "iodef"});
    let shown = |body: Value, data: &str| with(body, &json!({"data": data}));
    vec![
        case(
            &["A", "@", "192.0.2.1", "--ttl", "60"],
            json!({"type": "A", "name": "@", "data": "192.0.2.1", "ttl": 60}),
            json!({"ttl": 60}),
        ),
        case(&["AAAA", "*", "2001:db8::1"], json!({"type": "AAAA", "name": "*", "data": "2001:db8::1"}), json!({})),
        case(&["CNAME", "alias", "example.org"], alias(), shown(alias(), "example.org")),
        case(&["CNAME", "alias", "example.org."], alias(), shown(alias(), "example.org")),
        case(&["CNAME", "home", "@"], json!({"type": "CNAME", "name": "home", "data": "@"}), json!({})),
        case(&["--priority", "10", "MX", "@", "mail.example.com"], mail(), shown(mail(), "mail.example.com")),
        case(&["MX", "@", "mail.example.com.", "--priority=10"], mail(), shown(mail(), "mail.example.com")),
        case(&["NS", "sub", "ns1.other.example"], sub(), shown(sub(), "ns1.other.example")),
        case(&["NS", "sub", "ns1.other.example."], sub(), shown(sub(), "ns1.other.example")),
        case(
            &["--priority", "10", "--port", "5060", "--weight", "5", "SRV", "_sip._tcp", "sip.example.com"],
            sip(),
            shown(sip(), "sip.example.com"),
        ),
        case(
            &["SRV", "_sip._tcp", "sip.example.com.", "--priority", "10", "--port", "5060", "--weight", "5"],
            sip(),
            shown(sip(), "sip.example.com"),
        ),
        case(&["TXT", "txt", "v=spf1 -all"], json!({"type": "TXT", "name": "txt", "data": "v=spf1 -all"}), json!({})),
        case(&["TXT", "txt", "-all"], json!({"type": "TXT", "name": "txt", "data": "-all"}), json!({})),
        case(
            &["CAA", "@", "letsencrypt.org", "--flags", "0", "--tag", "issue"],
            issuer(),
            shown(issuer(), "letsencrypt.org"),
        ),
        case(
            &["CAA", "@", "letsencrypt.org.", "--flags", "0", "--tag", "issue"],
            issuer(),
            shown(issuer(), "letsencrypt.org"),
        ),
        case(&["CAA", "@", "mailto:ca@example.com", "--flags", "128", "--tag", "iodef"], iodef.clone(), iodef),
    ]
}

#[test]
fn a_record_of_each_type_is_sent_with_the_fields_given_and_the_final_dot_of_its_host() {
    for Case { arguments, body, .. } in cases() {
        let made = json!({"id": 7, "type": body["type"]});
        let api = Fake::of([
            post("/v2/domains/example.com/records", body).gives(201, json!({"domain_record": &made, "links": {}}))
        ]);
        let line = ["domain", "new-record", "example.com"].iter().chain(arguments);
        assert_eq!(doapi(line).at(&api).run().succeeds().json(), made, "{arguments:?}");
        api.finish();
    }
}

#[test]
fn a_record_of_each_type_is_accepted_and_printed_as_it_was_made() {
    for Case { arguments, body, shown } in cases() {
        let api = sandbox(json!({"domains": [{"name": "example.com"}]}));
        let line = ["domain", "new-record", "example.com"].iter().chain(arguments);
        let made = doapi(line).at(&api).run().succeeds().json();
        let text = |field: &str| body[field].as_str().unwrap().to_owned();
        let id = made["id"].as_u64().unwrap();
        let expected = record(id, &text("type"), &text("name"), &text("data"));
        assert_eq!(made, with(expected, &shown), "{arguments:?}");
    }
}

#[test]
fn a_full_name_is_made_relative_to_the_domain() {
    for (typed, name) in [
        ("www.example.com", "www"),
        ("www.example.com.", "www"),
        ("example.com", "@"),
        ("a.b.example.com", "a.b"),
        ("notexample.com", "notexample.com"),
    ] {
        let body = json!({"type": "A", "name": name, "data": "192.0.2.1"});
        let reply = json!({"domain_record": {"id": 7}});
        let api = Fake::of([post("/v2/domains/example.com/records", body).gives(201, reply)]);
        doapi(["domain", "new-record", "example.com", "A", typed, "192.0.2.1"]).at(&api).run().succeeds();
        api.finish();
    }
}

#[test]
fn a_record_that_the_api_refuses_is_an_error() {
    let run = line("domain new-record example.com A www not-an-address").at(&account()).run().exits(1).prints("");
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(run.stderr.contains("POST /v2/domains/example.com/records: 422 unprocessable_entity"), "{run}");
}

#[test]
fn a_record_of_an_unknown_domain_is_not_made() {
    let run = line("domain new-record nowhere.example A www 192.0.2.1").at(&account()).run().exits(3).prints("");
    assert_eq!(run.complaints(), [r#"doapi: domain "nowhere.example": no such domain"#]);
    let path = "/v2/domains/a%20b%2Fc/records";
    let body = json!({"type": "A", "name": "www", "data": "192.0.2.1"});
    let api = Fake::of([post(path, body).gives(404, not_found())]);
    doapi(["domain", "new-record", "a b/c", "A", "www", "192.0.2.1"]).at(&api).run().exits(3).prints("");
    api.finish();
}

#[test]
fn numbers_that_are_none_are_usage_errors() {
    let api = account();
    for option in ["--priority", "--port", "--weight", "--ttl", "--flags"] {
        for value in ["x", "-1", "1.5", ""] {
            let option = format!("{option}={value}");
            let line = ["domain", "new-record", &option, "example.com", "MX", "@", "mail.example.com"];
            doapi(line).at(&api).run().exits(2).prints("");
        }
    }
    line("domain new-record example.com A www").at(&api).run().exits(2);
    assert!(api.requests().is_empty());
    assert_eq!(changes(&api), Vec::<String>::new());
}
