//! `doapi domain delete-record`.

use serde_json::json;

use super::{account, own_records};
use crate::runner::line;
use crate::sandboxes::changes;

#[test]
fn records_are_deleted_without_output() {
    let api = account();
    line("domain delete-record example.com 3 1").at(&api).run().succeeds().prints("");
    let left: Vec<_> = own_records(&api).iter().map(|record| record["id"].clone()).collect();
    assert_eq!(left, [2, 4, 5, 6, 7, 8]);
}

#[test]
fn if_one_record_does_not_exist_nothing_is_deleted() {
    for (arguments, complaint) in [
        ("example.com 1 99 2", r#"doapi: record "99": no such record"#),
        ("example.com 1 21", r#"doapi: record "21": no such record"#),
        ("nowhere.example 1", r#"doapi: domain "nowhere.example": no such domain"#),
    ] {
        let api = account();
        let run = line(&format!("domain delete-record {arguments}")).at(&api).run().exits(3).prints("");
        assert_eq!(run.complaints(), [complaint]);
        assert_eq!(changes(&api), Vec::<String>::new());
    }
}

#[test]
fn a_record_that_the_api_keeps_does_not_keep_the_others() {
    let api = account();
    let soa = line("domain show-record example.com --type SOA").at(&api).run().succeeds().array();
    let run = line(&format!("domain delete-record example.com {} 1", soa[0]["id"])).at(&api).run().exits(7).prints("");
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(run.stderr.contains("422 unprocessable_entity"), "{run}");
    line("domain show-record example.com 1").at(&api).run().exits(3);
}

#[test]
fn a_record_given_twice_is_deleted_once_with_a_warning() {
    let api = account();
    let run = line("domain delete-record example.com 1 1").at(&api).run().exits(0).prints("");
    assert!(run.stderr.starts_with("doapi: warning: "), "{run}");
    assert_eq!(changes(&api), ["DELETE /v2/domains/example.com/records/1"]);
}

#[test]
fn delete_record_needs_a_domain_and_a_record() {
    let api = account();
    for arguments in ["", " example.com", " example.com x"] {
        line(&format!("domain delete-record{arguments}")).at(&api).run().exits(2).prints("");
    }
    assert!(api.requests().is_empty());
    assert_eq!(line("domain show-record example.com 1").at(&api).run().succeeds().each("id"), json!([1]));
}
