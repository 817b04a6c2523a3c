//! Order, back-pressure, and what happens where a worker is slow, panics or cannot be started.

use super::super::{Cancel, Client, Endpoint, Error, Token};
use super::{parallel_map, parallel_map_bounded, start};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

fn client(jobs: usize, cancel: &Cancel) -> Client {
    let endpoint = Endpoint::parse("http://127.0.0.1:1", false).unwrap();
    Client::builder(endpoint, Token::new("t0ken").unwrap()).jobs(jobs).cancel(cancel.clone()).build()
}

#[test]
fn results_come_in_the_order_of_the_inputs() {
    let client = client(8, &Cancel::default());
    let doubled = parallel_map(&client, (0..100).collect(), |_, n: usize| Ok(n * 2));
    assert_eq!(doubled.map(Result::unwrap).collect::<Vec<_>>(), (0..100).map(|n| n * 2).collect::<Vec<_>>());
}

/// The first ends only when the last has been worked on.
#[test]
fn one_that_takes_long_holds_up_no_other() {
    let client = client(2, &Cancel::default());
    let (last_is_done, wait_for_last) = channel();
    let wait_for_last = Mutex::new(wait_for_last);
    let results = parallel_map(&client, (0..100).collect(), move |_, n: usize| {
        match n {
            0 => wait_for_last.lock().unwrap().recv().unwrap(),
            99 => last_is_done.send(()).unwrap(),
            _ => {}
        }
        Ok(n)
    });
    assert_eq!(results.count(), 100);
}

#[test]
fn a_slow_reader_of_large_results_has_few_of_them_made_in_advance() {
    let client = client(2, &Cancel::default());
    let (asked, made) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (asked_by_now, most) = (Arc::clone(&asked), Arc::clone(&made));
    let mut results = parallel_map_bounded(&client, (0..1000).collect(), move |_, n: usize| {
        most.fetch_max(n.saturating_sub(asked_by_now.load(Ordering::SeqCst)), Ordering::SeqCst);
        Ok(())
    });
    // The workers get every chance to run ahead before the first result is taken.
    std::thread::sleep(std::time::Duration::from_millis(50));
    while !results.is_done() {
        asked.fetch_add(1, Ordering::SeqCst);
        results.next().unwrap().unwrap();
    }
    assert!(made.load(Ordering::SeqCst) <= 4, "{} in advance", made.load(Ordering::SeqCst));
}

#[test]
fn where_no_thread_can_be_started_the_caller_does_the_work() {
    let client = client(8, &Cancel::default());
    let caller = std::thread::current().id();
    let results = start(&client, vec![1, 2, 3], 3, 0, move |_, n: usize| {
        assert_eq!(std::thread::current().id(), caller);
        Ok(n)
    });
    assert_eq!(results.map(Result::unwrap).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn a_worker_that_panics_loses_its_own_result_only() {
    let client = client(2, &Cancel::default());
    let results = parallel_map(&client, vec![1, 0, 2], |_, n: usize| Ok(10 / n));
    let results: Vec<_> = results.collect();
    assert!(matches!(results.as_slice(), [Ok(10), Err(Error::WorkerPanicked), Ok(5)]), "{results:?}");
}

#[test]
fn once_cancelled_nothing_more_is_started() {
    let (cancel, started) = (Cancel::default(), Arc::new(AtomicUsize::new(0)));
    let (client, count) = (client(1, &cancel), Arc::clone(&started));
    let results = parallel_map(&client, vec![1, 2, 3], move |_, n: usize| {
        count.fetch_add(1, Ordering::SeqCst);
        cancel.cancel();
        Ok(n)
    });
    let results: Vec<_> = results.collect();
    assert!(matches!(results.as_slice(), [_, Err(Error::Cancelled), Err(Error::Cancelled)]), "{results:?}");
    assert_eq!(started.load(Ordering::SeqCst), 1);
}
