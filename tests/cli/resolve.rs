//! What a label means: one object, several, or none, and that nothing is changed unless all labels are clear.

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{droplet, list, look_up};
use crate::runner::{Run, line};
use crate::sandboxes::{changes, sandbox};
use crate::script::{Exchange, get};
use doapi_sandbox::Sandbox;

/// Two droplets that share a name, one whose name is another's ID, and one of its own.
fn account() -> Sandbox {
    sandbox(json!({"droplets": [
        {"id": 1, "name": "web"}, {"id": 2, "name": "twin"}, {"id": 3, "name": "twin"}, {"id": 4, "name": "1"},
        {"id": 5, "name": "5"},
    ]}))
}

/// Runs a command that changes nothing, since its targets are not clear.
#[track_caller]
fn refused(arguments: &str) -> Run {
    let api = account();
    let run = line(arguments).at(&api).run().exits(3).prints("");
    assert_eq!(changes(&api), Vec::<String>::new(), "{run}");
    run
}

#[track_caller]
fn shown(arguments: &str) -> Run {
    line(arguments).at(&account()).run().exits(0)
}

#[test]
fn an_id_comes_before_a_name() {
    let run = shown("droplet show 1").succeeds();
    assert_eq!(run.each("name"), json!(["web"]));
}

#[test]
fn a_droplet_whose_name_is_its_own_id_is_one_match() {
    for arguments in ["droplet show 5", "droplet show -M 5"] {
        assert_eq!(shown(arguments).succeeds().each("id"), json!([5]));
    }
}

#[test]
fn with_multiple_a_label_means_all_that_it_could() {
    for (arguments, ids) in [
        ("droplet show -M 1", json!([1, 4])),
        ("droplet show --multiple twin", json!([2, 3])),
        ("droplet reboot -M twin web", json!([2, 3, 1])),
    ] {
        let run = shown(arguments).succeeds();
        let field = if arguments.contains("reboot") { "resource_id" } else { "id" };
        assert_eq!(sorted(run.each(field)), sorted(ids), "{run}");
    }
}

fn sorted(mut value: Value) -> Value {
    value.as_array_mut().unwrap().sort_by_key(Value::as_u64);
    value
}

#[test]
fn an_ambiguous_name_is_refused_with_all_the_ids_and_a_hint() {
    for arguments in ["droplet show twin", "droplet delete twin", "droplet reboot web twin"] {
        let run = refused(arguments).says(r#"droplet "twin""#).says("2, 3").says("-M");
        assert_eq!(run.complaints().len(), 1, "{run}");
    }
}

#[test]
fn a_command_for_one_droplet_does_not_speak_of_multiple() {
    let run = refused("droplet rename twin other").says("2, 3");
    assert!(!run.stderr.contains("-M"), "{run}");
}

#[test]
fn one_unknown_droplet_among_several_stops_all() {
    for verb in ["power-off", "delete", "reboot", "tag prod", "untag prod", "rebuild", "snapshot s", "act reboot"] {
        refused(&format!("droplet {verb} web nobody 99")).says(r#"droplet "nobody""#).says(r#"droplet "99""#);
    }
}

#[test]
fn every_label_that_is_not_clear_has_its_line() {
    let run = refused("droplet power-off nobody twin web 99");
    assert_eq!(run.complaints().len(), 3, "{run}");
}

#[test]
fn a_droplet_given_twice_is_used_once_with_a_warning() {
    for arguments in ["droplet show web web", "droplet show web 1", "droplet show 1 web", "droplet show -M twin 2"] {
        let run = shown(arguments).says("warning: ");
        let expected = if arguments.contains("-M") { 2 } else { 1 };
        assert_eq!((run.array().len(), run.complaints().len()), (expected, 1), "{run}");
    }
}

#[test]
fn an_action_on_a_droplet_given_twice_is_started_once() {
    let api = account();
    let run = line("droplet reboot web 1 web").at(&api).run().exits(0);
    assert_eq!(changes(&api), ["POST /v2/droplets/1/actions"]);
    assert_eq!(run.complaints().len(), 2, "{run}");
}

#[test]
fn results_come_in_the_order_of_the_labels() {
    let run = shown("droplet show 5 web 4 2 3").succeeds();
    assert_eq!(run.each("id"), json!([5, 1, 4, 2, 3]));
}

#[test]
fn nothing_is_sent_after_an_ambiguous_name() {
    let api = Fake::steps([look_up("twin", &[droplet(2, "twin"), droplet(3, "twin")])]);
    line("droplet delete twin").at(&api).run().exits(3).says("2, 3");
    api.finish();
}

/// The first of many pages of an account with ten thousand droplets.
fn first_page(size: u64) -> Exchange {
    let droplets: Vec<Value> = (1..=size).map(|id| droplet(id, &format!("web-{id}"))).collect();
    let link = |page: u64| format!("https://h/v2/droplets?page={page}&per_page={size}");
    let links = json!({"pages": {"next": link(2), "last": link(10_000 / size)}});
    let page = json!({"droplets": droplets, "links": links, "meta": {"total": 10_000}});
    get(&format!("/v2/droplets?per_page={size}")).gives(200, page)
}

#[test]
fn fifty_ids_among_ten_thousand_droplets_are_fifty_small_requests() {
    let ids: Vec<u64> = (1000..1050).collect();
    let each = ids.iter().map(|id| crate::replies::show(*id, "x")).collect();
    let api = Fake::steps([vec![first_page(50)], each]);
    let words = ["droplet", "show"].map(String::from).into_iter().chain(ids.iter().map(u64::to_string));
    let run = crate::runner::doapi(words).at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!(ids));
    api.finish();
}

#[test]
fn names_and_ids_among_ten_thousand_droplets_are_asked_for_one_by_one() {
    let rest = [look_up("a", &[droplet(2001, "a")]), look_up("b", &[droplet(2002, "b")])].concat();
    let api = Fake::steps([vec![first_page(40)], rest.into_iter().chain([crate::replies::show(9000, "c")]).collect()]);
    // The first page has shown droplet 7 already.
    let run = line("droplet show a 9000 7 b").at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!([2001, 9000, 7, 2002]));
    api.finish();
}

#[test]
fn many_names_cost_no_more_than_the_whole_list() {
    let droplets: Vec<Value> = (1..=9).map(|id| droplet(id, &format!("web-{id}"))).collect();
    let api = Fake::of([
        get("/v2/droplets?per_page=40").gives(200, list("droplets", &droplets)),
        get("/v2/droplets?type=gpus&per_page=200").gives(200, list("droplets", &[])),
    ]);
    let run = line("droplet show web-1 web-2 web-3 web-4 web-5 web-6 web-7").at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!([1, 2, 3, 4, 5, 6, 7]));
    api.finish();
}

#[test]
fn many_ids_are_answered_all_or_not_at_all() {
    let run = shown("droplet show 1 2 3 4 5").succeeds();
    assert_eq!(run.each("id"), json!([1, 2, 3, 4, 5]));
    refused("droplet show 1 2 3 4 5 6 7 8").says(r#""6""#).says(r#""8""#);
}

#[test]
fn labels_that_look_like_paths_are_only_names() {
    let api = Fake::steps([look_up("..%2Faccount", &[])]);
    line("droplet show ../account").at(&api).run().exits(3);
    api.finish();
}

#[test]
fn leading_zeros_of_an_id_do_not_matter_and_a_name_of_digits_is_still_found() {
    let api =
        sandbox(json!({"droplets": [{"id": 1001, "name": "a"}, {"id": 5, "name": "007"}, {"id": 6, "name": "01001"}]}));
    for (label, ids) in [("01001", json!([1001])), ("1001", json!([1001])), ("007", json!([5]))] {
        assert_eq!(
            crate::runner::doapi(["droplet", "show", label]).at(&api).run().succeeds().each("id"),
            ids,
            "{label}"
        );
    }
    let both = line("droplet show -M 01001").at(&api).run().succeeds();
    assert_eq!(both.each("id"), json!([1001, 6]));
}

#[test]
fn an_empty_label_is_a_usage_error_before_any_request() {
    let api = account();
    for verb in ["show", "delete"] {
        crate::runner::doapi(["droplet", verb, ""]).at(&api).run().exits(2).prints("");
    }
    assert_eq!(api.requests().len(), 0);
}
