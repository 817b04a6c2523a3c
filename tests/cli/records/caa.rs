//! CAA records: their tag says what their data is (facts of the API, 9.16).

use serde_json::{Value, json};

use super::{record, with};
use crate::fake::Fake;
use crate::runner::{doapi, line};
use crate::sandboxes::sandbox;
use crate::script::{Exchange, get, post};

/// A tag, data as it is typed, and as it is written.
const DATA: [(&str, &str, &str); 7] = [
    ("issue", "letsencrypt.org", "letsencrypt.org."),
    ("issue", ";", ";"),
    ("issuewild", ";", ";"),
    (
        "issue",
        "letsencrypt.org;accounturi=https://acme.example/acct/1",
        "letsencrypt.org;accounturi=https://acme.example/acct/1",
    ),
    ("issuewild", "ca.example.net", "ca.example.net."),
    ("iodef", "mailto:ca@example.com", "mailto:ca@example.com"),
    ("iodef", "https://example.com/report", "https://example.com/report"),
];

#[test]
fn the_data_is_sent_as_its_tag_wants_it_and_accepted() {
    for (tag, typed, written) in DATA {
        let body = json!({"type": "CAA", "name": "@", "data": written, "flags": 0, "tag": tag});
        let reply = json!({"domain_record": record(7, "CAA", "@", typed)});
        let api = Fake::of([post("/v2/domains/example.com/records", body).gives(201, reply)]);
        let arguments = ["domain", "new-record", "--flags", "0", "--tag", tag, "example.com", "CAA", "@", typed];
        doapi(arguments).at(&api).run().succeeds();
        api.finish();
        let api = sandbox(json!({"domains": [{"name": "example.com"}]}));
        let made = doapi(arguments).at(&api).run().succeeds().json();
        assert_eq!(made["data"], typed, "{tag}");
        let id = made["id"].to_string();
        for options in [["--ttl", "60"], ["--flags", "128"], ["--data", typed], ["--tag", tag]] {
            let arguments = [&["domain", "update-record"], options.as_slice(), &["example.com", &id]].concat();
            assert_eq!(doapi(arguments).at(&api).run().succeeds().json()["data"], typed, "{tag} {options:?}");
        }
    }
}

#[test]
fn a_change_of_the_tag_changes_how_the_data_is_written() {
    let shown = |tag: &str, data: &str| with(record(3, "CAA", "@", data), &json!({"flags": 0, "tag": tag}));
    for (before, options, data) in [
        (shown("issue", "ca.example"), "--ttl 60", "ca.example."),
        (shown("issue", "ca.example"), "--tag iodef", "ca.example"),
        (shown("iodef", "ca.example"), "--tag issue", "ca.example."),
        (shown("iodef", "https://ca.example"), "--data https://ca.example/2", "https://ca.example/2"),
        (shown("issue", ";"), "--data ca.example", "ca.example."),
    ] {
        let path = "/v2/domains/example.com/records/3";
        let reply = json!({"domain_record": before});
        let api = Fake::of([get(path).gives(200, &reply), Exchange::new("PATCH", path).gives(200, &reply)]);
        line(&format!("domain update-record {options} example.com 3")).at(&api).run().succeeds();
        let sent: Value = api.finish()[1].json();
        assert_eq!(sent["data"], data, "{before} {options}");
    }
}
