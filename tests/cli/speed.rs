//! What is fast by making few requests, and by not waiting for what is not needed. Times are measured elsewhere: here
//! requests are counted.

use doapi_sandbox::{Config, Limits, Sandbox};
use serde_json::json;

use crate::runner::{doapi, line, until};
use crate::sandboxes::{faulty_sandbox, sandbox};

/// An API with so many droplets, whose limits are out of the way.
fn roomy(count: usize, action_time: f64) -> Sandbox {
    let limits = Limits { burst: 100_000, hourly: 100_000, ..Limits::default() };
    let seed = json!({"account": {"droplet_limit": 1000}, "droplets": [{"name": "load", "count": count}]});
    let action_time = std::time::Duration::from_secs_f64(action_time);
    Sandbox::start(Config { seed: Some(seed), limits, action_time, ..Config::default() }).unwrap()
}

fn count(api: &Sandbox, wanted: impl Fn(&str) -> bool) -> usize {
    api.requests().iter().filter(|one| wanted(&format!("{} {}", one.method, one.path))).count()
}

#[test]
fn the_first_object_is_out_while_the_second_page_is_still_on_its_way() {
    let api = faulty_sandbox(
        json!({"droplets": [{"name": "load", "count": 30}]}),
        &["GET /v2/droplets?page=2&per_page=10 delay=3s", "GET /v2/droplets?page=3&per_page=10 delay=3s"],
    );
    let running = line("droplet show --per-page 10").at(&api).spawn();
    until(|| running.printed().contains("\"load-1\""));
    assert!(!running.printed().contains("\"load-11\""), "the second page did not wait");
    assert_eq!(running.finish().succeeds().array().len(), 30);
}

#[test]
fn pages_that_arrive_out_of_order_are_printed_in_order() {
    let faults: Vec<String> =
        (2..=6).map(|page| format!("GET /v2/droplets?page={page}&per_page=5 delay={}ms", 700 - page * 100)).collect();
    let api = faulty_sandbox(
        json!({"droplets": [{"name": "load", "count": 30}]}),
        &faults.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let run = line("droplet show --per-page 5").at(&api).run().succeeds();
    let names: Vec<String> = (1..=30).map(|number| format!("load-{number}")).collect();
    assert_eq!(run.each("name"), json!(names));
}

#[test]
fn many_actions_are_looked_at_with_one_request_a_tick() {
    for droplets in [50, 180] {
        let api = roomy(droplets, 1.0);
        let names = (1..=droplets).map(|number| format!("load-{number}"));
        let words = ["droplet", "power-cycle", "--wait", "--wait-interval", "0.3"].map(String::from);
        let run = doapi(words.into_iter().chain(names)).at(&api).run().succeeds();
        assert_eq!(run.array().len(), droplets);
        // On a busy machine the actions do not all end together, and the last few are asked for one by one.
        let singles = count(&api, |line| line.starts_with("GET /v2/actions/"));
        assert!(singles <= 4, "{droplets}: {singles} actions were asked for one by one");
        let ticks = count(&api, |line| line.starts_with("GET /v2/actions?"));
        assert!((1..=20).contains(&ticks), "{droplets}: {ticks} ticks");
    }
}

#[test]
fn many_names_cost_the_list_and_one_request_each() {
    let api = roomy(30, 0.1);
    let names = (1..=20).map(|number| format!("load-{number}"));
    let words = ["droplet", "delete"].map(String::from);
    doapi(words.into_iter().chain(names)).at(&api).run().succeeds();
    assert_eq!(count(&api, |line| line.starts_with("DELETE ")), 20);
    assert_eq!(count(&api, |line| line.starts_with("GET ")), 2, "the list, and that of droplets with GPUs");
}

#[test]
fn a_few_names_in_a_large_account_are_asked_for_one_by_one() {
    let api = roomy(3000, 0.1);
    line("droplet show load-1 load-2000 load-3000").at(&api).run().succeeds();
    assert_eq!(count(&api, |line| line.starts_with("GET /v2/droplets?name=") || line.contains("&name=")), 6);
    assert!(api.requests().len() <= 7, "a look at the size of the list, and two requests a name");
}

#[test]
fn one_job_makes_one_request_after_another_with_the_same_result() {
    let seed = || json!({"droplets": [{"name": "load", "count": 25}]});
    let side_by_side = line("droplet show --per-page 5").at(&sandbox(seed())).run().succeeds();
    let in_turn = line("--jobs 1 droplet show --per-page 5").at(&sandbox(seed())).run().succeeds();
    assert_eq!(side_by_side.each("name"), in_turn.each("name"));
    line("--jobs 0 droplet show").at(&sandbox(seed())).run().exits(2);
}
