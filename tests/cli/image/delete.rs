//! `doapi image delete`.

use serde_json::json;

use super::account;
use crate::runner::line;
use crate::sandboxes::changes;

#[test]
fn images_are_deleted_without_output() {
    let api = account();
    line("image delete golden 11").at(&api).run().succeeds().prints("");
    let run = line("image show --private").at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!([12, 14, 15, 16, 17]));
}

#[test]
fn images_that_share_a_name_are_deleted_together_when_asked_to() {
    let api = account();
    line("image delete -M twin").at(&api).run().succeeds().prints("");
    let run = line("image show --private").at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!([11, 12, 13, 16, 17]));
}

#[test]
fn if_one_image_does_not_exist_or_is_ambiguous_nothing_is_deleted() {
    for arguments in ["golden nobody", "golden 99", "golden twin"] {
        let api = account();
        line(&format!("image delete {arguments}")).at(&api).run().exits(3).prints("");
        assert_eq!(changes(&api), Vec::<String>::new());
    }
}

#[test]
fn an_image_of_all_is_not_the_accounts_to_delete() {
    let api = account();
    let run = line("image delete ubuntu-24-04-x64 golden").at(&api).run().exits(4).prints("");
    assert_eq!(run.complaints().len(), 1, "{run}");
    assert!(run.stderr.contains(r#"image "ubuntu-24-04-x64": DELETE /v2/images/247516813: 403 forbidden"#), "{run}");
    line("image show golden").at(&api).run().exits(3);
}

#[test]
fn delete_needs_to_be_told_what() {
    let api = account();
    line("image delete").at(&api).run().exits(2).prints("");
    assert!(api.requests().is_empty());
}
