//! Whatever goes wrong on the way or at the other end, nothing that was started is lost, nothing is started twice, and
//! no part of a list passes for the whole.

mod cell;
mod kinds;
mod large;
mod lost;
mod paged;
mod rows;
mod transport;
mod way;

use std::collections::VecDeque;
use std::sync::Mutex;
use std::thread::scope;

use crate::fake::Fake;
use crate::runner::Api;

/// How many cells run side by side: most of their time is back-off.
pub(crate) const SIDE_BY_SIDE: usize = 24;

/// Runs all, and fails with the complaints of those that went wrong.
pub(crate) fn side_by_side<T: Send>(cells: Vec<T>, threads: usize, run: impl Fn(T) -> Result<(), String> + Sync) {
    let (total, queue, complaints) = (cells.len(), Mutex::new(VecDeque::from(cells)), Mutex::new(Vec::new()));
    scope(|scope| {
        for _ in 0..threads.min(total) {
            scope.spawn(|| {
                while let Some(cell) = { queue.lock().unwrap().pop_front() } {
                    if let Err(complaint) = run(cell) {
                        complaints.lock().unwrap().push(complaint);
                    }
                }
            });
        }
    });
    let complaints = complaints.into_inner().unwrap();
    assert!(complaints.is_empty(), "{} of {total} cells:\n{}", complaints.len(), complaints.concat());
}

/// Says how large a table is, to those who run it with `--nocapture`.
#[expect(clippy::print_stdout, reason = "the size of the table is for people to see")]
pub(crate) fn tell(text: &str) {
    println!("{text}");
}

#[test]
fn every_fault_on_every_kind_of_command() {
    let elsewhere = Fake::of([]);
    let faults = rows::faults(&elsewhere.url());
    let kinds = &kinds::KINDS;
    let cells: Vec<_> = faults.iter().flat_map(|fault| kinds.iter().map(move |kind| (fault, kind))).collect();
    tell(&format!("{} faults × {} kinds of command = {} cells", faults.len(), kinds.len(), cells.len()));
    assert_eq!(cells.len(), 480);
    side_by_side(cells, SIDE_BY_SIDE, |(fault, kind)| cell::run(fault, kind));
    assert_eq!(elsewhere.connections(), 0, "a redirect was followed");
    elsewhere.finish();
}
