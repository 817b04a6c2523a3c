//! The verbs of doctl and of shells, under which `show`, `new` and `delete` answer too.

use crate::runner::line;
use crate::sandboxes::sandbox;
use serde_json::json;

#[test]
fn the_usual_words_of_other_tools_are_hidden_aliases() {
    let account = || {
        sandbox(json!({
            "droplets": [{"id": 1, "name": "web"}],
            "tags": [{"name": "prod"}],
            "domains": [{"name": "example.com"}],
        }))
    };
    for (arguments, count) in [
        ("droplet list", 1),
        ("droplet ls", 1),
        ("droplet get web", 1),
        ("tag list", 1),
        ("domain ls", 1),
        ("ssh-key list", 0),
        ("reserved-ip list", 0),
        ("action list", 1),
        ("image list --private", 0),
    ] {
        let run = line(arguments).at(&account()).run().succeeds();
        assert_eq!(run.json().as_array().map(Vec::len), Some(count), "{arguments}: {run}");
    }
    line("tag create next").at(&account()).run().succeeds();
    for arguments in ["droplet rm web", "tag destroy prod", "domain rm example.com"] {
        line(arguments).at(&account()).run().succeeds().prints("");
    }
}
