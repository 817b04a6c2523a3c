//! `doapi ssh-key update | delete`.

use serde_json::json;

use super::{RSA_PRINT, account};
use crate::fake::Fake;
use crate::replies::list;
use crate::runner::{doapi, line};
use crate::sandboxes::changes;
use crate::script::{Exchange, get};

#[test]
fn a_key_is_renamed_by_its_id_fingerprint_or_name() {
    for label in ["example".to_owned(), "21".to_owned(), RSA_PRINT.to_owned(), RSA_PRINT.to_uppercase()] {
        let api = account();
        let key = line(&format!("ssh-key update {label} office")).at(&api).run().succeeds().json();
        assert_eq!((&key["id"], &key["name"]), (&json!(21), &json!("office")), "{label}");
        assert_eq!(line("ssh-key show office").at(&api).run().succeeds().array(), [key]);
    }
}

#[test]
fn the_new_name_is_all_that_is_sent() {
    let key = json!({"id": 21, "name": "old"});
    let api = Fake::of([
        get("/v2/account/keys/21").gives(200, json!({"ssh_key": &key})),
        get("/v2/account/keys?per_page=200").gives(200, list("ssh_keys", std::slice::from_ref(&key))),
        Exchange::new("PUT", "/v2/account/keys/21")
            .with(json!({"name": "new name"}))
            .gives(200, json!({"ssh_key": {"id": 21, "name": "new name"}})),
    ]);
    let run = doapi(["ssh-key", "update", "21", "new name"]).at(&api).run().succeeds();
    assert_eq!(run.json(), json!({"id": 21, "name": "new name"}));
    api.finish();
}

#[test]
fn a_new_name_in_use_is_a_warning_or_with_unique_an_error() {
    let api = account();
    let run = line("ssh-key update --unique example twin").at(&api).run().exits(3).prints("");
    assert!(run.complaints().len() == 1 && run.stderr.contains("22, 23"), "{run}");
    assert_eq!(changes(&api), Vec::<String>::new());
    line("ssh-key update --unique example example").at(&api).run().succeeds();
    let run = line("ssh-key update example twin").at(&api).run().exits(0);
    assert!(run.complaints().len() == 1 && run.stderr.starts_with("doapi: warning: "), "{run}");
    assert_eq!(run.json()["name"], "twin");
}

#[test]
fn an_unknown_or_ambiguous_key_is_not_renamed() {
    for label in ["nobody", "twin", "99"] {
        let api = account();
        line(&format!("ssh-key update {label} office")).at(&api).run().exits(3).prints("");
        assert_eq!(changes(&api), Vec::<String>::new());
    }
}

#[test]
fn keys_are_deleted_without_output() {
    for (arguments, left) in [
        ("example".to_owned(), json!([22, 23, 24])),
        (RSA_PRINT.to_uppercase(), json!([22, 23, 24])),
        ("-M twin".to_owned(), json!([21, 24])),
        ("23 21".to_owned(), json!([22, 24])),
    ] {
        let api = account();
        line(&format!("ssh-key delete {arguments}")).at(&api).run().succeeds().prints("");
        assert_eq!(line("ssh-key show").at(&api).run().succeeds().each("id"), left, "{arguments}");
    }
}

#[test]
fn update_and_delete_need_to_be_told_what() {
    let api = Fake::of([]);
    for arguments in ["update", "update example", "delete"] {
        line(&format!("ssh-key {arguments}")).at(&api).run().exits(2).prints("");
    }
    api.finish();
}
