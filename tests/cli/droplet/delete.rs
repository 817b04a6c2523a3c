//! `doapi droplet delete`.

use serde_json::json;

use crate::runner::line;
use crate::sandboxes::{abc, changes, faulty_sandbox, sandbox};

#[test]
fn droplets_are_deleted_by_id_and_by_name_without_output() {
    let api = sandbox(abc());
    line("droplet delete a 3").at(&api).run().succeeds().prints("");
    assert_eq!(line("droplet show").at(&api).run().succeeds().each("name"), json!(["b"]));
}

#[test]
fn the_droplets_of_a_tag_are_deleted_with_one_request() {
    let api = sandbox(json!({"droplets": [
        {"id": 1, "name": "a", "tags": ["old"]}, {"id": 2, "name": "b", "tags": ["old"]}, {"id": 3, "name": "c"},
    ]}));
    line("droplet delete --tag old").at(&api).run().succeeds().prints("");
    assert_eq!(changes(&api), ["DELETE /v2/droplets?tag_name=old"]);
    assert_eq!(line("droplet show").at(&api).run().succeeds().each("id"), json!([3]));
}

#[test]
fn if_one_droplet_does_not_exist_nothing_is_deleted() {
    let api = sandbox(abc());
    line("droplet delete a nobody b").at(&api).run().exits(3).prints("");
    assert_eq!(changes(&api), Vec::<String>::new());
}

#[test]
fn droplets_that_share_a_name_are_deleted_together_only_when_asked_to() {
    let seed = json!({"droplets": [{"id": 1, "name": "twin"}, {"id": 2, "name": "twin"}]});
    let api = sandbox(seed);
    line("droplet delete twin").at(&api).run().exits(3);
    assert_eq!(changes(&api), Vec::<String>::new());
    line("droplet delete -M twin").at(&api).run().succeeds();
    line("droplet show").at(&api).run().succeeds().prints("[]\n");
}

#[test]
fn a_droplet_that_cannot_be_deleted_does_not_keep_the_others() {
    let fault = r#"DELETE /v2/droplets/2 status=422 body={"id":"unprocessable_entity","message":"Not now."}"#;
    let api = faulty_sandbox(abc(), &[fault]);
    let run = line("droplet delete a b c").at(&api).run().exits(7).prints("");
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(
        run.stderr.contains(r#"doapi: droplet "b": DELETE /v2/droplets/2: 422 unprocessable_entity: Not now."#),
        "{run}"
    );
    assert_eq!(line("droplet show").at(&api).run().succeeds().each("name"), json!(["b"]));
}

#[test]
fn delete_needs_to_be_told_what() {
    let api = sandbox(abc());
    line("droplet delete").at(&api).run().exits(2);
    assert!(api.requests().is_empty());
}
