//! Any page gives its items as they are spelt, and anything else is an error.

use super::tests::read;
use super::{Identity, Root};
use crate::fuzz::{check, json};
use proptest::prelude::*;

#[test]
fn fuzz_a_page_gives_its_items_as_they_are_spelt() {
    let others = proptest::collection::btree_map("[a-w]{1,5}", json(), 0..4);
    let envelope = (proptest::collection::vec(json(), 0..6), others, any::<proptest::sample::Index>(), any::<u64>());
    check(400, &envelope, |(items, others, at, total)| {
        let mut fields: Vec<String> = others.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        fields.insert(at.index(fields.len() + 1), format!("\"x\": [{}]", items.join(" , ")));
        fields.push(format!("\"meta\":{{\"total\":{total}}}"));
        let page = read(&format!("{{{}}}", fields.join(",")), &Root::Key("x".into())).unwrap();
        let texts: Vec<&str> = page.texts().collect();
        prop_assert_eq!(texts, items.iter().map(|item| item.trim()).collect::<Vec<_>>());
        prop_assert_eq!(page.paging.total, Some(total));
        Ok(())
    });
}

#[test]
fn fuzz_what_is_no_page_is_an_error_and_no_panic() {
    let text = prop_oneof![".{0,60}", "[\\[\\]{}\",:xlinksmet 0-9]{0,60}", json()];
    let has_list = |text: &str| serde_json::from_str::<serde_json::Value>(text).is_ok_and(|it| it["x"].is_array());
    check(1000, &text, |text| {
        let _ = Identity::of(&text);
        prop_assert!(read(&text, &Root::Key("x".into())).is_err() || has_list(&text));
        let _ = read(&text, &Root::OnlyList);
        Ok(())
    });
}
