//! The SSH keys of new droplets: `doapi droplet new -K`.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{error, list, look_up, not_found};
use crate::runner::{Invocation, doapi};
use crate::script::{Exchange, get, post};

const PRINT: &str = "3b:16:e4:bf:8b:00:8b:b8:59:8c:a9:d3:f0:19:fa:45";
const BLOB: &str = "AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

fn key(id: u64, name: &str, blob: &str) -> Value {
    json!({"id": id, "fingerprint": PRINT, "public_key": format!("ssh-ed25519 {blob} whoever"), "name": name})
}

fn image() -> Vec<Exchange> {
    vec![get("/v2/images/debian-13-x64").gives(200, json!({"image": {"id": 5, "slug": "debian-13-x64"}}))]
}

fn all_keys(keys: &[Value]) -> Exchange {
    get("/v2/account/keys?per_page=200").gives(200, list("ssh_keys", keys))
}

/// The POST that makes the droplet with these keys.
fn creates(keys: &[u64]) -> Vec<Exchange> {
    let body = json!({"names": ["web"], "image": "debian-13-x64", "size": "s-1vcpu-1gb", "ssh_keys": keys});
    vec![post("/v2/droplets", body).gives(202, json!({"droplets": [{"id": 7, "name": "web"}]}))]
}

fn new(keys: &[&str]) -> Invocation {
    let mut line = vec!["droplet", "new", "-I", "debian-13-x64", "-S", "s-1vcpu-1gb", "web"];
    line.extend(keys.iter().flat_map(|key| ["-K", key]));
    doapi(line)
}

fn one(path: &str) -> Exchange {
    get(&format!("/v2/account/keys/{path}")).gives(200, json!({"ssh_key": key(289_794, "home", BLOB)}))
}

#[test]
fn a_key_is_named_by_its_id_fingerprint_or_name() {
    let encoded = PRINT.replace(':', "%3A");
    for (label, lookup) in [
        ("289794", one("289794")),
        (PRINT, one(&encoded)),
        ("home", all_keys(&[key(289_794, "home", BLOB), key(2, "work", "AAAA")])),
    ] {
        let api = Fake::steps([image(), vec![lookup], look_up("web", &[]), creates(&[289_794])]);
        new(&[label]).at(&api).run().succeeds();
        api.finish();
    }
}

#[test]
fn fingerprints_compare_in_any_case() {
    let upper = PRINT.to_uppercase();
    let api = Fake::steps([image(), vec![one(&upper.replace(':', "%3A"))], look_up("web", &[]), creates(&[289_794])]);
    new(&[&upper]).at(&api).run().succeeds();
    api.finish();
}

#[test]
fn the_list_of_keys_is_read_once() {
    let keys = [key(1, "home", BLOB), key(2, "work", "AAAA"), key(3, "phone", "BBBB")];
    let api = Fake::steps([image(), vec![all_keys(&keys)], look_up("web", &[]), creates(&[3, 1, 2])]);
    new(&["phone", "home", "work"]).at(&api).run().succeeds();
    api.finish();
}

#[test]
fn the_key_of_a_file_that_the_account_has_is_used() {
    let api = Fake::steps([image(), vec![all_keys(&[key(1, "any name", BLOB)])], look_up("web", &[]), creates(&[1])]);
    let line = format!("ssh-ed25519 {BLOB} me@here\n");
    new(&["id_ed25519.pub"]).file("id_ed25519.pub", &line).at(&api).run().succeeds();
    api.finish();
}

#[test]
fn the_key_of_a_file_that_the_account_has_not_is_registered_under_its_comment() {
    let line = format!("ssh-ed25519 {BLOB} me@here");
    let registered = post("/v2/account/keys", json!({"name": "me@here", "public_key": line}))
        .gives(201, json!({"ssh_key": key(46_000_001, "me@here", BLOB)}));
    let api = Fake::steps([
        image(),
        vec![all_keys(&[key(2, "work", "AAAA")])],
        look_up("web", &[]),
        vec![registered],
        creates(&[2, 46_000_001]),
    ]);
    let run = new(&["work", "./me.pub"]).file("me.pub", &format!("{line}\n")).at(&api).run().exits(0);
    assert!(run.stderr.contains("me@here") && run.stderr.contains("46000001"), "{run}");
    api.finish();
}

#[test]
fn a_key_given_in_two_ways_is_put_on_the_droplet_once() {
    let api = Fake::steps([
        image(),
        vec![one("289794")],
        vec![all_keys(&[key(289_794, "home", BLOB)])],
        look_up("web", &[]),
        creates(&[289_794]),
    ]);
    new(&["289794", "home"]).at(&api).run().exits(0);
    api.finish();
}

#[test]
fn a_name_is_preferred_to_a_file() {
    let api = Fake::steps([image(), vec![all_keys(&[key(1, "home", BLOB)])], look_up("web", &[]), creates(&[1])]);
    new(&["home"]).file("home", "no key at all").at(&api).run().succeeds();
    api.finish();
}

#[test]
fn a_key_that_is_unknown_or_ambiguous_changes_nothing() {
    for (label, keys) in
        [("nobody", vec![key(1, "home", BLOB)]), ("twin", vec![key(1, "twin", BLOB), json!({"id": 2, "name": "twin"})])]
    {
        let api = Fake::steps([image(), vec![all_keys(&keys)]]);
        let run = new(&[label]).at(&api).run().exits(3).prints("").says(&format!("SSH key {label:?}"));
        assert_eq!(run.stderr.contains("1, 2"), label == "twin", "{run}");
        api.finish();
    }
}

#[test]
fn a_file_that_holds_no_public_key_is_refused_before_anything_is_registered() {
    for text in ["-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n", "", "hello\n"] {
        let api = Fake::steps([image(), vec![all_keys(&[])]]);
        let run = new(&["id"]).file("id", text).at(&api).run();
        assert!(run.code != 0 && run.stdout.is_empty() && !run.stderr.contains("b3Blbn"), "{run}");
        api.finish();
    }
}

#[test]
fn no_key_is_registered_when_a_name_must_be_unique_and_is_not() {
    let api = Fake::steps([image(), vec![all_keys(&[])], look_up("web", &[crate::replies::droplet(9, "web")])]);
    let line = format!("ssh-ed25519 {BLOB} me@here");
    doapi(["droplet", "new", "-I", "debian-13-x64", "-S", "s-1vcpu-1gb", "-K", "me.pub", "--unique", "web"])
        .file("me.pub", &line)
        .at(&api)
        .run()
        .exits(3)
        .prints("");
    api.finish();
}

#[test]
fn a_key_that_cannot_be_registered_makes_no_droplet() {
    let refused = Exchange::new("POST", "/v2/account/keys").gives(422, error("unprocessable_entity", "Key invalid"));
    let api = Fake::steps([image(), vec![all_keys(&[])], look_up("web", &[]), vec![refused]]);
    let line = format!("ssh-ed25519 {BLOB} me@here");
    let run = new(&["me.pub"]).file("me.pub", &line).at(&api).run().exits(1).prints("");
    assert!(run.stderr.contains(r#"SSH key "me@here": POST /v2/account/keys: 422"#), "{run}");
    api.finish();
}

#[test]
fn a_number_that_is_no_key_may_be_a_name() {
    let api = Fake::steps([
        image(),
        vec![get("/v2/account/keys/2026").gives(404, not_found())],
        vec![all_keys(&[key(1, "2026", BLOB)])],
        look_up("web", &[]),
        creates(&[1]),
    ]);
    new(&["2026"]).at(&api).run().succeeds();
    api.finish();
}
