//! Lists that cannot be read to their end: an error, after all that came has been printed.

use serde_json::{Value, json};

use super::{body, ids, page, show_actions};
use crate::fake::Fake;
use crate::runner::line;
use crate::script::{Exchange, get};

const FIRST: &str = "/v2/actions?per_page=2";
const SECOND: &str = "https://api.digitalocean.com/v2/actions?page=2&per_page=2";

#[test]
fn paging_fields_that_cannot_be_read_are_an_error_after_the_page_is_printed() {
    let links = |links: Value| json!({"actions": [{"id": 9}, {"id": 8}], "links": links, "meta": {"total": 2}});
    let meta = |meta: Value| json!({"actions": [{"id": 9}, {"id": 8}], "links": {}, "meta": meta});
    for (reply, names) in [
        (links(json!([])), "links"),
        (links(json!("https://api.digitalocean.com")), "links"),
        (links(json!({"pages": [SECOND]})), "links.pages"),
        (links(json!({"pages": {"next": 2}})), "links.pages"),
        (links(json!({"pages": {"next": {"href": SECOND}}})), "links.pages"),
        (links(json!({"pages": {"last": 2}})), "links.pages"),
        (meta(json!(2)), "meta"),
        (meta(json!([2])), "meta"),
        (meta(json!({"total": "2"})), "meta"),
        (meta(json!({"total": -2})), "meta"),
    ] {
        let api = Fake::of([get(FIRST).gives(200, &reply)]);
        let run = show_actions(&api).exits(1).says(&format!("\"{names}\""));
        assert_eq!(ids(&run), [9, 8], "{reply}");
        api.finish();
    }
}

#[test]
fn the_page_on_which_it_is_noticed_is_printed() {
    let next = |link: &str| body(&[9, 8], &json!({"pages": {"next": link}}), 4);
    let second = |reply: Value| get("/v2/actions?page=2&per_page=2").gives(200, reply);
    for (replies, says, printed) in [
        (vec![get(FIRST).gives(200, next("http://["))], "is no link", vec![9, 8]),
        (vec![get(FIRST).gives(200, next(&SECOND.replace("page=2&", "page=3&")))], "leave out pages", vec![9, 8]),
        (vec![page(1, 2, 4, &[9, 8]), second(body(&[7], &json!([]), 4))], "\"links\"", vec![9, 8, 7]),
        (vec![page(1, 2, 4, &[9, 8]), second(body(&[], &json!({"pages": {"next": SECOND}}), 4))], "empty", vec![9, 8]),
    ] {
        let api = Fake::of(replies);
        let run = show_actions(&api).exits(1).says(says);
        assert_eq!(ids(&run), printed);
        assert_eq!(run.complaints().len(), 1, "{run}");
        api.finish();
    }
}

#[test]
fn an_item_that_is_no_object_is_an_error_and_the_others_are_printed() {
    for item in [json!(null), json!(7), json!([{"id": 7}]), json!("7")] {
        let reply = json!({"actions": [{"id": 9}, item, {"id": 8}], "links": {}, "meta": {"total": 3}});
        let api = Fake::of([get(FIRST).gives(200, &reply)]);
        let run = show_actions(&api).exits(1).says("not an object");
        assert_eq!(ids(&run), [9, 8], "{reply}");
        api.finish();
    }
}

#[test]
fn a_root_or_a_member_for_paging_that_comes_twice_is_an_error() {
    for reply in [
        r#"{"actions":[{"id":9}],"actions":[{"id":8}],"links":{},"meta":{"total":1}}"#,
        r#"{"actions":[{"id":9}],"links":{"pages":{"next":"x"}},"links":{},"meta":{"total":1}}"#,
    ] {
        let api = Fake::of([get(FIRST).gives(200, reply)]);
        show_actions(&api).exits(1).prints("").says("twice");
        api.finish();
    }
}

#[test]
fn of_lists_in_a_list_the_part_that_came_is_printed() {
    let first = "/v2/droplets/7/snapshots?per_page=200";
    let reply = json!({"snapshots": [{"id": 1}], "links": {}, "meta": {"total": 2}});
    let api = Fake::of([crate::replies::show(7, "web"), get(first).gives(200, reply)]);
    let run = line("droplet show-snapshots 7").at(&api).run().exits(1).says("1 of 2 objects came");
    assert_eq!(run.json(), json!([[{"id": 1}]]));
    api.finish();
}

#[test]
fn objects_are_told_apart_by_their_whole_identifiers() {
    for (root, command, one, other) in [
        ("tags", "tag show", json!({"name": "a\"b"}), json!({"name": "a\"c"})),
        ("tags", "tag show", json!({"resources": {}, "name": "a"}), json!({"resources": {}, "name": "b"})),
        ("sizes", "size", json!({"memory": 1, "slug": "a"}), json!({"memory": 1, "slug": "b"})),
        (
            "floating_ips",
            "floating-ip show",
            json!({"droplet": null, "ip": "192.0.2.1"}),
            json!({"droplet": null, "ip": "192.0.2.2"}),
        ),
        ("actions", "action show", json!({"status": "new", "id": 1}), json!({"status": "new", "id": 2})),
    ] {
        let reply = json!({root: [&one, &other], "links": {}});
        let api = Fake::of([get(&format!("/v2/{root}?per_page=200")).gives(200, reply)]);
        let run = line(command).at(&api).run().succeeds();
        assert_eq!(run.json(), json!([one, other]));
        api.finish();
    }
}

/// Pages of one action each that lead on for ever, none like another.
fn endless(pages: u64, meta: impl Fn(u64) -> Value) -> Vec<Exchange> {
    let page = |number: u64| {
        let path = if number == 1 { FIRST.to_owned() } else { format!("/v2/actions?cursor={number}") };
        let next = format!("https://api.digitalocean.com/v2/actions?cursor={}", number + 1);
        let links = json!({"pages": {"next": next}});
        get(&path).gives(200, json!({"actions": [{"id": number}], "links": links, "meta": meta(number)}))
    };
    (1..=pages).map(page).collect()
}

#[test]
fn links_that_lead_to_ever_new_objects_end_in_an_error() {
    for (pages, meta) in [
        (20, (|_| json!({"total": 3})) as fn(u64) -> Value),
        (19, |number| json!({"total": number + 1})),
        (200, |_| json!({})),
        (200, |_| json!({"total": u64::MAX})),
    ] {
        let api = Fake::of(endless(pages, meta));
        let run = show_actions(&api).exits(1).says("without end");
        assert_eq!(ids(&run).len() as u64, pages);
        api.finish();
    }
}
