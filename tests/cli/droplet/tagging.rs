//! `doapi droplet tag` and `untag`.

use doapi_sandbox::Sandbox;
use serde_json::json;

use crate::fake::Fake;
use crate::replies::show;
use crate::runner::line;
use crate::sandboxes::{changes, sandbox, state_of};
use crate::script::{delete, post};

fn account() -> Sandbox {
    sandbox(json!({
        "droplets": [{"id": 1, "name": "a"}, {"id": 2, "name": "b", "tags": ["prod"]}, {"id": 3, "name": "b"}],
        "tags": [{"name": "env:dev"}],
    }))
}

#[test]
fn droplets_are_tagged_and_untagged_without_output() {
    let api = account();
    line("droplet tag prod a").at(&api).run().succeeds().prints("");
    assert_eq!(state_of(&api, 1, "tags"), json!(["prod"]));
    line("droplet tag -M env:dev a b").at(&api).run().succeeds().prints("");
    assert_eq!(state_of(&api, 3, "tags"), json!(["env:dev"]));
    line("droplet untag prod a 2").at(&api).run().succeeds().prints("");
    assert_eq!((state_of(&api, 1, "tags"), state_of(&api, 2, "tags")), (json!(["env:dev"]), json!(["env:dev"])));
}

#[test]
fn several_droplets_are_one_request() {
    let resources = json!({"resources": [
        {"resource_id": "7", "resource_type": "droplet"}, {"resource_id": "8", "resource_type": "droplet"},
    ]});
    for (verb, exchange) in [
        ("tag", post("/v2/tags/env%3Aprod/resources", resources.clone())),
        ("untag", delete("/v2/tags/env%3Aprod/resources").with(resources)),
    ] {
        let api = Fake::steps([vec![show(7, "a"), show(8, "b")], vec![exchange.gives(204, "")]]);
        line(&format!("droplet {verb} env:prod 7 8")).at(&api).run().succeeds().prints("");
        api.finish();
    }
}

#[test]
fn a_tag_that_does_not_exist_is_an_unknown_target() {
    for verb in ["tag", "untag"] {
        let api = account();
        line(&format!("droplet {verb} nobody a")).at(&api).run().exits(3).prints("").says(r#"tag "nobody""#);
        assert_eq!(state_of(&api, 1, "tags"), json!([]));
    }
}

#[test]
fn an_ambiguous_droplet_is_not_tagged() {
    let api = account();
    line("droplet tag prod a b").at(&api).run().exits(3).says("2, 3").says("-M");
    assert_eq!(changes(&api), Vec::<String>::new());
}
