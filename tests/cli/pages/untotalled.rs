//! Lists that do not say how long they are, or say it wrongly: nothing is missed in them either.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{ids, show_actions};
use crate::fake::Fake;
use crate::runner::line;
use crate::script::{Exchange, get};

/// A page of the list of actions, two on each, that has a link to the next one but says nothing of its length.
fn page(number: u64, is_last: bool, ids: &[u64]) -> Exchange {
    let next = format!("https://api.digitalocean.com/v2/actions?page={}&per_page=2", number + 1);
    let links = if is_last { json!({}) } else { json!({"pages": {"next": next}}) };
    exchange(number, ids, &json!({"links": links}))
}

/// A page with these members beside the actions.
fn exchange(number: u64, ids: &[u64], members: &Value) -> Exchange {
    let path = if number == 1 { String::new() } else { format!("page={number}&") };
    let actions: Vec<Value> = ids.iter().map(|id| json!({"id": id, "status": "completed"})).collect();
    let mut reply = members.clone();
    reply["actions"] = json!(actions);
    get(&format!("/v2/actions?{path}per_page=2")).gives(200, reply)
}

#[test]
fn pages_without_a_total_are_read_twice() {
    let pass = || [page(1, false, &[9, 8]), page(2, true, &[7])];
    let api = Fake::of([pass(), pass()].into_iter().flatten());
    assert_eq!(ids(&show_actions(&api).succeeds()), [9, 8, 7]);
    api.finish();
}

#[test]
fn a_list_without_a_total_that_shrinks_is_read_again() {
    // 9 goes away between the first two requests, and so 7 moves to the first page.
    let shrunk = || [page(1, false, &[8, 7]), page(2, true, &[6, 5]), exchange(3, &[], &json!({"links": {}}))];
    let first = [page(1, false, &[9, 8]), page(2, true, &[6, 5]), exchange(3, &[], &json!({"links": {}}))];
    let api = Fake::of([first, shrunk(), shrunk()].into_iter().flatten());
    let shown: BTreeSet<u64> = ids(&show_actions(&api).succeeds()).into_iter().collect();
    assert!(shown.is_superset(&BTreeSet::from([5, 6, 7, 8])), "{shown:?}");
    api.finish();
}

#[test]
fn a_list_without_a_total_that_never_stays_the_same_is_an_error() {
    let pass = |id: u64| [page(1, false, &[id, 1]), page(2, true, &[0])];
    let api = Fake::of((10..14).flat_map(pass));
    let run = show_actions(&api).exits(1).says("run this again");
    assert_eq!(ids(&run), [10, 1, 0, 11, 12, 13]);
    api.finish();
}

#[test]
fn pages_without_a_total_that_repeat_each_other_are_an_error() {
    let pass = || [page(1, false, &[9, 8]), page(2, false, &[9, 8]), page(3, true, &[5])];
    let api = Fake::of([pass(), pass()].into_iter().flatten());
    let run = show_actions(&api).exits(1).says("repeat");
    assert_eq!(ids(&run), [9, 8, 5]);
    api.finish();
}

#[test]
fn a_total_below_the_number_of_objects_that_came_is_not_believed() {
    let next = "https://api.digitalocean.com/v2/actions?page=2&per_page=2";
    let pass = |second: [u64; 2]| {
        let links = json!({"links": {"pages": {"next": next}}, "meta": {"total": 2}});
        [exchange(1, &[9, 8], &links), exchange(2, &second, &json!({"links": {}, "meta": {"total": 2}}))]
    };
    let end = || [exchange(3, &[], &json!({"links": {}, "meta": {"total": 2}}))];
    let api = Fake::of([pass([7, 6]).to_vec(), end().to_vec(), pass([7, 6]).to_vec(), end().to_vec()].concat());
    assert_eq!(ids(&show_actions(&api).succeeds()), [9, 8, 7, 6]);
    api.finish();
}

#[test]
fn after_a_full_page_without_links_and_total_the_next_one_is_asked_for() {
    for (second, printed) in [(vec![7], vec![9, 8, 7]), (vec![], vec![9, 8]), (vec![9, 8], vec![9, 8])] {
        let pass = [exchange(1, &[9, 8], &json!({})), exchange(2, &second, &json!({}))];
        let passes = if second == [7] { 2 } else { 1 };
        let api = Fake::of(std::iter::repeat_n(pass, passes).flatten());
        assert_eq!(ids(&show_actions(&api).succeeds()), printed);
        api.finish();
    }
}

#[test]
fn a_list_of_anything_that_changes_without_a_total_is_an_error() {
    let page = |number: u64, is_last: bool, things: Value| {
        let next = format!("https://api.digitalocean.com/v2/things?page={}&per_page=2", number + 1);
        let links = if is_last { json!({}) } else { json!({"pages": {"next": next}}) };
        let path = if number == 1 { String::new() } else { format!("page={number}&") };
        get(&format!("/v2/things?{path}per_page=2")).gives(200, json!({"things": things, "links": links}))
    };
    let pass = |third: u64| [page(1, false, json!([1, 1])), page(2, true, json!([third]))];
    let paginate = "request --paginate things --per-page 2 /v2/things";
    let api = Fake::of([pass(2), pass(2)].into_iter().flatten());
    assert_eq!(line(paginate).at(&api).run().succeeds().json(), json!([1, 1, 2]));
    api.finish();
    let api = Fake::of([pass(2), pass(3)].into_iter().flatten());
    assert_eq!(line(paginate).at(&api).run().exits(1).says("run this again").json(), json!([1, 1, 2]));
    api.finish();
}

#[test]
fn pages_of_things_that_nothing_identifies_are_not_taken_twice() {
    let page = |number: u64, things: Value, links: Value| {
        let path = if number == 1 { String::new() } else { format!("page={number}&") };
        let reply = json!({"things": things, "links": links, "meta": {"total": 4}});
        get(&format!("/v2/things?{path}per_page=2")).gives(200, reply)
    };
    let next = json!({"pages": {"next": "https://api.digitalocean.com/v2/things?page=2&per_page=2"}});
    for (first, second) in [(json!([1, 2]), json!([1, 2])), (json!([1, 2, 1]), json!([3]))] {
        let api = Fake::of([page(1, first, next.clone()), page(2, second, json!({}))]);
        line("request --paginate things --per-page 2 /v2/things").at(&api).run().exits(1).says("repeat");
        api.finish();
    }
}

#[test]
fn totals_are_believed_only_if_every_page_has_one_that_fits() {
    let next = "https://api.digitalocean.com/v2/actions?page=2&per_page=2";
    let pass = |first: [u64; 2], meta: &Value| {
        let links = json!({"links": {"pages": {"next": next}}, "meta": meta});
        [exchange(1, &first, &links), exchange(2, &[6], &json!({"links": {}, "meta": {"total": 3}}))]
    };
    // 9 went away after the first page: only a second reading shows 7.
    for meta in [json!({"total": 0}), json!({"total": null}), json!(null), json!({})] {
        let api = Fake::of([pass([9, 8], &meta), pass([8, 7], &meta), pass([8, 7], &meta)].into_iter().flatten());
        assert_eq!(ids(&show_actions(&api).succeeds()), [9, 8, 6, 7], "{meta}");
        api.finish();
    }
}

/// Page `number` of `last`, two actions on each, with its links and a total.
fn counted(number: u64, last: u64, ids: &[u64], total: u64) -> Exchange {
    let link = |number: u64| format!("https://api.digitalocean.com/v2/actions?page={number}&per_page=2");
    let pages = json!({"pages": {"next": link(number + 1), "last": link(last)}});
    let links = if number == last { json!({}) } else { pages };
    exchange(number, ids, &json!({"links": links, "meta": {"total": total}}))
}

#[test]
fn a_total_that_grows_must_agree_with_what_came_and_with_the_links() {
    let grown = || [counted(1, 2, &[9, 8], 4), counted(2, 2, &[7, 6], 5)];
    let repeated = || [counted(1, 3, &[7, 6], 3), counted(2, 3, &[7, 6], 5), counted(3, 3, &[5], 5)];
    for (passes, says, printed) in [
        ([grown(), grown()].concat(), "its total is larger", vec![9, 8, 7, 6]),
        ([repeated(), repeated()].concat(), "repeat", vec![7, 6, 5]),
    ] {
        let api = Fake::of(passes);
        let run = show_actions(&api).exits(1).says(says);
        assert_eq!(ids(&run), printed);
        api.finish();
    }
}

#[test]
fn objects_of_the_same_id_on_one_page_are_all_printed() {
    let actions = json!([{"id": 1, "type": "reboot"}, {"id": 1, "type": "rename"}, {"id": 1, "type": "reboot"}]);
    let api = Fake::of([get("/v2/actions?per_page=200").gives(200, json!({"actions": actions, "links": {}}))]);
    let run = line("action show").at(&api).run().succeeds();
    assert_eq!(run.json(), json!([{"id": 1, "type": "reboot"}, {"id": 1, "type": "rename"}]));
    api.finish();
}

#[test]
fn numbered_links_keep_the_filter_and_the_size_of_the_pages() {
    let link = |number: u64| format!("https://api.digitalocean.com/v2/images?page={number}");
    let page = |number: u64, links: Value| {
        let path = if number == 1 { String::new() } else { format!("page={number}&") };
        get(&format!("/v2/images?{path}private=true&per_page=2"))
            .gives(200, json!({"images": [{"id": number}, {"id": 10 * number}], "links": links, "meta": {"total": 4}}))
    };
    let api = Fake::of([page(1, json!({"pages": {"next": link(2), "last": link(2)}})), page(2, json!({}))]);
    let run = line("request --paginate images --per-page 2 /v2/images?private=true").at(&api).run().succeeds();
    assert_eq!(run.each("id"), json!([1, 10, 2, 20]));
    api.finish();
}

#[test]
fn from_a_page_on_the_rest_of_the_list_is_complete() {
    let page = |number: u64, of: u64, ids: &[u64]| {
        let link = |number: u64| format!("https://api.digitalocean.com/v2/x?page={number}&per_page=2");
        let links =
            if number < of { json!({"pages": {"next": link(number + 1), "last": link(of)}}) } else { json!({}) };
        let things: Vec<Value> = ids.iter().map(|id| json!({"id": id})).collect();
        let reply = json!({"x": things, "links": links, "meta": {"total": 9}});
        get(&format!("/v2/x?page={number}&per_page=2")).gives(200, reply)
    };
    let paginate = |from: u64| line(&format!("request --paginate x /v2/x?page={from}&per_page=2"));
    let rest = vec![page(4, 5, &[7, 8]), page(5, 5, &[9]), page(3, 5, &[5, 6])];
    let api = Fake::steps([vec![page(2, 5, &[3, 4])], rest]);
    assert_eq!(paginate(2).at(&api).run().succeeds().each("id"), json!([3, 4, 5, 6, 7, 8, 9]));
    api.finish();
    let api = Fake::of([page(5, 5, &[9])]);
    assert_eq!(paginate(5).at(&api).run().succeeds().each("id"), json!([9]));
    api.finish();
    let api = Fake::of([page(8, 5, &[])]);
    assert_eq!(paginate(8).at(&api).run().succeeds().json(), json!([]));
    api.finish();
    let api = Fake::of([page(4, 4, &[7, 8])]);
    assert_eq!(paginate(4).at(&api).run().exits(1).says("2 of 3 objects came").each("id"), json!([7, 8]));
    api.finish();
}
