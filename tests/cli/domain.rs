//! `doapi domain new | show | delete`.

use doapi_sandbox::Sandbox;
use serde_json::json;

use crate::fake::Fake;
use crate::replies::{list, not_found};
use crate::runner::{doapi, line};
use crate::sandboxes::{changes, faulty_sandbox, sandbox};
use crate::script::{delete, get, post};

/// An account with three domains.
fn account() -> Sandbox {
    sandbox(json!({"domains": [{"name": "example.com"}, {"name": "example.net"}, {"name": "example.org"}]}))
}

#[test]
fn a_new_domain_is_printed_as_the_api_made_it() {
    let run = line("domain new example.com 192.0.2.1").at(&sandbox(json!({}))).run().succeeds();
    assert_eq!(run.json(), json!({"name": "example.com", "ttl": 1800, "zone_file": null}));
}

#[test]
fn a_new_domain_points_to_its_address_if_it_is_given_one() {
    for (arguments, types) in [
        ("domain new example.com 192.0.2.1", json!(["SOA", "NS", "NS", "NS", "A"])),
        ("domain new example.com", json!(["SOA", "NS", "NS", "NS"])),
    ] {
        let api = sandbox(json!({}));
        line(arguments).at(&api).run().succeeds();
        let records = line("domain show-record example.com").at(&api).run().succeeds();
        assert_eq!(records.each("type"), types, "{arguments}");
        assert!(records.array().iter().skip(4).all(|record| record["data"] == "192.0.2.1"), "{records}");
    }
}

#[test]
fn a_new_domain_is_sent_with_its_address_or_without_one() {
    for (arguments, body) in [
        ("domain new example.com 192.0.2.1", json!({"name": "example.com", "ip_address": "192.0.2.1"})),
        ("domain new example.com", json!({"name": "example.com"})),
    ] {
        let api = Fake::of([post("/v2/domains", body).gives(201, json!({"domain": {"name": "example.com"}}))]);
        line(arguments).at(&api).run().succeeds();
        api.finish();
    }
}

#[test]
fn a_domain_that_exists_already_is_an_error_of_the_api() {
    let run = line("domain new example.com 192.0.2.1").at(&account()).run().exits(1).prints("");
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(
        run.stderr.starts_with(r#"doapi: domain "example.com": POST /v2/domains: 422 unprocessable_entity"#),
        "{run}"
    );
}

#[test]
fn domains_are_shown_all_or_those_given_in_their_order() {
    let api = account();
    for (arguments, names) in [
        ("domain show", json!(["example.com", "example.net", "example.org"])),
        ("domain", json!(["example.com", "example.net", "example.org"])),
        ("domain show example.org example.com", json!(["example.org", "example.com"])),
    ] {
        assert_eq!(line(arguments).at(&api).run().succeeds().each("name"), names, "{arguments}");
    }
    line("domain show").at(&sandbox(json!({}))).run().succeeds().prints("[]\n");
}

#[test]
fn a_domain_is_shown_with_its_zone() {
    let run = line("domain show example.com").at(&account()).run().succeeds();
    let domain = &run.array()[0];
    assert_eq!(domain["ttl"], 1800);
    assert!(domain["zone_file"].as_str().unwrap().starts_with("$ORIGIN example.com.\n$TTL 1800\n"), "{run}");
}

#[test]
fn a_domain_given_twice_is_meant_once_with_a_warning() {
    let run = line("domain show example.com example.net example.com").at(&account()).run().exits(0);
    assert_eq!(run.each("name"), json!(["example.com", "example.net"]));
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(run.stderr.starts_with("doapi: warning: ") && run.stderr.contains("example.com"), "{run}");
}

#[test]
fn an_unknown_domain_is_named_and_nothing_is_printed() {
    for arguments in ["domain show example.com nowhere.example", "domain delete example.com nowhere.example"] {
        let api = account();
        let run = line(arguments).at(&api).run().exits(3).prints("");
        assert_eq!(run.complaints(), [r#"doapi: domain "nowhere.example": no such domain"#], "{arguments}");
        assert_eq!(changes(&api), Vec::<String>::new());
    }
}

#[test]
fn domains_are_deleted_without_output() {
    let api = account();
    line("domain delete example.com example.org").at(&api).run().succeeds().prints("");
    assert_eq!(line("domain show").at(&api).run().succeeds().each("name"), json!(["example.net"]));
}

#[test]
fn a_domain_that_cannot_be_deleted_does_not_keep_the_others() {
    let fault = r#"DELETE /v2/domains/example.net status=422 body={"id":"unprocessable_entity","message":"Not now."}"#;
    let seed = json!({"domains": [{"name": "example.com"}, {"name": "example.net"}, {"name": "example.org"}]});
    let api = faulty_sandbox(seed, &[fault]);
    let run = line("domain delete example.com example.net example.org").at(&api).run().exits(7).prints("");
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(
        run.complaints()[0].starts_with(r#"doapi: domain "example.net": DELETE /v2/domains/example.net: 422"#),
        "{run}"
    );
    assert_eq!(line("domain show").at(&api).run().succeeds().each("name"), json!(["example.net"]));
}

#[test]
fn a_name_is_one_segment_of_the_path_whatever_is_in_it() {
    for (name, segment) in [
        ("a b", "a%20b"),
        ("a/b", "a%2Fb"),
        ("a?b#c", "a%3Fb%23c"),
        ("50%", "50%25"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("../droplets", "..%2Fdroplets"),
    ] {
        let one = format!("/v2/domains/{segment}");
        let domain = json!({"domain": {"name": name}});
        let records = format!("{one}/records?per_page=200");
        let api = Fake::of([
            get(&one).gives(200, &domain),
            get(&records).gives(200, list("domain_records", &[])),
            get(&one).gives(200, &domain),
            delete(&one).gives(204, ""),
        ]);
        assert_eq!(doapi(["domain", "show", name]).at(&api).run().succeeds().each("name"), json!([name]));
        doapi(["domain", "show-record", name]).at(&api).run().succeeds().prints("[]\n");
        doapi(["domain", "delete", name]).at(&api).run().succeeds().prints("");
        api.finish();
    }
}

#[test]
fn a_name_that_no_path_can_hold_is_a_usage_error() {
    for name in [".", "..", ""] {
        let api = Fake::of([]);
        for verb in ["show", "delete", "show-record"] {
            doapi(["domain", verb, name]).at(&api).run().exits(2).prints("");
        }
        api.finish();
    }
}

#[test]
fn new_and_delete_need_to_be_told_what() {
    let api = Fake::of([]);
    for arguments in ["domain new", "domain new example.com 192.0.2.1 192.0.2.2", "domain delete"] {
        line(arguments).at(&api).run().exits(2).prints("");
    }
    api.finish();
}

#[test]
fn a_domain_that_vanishes_before_it_is_deleted_is_a_failure() {
    let one = get("/v2/domains/example.com").gives(200, json!({"domain": {"name": "example.com"}}));
    let api = Fake::of([one, delete("/v2/domains/example.com").gives(404, not_found())]);
    line("domain delete example.com").at(&api).run().exits(1).says("404 not_found");
    api.finish();
}

#[test]
fn a_final_dot_is_taken_off_and_other_letters_are_sent_as_punycode() {
    let api = sandbox(json!({"domains": [{"name": "example.com"}, {"name": "xn--bcher-kva.example"}]}));
    for (arguments, names) in [
        ("domain show example.com.", json!(["example.com"])),
        ("domain show b\u{fc}cher.example", json!(["xn--bcher-kva.example"])),
        ("domain show xn--bcher-kva.example", json!(["xn--bcher-kva.example"])),
    ] {
        assert_eq!(line(arguments).at(&api).run().succeeds().each("name"), names, "{arguments}");
    }
    line("domain new-record b\u{fc}cher.example. A www 192.0.2.1").at(&api).run().succeeds();
    line("domain show-record b\u{fc}cher.example").at(&api).run().succeeds();
    let new = line("domain new \u{fc}ber.example. 192.0.2.1").at(&api).run().succeeds();
    assert_eq!(new.json()["name"], "xn--ber-goa.example");
    line("domain delete example.com. b\u{fc}cher.example").at(&api).run().succeeds();
    let run = line("domain show example.net b\u{fc}cher.example").at(&api).run().exits(3);
    let unknown =
        ["doapi: domain \"example.net\": no such domain", "doapi: domain \"b\u{fc}cher.example\": no such domain"];
    assert_eq!(run.complaints(), unknown);
}

#[test]
fn an_address_that_the_api_does_not_take_gets_a_hint() {
    let run = line("domain new example.com 2001:db8::1").at(&sandbox(json!({}))).run().exits(1).prints("");
    run.says(
        "hint: create the domain without an address, then: doapi domain new-record example.com AAAA @ 2001:db8::1",
    );
}
