//! `doapi image update`.

use serde_json::{Value, json};

use super::{UBUNTU, account, shown};
use crate::fake::Fake;
use crate::replies::list;
use crate::runner::{doapi, line};
use crate::sandboxes::changes;
use crate::script::{Exchange, get};

#[test]
fn an_image_is_renamed_and_printed_as_it_is_then() {
    let api = account();
    let image = line("image update golden platinum").at(&api).run().succeeds().json();
    assert_eq!((&image["id"], &image["name"]), (&json!(13), &json!("platinum")));
    assert_eq!(shown(&api, 13), image);
}

#[test]
fn only_what_is_given_is_sent() {
    for (arguments, body) in [
        (vec!["7", "New name"], json!({"name": "New name"})),
        (vec!["7", "--description", "for the web"], json!({"description": "for the web"})),
        (vec!["7", "--description", ""], json!({"description": ""})),
        (vec!["--distribution=Debian", "7"], json!({"distribution": "Debian"})),
        (
            vec!["7", "Web", "--description", "d", "--distribution", "Debian"],
            json!({"name": "Web", "description": "d", "distribution": "Debian"}),
        ),
    ] {
        let image = json!({"image": {"id": 7, "name": "old"}});
        let none: [Value; 0] = [];
        let api = Fake::of([
            get("/v2/images?per_page=200").gives(200, list("images", &none)).at_any_time(),
            get("/v2/images/7").gives(200, &image),
            Exchange::new("PUT", "/v2/images/7").with(body).gives(200, &image),
        ]);
        let line = ["image", "update"].iter().chain(&arguments);
        assert_eq!(doapi(line).at(&api).run().succeeds().json(), image["image"], "{arguments:?}");
        api.finish();
    }
}

#[test]
fn the_description_and_the_distribution_change_without_a_new_name() {
    let api = account();
    line("image update --description imported --distribution Fedora 16").at(&api).run().succeeds();
    let image = shown(&api, 16);
    assert_eq!(
        [&image["name"], &image["description"], &image["distribution"]],
        [&json!("Imported"), &json!("imported"), &json!("Fedora")]
    );
}

#[test]
fn with_nothing_to_change_it_is_a_usage_error() {
    let api = account();
    for arguments in ["golden", "--unique golden", ""] {
        line(&format!("image update {arguments}")).at(&api).run().exits(2).prints("");
    }
    assert!(api.requests().is_empty());
}

#[test]
fn with_unique_a_name_that_is_anothers_name_or_slug_changes_nothing() {
    for (name, user) in [("weekly", "12"), ("ubuntu-24-04-x64", "247516813"), ("twin", "14, 15")] {
        let api = account();
        let run = line(&format!("image update --unique golden {name}")).at(&api).run().exits(3).prints("");
        assert_eq!(run.complaints().len(), 1, "{run}");
        assert!(run.stderr.contains(name) && run.stderr.contains(user), "{run}");
        assert_eq!(changes(&api), Vec::<String>::new());
    }
}

#[test]
fn without_unique_such_a_name_is_a_warning() {
    for name in ["weekly", "ubuntu-24-04-x64"] {
        let run = line(&format!("image update golden {name}")).at(&account()).run().exits(0);
        assert_eq!(run.json()["name"], name);
        assert!(run.complaints().len() == 1 && run.stderr.starts_with("doapi: warning: "), "{run}");
    }
}

#[test]
fn a_name_that_is_nobodys_or_its_own_is_unique() {
    for arguments in ["--unique golden fresh", "--unique golden golden", "golden golden", "--unique golden Weekly"] {
        line(&format!("image update {arguments}")).at(&account()).run().succeeds();
    }
}

#[test]
fn an_image_of_all_is_not_the_accounts_to_change() {
    for image in [UBUNTU.to_string(), "ubuntu-24-04-x64".to_owned()] {
        let run = line(&format!("image update {image} mine")).at(&account()).run().exits(4).prints("");
        assert!(run.stderr.contains(&format!("PUT /v2/images/{UBUNTU}: 403 forbidden")), "{run}");
    }
}

#[test]
fn an_unknown_or_ambiguous_image_is_not_renamed() {
    for image in ["nobody", "twin"] {
        let api = account();
        line(&format!("image update {image} new")).at(&api).run().exits(3).prints("");
        assert_eq!(changes(&api), Vec::<String>::new());
    }
}
