//! `/v2/domains` and their records.

mod records;

use serde_json::{Value, json};

use crate::client::{Api, account};

const RECORDS: &str = "/v2/domains/example.com/records";

fn api() -> Api {
    let api = account(json!({}));
    let body = json!({"name": "example.com", "ip_address": "192.0.2.1"});
    assert_eq!(api.post("/v2/domains", &body).status, 201);
    api
}

/// The part of a record that a test is about.
fn brief(record: &Value) -> String {
    let word = |key: &str| record[key].as_str().unwrap_or_default().to_owned();
    format!("{} {} {}", word("type"), word("name"), word("data"))
}

#[test]
fn a_new_domain_has_its_soa_its_name_servers_and_the_address_it_was_made_with() {
    let api = api();
    let records = api.get(RECORDS).expect(200, "/domain_records");
    let briefs: Vec<String> = records.as_array().unwrap().iter().map(brief).collect();
    let expected = [
        "SOA @ 1800",
        "NS @ ns1.digitalocean.com",
        "NS @ ns2.digitalocean.com",
        "NS @ ns3.digitalocean.com",
        "A @ 192.0.2.1",
    ];
    assert_eq!(briefs, expected);
    let first = r#"{"id":1700000001,"type":"SOA","name":"@","data":"1800","priority":null,"port":null,"ttl":1800,"weight":null,"flags":null,"tag":null}"#;
    assert_eq!(records[0].to_string(), first);
}

#[test]
fn the_address_of_a_new_domain_may_be_left_out() {
    let api = account(json!({}));
    let reply = api.post("/v2/domains", &json!({"name": "example.com"}));
    let expected = r#"{"domain":{"name":"example.com","ttl":1800,"zone_file":null}}"#;
    assert_eq!((reply.status, reply.body.as_str()), (201, expected));
    assert_eq!(api.get(RECORDS).json()["meta"]["total"], 4);
}

#[test]
fn the_zone_file_is_null_in_the_reply_to_post_and_whole_later() {
    let api = api();
    for record in [
        json!({"type": "CNAME", "name": "www", "data": "@"}),
        json!({"type": "MX", "data": "mail.example.com.", "priority": 10}),
        json!({"type": "SRV", "name": "_sip._tcp", "data": "sip.example.com.", "priority": 10, "port": 5060, "weight": 5}),
        json!({"type": "TXT", "name": "txt", "data": "v=spf1 -all", "ttl": 3600}),
        json!({"type": "CAA", "name": "@", "data": "letsencrypt.org.", "flags": 0, "tag": "issue"}),
    ] {
        assert_eq!(api.post(RECORDS, &record).status, 201, "{record}");
    }
    let domain = api.get("/v2/domains/example.com").expect(200, "/domain");
    let zone = domain["zone_file"].as_str().unwrap();
    assert!(zone.ends_with(".\n") || zone.ends_with("\"\n"), "{zone:?}");
    let lines: Vec<&str> = zone.lines().collect();
    assert_eq!(lines[..2], ["$ORIGIN example.com.", "$TTL 1800"]);
    assert!(lines[2].starts_with("example.com. IN SOA ns1.digitalocean.com. hostmaster.example.com. 1"));
    assert!(lines[2].ends_with(" 10800 3600 604800 1800"));
    let rest = [
        "example.com. 1800 IN NS ns1.digitalocean.com.",
        "example.com. 1800 IN NS ns2.digitalocean.com.",
        "example.com. 1800 IN NS ns3.digitalocean.com.",
        "example.com. 1800 IN A 192.0.2.1",
        "www.example.com. 1800 IN CNAME example.com.",
        "example.com. 1800 IN MX 10 mail.example.com.",
        "_sip._tcp.example.com. 1800 IN SRV 10 5 5060 sip.example.com.",
        "txt.example.com. 3600 IN TXT v=spf1 -all",
        "example.com. 1800 IN CAA 0 issue \"letsencrypt.org\"",
    ];
    assert_eq!(lines[3..], rest);
    let listed = api.get("/v2/domains").expect(200, "/domains");
    assert_eq!(listed[0], domain);
}

#[test]
fn a_domain_is_gone_with_its_records_when_it_is_deleted() {
    let api = api();
    assert_eq!(api.delete("/v2/domains/example.com").status, 204);
    for path in ["/v2/domains/example.com", RECORDS] {
        assert_eq!(api.get(path).status, 404, "{path}");
    }
    assert_eq!(api.delete("/v2/domains/example.com").status, 404);
}

#[test]
fn domains_that_cannot_be_are_refused() {
    let table = [
        (json!({}), "Name can't be blank"),
        (json!({"name": "localhost"}), "Name must be a valid domain name"),
        (json!({"name": "a b.com"}), "Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)"),
        (json!({"name": "EXAMPLE.com"}), "domain 'EXAMPLE.com': name already exists"),
        (json!({"name": "example.org", "ip_address": "::1"}), "Data is not a valid IPv4 address"),
    ];
    let api = api();
    for (body, message) in table {
        api.post("/v2/domains", &body).refused(422, message);
    }
}

#[test]
fn seeded_domains_get_what_every_domain_has() {
    let api = account(json!({"domains": [
        {"name": "example.com", "records": [{"type": "A", "name": "www", "data": "192.0.2.3"}]},
    ]}));
    let records = api.get(RECORDS).expect(200, "/domain_records");
    let briefs: Vec<String> = records.as_array().unwrap().iter().map(brief).collect();
    assert_eq!((briefs.len(), briefs[4].as_str()), (5, "A www 192.0.2.3"));
    assert_eq!(records[4]["ttl"], 1800);
}
