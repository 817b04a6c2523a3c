//! `--where`, `--all` and labels from files: which objects are meant.

use crate::fake::Fake;
use crate::replies::list;
use crate::runner::{doapi, line};
use crate::sandboxes::{sandbox, sorted_changes};
use crate::script::{delete, get};
use doapi_sandbox::Sandbox;
use serde_json::json;

fn account() -> Sandbox {
    sandbox(json!({"droplets": [
        {"id": 1, "name": "web-1", "region": "ams3", "tags": ["web"], "created_at": "2026-01-01T00:00:00Z"},
        {"id": 2, "name": "web-2", "region": "nyc3", "tags": ["web", "prod"]},
        {"id": 3, "name": "db-1", "region": "nyc3", "size": "s-2vcpu-4gb"},
    ], "domains": [{"name": "example.com"}, {"name": "example.org"}]}))
}

#[test]
fn conditions_choose_among_all_or_among_those_that_were_named() {
    let api = account();
    for (arguments, names) in [
        ("--where region=nyc3", "web-2\ndb-1\n"),
        ("--where region=nyc3 --where name~web-*", "web-2\n"),
        ("--where region!=nyc3", "web-1\n"),
        ("--where tags=web", "web-1\nweb-2\n"),
        ("--where tags!=web", "db-1\n"),
        ("--where name=web-1", "web-1\n"),
        ("--where name=web-1 --where tags=prod", ""),
        ("--where vcpus>=2", "db-1\n"),
        ("--where age>30d", "web-1\n"),
        ("--where created_at<2026-02-01", "web-1\n"),
        ("--tag web --where region=nyc3", "web-2\n"),
        ("web-1 db-1 --where region=nyc3", "db-1\n"),
    ] {
        line(&format!("droplet show {arguments} -o name")).at(&api).run().succeeds().prints(names);
    }
    line("domain show --where name~*.org -o name").at(&api).run().succeeds().prints("example.org\n");
}

#[test]
fn a_noun_with_options_alone_means_its_show() {
    let api = account();
    for (arguments, names) in [
        ("droplet --where region=nyc3 -o name", "web-2\ndb-1\n"),
        ("-o name droplet --tag prod", "web-2\n"),
        ("domain --where name~*.org -o name", "example.org\n"),
    ] {
        line(arguments).at(&api).run().succeeds().prints(names);
    }
    line("droplet -q shwo").at(&api).run().exits(2).says("unrecognized subcommand 'shwo'");
    line("droplet --nope").at(&api).run().exits(2).says("unexpected argument '--nope'");
    for empty in ["name=", "name!=", "tags~", "name>= ", "age>"] {
        doapi(["droplet", "reboot", "--where", empty, "--yes"]).at(&api).run().exits(2).prints("");
    }
    line("droplet --where x").at(&api).run().exits(2).says("must be PATH OP VALUE");
}

#[test]
fn the_api_filters_what_it_can_and_nothing_else_is_asked() {
    for (condition, first) in [
        ("name=web-1", "/v2/droplets?name=web-1&per_page=200"),
        ("tags=web", "/v2/droplets?tag_name=web&per_page=200"),
        ("region=nyc3", "/v2/droplets?per_page=200"),
    ] {
        let api = account();
        line(&format!("droplet show --where {condition}")).at(&api).run().succeeds();
        let paths: Vec<String> = api.requests().iter().map(|request| request.path.clone()).collect();
        assert!(paths.iter().any(|path| path == first), "{paths:?}");
        assert_eq!(paths.len(), 2, "the other is the list of droplets with GPUs: {paths:?}");
    }
}

#[test]
fn what_doapi_prints_names_targets_to_doapi() {
    let api = account();
    for text in ["web-1\n\nweb-2\n", "[{\"id\": 1}, {\"id\": 2}]", "{\"id\": 1}\n{\"id\": 2}\n", "[\"web-1\", 2]"] {
        line("droplet show @- -o id").stdin(text).at(&api).run().succeeds().prints("1\n2\n");
    }
    line("droplet show @hosts db-1 -o id").file("hosts", "web-1\n").at(&api).run().succeeds().prints("1\n3\n");
}

#[test]
fn labels_that_cannot_be_read_change_nothing() {
    let api = account();
    for (text, status) in [("web-1\nnobody\n", 3), ("[{\"name\": \"web-1\"}]", 2), ("[1", 2)] {
        line("droplet delete @-").stdin(text).at(&api).run().exits(status).prints("");
    }
    line("droplet delete @missing").at(&api).run().exits(1).prints("");
    assert_eq!(sorted_changes(&api), Vec::<String>::new());
}

#[test]
fn no_label_in_a_file_never_means_all() {
    let api = account();
    line("droplet delete @-").stdin("\n").at(&api).run().exits(0).prints("");
    assert_eq!(sorted_changes(&api), Vec::<String>::new());
}

#[test]
fn conditions_and_all_of_them_reach_every_target_of_a_verb() {
    let api = account();
    line("droplet power-off --where name~web-* -w").at(&api).run().exits(0);
    assert_eq!(sorted_changes(&api), ["POST /v2/droplets/1/actions", "POST /v2/droplets/2/actions"]);
    // One request for a tag would reach those for which the condition does not hold.
    let api = account();
    line("droplet power-off --tag web --where region=ams3").at(&api).run().exits(0);
    assert_eq!(sorted_changes(&api), ["POST /v2/droplets/1/actions"]);
    let api = account();
    line("domain delete --all --yes").at(&api).run().exits(0);
    assert_eq!(sorted_changes(&api), ["DELETE /v2/domains/example.com", "DELETE /v2/domains/example.org"]);
}

#[test]
fn a_condition_that_cannot_be_read_is_an_error_of_the_command_line() {
    let api = account();
    for condition in ["region", "=x", "age>soon", "a..b=c"] {
        line(&format!("droplet delete --yes --where {condition}")).at(&api).run().exits(2).prints("");
    }
    line("droplet delete --all --yes web-1")
        .at(&api)
        .run()
        .exits(2)
        .says("the argument '--all' cannot be used with '[DROPLET]...'");
    assert!(api.requests().is_empty());
}

#[test]
fn of_images_only_the_accounts_own_are_chosen() {
    let seed = json!({"images": [
        {"id": 5, "name": "old", "type": "snapshot", "created_at": "2026-01-01T00:00:00Z"},
        {"id": 6, "name": "new", "type": "snapshot", "created_at": "2999-01-01T00:00:00Z"},
    ]});
    let api = sandbox(seed);
    line("image delete --where age>14d").at(&api).run().exits(2).says("need --yes");
    line("image delete --where age>14d --yes").at(&api).run().exits(0).says("deleted image \"old\" (5)");
    assert_eq!(sorted_changes(&api), ["DELETE /v2/images/5"]);
    line("image delete --all --yes").at(&api).run().exits(0);
    assert_eq!(sorted_changes(&api), ["DELETE /v2/images/5", "DELETE /v2/images/6"]);
}

#[test]
fn public_images_are_not_chosen_whatever_the_api_makes_of_the_filter() {
    let images = [json!({"id": 1, "slug": "debian", "public": true}), json!({"id": 2, "name": "own", "public": false})];
    let fake = Fake::of([
        get("/v2/images?per_page=200&private=true").gives(200, list("images", &images)),
        delete("/v2/images/2").gives(204, ""),
    ]);
    line("image delete --all --yes").at(&fake).run().exits(0).says("deleted image \"own\" (2)");
    fake.finish();
}
