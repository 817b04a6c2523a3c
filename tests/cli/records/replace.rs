//! `doapi domain new-record --delete`.

use serde_json::json;

use super::{account, own_records, record};
use crate::fake::Fake;
use crate::replies::{error, list};
use crate::runner::line;
use crate::sandboxes::{changes, sandbox};
use crate::script::{Exchange, delete, get, post};

const RECORDS: &str = "/v2/domains/example.com/records";

fn created() -> Exchange {
    let reply = json!({"domain_record": record(9, "A", "www", "192.0.2.9")});
    post(RECORDS, json!({"type": "A", "name": "www", "data": "192.0.2.9"})).gives(201, reply)
}

/// What the API's filter gives, and records that it should not have given.
fn found() -> Exchange {
    let records = [
        record(1, "A", "www", "192.0.2.1"),
        record(2, "A", "www", "192.0.2.2"),
        record(3, "AAAA", "www", "2001:db8::1"),
        record(4, "A", "mail", "192.0.2.4"),
        record(9, "A", "www", "192.0.2.9"),
        record(10, "A", "www", "192.0.2.10"),
    ];
    get(&format!("{RECORDS}?type=A&name=www.example.com&per_page=200")).gives(200, list("domain_records", &records))
}

fn deleted(id: u64) -> Exchange {
    delete(&format!("{RECORDS}/{id}")).gives(204, "")
}

#[test]
fn the_record_is_created_first_and_then_older_ones_of_its_type_and_name_are_deleted() {
    let api = Fake::steps([vec![created()], vec![found()], vec![deleted(1), deleted(2)]]);
    let run = line("domain new-record --delete example.com A www 192.0.2.9").at(&api).run().succeeds();
    assert_eq!(run.json()["id"], 9);
    api.finish();
}

#[test]
fn records_of_other_types_names_and_domains_stay() {
    let api = account();
    line("domain new-record example.com A www 192.0.2.8").at(&api).run().succeeds();
    let run = line("domain new-record --delete example.com A www.example.com 192.0.2.9").at(&api).run().succeeds();
    let new = run.json();
    let all = line("domain show-record example.com --type A --name www").at(&api).run().succeeds();
    assert_eq!(all.array(), [new]);
    let left: Vec<_> = own_records(&api).iter().map(|record| record["id"].clone()).collect();
    assert_eq!(left, [2, 3, 4, 5, 6, 7, 8], "{run}");
    assert_eq!(line("domain show-record example.org 21").at(&api).run().succeeds().each("id"), json!([21]));
}

#[test]
fn the_records_of_the_domain_itself_are_replaced_too() {
    for name in ["@", "example.com"] {
        let api = account();
        let arguments = format!("domain new-record --delete --priority 5 example.com MX {name} mx.example.com");
        let new = line(&arguments).at(&api).run().succeeds().json();
        assert_eq!(new["data"], "mx.example.com");
        let all = line("domain show-record example.com --type MX").at(&api).run().succeeds();
        assert_eq!(all.array(), [new], "{name}");
    }
}

#[test]
fn where_there_is_nothing_older_nothing_is_deleted() {
    let api = sandbox(json!({"domains": [{"name": "example.com"}]}));
    line("domain new-record --delete example.com A www 192.0.2.9").at(&api).run().succeeds();
    assert_eq!(changes(&api), ["POST /v2/domains/example.com/records"]);
}

#[test]
fn if_the_record_cannot_be_created_nothing_is_deleted() {
    let api = account();
    line("domain new-record --delete example.com A www not-an-address").at(&api).run().exits(1).prints("");
    assert_eq!(changes(&api), ["POST /v2/domains/example.com/records"]);
}

#[test]
fn a_record_that_cannot_be_deleted_does_not_hide_the_new_one() {
    let refused = delete(&format!("{RECORDS}/1")).gives(422, error("unprocessable_entity", "Not now."));
    let api = Fake::steps([vec![created()], vec![found()], vec![refused, deleted(2)]]);
    let run = line("domain new-record --delete example.com A www 192.0.2.9").at(&api).run().exits(7);
    assert_eq!(run.json()["id"], 9);
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(run.stderr.contains(r#"record "1": DELETE /v2/domains/example.com/records/1: 422"#), "{run}");
    api.finish();
}

#[test]
fn the_case_of_a_name_makes_no_other_record() {
    let api = account();
    line("domain new-record --delete example.com A WWW 192.0.2.9").at(&api).run().succeeds();
    let all = line("domain show-record example.com --type A --name www").at(&api).run().succeeds();
    assert_eq!(all.each("data"), json!(["192.0.2.9"]));
}
