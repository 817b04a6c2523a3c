//! The verbs that start one action on each of their droplets: by ID, by name, by tag, and waited for.

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::runner::line;
use crate::sandboxes::{changes, sandbox, state_of};

/// A verb, the type of its action, and what the API must think of its droplets before.
struct Verb {
    name: &'static str,
    kind: &'static str,
    droplet: fn() -> Value,
    /// Whether the API starts it for a whole tag.
    by_tag: bool,
}

const fn verb(name: &'static str, kind: &'static str, by_tag: bool) -> Verb {
    Verb { name, kind, droplet: || json!({}), by_tag }
}

fn off() -> Value {
    json!({"status": "off"})
}

fn backed_up() -> Value {
    json!({"backups": true})
}

/// All but `enable-private-networking`, which the API no longer has.
const VERBS: [Verb; 9] = [
    verb("enable-backups", "enable_backups", true),
    Verb { droplet: backed_up, ..verb("disable-backups", "disable_backups", true) },
    verb("reboot", "reboot", false),
    verb("power-cycle", "power_cycle", true),
    verb("shutdown", "shutdown", true),
    verb("power-off", "power_off", true),
    Verb { droplet: off, ..verb("power-on", "power_on", true) },
    verb("password-reset", "password_reset", false),
    verb("enable-ipv6", "enable_ipv6", true),
];

/// Droplets 1 and 2, named `one` and `two`, both tagged `web`.
fn account(verb: &Verb) -> Sandbox {
    let droplets = [(1, "one"), (2, "two")].map(|(id, name)| {
        let mut droplet = (verb.droplet)();
        let fields = droplet.as_object_mut().unwrap();
        fields.extend([
            ("id".to_owned(), json!(id)),
            ("name".to_owned(), json!(name)),
            ("tags".to_owned(), json!(["web"])),
        ]);
        droplet
    });
    sandbox(json!({"droplets": droplets}))
}

#[test]
fn each_verb_starts_its_action_on_droplets_by_id_and_by_name() {
    for verb in &VERBS {
        let api = account(verb);
        let run = line(&format!("droplet {} 2 one", verb.name)).at(&api).run().succeeds();
        assert_eq!(run.each("type"), json!([verb.kind, verb.kind]), "{run}");
        assert_eq!(run.each("resource_id"), json!([2, 1]), "{run}");
        assert_eq!(run.each("status"), json!(["in-progress", "in-progress"]), "{run}");
    }
}

#[test]
fn each_verb_waits_for_its_action_when_asked_to() {
    for verb in &VERBS {
        let api = account(verb);
        let run = line(&format!("droplet {} --wait --wait-interval 0.05 one two", verb.name)).at(&api).run().succeeds();
        assert_eq!(run.each("type"), json!([verb.kind, verb.kind]), "{run}");
        assert_eq!(run.each("status"), json!(["completed", "completed"]), "{run}");
    }
}

#[test]
fn the_verbs_that_the_api_takes_by_tag_are_one_request_for_a_tag() {
    for verb in VERBS.iter().filter(|verb| verb.by_tag) {
        let api = account(verb);
        let run = line(&format!("droplet {} --tag web", verb.name)).at(&api).run().succeeds();
        assert_eq!(run.each("type"), json!([verb.kind, verb.kind]), "{run}");
        assert_eq!(run.each("resource_id"), json!([1, 2]), "{run}");
        assert_eq!(changes(&api), ["POST /v2/droplets/actions?tag_name=web"], "{run}");
    }
}

#[test]
fn the_verbs_that_never_had_a_tag_refuse_one() {
    for verb in VERBS.iter().filter(|verb| !verb.by_tag) {
        let api = account(verb);
        line(&format!("droplet {} --tag web", verb.name)).at(&api).run().exits(2).prints("");
        assert!(api.requests().is_empty());
    }
}

#[test]
fn verbs_have_the_effect_that_they_name() {
    for (arguments, before, field, after) in [
        ("power-off", json!({}), "status", json!("off")),
        ("shutdown", json!({}), "status", json!("off")),
        ("power-on", off(), "status", json!("active")),
        ("enable-backups", json!({}), "backups", json!(true)),
        ("enable-ipv6", json!({}), "ipv6", json!(true)),
    ] {
        let mut droplet = before;
        droplet.as_object_mut().unwrap().extend([("id".to_owned(), json!(1)), ("name".to_owned(), json!("web"))]);
        let api = sandbox(json!({"droplets": [droplet]}));
        line(&format!("droplet {arguments} --wait --wait-interval 0.05 web")).at(&api).run().succeeds();
        let now = match field {
            "status" => state_of(&api, 1, "status"),
            feature => json!(state_of(&api, 1, "features").as_array().unwrap().contains(&json!(feature))),
        };
        assert_eq!(now, after, "{arguments}");
    }
}

#[test]
fn what_the_api_dropped_passes_the_request_on_and_reports_the_answer() {
    for (arguments, message) in [
        ("enable-private-networking web", "404 not_found: The specified action type is not available."),
        ("change-kernel 2233 web", "422 unprocessable_entity: Droplet kernels are managed internally"),
    ] {
        let api = sandbox(json!({"droplets": [{"id": 1, "name": "web"}]}));
        let run = line(&format!("droplet {arguments}")).at(&api).run().exits(1).prints("[]\n");
        assert!(run.stderr.contains(message), "{run}");
        assert_eq!(changes(&api), ["POST /v2/droplets/1/actions"]);
    }
}

#[test]
fn a_kernel_can_still_be_changed_where_the_api_allows_it() {
    let api = sandbox(json!({"droplets": [{"id": 1, "name": "old", "legacy": true, "kernel": 2233}]}));
    let run = line("droplet change-kernel 7515 old --wait --wait-interval 0.05").at(&api).run().succeeds();
    assert_eq!(run.each("type"), json!(["change_kernel"]));
    assert_eq!(state_of(&api, 1, "kernel"), json!(7515));
}

#[test]
fn a_tag_that_does_not_exist_is_an_unknown_target() {
    let api = sandbox(json!({"droplets": [{"id": 1, "name": "web"}], "tags": [{"name": "empty"}]}));
    for verb in ["power-off", "snapshot s", "act reboot", "delete"] {
        let run = line(&format!("droplet {verb} --tag nobody")).at(&api).run().exits(3).prints("");
        assert!(run.stderr.contains(r#"tag "nobody""#), "{run}");
    }
    assert_eq!(changes(&api), Vec::<String>::new());
}

#[test]
fn an_action_on_a_tag_without_droplets_starts_nothing() {
    let api = sandbox(json!({"tags": [{"name": "empty"}]}));
    line("droplet power-off --tag empty").at(&api).run().succeeds().prints("[]\n");
    assert_eq!(changes(&api), Vec::<String>::new());
}

#[test]
fn a_droplet_of_the_tag_on_which_no_action_was_started_has_its_line() {
    let api = sandbox(json!({"droplets": [
        {"id": 1, "name": "on", "tags": ["web"]}, {"id": 2, "name": "off", "status": "off", "tags": ["web"]},
    ]}));
    let run = line("droplet power-off --tag web").at(&api).run().exits(7).says(r#"droplet "off""#);
    assert_eq!(run.each("resource_id"), json!([1]));
    assert_eq!(run.complaints().len(), 1, "{run}");
}

#[test]
fn any_type_of_action_can_be_performed_with_its_parameters() {
    let api = sandbox(json!({"droplets": [{"id": 1, "name": "web"}]}));
    let run = crate::runner::doapi([
        "droplet",
        "act",
        "-p",
        r#"{"name": "www"}"#,
        "rename",
        "web",
        "-w",
        "--wait-interval",
        "0.05",
    ])
    .at(&api)
    .run()
    .succeeds();
    assert_eq!((run.each("type"), run.each("status")), (json!(["rename"]), json!(["completed"])));
    assert_eq!(state_of(&api, 1, "name"), json!("www"));
}

#[test]
fn parameters_come_from_a_file_or_from_stdin() {
    let api = sandbox(json!({"droplets": [{"id": 1, "name": "web"}]}));
    let act = |params| line(&format!("droplet act --params {params} --wait --wait-interval 0.05 rename 1"));
    act("@new.json").file("new.json", r#"{"name": "from-file"}"#).at(&api).run().succeeds();
    assert_eq!(state_of(&api, 1, "name"), json!("from-file"));
    act("@-").stdin("{\"name\": \"from-stdin\"}\n").at(&api).run().succeeds();
    assert_eq!(state_of(&api, 1, "name"), json!("from-stdin"));
}

#[test]
fn parameters_that_cannot_be_used_are_refused_before_any_request() {
    let api = sandbox(json!({"droplets": [{"id": 1, "name": "web"}]}));
    for (params, code) in [("[]", 2), ("{", 2), (r#"{"type":"reboot"}"#, 2), ("@nothing-here", 1)] {
        let run = crate::runner::doapi(["droplet", "act", "-p", params, "rename", "1"]).at(&api).run().exits(code);
        assert!(run.stdout.is_empty() && !run.stderr.is_empty(), "{run}");
    }
    assert!(api.requests().is_empty());
}

#[test]
fn an_action_of_any_type_goes_to_a_tag() {
    let droplets = json!([{"id": 1, "name": "a", "tags": ["web"]}, {"id": 2, "name": "b", "tags": ["web"]}]);
    for (kind, requests) in [("power_off", 1), ("reboot", 2)] {
        let api = sandbox(json!({"droplets": droplets}));
        let run = line(&format!("droplet act {kind} --tag web")).at(&api).run().succeeds();
        assert_eq!(run.each("type"), json!([kind, kind]), "{run}");
        assert_eq!(changes(&api).len(), requests, "{run}");
    }
}
