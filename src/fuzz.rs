//! Property tests on generated input. The input is the same in every run, so that a failure is one of the code that was
//! changed. `DOAPI_FUZZ=1000 cargo test fuzz` generates a thousand times as much, from another seed each time.

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner};
use std::io::Write as _;

/// Checks this many cases, multiplied by `DOAPI_FUZZ` where that is set.
pub(crate) fn check<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value) -> TestCaseResult) {
    let more: Option<u32> = std::env::var("DOAPI_FUZZ").ok().and_then(|text| text.parse().ok());
    let config = Config {
        cases: cases.saturating_mul(more.unwrap_or(1)),
        failure_persistence: None,
        max_shrink_iters: 10_000,
        ..Config::default()
    };
    let fixed = || TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = if more.is_some() { TestRunner::new(config) } else { TestRunner::new_with_rng(config, fixed()) };
    if let Err(error) = runner.run(strategy, test) {
        panic!("{error}");
    }
}

/// Reports that a test cannot run on this machine. Under `CI` that is a failure; elsewhere `.ci/run` lists the test at
/// its end, by way of the file that `SKIPPED` names.
#[expect(clippy::print_stdout, reason = "the output of a test")]
pub(crate) fn skip(test: &str, reason: &str) {
    println!("{test}: skipped: {reason}");
    assert!(std::env::var_os("CI").is_none(), "under CI no test may be skipped");
    if let Some(file) = std::env::var_os("SKIPPED") {
        let mut list = std::fs::File::options().append(true).create(true).open(file).unwrap();
        writeln!(list, "tests: {test}: {reason}").unwrap();
    }
}

/// JSON text of all kinds, with white space wherever it may be.
pub(crate) fn json() -> impl Strategy<Value = String> {
    spelt(proptest::prop_oneof![number(), string()].boxed())
}

/// JSON text that `jq` spells as it is spelt here, but for the white space.
pub(crate) fn plain_json() -> impl Strategy<Value = String> {
    use proptest::prelude::any;
    spelt(proptest::prop_oneof![any::<i32>().prop_map(|n| n.to_string()), "\"[a-z ,:{}\\[\\]é日]{0,8}\""].boxed())
}

fn number() -> impl Strategy<Value = String> {
    "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?"
}

fn string() -> impl Strategy<Value = String> {
    let piece = "[^\"\\\\\u{0}-\u{1f}]|\\\\[\"\\\\/bfnrt]|\\\\u00[0-7][0-9a-f]|[\\[\\]{},: ]";
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn spelt(scalar: proptest::strategy::BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let word = proptest::prop_oneof!["true", "false", "null"];
    let space = "[ \n\r\t]{0,2}";
    let leaf = proptest::prop_oneof![scalar, word];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        let items = proptest::collection::vec((inner.clone(), space), 0..6);
        let list = (items, space).prop_map(|(items, end)| {
            let items: Vec<String> = items.into_iter().map(|(item, space)| format!("{space}{item}")).collect();
            format!("[{}{end}]", items.join(","))
        });
        let fields = proptest::collection::btree_map("[a-z{}\\[\\]:, ]{0,4}", (inner, space), 0..6);
        let object = (fields, space).prop_map(|(fields, end)| {
            let fields: Vec<String> = fields
                .into_iter()
                .map(|(key, (value, space))| format!("{space}\"{key}\"{space}:{space}{value}"))
                .collect();
            format!("{{{}{end}}}", fields.join(","))
        });
        proptest::prop_oneof![list, object]
    })
}
