//! Names that nearly exist.

use serde_json::json;

use crate::runner::line;
use crate::sandboxes::{changes, sandbox};

#[test]
fn what_was_perhaps_meant_is_named() {
    let api = sandbox(json!({
        "droplets": [{"id": 1, "name": "a", "status": "off", "tags": ["production"]}],
        "images": [{"id": 11, "name": "golden"}],
    }));
    for (arguments, code, hint) in [
        ("droplet new -I debian-12-x64 -S s-1vcpu-1g w", 1, r#"no size "s-1vcpu-1g"; did you mean "s-1vcpu-1gb"?"#),
        ("droplet new -I debian-12-x64 -S s-1vcpu-1gb -R nyc33 w", 1, r#"no region "nyc33"; did you mean "nyc3"?"#),
        ("droplet resize s-2vcpu-2g a", 1, r#"no size "s-2vcpu-2g"; did you mean "s-2vcpu-2gb"?"#),
        ("reserved-ip new --region nyc33", 1, r#"no region "nyc33"; did you mean "nyc3"?"#),
        ("image transfer ams33 golden", 1, r#"no region "ams33"; did you mean "ams3"?"#),
        (
            "droplet new -I debian-12-x46 -S s-1vcpu-1gb w",
            3,
            r#"no image "debian-12-x46"; did you mean "debian-12-x64"?"#,
        ),
        ("image show goldn", 3, r#"no image "goldn"; did you mean "golden"?"#),
        ("droplet show --tag prodction", 3, r#"no tag "prodction"; did you mean "production"?"#),
        ("droplet tag prodction a", 3, r#"no tag "prodction"; did you mean "production"?"#),
        ("droplet untag prodction a", 3, r#"no tag "prodction"; did you mean "production"?"#),
    ] {
        let run = line(arguments).at(&api).run().exits(code);
        assert!(run.stderr.contains(&format!("hint: {hint}")), "{arguments}: {run}");
    }
    assert!(changes(&api).iter().all(|change| change.starts_with("POST ") || change.starts_with("DELETE /v2/tags/")));
}

#[test]
fn a_tag_that_does_not_exist_is_created_first() {
    let api = sandbox(json!({"droplets": [{"id": 1, "name": "a"}]}));
    let run = line("droplet tag new-one a").at(&api).run().exits(3);
    assert!(run.stderr.contains("hint: create it first: doapi tag new new-one"), "{run}");
    let run = line("droplet untag new-one a").at(&api).run().exits(3);
    assert!(!run.stderr.contains("doapi tag new"), "{run}");
}

#[test]
fn what_is_not_near_gets_no_suggestion() {
    let api = sandbox(json!({}));
    let run = line("droplet new -I debian-12-x64 -S enormous w").at(&api).run().exits(1);
    assert!(!run.stderr.contains("did you mean"), "{run}");
}
