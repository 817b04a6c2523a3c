//! Whole lists: all of it, or an error.

mod incomplete;
mod lying;
mod untotalled;

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::replies::{droplet, error, list};
use crate::runner::{Api, Run, doapi};
use crate::sandboxes::{faulty_sandbox, sandbox};
use crate::script::{Exchange, get};

/// A page of the list of actions: `/v2/actions?page=N&per_page=2`, with the links that the API has.
fn page(number: u64, of: u64, total: u64, ids: &[u64]) -> Exchange {
    let link = |number: u64| json!(format!("https://api.digitalocean.com/v2/actions?page={number}&per_page=2"));
    let mut pages = serde_json::Map::new();
    if number > 1 {
        pages.extend([("first".to_owned(), link(1)), ("prev".to_owned(), link(number - 1))]);
    }
    if number < of {
        pages.extend([("next".to_owned(), link(number + 1)), ("last".to_owned(), link(of))]);
    }
    let path =
        if number == 1 { "/v2/actions?per_page=2".to_owned() } else { format!("/v2/actions?page={number}&per_page=2") };
    get(&path).gives(200, body(ids, &json!({"pages": pages}), total))
}

fn body(ids: &[u64], links: &Value, total: u64) -> Value {
    let actions: Vec<Value> = ids.iter().map(|id| json!({"id": id, "status": "completed"})).collect();
    json!({"actions": actions, "links": links, "meta": {"total": total}})
}

fn show_actions(api: &impl Api) -> Run {
    doapi(["action", "show", "--per-page", "2"]).at(api).run()
}

#[track_caller]
fn ids(run: &Run) -> Vec<u64> {
    run.array().iter().map(|one| one["id"].as_u64().unwrap()).collect()
}

#[test]
fn of_450_droplets_450_are_shown() {
    let api = sandbox(json!({"droplets": [{"name": "load", "count": 450}]}));
    let run = doapi(["droplet", "show"]).at(&api).run().succeeds();
    assert_eq!(ids(&run).into_iter().collect::<BTreeSet<_>>().len(), 450);
    assert_eq!(ids(&run).len(), 450);
    assert_eq!(api.requests().iter().filter(|one| !one.path.contains("gpus")).count(), 3);
}

#[test]
fn a_page_that_cannot_be_read_is_an_error_and_what_came_before_is_valid_json() {
    let fault = "GET /v2/droplets?page=2* status=422 body={\"id\":\"unprocessable_entity\",\"message\":\"no\"}";
    let api = faulty_sandbox(json!({"droplets": [{"name": "load", "count": 450}]}), &[fault]);
    let run = doapi(["droplet", "show"]).at(&api).run().exits(1).says("422");
    assert_eq!(ids(&run).len(), 200);
}

#[test]
fn a_page_that_is_refused_is_an_error_and_not_a_shorter_list() {
    let api = Fake::of([
        page(1, 2, 4, &[9, 8]),
        get("/v2/actions?page=2&per_page=2").gives(404, error("not_found", "Gone.")),
    ]);
    let run = show_actions(&api).exits(1).says("404 not_found: Gone.");
    assert_eq!(ids(&run), [9, 8]);
    api.finish();
}

#[test]
fn pages_come_out_in_their_order() {
    let api = Fake::steps([
        vec![page(1, 4, 7, &[9, 8])],
        vec![page(4, 4, 7, &[3]), page(3, 4, 7, &[5, 4]), page(2, 4, 7, &[7, 6])],
    ]);
    assert_eq!(ids(&show_actions(&api).succeeds()), [9, 8, 7, 6, 5, 4, 3]);
    api.finish();
}

#[test]
fn what_moved_to_the_next_page_meanwhile_is_shown_once() {
    // A new action came between the two requests and moved 8 to the second page.
    let api = Fake::of([page(1, 2, 3, &[9, 8]), page(2, 2, 4, &[8, 7])]);
    assert_eq!(ids(&show_actions(&api).succeeds()), [9, 8, 7]);
    api.finish();
}

#[test]
fn a_list_that_shrinks_while_it_is_read_is_read_again() {
    // 9 went away between the two requests: 7 is on the first page now, which was read before.
    let api = Fake::of([page(1, 2, 4, &[9, 8]), page(2, 2, 3, &[6]), page(1, 2, 3, &[8, 7]), page(2, 2, 3, &[6])]);
    let shown: BTreeSet<u64> = ids(&show_actions(&api).succeeds()).into_iter().collect();
    assert!(shown.is_superset(&BTreeSet::from([6, 7, 8])), "{shown:?}");
    api.finish();
}

#[test]
fn a_list_that_grows_between_pages_that_are_asked_for_at_once_is_read_again_in_order() {
    // The second page came after a new action moved 6 to the third, and the third came before that: 6 is on neither.
    let api = Fake::steps([
        vec![page(1, 3, 5, &[9, 8])],
        vec![page(2, 3, 6, &[8, 7]), page(3, 3, 5, &[5])],
        vec![page(1, 3, 6, &[10, 9])],
        vec![page(2, 3, 6, &[8, 7])],
        vec![page(3, 3, 6, &[6, 5])],
    ]);
    assert_eq!(ids(&show_actions(&api).succeeds()), [9, 8, 7, 5, 10, 6]);
    api.finish();
}

#[test]
fn a_list_that_is_shorter_than_it_says_is_an_error() {
    let api = Fake::of([page(1, 2, 4, &[9, 8]), page(2, 2, 4, &[7])]);
    let run = show_actions(&api).exits(1).says("the list is not complete");
    assert_eq!(ids(&run), [9, 8, 7]);
    api.finish();
}

#[test]
fn a_loop_of_links_ends_in_an_error() {
    let looping = |number: u64, next: &str| {
        let links = json!({"pages": {"next": format!("https://api.digitalocean.com{next}")}});
        let path = if number == 1 { "/v2/actions?per_page=2" } else { "/v2/actions?page=2&per_page=2" };
        get(path).gives(200, body(&[number], &links, 9))
    };
    let second = "/v2/actions?page=2&per_page=2";
    let api = Fake::of([looping(1, second), looping(2, second)]);
    let run = show_actions(&api).exits(1).says("the list is not complete");
    assert_eq!(ids(&run), [1, 2]);
    api.finish();
}

#[test]
fn links_without_numbers_are_followed() {
    let links = json!({"pages": {"next": "https://api.digitalocean.com/v2/actions?cursor=abc"}});
    let api = Fake::of([
        get("/v2/actions?per_page=2").gives(200, body(&[9], &links, 2)),
        get("/v2/actions?cursor=abc").gives(200, body(&[8], &json!({}), 2)),
    ]);
    assert_eq!(ids(&show_actions(&api).succeeds()), [9, 8]);
    api.finish();
}

#[test]
fn droplets_with_gpus_are_part_of_the_list() {
    // Both are asked for at once, so they may come in any order.
    let api = Fake::steps([vec![
        get("/v2/droplets?per_page=200")
            .gives(200, list("droplets", &[droplet(7, "web")]))
            .late(Duration::from_millis(300)),
        get("/v2/droplets?type=gpus&per_page=200").gives(200, list("droplets", &[droplet(8, "ml")])),
    ]]);
    assert_eq!(ids(&doapi(["droplet", "show"]).at(&api).run().succeeds()), [7, 8]);
    api.finish();
}

#[test]
fn a_server_that_ignores_the_filter_for_gpus_doubles_nothing() {
    let all = list("droplets", &[droplet(7, "web"), droplet(8, "ml")]);
    let lists = ["/v2/droplets?per_page=200", "/v2/droplets?type=gpus&per_page=200"];
    let api = Fake::steps([lists.map(|path| get(path).gives(200, &all)).to_vec()]);
    assert_eq!(ids(&doapi(["droplet", "show"]).at(&api).run().succeeds()), [7, 8]);
    api.finish();
}

#[test]
fn an_answer_of_another_shape_is_an_error() {
    for body in ["", "null", "[]", "{}", r#"{"actions":null}"#, "<html></html>", r#"{"actions":[{"id":1}"#] {
        let api = Fake::of([get("/v2/actions?per_page=2").gives(200, body)]);
        show_actions(&api).exits(1).prints("").says("doapi: GET /v2/actions?per_page=2: ");
        api.finish();
    }
}
