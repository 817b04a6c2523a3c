//! Forms that command lines of doapi 0.2.0 had and that no synopsis line shows, and what was decided of its options.

use serde_json::json;

use crate::fake::Fake;
use crate::replies::list;
use crate::runner::{doapi, line};
use crate::sandboxes::{abc, changes, sandbox};
use crate::script::get;

#[test]
fn the_version_is_the_same_under_every_name_and_with_every_command() {
    let version = concat!("doapi ", env!("CARGO_PKG_VERSION"), "\n");
    for (name, arguments) in [
        ("doapi", "--version"),
        ("doapi", "-V"),
        ("doapi", "-v --version"),
        ("doapi-droplet", "--version"),
        ("doapi-floating-ip", "--version"),
        ("doapi", "droplet --version"),
        ("doapi", "droplet show --version"),
        ("doapi-request", "--version"),
        ("doapi-volume", "--version"),
        ("doapi-volume", "show -V"),
        ("doapi", "kubernetes node-pool new --vers"),
        // The API has a field of that name, the version of Kubernetes.
        ("doapi", "kubernetes new -V"),
    ] {
        line(arguments).arg0(name).run().succeeds().prints(version);
    }
}

#[test]
fn long_options_may_be_abbreviated_while_they_are_not_ambiguous() {
    let api = sandbox(abc());
    for arguments in [
        "droplet show --mult a",
        "droplet power-off --wait-t 60 --wait-i 0.05 a",
        "--time 9 droplet show --multi b",
        "droplet new --im debian-13-x64 --si s-1vcpu-1gb --reg nyc3 --backups --user x d",
        "volume new --nam data --reg nyc3 --size-g 10",
        "--out name volume show --wh name=data",
        "volume --outp name",
        "volume attach --wait-t 60 --wait-i 0.05 data a",
    ] {
        let run = line(arguments).at(&api).run();
        assert_eq!(run.code, 0, "{arguments}: {run}");
    }
    for ambiguous in [
        "droplet power-off --wait- 60 a",
        "droplet new --i debian-13-x64 -S s-1vcpu-1gb x",
        "volume detach --wait- 9 data",
    ] {
        line(ambiguous).at(&api).run().exits(2).prints("");
    }
}

#[test]
fn of_an_option_that_is_given_twice_the_last_counts_and_lists_grow() {
    let api = sandbox(abc());
    let run = line("droplet new -I nothing -I debian-13-x64 -S s-1vcpu-1gb -R ams3 -R nyc3 d").at(&api).run().exits(0);
    assert_eq!(run.array()[0]["region"]["slug"], "nyc3", "{run}");
    let run = line("droplet new -I debian-13-x64 -S s-1vcpu-1gb --tag x --tag y e").at(&api).run().exits(0);
    assert_eq!(run.array()[0]["tags"], json!(["x", "y"]), "{run}");
}

#[test]
fn multiple_goes_with_a_tag_and_with_filters_and_changes_nothing_there() {
    let seed = json!({"droplets": [{"id": 1, "name": "a", "tags": ["web"]}, {"id": 2, "name": "web"}],
                      "images": [{"id": 11, "name": "mine"}]});
    for (arguments, ids) in [
        ("droplet show -M --tag web", json!([1])),
        ("droplet show --tag web --multiple", json!([1])),
        ("image show -M --private", json!([11])),
    ] {
        let run = line(arguments).at(&sandbox(seed.clone())).run().succeeds();
        assert_eq!(run.each("id"), ids, "{arguments}");
    }
    let api = sandbox(seed);
    line("droplet delete -M --tag web").at(&api).run().exits(0);
    assert_eq!(line("droplet show").at(&api).run().succeeds().each("id"), json!([2]));
}

#[test]
fn any_status_can_be_waited_for_and_one_that_is_not_known_gets_a_warning() {
    let api = sandbox(abc());
    line("droplet wait --status Active a").at(&api).run().succeeds();
    let run = line("droplet wait -S atcive --wait-time 0.2 --wait-interval 0.05 a").at(&api).run().exits(6);
    assert_eq!(run.each("name"), json!(["a"]));
    assert!(run.stderr.contains(r#"warning: "atcive" is not a known status of droplets"#), "{run}");
}

#[test]
fn a_name_that_is_to_be_unique_is_not_given_to_several_snapshots() {
    let api = sandbox(abc());
    let run = line("droplet snapshot --unique monday a b").at(&api).run().exits(3).prints("");
    run.says(r#"image name "monday" cannot be unique: 2 images would get it"#);
    assert_eq!(changes(&api), Vec::<String>::new());
    line("droplet snapshot --unique monday a").at(&api).run().exits(0);
    line("droplet snapshot tuesday b c").at(&api).run().exits(0);
}

#[test]
fn unique_holds_for_the_name_of_a_key_that_is_registered_on_the_way() {
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB me@home";
    let other = key.replace("BBB me", "BB1 me");
    let seed = json!({"ssh_keys": [{"id": 1, "name": "me@home", "public_key": other}]});
    let new = |api: &_, unique: &[&str]| {
        let options = ["droplet", "new", "-I", "debian-13-x64", "-S", "s-1vcpu-1gb", "-K", "id.pub", "w"];
        doapi([options.as_slice(), unique].concat()).file("id.pub", key).at(api).run()
    };
    let api = sandbox(seed);
    new(&api, &["--unique"]).exits(3).prints("").says(r#"SSH key name "me@home" is already in use by 1"#);
    assert_eq!(changes(&api), Vec::<String>::new());
    new(&api, &[]).exits(0).says(r#"warning: SSH key name "me@home" is already in use"#);
}

#[test]
fn a_filter_of_images_that_the_api_passes_over_is_applied_by_doapi() {
    let images = [
        json!({"id": 1, "type": "snapshot", "public": false, "tags": ["x"]}),
        json!({"id": 2, "type": "backup", "public": false, "tags": []}),
        json!({"id": 3, "type": "base", "public": true, "tags": []}),
    ];
    for (options, query, ids) in [
        ("--type backup", "type=backup", json!([2])),
        ("--private", "private=true", json!([1, 2])),
        ("--tag x", "tag_name=x", json!([1])),
        ("--application", "type=application", json!([3])),
    ] {
        let path = format!("/v2/images?{query}&per_page=200");
        let api = Fake::of([get(&path).gives(200, list("images", &images))]);
        assert_eq!(line(&format!("image show {options}")).at(&api).run().succeeds().each("id"), ids, "{options}");
        api.finish();
    }
}
