//! Faults of one page among several: what is printed is a part that is not passed off as the whole, and nothing is done
//! to half of what was meant.

use std::sync::atomic::{AtomicUsize, Ordering};

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};

use super::way::{Asked, Picks, Strike, Way, http, json as answer};
use super::{SIDE_BY_SIDE, side_by_side, tell};
use crate::runner::{Run, line};
use crate::sandboxes::sandbox;

/// A fault of a page.
struct Fault {
    name: &'static str,
    picks: Picks,
    strike: Strike,
    times: usize,
    /// Whether the list can be read nevertheless.
    is_overcome: bool,
}

/// A command that reads all pages, and what it does with the objects.
struct Kind {
    line: &'static str,
    does: Does,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Does {
    /// It prints each page.
    Stream,
    /// It prints all when it has all.
    Show,
    /// It changes something.
    Change,
}

const KINDS: [Kind; 6] = [
    Kind { line: "droplet show --per-page 2", does: Does::Stream },
    Kind { line: "request --paginate droplets /v2/droplets --per-page 2", does: Does::Stream },
    Kind { line: "droplet show -M same --per-page 2", does: Does::Show },
    Kind { line: "droplet delete -M same --per-page 2", does: Does::Change },
    Kind { line: "droplet power-off --tag t --per-page 2", does: Does::Change },
    Kind { line: "droplet untag t -M same --per-page 2", does: Does::Change },
];

fn every(asked: &Asked) -> bool {
    asked.line().starts_with("GET /v2/droplets?") && !asked.is_of_gpus()
}

fn first(asked: &Asked) -> bool {
    every(asked) && asked.page().is_none()
}

fn second(asked: &Asked) -> bool {
    every(asked) && asked.page() == Some("2")
}

fn third(asked: &Asked) -> bool {
    every(asked) && asked.page() == Some("3")
}

fn fails(name: &'static str, picks: Picks, strike: Strike) -> Fault {
    Fault { name, picks, strike, times: usize::MAX, is_overcome: false }
}

fn overcome(name: &'static str, picks: Picks, strike: Strike) -> Fault {
    Fault { is_overcome: true, ..fails(name, picks, strike) }
}

/// Struck once, and overcome by asking again.
fn once(name: &'static str, strike: Strike) -> Fault {
    Fault { times: 1, ..overcome(name, second, strike) }
}

fn refusals() -> Vec<Fault> {
    let page = |status, body| Strike::Instead(answer(status, body));
    let error = r#"{"id":"x","message":"no"}"#;
    vec![
        fails("404", second, page(404, error)),
        fails("422", second, page(422, error)),
        fails("null", second, page(200, "null")),
        fails("nothing", second, page(200, "")),
        fails("no root", second, page(200, "{}")),
        fails("a root of another type", second, page(200, r#"{"droplets":{}}"#)),
        fails("half an object", second, page(200, r#"{"droplets":[{"id":3,"#)),
        fails("HTML", second, Strike::Instead(http(200, &[("content-type", "text/html")], "<html></html>"))),
        once("500", page(500, error)),
        once("a cut", Strike::Instead(Vec::new())),
        once("a cut in the body", Strike::Half),
    ]
}

fn lies() -> Vec<Fault> {
    vec![
        fails("an empty page", second, Strike::Rewritten(|page| page["droplets"] = json!([]))),
        fails("a page that lacks one", second, Strike::Rewritten(|page| drop(items(page).pop()))),
        fails(
            "a part of the first page again",
            second,
            Strike::Rewritten(|page| page["droplets"] = json!([{"id": 1}])),
        ),
        fails("no links", first, Strike::Rewritten(|page| page["links"] = json!({}))),
        fails(
            "a link that is a number",
            first,
            Strike::Rewritten(|page| page["links"] = json!({"pages": {"next": 7}})),
        ),
        fails(
            "a link that is none",
            first,
            Strike::Rewritten(|page| page["links"]["pages"]["next"] = json!("http://[")),
        ),
        fails("a link back", third, Strike::Rewritten(|page| page["links"]["pages"]["next"] = link(2))),
        fails("links to itself", every, Strike::Rewritten(|page| page["links"] = json!({"pages": {"next": link(1)}}))),
        fails("links without end", every, Strike::Rewritten(without_end)),
        fails("a total beyond measure", first, Strike::Rewritten(beyond_measure)),
        fails("a total that is too large", every, Strike::Rewritten(|page| page["meta"]["total"] = json!(9))),
        fails("a total that is text", every, Strike::Rewritten(|page| page["meta"]["total"] = json!("5"))),
        overcome("no total", every, Strike::Rewritten(|page| page["meta"] = Value::Null)),
        overcome("links to another origin", every, Strike::Rewritten(elsewhere)),
        overcome("a page that leads nowhere", second, Strike::Rewritten(|page| page["links"] = json!({}))),
    ]
}

fn items(page: &mut Value) -> &mut Vec<Value> {
    page["droplets"].as_array_mut().unwrap()
}

fn link(page: u64) -> Value {
    json!(format!("http://127.0.0.1/v2/droplets?page={page}&per_page=2"))
}

fn elsewhere(page: &mut Value) {
    for link in page["links"]["pages"].as_object_mut().into_iter().flat_map(|pages| pages.values_mut()) {
        *link = json!(link.as_str().unwrap().replace("http://127.0.0.1", "https://elsewhere.invalid"));
    }
}

fn without_end(page: &mut Value) {
    static NEXT: AtomicUsize = AtomicUsize::new(10);
    let next = NEXT.fetch_add(1, Ordering::SeqCst);
    page["droplets"] = json!([{"id": 1, "name": "same", "tags": ["t"]}, {"id": 2, "name": "same", "tags": ["t"]}]);
    page["links"] = json!({"pages": {"next": format!("http://127.0.0.1/v2/droplets?cursor={next}")}});
}

fn beyond_measure(page: &mut Value) {
    page["meta"]["total"] = json!(u64::MAX - 1);
    page["links"]["pages"]["last"] = link(u64::MAX / 2);
}

fn check(sandbox: &Sandbox, fault: &Fault, kind: &Kind, run: &Run) -> Result<(), String> {
    let changes = sandbox.requests().iter().filter(|one| one.method != "GET").count();
    let shown: Option<Vec<u64>> = serde_json::from_str::<Vec<Value>>(&run.stdout)
        .ok()
        .map(|all| all.iter().filter_map(|one| one["id"].as_u64()).collect());
    let is_right = match (kind.does, fault.is_overcome) {
        (Does::Stream | Does::Show, true) => shown == Some(vec![1, 2, 3, 4, 5]),
        (Does::Stream, false) => run.stdout.is_empty() || shown.is_some(),
        (Does::Show, false) => run.stdout.is_empty(),
        (Does::Change, is_overcome) => is_overcome == (changes > 0),
    };
    if (run.code == 0) != fault.is_overcome || run.code > 1 {
        return Err("another exit status".to_owned());
    }
    if is_right { Ok(()) } else { Err(format!("{shown:?} on stdout, {changes} changes")) }
}

fn run(fault: &Fault, kind: &Kind) -> Result<(), String> {
    let droplet = |id: u64| json!({"id": id, "name": "same", "tags": ["t"]});
    let sandbox = sandbox(json!({"droplets": (1..=5).map(droplet).collect::<Vec<_>>()}));
    let way = Way::to(&sandbox, fault.picks, fault.strike.clone(), fault.times);
    let run = line(kind.line).at(&way).clock_rate(20).run();
    check(&sandbox, fault, kind, &run).map_err(|what| format!("\n=== {} / {}: {what}\n{run}\n", fault.name, kind.line))
}

#[test]
fn every_fault_of_a_page_on_every_command_that_reads_pages() {
    let faults: Vec<Fault> = [refusals(), lies()].into_iter().flatten().collect();
    let cells: Vec<_> = faults.iter().flat_map(|fault| KINDS.iter().map(move |kind| (fault, kind))).collect();
    tell(&format!("{} faults of a page × {} kinds of command = {} cells", faults.len(), KINDS.len(), cells.len()));
    assert_eq!(cells.len(), 156);
    side_by_side(cells, SIDE_BY_SIDE, |(fault, kind)| run(fault, kind));
}
