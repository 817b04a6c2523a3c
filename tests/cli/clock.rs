//! The clock of tests.

use serde_json::json;

use crate::fake::Fake;
use crate::runner::line;
use crate::script::get;

#[test]
fn only_a_debug_build_has_a_clock_that_can_be_turned() {
    let name = b"DOAPI_TEST_CLOCK_RATE";
    let binary = std::fs::read(env!("CARGO_BIN_EXE_doapi")).unwrap();
    let is_there = binary.windows(name.len()).any(|bytes| bytes == name);
    assert_eq!(is_there, cfg!(debug_assertions));
}

/// At the rate of the system's clock it would wait for almost a minute.
#[test]
#[cfg(debug_assertions)]
fn a_wait_passes_as_fast_as_the_clock_goes() {
    let account = get("/v2/account");
    let refused = account.clone().gives(429, "{}").header("retry-after", 50);
    let api = Fake::of([refused, account.gives(200, json!({"account": {"status": "active"}}))]);
    let run = line("account").at(&api).clock_rate(1000).run().exits(0).says("waiting 51s");
    assert!(run.elapsed.as_secs() < 45, "{run}");
    api.finish();
}
