//! `doapi ssh-key new`.

use serde_json::json;

use super::{OFFICE, RSA, RSA_PRINT, account};
use crate::fake::Fake;
use crate::replies::list;
use crate::runner::{doapi, line};
use crate::sandboxes::{changes, sandbox};
use crate::script::{get, post};

#[test]
fn a_key_is_registered_from_a_file_or_from_stdin() {
    for (arguments, file, stdin) in [
        ("ssh-key new home id.pub", RSA, ""),
        ("ssh-key new home", "", RSA),
        ("ssh-key new home -", "", RSA),
        ("ssh-key new --unique home id.pub", RSA, ""),
    ] {
        let api = sandbox(json!({}));
        let run = line(arguments).file("id.pub", file).stdin(stdin).at(&api).run().succeeds();
        let key = run.json();
        assert_eq!((&key["name"], &key["fingerprint"]), (&json!("home"), &json!(RSA_PRINT)), "{arguments}");
        assert_eq!(line("ssh-key show home").at(&api).run().succeeds().array(), [key]);
    }
}

#[test]
fn the_whole_line_of_the_key_is_sent_without_the_white_space_around_it() {
    for text in [RSA.to_owned(), format!("{RSA}\n"), format!("\n  {RSA}\r\n\n")] {
        let body = json!({"name": "my key", "public_key": RSA});
        let api = Fake::of([
            get("/v2/account/keys?per_page=200").gives(200, list("ssh_keys", &[])),
            post("/v2/account/keys", body).gives(201, json!({"ssh_key": {"id": 512_189}})),
        ]);
        let run = doapi(["ssh-key", "new", "my key"]).stdin(&text).at(&api).run().succeeds();
        assert_eq!(run.json(), json!({"id": 512_189}));
        api.finish();
    }
}

#[test]
fn what_has_not_the_shape_of_a_public_key_is_refused_and_nothing_is_sent() {
    for text in [
        String::new(),
        "\n".to_owned(),
        "ssh-rsa".to_owned(),
        "hello, world".to_owned(),
        "ssh-rsa not*base64*at*all*".to_owned(),
        format!("{RSA}\n{OFFICE}"),
        RSA.replacen(' ', "\n", 1),
        "<html><body>404</body></html>".to_owned(),
    ] {
        let api = Fake::of([]);
        for (arguments, stdin) in [("ssh-key new home id.pub", ""), ("ssh-key new home", text.as_str())] {
            let run = line(arguments).file("id.pub", &text).stdin(stdin).at(&api).run().exits(2).prints("");
            assert_eq!(run.complaints().len(), 1, "{text:?}: {run}");
        }
        api.finish();
    }
}

#[test]
fn a_private_key_is_refused_and_not_shown() {
    for kind in ["OPENSSH PRIVATE KEY", "RSA PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY"] {
        let text = format!("-----BEGIN {kind}-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END {kind}-----\n");
        let api = Fake::of([]);
        let run = line("ssh-key new home id").file("id", &text).at(&api).run().exits(2).prints("");
        assert!(run.stderr.contains("private key") && run.stderr.contains(".pub"), "{run}");
        assert!(!run.stderr.contains("b3Blbn"), "{run}");
        api.finish();
    }
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_before_any_request() {
    let api = Fake::of([]);
    line("ssh-key new home missing.pub").at(&api).run().exits(1).prints("").says("missing.pub");
    line("ssh-key new home .").at(&api).run().exits(1).prints("");
    line("ssh-key new").stdin(RSA).at(&api).run().exits(2);
    api.finish();
}

#[test]
fn a_name_in_use_is_a_warning_or_with_unique_an_error() {
    let api = account();
    let run = line("ssh-key new --unique twin").stdin(OFFICE).at(&api).run().exits(3).prints("");
    assert!(run.complaints().len() == 1 && run.stderr.contains("22, 23"), "{run}");
    assert_eq!(changes(&api), Vec::<String>::new());
    let run = line("ssh-key new twin").stdin(OFFICE).at(&api).run().exits(0);
    assert!(run.complaints().len() == 1 && run.stderr.starts_with("doapi: warning: "), "{run}");
    assert_eq!(run.json()["name"], "twin");
}

#[test]
fn a_key_that_is_registered_already_is_an_error_of_the_api() {
    let run = line("ssh-key new again").stdin(RSA).at(&account()).run().exits(1).prints("");
    let what = r#"doapi: SSH key "again": POST /v2/account/keys: 422 unprocessable_entity: "#;
    assert!(run.stderr.starts_with(what) && run.stderr.contains("SSH Key is already in use on your account"), "{run}");
}
