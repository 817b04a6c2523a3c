//! Property tests: cases that a generator makes up. They are the same in every run, so that a run says something about
//! the code and not about luck. `DOAPI_FUZZ=1000 cargo test fuzz` makes a thousand times as many, and others each time.

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner};

/// Checks so many cases, or as many times more as `DOAPI_FUZZ` says.
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
