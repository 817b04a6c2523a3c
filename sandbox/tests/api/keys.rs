//! `/v2/account` and `/v2/account/keys`.

use serde_json::json;

use crate::client::{Api, account};

/// The key of RFC 8032's first test, and its fingerprint as `ssh-keygen -E md5` gives it.
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea me@home";
const FINGERPRINT: &str = "cf:07:be:9d:68:ae:65:54:6d:a0:93:c3:6f:bd:0d:82";

fn with_key() -> Api {
    account(json!({"ssh_keys": [{"id": 7, "name": "laptop", "public_key": KEY}]}))
}

#[test]
fn the_account_has_the_real_keys_in_their_order() {
    let api = account(json!({"account": {"droplet_limit": 3}}));
    let answer = api.get("/v2/account");
    let keys = "droplet_limit floating_ip_limit reserved_ip_limit volume_limit email name uuid email_verified status \
                status_message team";
    assert_eq!(answer.keys("/account"), keys);
    assert_eq!(answer.at("/account/droplet_limit"), json!(3));
}

#[test]
fn a_key_is_made_with_its_fingerprint_and_an_id() {
    let api = account(json!({}));
    let answer = api.post("/v2/account/keys", &json!({"name": "k", "public_key": KEY}));
    assert_eq!(answer.status, 201);
    assert_eq!(answer.keys("/ssh_key"), "id fingerprint public_key name");
    assert_eq!(answer.at("/ssh_key/id"), json!(46_000_001));
    assert_eq!(answer.at("/ssh_key/fingerprint"), json!(FINGERPRINT));
}

#[test]
fn a_key_is_found_by_its_id_and_its_fingerprint() {
    let api = with_key();
    let escaped = FINGERPRINT.replace(':', "%3A");
    for label in ["7", FINGERPRINT, &escaped] {
        let path = format!("/v2/account/keys/{label}");
        assert_eq!(api.value(&path, "/ssh_key/name"), json!("laptop"));
    }
}

#[test]
fn a_key_can_be_renamed_and_nothing_else() {
    let api = with_key();
    let body = json!({"name": "desktop", "public_key": "x"}).to_string();
    let answer = api.ask("PUT", "/v2/account/keys/7", &body);
    assert_eq!(answer.at("/ssh_key/name"), json!("desktop"));
    assert_eq!(answer.at("/ssh_key/public_key"), json!(KEY));
}

#[test]
fn a_key_is_deleted_once() {
    let api = with_key();
    let path = format!("/v2/account/keys/{FINGERPRINT}");
    let answer = api.delete(&path);
    assert_eq!((answer.status, answer.header("content-type")), (204, None));
    assert_eq!(api.delete(&path).status, 404);
}

#[test]
fn bad_keys_are_refused_in_the_apis_words() {
    let api = with_key();
    let types = "Key invalid type, we support 'ssh-rsa', 'ssh-dss', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', \
                 'ecdsa-sha2-nistp521', or 'ssh-ed25519'";
    let table = [
        (KEY, "SSH Key is already in use on your account"),
        ("", "Key invalid, key should be of the format `type key [comment]`"),
        ("ssh-what AAAA", types),
        ("ssh-rsa !!!", "Fingerprint could not be generated, please make sure your key is valid"),
    ];
    for (key, message) in table {
        let body = json!({"name": "k", "public_key": key});
        api.post("/v2/account/keys", &body).refused(422, message);
    }
}
