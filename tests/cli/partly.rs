//! Changes of which some fail: what succeeded is named, and the rest goes on.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{error, list, no_gpus, not_found, show};
use crate::runner::{line, until};
use crate::sandboxes::{abc, changes, faulty_sandbox, sandbox};
use crate::script::{delete, get, post};

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB me@home";

fn refused() -> Value {
    error("unprocessable_entity", "No.")
}

#[test]
fn deletes_are_named_one_by_one_and_one_that_fails_does_not_end_them() {
    let api = Fake::steps([
        vec![show(7, "a"), show(8, "b"), show(9, "c")],
        vec![
            delete("/v2/droplets/7").gives(204, ""),
            delete("/v2/droplets/8").gives(422, refused()),
            delete("/v2/droplets/9").gives(204, ""),
        ],
    ]);
    let run = line("droplet delete 7 8 9").at(&api).run().exits(7).prints("");
    let mut lines: Vec<&str> = run.stderr.lines().collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "doapi: deleted droplet \"a\" (7)",
            "doapi: deleted droplet \"c\" (9)",
            "doapi: droplet \"8\": DELETE /v2/droplets/8: 422 unprocessable_entity: No.",
        ]
    );
    api.finish();
}

#[test]
fn what_is_deleted_is_named_while_another_delete_stalls() {
    let api = Fake::steps([
        vec![show(7, "a"), show(8, "b")],
        vec![delete("/v2/droplets/7").gives(200, "{}").stalls(), delete("/v2/droplets/8").gives(204, "")],
    ]);
    let running = line("droplet delete 7 8").at(&api).spawn();
    until(|| running.told() == "doapi: deleted droplet \"b\" (8)\n");
    running.signal("TERM").finish().exits(143);
    api.finish();
}

#[test]
fn every_noun_names_what_it_deletes_and_quiet_does_not() {
    let seed = || {
        json!({"droplets": [{"id": 1, "name": "a", "tags": ["web"]}], "tags": ["t"], "domains": [{"name": "example.com"}],
            "ssh_keys": [{"id": 5, "name": "home", "public_key": KEY}], "images": [{"id": 9, "name": "golden"}],
            "reserved_ips": [{"ip": "45.55.96.47"}]})
    };
    for (command, told) in [
        ("droplet delete a", "deleted droplet \"a\" (1)"),
        ("droplet delete --tag web", "deleted droplet \"a\" (1)"),
        ("tag delete t", "deleted tag \"t\""),
        ("domain delete example.com", "deleted domain \"example.com\""),
        ("ssh-key delete home", "deleted SSH key \"home\" (5)"),
        ("image delete golden", "deleted image \"golden\" (9)"),
        ("reserved-ip delete 45.55.96.47", "deleted reserved IP \"45.55.96.47\""),
        ("droplet tag t a", "tagged droplet \"a\" (1): \"t\""),
        ("droplet untag web a", "untagged droplet \"a\" (1): \"web\""),
    ] {
        let run = line(command).at(&sandbox(seed())).run().exits(0).prints("");
        assert_eq!(run.stderr, format!("doapi: {told}\n"), "{command}");
        assert_eq!(line(&format!("-q {command}")).at(&sandbox(seed())).run().exits(0).stderr, "", "{command}");
    }
}

#[test]
fn with_quiet_what_succeeded_is_named_only_where_something_failed() {
    let api = Fake::steps([
        vec![show(7, "a"), show(8, "b")],
        vec![delete("/v2/droplets/7").gives(204, ""), delete("/v2/droplets/8").gives(422, refused())],
    ]);
    let run = line("-q droplet delete 7 8").at(&api).run().exits(7);
    run.says("doapi: DELETE /v2/droplets/7: done\n");
    api.finish();
}

/// An account with this many droplets, and the command line that tags all of them.
fn many(count: u64) -> (Value, String) {
    let droplets: Vec<Value> = (1..=count).map(|id| json!({"id": id, "name": format!("d{id}")})).collect();
    let names: Vec<String> = (1..=count).map(|id| format!("d{id}")).collect();
    (json!({"droplets": droplets, "tags": ["web"]}), format!("droplet tag web {}", names.join(" ")))
}

#[test]
fn the_second_of_three_requests_that_tag_may_fail_and_the_others_are_made_and_named() {
    let (seed, command) = many(250);
    let fault = r#"POST /v2/tags/web/resources #2 status=422 body={"id":"unprocessable_entity","message":"No."}"#;
    let api = faulty_sandbox(seed, &[fault]);
    let run = line(&command).at(&api).run().exits(7);
    let state = api.with_state(|state| state.to_json());
    for droplet in state["droplets"].as_array().unwrap() {
        let is_named =
            run.stderr.contains(&format!("doapi: tagged droplet {} ({}): \"web\"\n", droplet["name"], droplet["id"]));
        assert_eq!(is_named, droplet["tags"] == json!(["web"]), "{droplet}\n{run}");
    }
    let tagged = run.stderr.lines().filter(|line| line.starts_with("doapi: tagged ")).count();
    assert!(tagged == 150 || tagged == 200, "{tagged}: {run}");
    assert_eq!(run.stderr.lines().filter(|line| line.contains("422")).count(), 1, "{run}");
}

#[test]
fn a_droplet_that_is_gone_keeps_no_other_from_being_tagged() {
    let all = |ids: &[u64]| {
        let one = |id: &u64| json!({"resource_id": id.to_string(), "resource_type": "droplet"});
        json!({"resources": ids.iter().map(one).collect::<Vec<_>>()})
    };
    let tag = |ids: &[u64]| post("/v2/tags/web/resources", all(ids));
    let api = Fake::steps([
        vec![show(7, "a"), show(8, "b")],
        vec![tag(&[7, 8]).gives(404, not_found())],
        vec![get("/v2/tags/web").gives(200, json!({"tag": {"name": "web"}}))],
        vec![tag(&[7]).gives(204, ""), tag(&[8]).gives(404, not_found())],
    ]);
    let run = line("droplet tag web 7 8").at(&api).run().exits(7);
    run.says("doapi: tagged droplet \"a\" (7): \"web\"\n")
        .says("doapi: droplet \"8\": POST /v2/tags/web/resources: 404");
    api.finish();
}

#[test]
fn a_tag_that_is_deleted_in_between_is_no_promise_that_nothing_was_changed() {
    let (seed, command) = many(150);
    let gone = |request: &str| format!(r#"{request} status=404 body={{"id":"not_found","message":"Gone."}}"#);
    let api = faulty_sandbox(seed, &[&gone("POST /v2/tags/web/resources #2"), &gone("GET /v2/tags/web")]);
    line(&format!("{command} --jobs 1")).at(&api).run().exits(7).says("no such tag");
    let api = sandbox(json!({"droplets": [{"id": 1, "name": "a"}]}));
    line("droplet tag web a").at(&api).run().exits(3).says("no such tag");
}

#[test]
fn droplets_that_a_failed_delete_by_tag_has_deleted_are_named() {
    let droplet = |id: u64, name: &str| json!({"id": id, "name": name, "tags": ["web"]});
    let tagged = get("/v2/droplets?tag_name=web&per_page=200");
    let api = Fake::of([
        tagged.clone().gives(200, list("droplets", &[droplet(1, "a"), droplet(2, "b")])),
        no_gpus(),
        delete("/v2/droplets?tag_name=web").gives(422, refused()),
    ]);
    let run = line("droplet delete --tag web").at(&api).run().exits(1);
    assert_eq!(
        run.stderr,
        "doapi: tag \"web\", droplet \"a\" \"b\": DELETE /v2/droplets?tag_name=web: 422 unprocessable_entity: No.\n"
    );
    api.finish();
    let mut script = vec![tagged.clone().gives(200, list("droplets", &[droplet(1, "a"), droplet(2, "b")])), no_gpus()];
    script.extend(delete("/v2/droplets?tag_name=web").gives(500, error("server_error", "Oops.")).times(5));
    script.extend([tagged.gives(200, list("droplets", &[droplet(2, "b")])), no_gpus()]);
    let api = Fake::of(script);
    let run = line("droplet delete --tag web").at(&api).run().exits(7);
    run.says("doapi: deleted droplet \"a\" (1)\n").says("doapi: tag \"web\", droplet \"b\": DELETE");
    api.finish();
}

#[test]
fn what_a_signal_comes_before_and_what_it_does_not_are_both_named() {
    let api = faulty_sandbox(abc(), &["DELETE /v2/droplets/2 delay=1s"]);
    let running = line("--jobs 1 droplet delete a b c").at(&api).spawn();
    until(|| running.told().contains("deleted droplet \"a\" (1)"));
    let run = running.signal("INT").finish().exits(130);
    run.says("not done: ").says("droplet \"c\"");
}

/// More targets than workers: a request that stalls takes one of them, and the others do the rest.
#[test]
fn a_request_that_stalls_holds_up_no_other_target() {
    let droplets: Vec<_> = (1..=30).map(|id| json!({"id": id, "name": format!("web-{id}")})).collect();
    let api = faulty_sandbox(json!({"droplets": droplets}), &["POST /v2/droplets/1/actions delay=600s"]);
    let ids: Vec<String> = (1..=30).map(|id| id.to_string()).collect();
    let running = line(&format!("droplet reboot {}", ids.join(" "))).at(&api).spawn();
    until(|| changes(&api).len() >= 29);
    let run = running.signal("INT").finish().exits(130);
    assert!((2..=30).all(|id| run.stderr.contains(&format!("POST /v2/droplets/{id}/actions: done"))), "{run}");
}
