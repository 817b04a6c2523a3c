//! What an unset shell variable gives: an empty value. It never means "all" or "any".

use crate::fake::Fake;
use crate::runner::doapi;
use crate::script::post;

#[test]
fn an_empty_value_is_a_usage_error_before_any_request() {
    let new = ["droplet", "new", "-I", "debian-12-x64", "-S", "s-1vcpu-1gb"];
    let api = Fake::of([]);
    for rest in [
        vec!["droplet", "act", "--tag", "", "-p", r#"{"image":"debian-12-x64"}"#, "rebuild"],
        vec!["droplet", "act", "", "web"],
        vec!["droplet", "show", "--tag", ""],
        vec!["droplet", "delete", "--tag="],
        vec!["droplet", "show", ""],
        vec!["droplet", "tag", "", "web"],
        vec!["droplet", "resize", "", "web"],
        vec!["droplet", "rename", "web", ""],
        vec!["image", "show", "--type", ""],
        vec!["image", "transfer", "", "my-image"],
        vec!["floating-ip", "new", "--region", ""],
        vec!["tag", "update", "web", ""],
        vec!["domain", "new-record", "example.com", "", "www", "192.0.2.1"],
        vec!["domain", "new-record", "example.com", "A", "", "192.0.2.1"],
        vec!["domain", "show-record", "example.com", "--name", ""],
        vec!["domain", "new", "example.com", ""],
    ] {
        doapi(rest).at(&api).run().exits(2).prints("").says("must not be empty");
    }
    doapi(["ssh-key", "new", "laptop", ""]).at(&api).run().exits(2).prints("").says("'[FILE]'");
    for option in ["--region", "--vpc", "--tag", "--volume", "--ssh-key"] {
        doapi(new.into_iter().chain([option, "", "web"])).at(&api).run().exits(2).prints("");
    }
    api.finish();
}

#[test]
fn only_the_data_of_a_text_record_may_be_empty() {
    let api = Fake::of([]);
    for rest in [
        vec!["new-record", "example.com", "A", "www", ""],
        vec!["new-record", "example.com", "CNAME", "www", ""],
        vec!["update-record", "example.com", "7", "--data", ""],
        vec!["update-record", "example.com", "7", "--type", "MX", "--data="],
    ] {
        let run = doapi(["domain"].into_iter().chain(rest)).at(&api).run().exits(2).prints("");
        assert!(run.stderr.contains("only the data of a TXT record may be empty"), "{run}");
    }
    api.finish();
    let body = serde_json::json!({"type": "TXT", "name": "www", "data": ""});
    let record = serde_json::json!({"domain_record": {"id": 7, "type": "TXT", "name": "www", "data": ""}});
    let api = Fake::of([post("/v2/domains/example.com/records", body).gives(201, record)]);
    doapi(["domain", "new-record", "example.com", "txt", "www", ""]).at(&api).run().succeeds();
    api.finish();
}
