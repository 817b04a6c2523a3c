//! `doapi droplet rebuild`.

use doapi_sandbox::Sandbox;
use serde_json::json;

use crate::fake::Fake;
use crate::runner::line;
use crate::sandboxes::{changes, sandbox, state_of};
use crate::script::get;

/// The IDs of facts: Debian 12 and Ubuntu 24.04.
const DEBIAN: u64 = 168_639_140;
const UBUNTU: u64 = 247_516_813;

fn account() -> Sandbox {
    sandbox(json!({
        "images": [{"id": 20, "name": "golden", "type": "snapshot", "droplet_id": 1, "regions": ["nyc3"]}],
        "droplets": [
            {"id": 1, "name": "a", "image": "debian-12-x64"}, {"id": 2, "name": "b", "image": "ubuntu-24-04-x64"},
        ],
    }))
}

#[test]
fn without_an_image_each_droplet_is_rebuilt_from_its_own() {
    let api = account();
    let run = line("droplet rebuild a b --wait --wait-interval 0.05").at(&api).run().succeeds();
    assert_eq!(
        (run.each("type"), run.each("status")),
        (json!(["rebuild", "rebuild"]), json!(["completed", "completed"]))
    );
    assert_eq!((state_of(&api, 1, "image"), state_of(&api, 2, "image")), (json!(DEBIAN), json!(UBUNTU)));
}

#[test]
fn an_image_is_named_by_its_id_slug_or_name() {
    for (image, id) in [("ubuntu-24-04-x64", UBUNTU), ("247516813", UBUNTU), ("golden", 20)] {
        let api = account();
        line(&format!("droplet rebuild -I {image} a --wait --wait-interval 0.05")).at(&api).run().succeeds();
        assert_eq!(state_of(&api, 1, "image"), json!(id), "{image}");
    }
}

#[test]
fn an_unknown_image_changes_nothing() {
    let api = account();
    line("droplet rebuild --image nobody a b").at(&api).run().exits(3).prints("").says(r#"image "nobody""#);
    assert_eq!(changes(&api), Vec::<String>::new());
}

#[test]
fn a_droplet_whose_image_the_api_does_not_show_is_an_error_before_anything_is_changed() {
    let shown = |id: u64, image| json!({"droplet": {"id": id, "name": "web", "image": image}});
    let api = Fake::steps([vec![
        get("/v2/droplets/1").gives(200, shown(1, json!({"id": 5}))),
        get("/v2/droplets/2").gives(200, shown(2, json!(null))),
    ]]);
    let run = line("droplet rebuild 1 2").at(&api).run().exits(1).prints("").says("--image");
    assert!(run.stderr.contains(r#"droplet "2""#), "{run}");
    api.finish();
}
