//! Answers of 200 MB: they are read to their end like any other.

use super::kinds::{KINDS, Kind, seed};
use super::way::{Strike, Way};
use super::{side_by_side, tell};
use crate::runner::doapi;
use crate::sandboxes::sandbox;

const LENGTH: usize = 200_000_000;

fn run(kind: &Kind) -> Result<(), String> {
    let sandbox = sandbox(seed());
    let way = Way::to(&sandbox, kind.picks, Strike::Padded(LENGTH), 1);
    // What it prints of the padding itself is nothing to keep.
    let stdout = if kind.name == "request" { std::process::Stdio::null() } else { std::process::Stdio::piped() };
    let run = doapi(kind.line.split_whitespace()).at(&way).stdout(stdout).run();
    let printed = if kind.name == "request" { Ok(()) } else { kind.prints[0].check(&run) };
    if run.code == 0 && run.stderr.is_empty() && printed.is_ok() {
        return Ok(());
    }
    Err(format!("\n=== {}: {printed:?}\n{run}\n", kind.name))
}

#[test]
fn an_answer_of_200_megabytes_is_read_to_its_end() {
    let cells: Vec<_> = KINDS.iter().filter(|kind| ["list", "create", "request"].contains(&kind.name)).collect();
    tell(&format!("an answer of {LENGTH} bytes × {} kinds of command", cells.len()));
    assert_eq!(cells.len(), 3);
    side_by_side(cells, 2, run);
}
