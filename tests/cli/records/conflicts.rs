//! `new-record --delete` where the API refuses the new record beside the old one.

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use super::record;
use crate::fake::Fake;
use crate::replies::{error, list};
use crate::runner::line;
use crate::sandboxes::{changes, sandbox};
use crate::script::{Exchange, delete, get, post};

const RECORDS: &str = "/v2/domains/example.com/records";

fn zone(kind: &str, data: &str) -> Sandbox {
    sandbox(json!({"domains": [{"name": "example.com", "records": [
        {"id": 1, "type": kind, "name": "blog", "data": data, "ttl": 60},
        {"id": 2, "type": "CNAME", "name": "other", "data": "a.example.net"},
    ]}]}))
}

/// The records of `blog` as `TYPE DATA TTL`.
fn blog(api: &Sandbox) -> Vec<String> {
    let run = line("domain show-record --name blog example.com").at(api).run().succeeds();
    let text = |record: &Value| {
        format!("{} {} {}", record["type"].as_str().unwrap(), record["data"].as_str().unwrap(), record["ttl"])
    };
    run.array().iter().map(text).collect()
}

#[test]
fn a_cname_takes_the_place_of_a_cname_and_of_addresses_and_they_of_it() {
    for (kind, data, arguments, left) in [
        ("CNAME", "a.example.net", "CNAME blog b.example.net", "CNAME b.example.net 1800"),
        ("A", "192.0.2.1", "CNAME blog b.example.net", "CNAME b.example.net 1800"),
        ("AAAA", "2001:db8::1", "CNAME blog.example.com b.example.net.", "CNAME b.example.net 1800"),
        ("CNAME", "a.example.net", "A blog 192.0.2.9", "A 192.0.2.9 1800"),
    ] {
        let api = zone(kind, data);
        let run = line(&format!("domain new-record --delete example.com {arguments}")).at(&api).run().succeeds();
        assert_eq!(blog(&api), [left], "{arguments}: {run}");
        let requests = [format!("POST {RECORDS}"), format!("DELETE {RECORDS}/1"), format!("POST {RECORDS}")];
        assert_eq!(changes(&api), requests);
        line("domain show-record --name other example.com").at(&api).run().succeeds().says("");
    }
}

#[test]
fn what_went_first_comes_back_if_the_new_record_is_refused_all_the_same() {
    let api = zone("TXT", "text");
    line("domain new-record example.com A blog 192.0.2.1").at(&api).run().succeeds();
    let run =
        line("domain new-record --delete example.com CNAME blog b.example.net").at(&api).run().exits(1).prints("");
    assert!(run.stderr.contains(r#"CNAME record "blog": POST "#), "{run}");
    assert!(
        run.stderr.contains(r#"hint: the A record "blog" ("192.0.2.1") that was deleted for it is there again"#),
        "{run}"
    );
    assert_eq!(blog(&api), ["TXT text 60", "A 192.0.2.1 1800"]);
}

fn refused() -> Exchange {
    let body = json!({"type": "CNAME", "name": "blog", "data": "b.example.net."});
    let message = "CNAME records cannot share a name with other records";
    post(RECORDS, body).gives(422, error("unprocessable_entity", message))
}

fn found() -> Exchange {
    let records = [record(1, "CNAME", "blog", "a.example.net")];
    get(&format!("{RECORDS}?name=blog.example.com&per_page=200")).gives(200, list("domain_records", &records))
}

#[test]
fn what_cannot_come_back_is_told_with_the_command_that_creates_it() {
    let again = json!({"type": "CNAME", "name": "blog", "data": "a.example.net.", "ttl": 1800});
    let lost = || refused().cut_off();
    for (second, more, code) in [
        (refused(), vec![post(RECORDS, again).gives(422, error("unprocessable_entity", "Not now."))], 1),
        (lost(), vec![], 8),
    ] {
        let gone = delete(&format!("{RECORDS}/1")).gives(204, "");
        let api = Fake::of([refused(), found(), gone, second].into_iter().chain(more));
        let run = line("domain new-record --delete example.com CNAME blog b.example.net").at(&api).run().exits(code);
        let command = "is NOT there again: doapi domain new-record --ttl 1800 example.com CNAME blog a.example.net";
        run.prints("").says(command);
        api.finish();
    }
}

#[test]
fn a_record_in_the_way_that_cannot_be_deleted_ends_it_and_nothing_is_lost() {
    let kept = delete(&format!("{RECORDS}/1")).gives(422, error("unprocessable_entity", "Not now."));
    let api = Fake::of([refused(), found(), kept]);
    let run =
        line("domain new-record --delete example.com CNAME blog b.example.net").at(&api).run().exits(1).prints("");
    assert!(!run.stderr.contains("deleted for it"), "{run}");
    api.finish();
}

#[test]
fn without_delete_the_refusal_has_a_hint() {
    let api = zone("CNAME", "a.example.net");
    let run = line("domain new-record example.com CNAME blog b.example.net").at(&api).run().exits(1).prints("");
    run.says("hint: --delete puts the new record in the place of a CNAME");
    assert_eq!(blog(&api), ["CNAME a.example.net 60"]);
}

#[test]
fn refusals_name_the_record_and_the_option_that_mends_them() {
    let api = zone("TXT", "text");
    for (arguments, record, option) in [
        ("MX @ mail.example.com", r#"MX record "@": POST"#, "hint: give --priority"),
        ("MX @ mail --priority 1", r#"MX record "@": POST"#, "final dot"),
        ("CAA @ ca.example.net --flags 0", r#"CAA record "@": POST"#, "hint: give --tag"),
        ("A x 192.0.2.1 --ttl 1", r#"A record "x": POST"#, "hint: give --ttl"),
    ] {
        let run = line(&format!("domain new-record example.com {arguments}")).at(&api).run().exits(1).prints("");
        assert!(run.stderr.contains(record) && run.stderr.contains(option), "{arguments}: {run}");
    }
}
