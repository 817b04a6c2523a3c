//! Lists from servers that lie, made up by a generator: whatever they say, a list is whole or the exit status is not 0.
//! `DOAPI_LYING=100000 cargo test --test cli lying` tries as many servers, and others each time.

mod lies;
mod server;
mod world;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::faults::{side_by_side, tell};
use crate::runner::{Run, doapi};
use server::Server;
use world::World;

/// How many servers the suite tries.
const SERVERS: u64 = 300;
/// How many run side by side; they are short of processors, not of time.
const SIDE_BY_SIDE: usize = 4;

/// The marks of the objects that were printed; an error if stdout is not one JSON array or nothing.
fn printed(run: &Run) -> Result<BTreeSet<u64>, String> {
    if run.stdout.is_empty() {
        return Ok(BTreeSet::new());
    }
    let array: Vec<Value> =
        serde_json::from_str(&run.stdout).map_err(|error| format!("stdout is no array: {error}"))?;
    Ok(array.iter().filter_map(|object| object["mark"].as_u64()).collect())
}

/// What became of a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Whole,
    Error,
    /// Objects are missing, but the lies agree with each other: an honest server with fewer objects answers the same.
    Indistinguishable,
}

fn outcome(seed: u64) -> Result<Outcome, String> {
    let world = World::new(seed);
    let server = Server::start(world.clone());
    let run = doapi(world.command()).at(&server).run();
    let transcript = server.transcript();
    let complaint =
        |what: &str| Err(format!("\n=== seed {seed}: {what}\n{world:#?}\n{}\n{run}\n", transcript.join("\n")));
    let shown = match printed(&run) {
        Ok(shown) => shown,
        Err(what) => return complaint(&what),
    };
    match run.code {
        0 if world.permanent().is_subset(&shown) => Ok(Outcome::Whole),
        0 if world::is_honest(&world, &transcript) => Ok(Outcome::Indistinguishable),
        0 => complaint("objects are missing"),
        1 => Ok(Outcome::Error),
        _ => complaint("another exit status"),
    }
}

#[test]
fn a_list_from_a_lying_server_is_whole_or_an_error() {
    let asked = std::env::var("DOAPI_LYING").ok().and_then(|text| text.parse().ok());
    let start = asked.map_or(0, |_| u64::from(std::process::id()) << 32);
    let seeds: Vec<u64> = (start..start + asked.unwrap_or(SERVERS)).collect();
    let outcomes = std::sync::Mutex::new(Vec::new());
    side_by_side(seeds, SIDE_BY_SIDE, |seed| outcome(seed).map(|outcome| outcomes.lock().unwrap().push(outcome)));
    let outcomes = outcomes.into_inner().unwrap();
    let count = |wanted| outcomes.iter().filter(|&&outcome| outcome == wanted).count();
    let (whole, errors, same) = (count(Outcome::Whole), count(Outcome::Error), count(Outcome::Indistinguishable));
    tell(&format!("{} servers: {whole} whole, {errors} errors, {same} as an honest server", outcomes.len()));
    // Neither a program that refuses every list nor a generator whose lies nobody can notice would show anything.
    assert!(whole * 4 > outcomes.len() && errors * 4 > outcomes.len() && same * 20 < outcomes.len());
}

#[test]
fn a_list_from_an_honest_server_is_whole_also_while_it_changes() {
    let seeds: Vec<u64> = (0..60).collect();
    side_by_side(seeds, SIDE_BY_SIDE, |seed| {
        let world = World::honest(seed);
        let server = Server::start(world.clone());
        let run = doapi(world.command()).at(&server).run();
        let is_whole = run.code == 0 && printed(&run).is_ok_and(|shown| world.permanent().is_subset(&shown));
        if is_whole { Ok(()) } else { Err(format!("\n=== {world:#?}\n{}\n{run}\n", server.transcript().join("\n"))) }
    });
}
