//! `/v2/domains/{name}/records`.

use serde_json::{Value, json};

use super::{RECORDS, api};

#[test]
fn records_come_back_as_they_are_stored() {
    let table = [
        (json!({"type": "AAAA", "name": "@", "data": "2001:db8::1"}), "@", "2001:db8::1", Value::Null),
        (json!({"type": "CNAME", "name": "www", "data": "example.com."}), "www", "@", Value::Null),
        (json!({"type": "CNAME", "name": "sub", "data": "www.Example.com."}), "sub", "www.Example.com", Value::Null),
        (json!({"type": "NS", "name": "up", "data": "EXAMPLE.com."}), "up", "@", Value::Null),
        (json!({"type": "CNAME", "name": "alias.example.com.", "data": "@"}), "alias", "@", Value::Null),
        (json!({"type": "NS", "data": "ns1.other.example."}), "@", "ns1.other.example", Value::Null),
        (json!({"type": "MX", "data": "mail.example.com.", "priority": 0}), "@", "mail.example.com", json!(0)),
        (
            json!({"type": "A", "name": "*", "data": "192.0.2.7", "priority": 0, "port": 0, "weight": 0, "flags": 0, "tag": ""}),
            "*",
            "192.0.2.7",
            Value::Null,
        ),
        (json!({"type": "TXT", "name": "@", "data": "has a dot."}), "@", "has a dot.", Value::Null),
    ];
    let api = api();
    for (body, name, data, priority) in table {
        let record = api.post(RECORDS, &body).expect(201, "/domain_record");
        let found = (&record["name"], &record["data"], &record["priority"]);
        assert_eq!(found, (&json!(name), &json!(data), &priority), "{body}");
        assert_eq!(record["ttl"], 1800);
        for key in ["port", "weight", "flags", "tag"] {
            assert_eq!(record[key], Value::Null, "{body} {key}");
        }
        let path = format!("{RECORDS}/{}", record["id"]);
        assert_eq!(api.get(&path).expect(200, "/domain_record"), record);
    }
}

#[test]
fn a_bare_host_of_a_caa_record_has_a_final_dot_and_other_data_goes_as_it_is() {
    let api = api();
    let account = "letsencrypt.org; accounturi=https://acme.example/acct/1";
    let table = [
        ("issue", "letsencrypt.org.", "letsencrypt.org"),
        ("issue", account, account),
        ("issuewild", ";", ";"),
        ("iodef", "mailto:security@example.com", "mailto:security@example.com"),
    ];
    for (tag, data, stored) in table {
        let body = json!({"type": "CAA", "name": "@", "flags": 0, "tag": tag, "data": data});
        assert_eq!(api.post(RECORDS, &body).expect(201, "/domain_record/data"), stored, "{data}");
    }
}

#[test]
fn a_put_of_a_ttl_alone_trips_over_the_stored_host_and_a_patch_does_not() {
    let api = api();
    let host = json!({"type": "CNAME", "name": "www", "data": "a.example."});
    let mail = json!({"type": "MX", "name": "@", "data": "b.example.", "priority": 1});
    for body in [host, mail] {
        let record = api.post(RECORDS, &body).expect(201, "/domain_record");
        let path = format!("{RECORDS}/{}", record["id"]);
        let ttl = r#"{"ttl":60}"#;
        api.ask("PUT", &path, ttl).refused(422, "Data needs to end with a dot (.)");
        assert_eq!(api.ask("PATCH", &path, ttl).expect(200, "/domain_record/ttl"), 60);
        let whole = format!(r#"{{"ttl":90,"data":{}}}"#, body["data"]);
        assert_eq!(api.ask("PUT", &path, &whole).expect(200, "/domain_record/ttl"), 90);
    }
    let text = json!({"type": "TXT", "name": "t", "data": "x"});
    let id = api.post(RECORDS, &text).number("/domain_record/id");
    assert_eq!(api.ask("PUT", &format!("{RECORDS}/{id}"), r#"{"ttl":60}"#).status, 200);
}

#[test]
fn a_text_has_at_most_512_characters() {
    let api = api();
    let text = |length: usize| json!({"type": "TXT", "name": "t", "data": "x".repeat(length)});
    assert_eq!(api.post(RECORDS, &text(512)).status, 201);
    api.post(RECORDS, &text(513)).refused(422, "Data is too long (maximum is 512 characters)");
}

/// Asserts that none of these records can be made, and in which words.
#[track_caller]
fn refuse(table: &[(Value, &str)]) {
    let api = api();
    for (body, message) in table {
        api.post(RECORDS, body).refused(422, message);
    }
    assert_eq!(api.value(RECORDS, "/meta/total"), 5);
}

#[test]
fn hosts_need_their_final_dot() {
    let dot = "Data needs to end with a dot (.)";
    refuse(&[
        (json!({"type": "CNAME", "name": "a", "data": "a.b"}), dot),
        (json!({"type": "NS", "name": "a", "data": "a.b"}), dot),
        (json!({"type": "MX", "data": "a.b", "priority": 1}), dot),
        (json!({"type": "SRV", "name": "_s._tcp", "data": "a.b"}), dot),
        (json!({"type": "CAA", "name": "@", "data": "a.b"}), dot),
        (json!({"type": "CNAME", "name": "a", "data": "."}), dot),
    ]);
}

#[test]
fn every_record_needs_a_type_a_name_and_data_that_fit() {
    let fixed = "SOA records cannot be created or deleted";
    let host = "Data is not a valid hostname";
    refuse(&[
        (json!({"name": "a", "data": "b"}), "Type can't be blank"),
        (json!({"type": "PTR"}), "Type is not included in the list"),
        (json!({"type": "SOA", "name": "@", "ttl": 60}), fixed),
        (json!({"type": "A", "data": "::1"}), "Name can't be blank"),
        (json!({"type": "A", "name": "a"}), "Data can't be blank"),
        (json!({"type": "A", "name": "a", "data": "::1"}), "Data is not a valid IPv4 address"),
        (json!({"type": "AAAA", "name": "a", "data": "192.0.2.1"}), "Data is not a valid IPv6 address"),
        (json!({"type": "NS", "name": "a", "data": "a b."}), host),
        (json!({"type": "TXT", "name": "a", "data": {}}), "Data is invalid"),
    ]);
}

#[test]
fn numbers_and_tags_are_needed_where_the_type_has_them_and_have_their_limits() {
    let mx = |priority: Value| json!({"type": "MX", "data": "a.b.", "priority": priority});
    let srv = |port: Value, weight: Value| {
        let (name, data) = ("_s._tcp", "a.b.");
        json!({"type": "SRV", "name": name, "data": data, "priority": 1, "port": port, "weight": weight})
    };
    let caa =
        |tag: Value, flags: Value| json!({"type": "CAA", "name": "@", "data": "a.b.", "tag": tag, "flags": flags});
    let null = || Value::Null;
    refuse(&[
        (mx(null()), "Priority can't be blank"),
        (mx(json!(65_536)), "Priority must be less than or equal to 65535"),
        (mx(json!(-1)), "Priority must be greater than or equal to 0"),
        (mx(json!("low")), "Priority is not a number"),
        (srv(null(), json!(1)), "Port can't be blank"),
        (srv(json!(1), null()), "Weight can't be blank"),
        (caa(null(), json!(0)), "Tag can't be blank"),
        (caa(json!("x"), json!(0)), "Tag is not included in the list"),
        (caa(json!("issue"), json!(256)), "Flags must be less than or equal to 255"),
        (json!({"type": "TXT", "name": "a", "data": "b", "ttl": 29}), "Ttl must be greater than or equal to 30"),
    ]);
}

#[test]
fn a_name_with_a_cname_record_takes_no_other() {
    let api = api();
    let alias = json!({"type": "CNAME", "name": "www", "data": "@"});
    assert_eq!(api.post(RECORDS, &alias).status, 201);
    let apex = json!({"type": "CNAME", "name": "@", "data": "a.example.org."});
    let other = json!({"type": "A", "name": "WWW", "data": "192.0.2.2"});
    let message = "CNAME records cannot share a name with other records";
    for body in [other, apex, alias] {
        api.post(RECORDS, &body).refused(422, message);
    }
}

#[test]
fn filters_take_the_whole_name_and_the_type() {
    let api = api();
    for (kind, name, data) in [("A", "www", "192.0.2.2"), ("TXT", "www", "x"), ("TXT", "@", "y")] {
        let body = json!({"type": kind, "name": name, "data": data});
        assert_eq!(api.post(RECORDS, &body).status, 201);
    }
    let table = [
        ("name=www.example.com", 2),
        ("name=www", 0),
        ("name=example.com", 6),
        ("name=example.com&type=TXT", 1),
        ("type=TXT", 2),
        ("type=NS", 3),
    ];
    for (query, count) in table {
        let found = api.get(&format!("{RECORDS}?{query}")).json();
        assert_eq!(found["meta"]["total"], count, "{query}");
    }
}

#[test]
fn put_and_patch_change_what_is_sent_and_null_unsets() {
    let api = api();
    let body = json!({"type": "SRV", "name": "_s._tcp", "data": "a.example.com.", "priority": 1, "port": 2, "weight": 3, "ttl": 60});
    let record = api.post(RECORDS, &body).expect(201, "/domain_record");
    let path = format!("{RECORDS}/{}", record["id"]);
    let table = [
        ("PUT", json!({"type": "SRV", "port": 22}), json!({"port": 22})),
        ("PATCH", json!({"data": "b.example.com."}), json!({"data": "b.example.com"})),
        ("PATCH", json!({"ttl": null}), json!({"ttl": 1800})),
        (
            "PATCH",
            json!({"type": "A", "data": "192.0.2.9", "name": "s"}),
            json!({"type": "A", "data": "192.0.2.9", "name": "s", "priority": null, "port": null, "weight": null}),
        ),
    ];
    let mut expected = record;
    for (method, body, changes) in table {
        for (key, value) in changes.as_object().unwrap() {
            expected[key] = value.clone();
        }
        let found = api.ask(method, &path, &body.to_string());
        assert_eq!(found.expect(200, "/domain_record"), expected, "{method} {body}");
    }
}

#[test]
fn resending_data_without_its_dot_is_refused_and_changes_nothing() {
    let api = api();
    let body = json!({"type": "CNAME", "name": "www", "data": "a.example.com."});
    let mut record = api.post(RECORDS, &body).expect(201, "/domain_record");
    let path = format!("{RECORDS}/{}", record["id"]);
    let before = record.clone();
    record["ttl"] = json!(60);
    let answer = api.ask("PUT", &path, &record.to_string());
    answer.refused(422, "Data needs to end with a dot (.)");
    assert_eq!(api.get(&path).expect(200, "/domain_record"), before);
}

#[test]
fn of_the_soa_record_only_the_ttl_changes_and_it_stays() {
    let api = api();
    let soa = api.get(&format!("{RECORDS}?type=SOA")).json()["domain_records"][0].take();
    let path = format!("{RECORDS}/{}", soa["id"]);
    let body = json!({"type": "SOA", "name": "www", "ttl": 3600});
    let changed = api.ask("PUT", &path, &body.to_string()).expect(200, "/domain_record");
    assert_eq!((&changed["name"], &changed["ttl"]), (&json!("@"), &json!(3600)));
    for answer in [api.delete(&path), api.ask("PUT", &path, r#"{"type":"A"}"#)] {
        answer.refused(422, "SOA records cannot be created or deleted");
    }
}

#[test]
fn a_deleted_record_is_gone() {
    let api = api();
    let path = format!("{RECORDS}/1700000005");
    assert_eq!(api.delete(&path).status, 204);
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        assert_eq!(api.ask(method, &path, "{}").status, 404, "{method}");
    }
}
