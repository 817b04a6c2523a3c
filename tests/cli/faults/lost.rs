//! What may have happened is told together with how to find out.

use serde_json::json;

use super::kinds::seed;
use super::way::{Strike, Way};
use crate::runner::line;
use crate::sandboxes::sandbox;

#[test]
fn a_create_that_shows_fewer_droplets_than_it_made_says_so() {
    let sandbox = sandbox(seed());
    let fewer = Strike::Rewritten(|reply| drop(reply["droplets"].as_array_mut().unwrap().pop()));
    let way = Way::to(&sandbox, |asked| asked.is("POST", "/v2/droplets", ""), fewer, 1);
    let run = line("droplet new -I debian-13-x64 -S s-1vcpu-1gb f01 f02").at(&way).clock_rate(20).run().exits(7);
    assert_eq!(run.each("name"), json!(["f01"]));
    run.says("only 1 of the 2 droplets").says("doapi droplet show -o name | grep -xF -e f01 -e f02");
}

#[test]
fn every_post_whose_answer_is_lost_says_how_to_find_out() {
    for (command, hint) in [
        ("droplet new -I debian-13-x64 -S s-1vcpu-1gb f01", "doapi droplet show f01"),
        ("droplet power-off 2", "doapi droplet actions 2"),
        ("droplet power-off --tag t", "doapi action show --in-progress"),
        ("floating-ip new -D 1", "doapi floating-ip show"),
        ("tag new fresh", "doapi tag show"),
        ("droplet tag fresh 2", "doapi tag show fresh"),
        ("domain new example.com", "doapi domain show"),
        ("request -X POST /v2/tags -d {\"name\":\"x\"}", "doapi tag show"),
    ] {
        let sandbox = sandbox(seed());
        let way = Way::to(&sandbox, |asked| asked.line().starts_with("POST"), Strike::After(Vec::new()), usize::MAX);
        let run = line(command).at(&way).clock_rate(20).run().exits(8).says("it may have been carried out");
        assert!(run.stderr.contains(&format!("with: {hint}\n")), "{command}: {run}");
        assert_eq!(way.met(), 1, "{command}: {run}");
    }
}
