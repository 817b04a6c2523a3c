//! `doapi domain show-record`.

use serde_json::json;

use super::{account, record, with};
use crate::fake::Fake;
use crate::replies::list;
use crate::runner::line;
use crate::script::get;

#[test]
fn all_records_of_a_domain_are_shown() {
    let run = line("domain show-record example.org").at(&account()).run().succeeds();
    let mut types = run.each("type");
    types.as_array_mut().unwrap().sort_by_key(ToString::to_string);
    assert_eq!(types, json!(["A", "NS", "NS", "NS", "SOA"]));
}

#[test]
fn records_are_shown_by_their_ids_in_the_order_given() {
    let run = line("domain show-record example.com 4 1").at(&account()).run().succeeds();
    let mail = with(record(4, "MX", "@", "mail.example.com"), &json!({"priority": 10}));
    assert_eq!(run.array(), [mail, record(1, "A", "www", "192.0.2.1")]);
}

#[test]
fn records_are_shown_by_type_and_by_name_relative_or_full() {
    let api = account();
    for (filters, ids) in [
        ("--type A", json!([1])),
        ("--type CNAME", json!([3])),
        ("--name www", json!([1, 2])),
        ("--name www.example.com", json!([1, 2])),
        ("--name www.example.com.", json!([1, 2])),
        ("--name _sip._tcp", json!([6])),
        ("--name www --type AAAA", json!([2])),
        ("--type MX --name @", json!([4])),
        ("--type=MX --name=example.com", json!([4])),
        ("--type TXT --name www", json!([])),
        ("--name nothing", json!([])),
    ] {
        let run = line(&format!("domain show-record example.com {filters}")).at(&api).run().succeeds();
        assert_eq!(run.each("id"), ids, "{filters}");
    }
}

#[test]
fn the_api_filters_and_is_given_full_names() {
    for (filters, query) in [
        ("--type A", "type=A&per_page=200"),
        ("--name www", "name=www.example.com&per_page=200"),
        ("--name www.example.com --type A", "name=www.example.com&type=A&per_page=200"),
        ("--name @", "name=example.com&per_page=200"),
        ("--name *", "name=%2A.example.com&per_page=200"),
        ("", "per_page=200"),
    ] {
        let path = format!("/v2/domains/example.com/records?{query}");
        let api = Fake::of([get(&path).gives(200, list("domain_records", &[]))]);
        line(&format!("domain show-record example.com {filters}")).at(&api).run().succeeds().prints("[]\n");
        api.finish();
    }
}

#[test]
fn filters_do_not_go_with_ids() {
    let api = account();
    for filter in ["--type A", "--name www"] {
        line(&format!("domain show-record {filter} example.com 1")).at(&api).run().exits(2).prints("");
    }
    assert!(api.requests().is_empty());
}

#[test]
fn an_unknown_record_or_domain_is_named_and_nothing_is_printed() {
    for (arguments, complaints) in [
        ("example.com 1 98 99", vec![r#"doapi: record "98": no such record"#, r#"doapi: record "99": no such record"#]),
        ("example.com 21", vec![r#"doapi: record "21": no such record"#]),
        ("nowhere.example 1", vec![r#"doapi: domain "nowhere.example": no such domain"#]),
        ("nowhere.example", vec![r#"doapi: domain "nowhere.example": no such domain"#]),
        ("nowhere.example --type A", vec![r#"doapi: domain "nowhere.example": no such domain"#]),
    ] {
        let run = line(&format!("domain show-record {arguments}")).at(&account()).run().exits(3).prints("");
        assert_eq!(run.complaints(), complaints, "{arguments}");
    }
}

#[test]
fn a_record_goes_by_its_number_only() {
    let api = account();
    for id in ["www", "1x", "0x1", "1.0"] {
        line(&format!("domain show-record example.com {id}")).at(&api).run().exits(2).prints("");
    }
    line("domain show-record").at(&api).run().exits(2);
    assert!(api.requests().is_empty());
}
