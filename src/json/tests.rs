//! The pass gives the same as reading and laying out one after the other.

use super::lay_out_page;
use crate::fuzz::{check, json};
use crate::ui::stdout::Output;
use proptest::prelude::*;
use serde_json::value::RawValue;

/// The items of a page as they are laid out.
fn items(page: &str) -> Option<Vec<String>> {
    let laid = lay_out_page(page, "x")?;
    let text = String::from_utf8(laid.text).unwrap();
    Some(laid.items.into_iter().map(|item| text[item].to_owned()).collect())
}

/// The same by other means.
fn expected(items: &[&str]) -> Vec<String> {
    let laid = |item: &&str| String::from_utf8(Output::laid_out(item)).unwrap();
    items.iter().map(|item| laid(item).trim_end().replace('\n', "\n  ")).collect()
}

#[test]
fn items_and_members_are_where_they_are() {
    let page = r#"{"x":[{"id":1,"a":[],"b":{"c":[1,"x\\y\""]}},{"id":22}],"links":"text","meta":{"total":2}}"#;
    let one = r#"{"id":1,"a":[],"b":{"c":[1,"x\\y\""]}}"#;
    assert_eq!(items(page).unwrap(), expected(&[one, r#"{"id":22}"#]));
    let laid = lay_out_page(page, "x").unwrap();
    let members: Vec<_> = laid.members.iter().map(|(key, value)| (&page[key.clone()], &page[value.clone()])).collect();
    let links = ("\"links\"", r#""text""#);
    assert_eq!(members[1..], [links, ("\"meta\"", r#"{"total":2}"#)]);
}

#[test]
fn what_is_no_json_is_left_to_others() {
    for bad in [
        "",
        "{",
        "{}x",
        "{} {}",
        "[1,]",
        r#"{"a":tru}"#,
        r#"{"a":01}"#,
        r#"{"a":1.}"#,
        r#"{"a":-}"#,
        r#"{"a":1e}"#,
        r#"{"a":.5}"#,
        r#"{"a":+1}"#,
        r#"{"a" 1}"#,
        r#"{"a":1,}"#,
        "{,}",
        r#"{"a"}"#,
        r#"{"a":"\q"}"#,
        r#"{"a":"\u12g4"}"#,
        r#"{"a":1 2}"#,
        r#"{"a":"b""c"}"#,
        r#"{"a":"b"1}"#,
        r#"{"a":1"b"}"#,
        r#"{"a":1]"#,
        r#"{"a":[1}}"#,
        "{\"a\":\"\n\"}",
        "{\"a\":\u{b}1}",
        "{\"a\":\u{0}1}",
        "{\"a\":\u{a0}1}",
        r#"{"a":nan}"#,
        r#"{"a":'b'}"#,
        "{1:2}",
        "{\"a\":\"b",
    ] {
        assert!(lay_out_page(bad, "a").is_none(), "{bad}");
    }
    let deep = |levels: usize| format!("{{\"x\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
    assert!(lay_out_page(&deep(50), "x").is_some());
    for levels in [61, 125, 200, 100_000] {
        assert!(lay_out_page(&deep(levels), "x").is_none(), "{levels}");
    }
}

#[test]
fn fuzz_a_page_is_laid_out_as_its_items_are_one_by_one() {
    check(500, &(proptest::collection::vec(json(), 0..5), "[ \n\t]{0,3}"), |(values, blank)| {
        let separator = format!("{blank},{blank}");
        let page = format!("{blank}{{\"x\"{blank}:{blank}[{blank}{}{blank}]}}{blank}", values.join(&separator));
        let texts: Vec<&str> = values.iter().map(String::as_str).collect();
        prop_assert_eq!(items(&page), Some(expected(&texts)));
        Ok(())
    });
}

/// Valid texts with some bytes changed: whatever is accepted here is accepted by the strict reader, too.
#[test]
fn fuzz_nothing_is_accepted_that_is_no_json() {
    let change = (any::<proptest::sample::Index>(), "[\\[\\]{}\",:\\\\ a1e.\n\u{1}-]{0,3}");
    check(3000, &(json(), proptest::collection::vec(change, 0..3)), |(value, changes)| {
        let mut page = format!("{{\"x\":[{value}],\"y\":{value}}}");
        for (at, text) in changes {
            let at = (0..=at.index(page.len())).rfind(|at| page.is_char_boundary(*at)).unwrap_or(0);
            let end = (at..=page.len()).find(|end| page.is_char_boundary(*end) && *end > at).unwrap_or(at);
            page.replace_range(at..end, &text);
        }
        let is_json = serde_json::from_str::<&RawValue>(&page).is_ok();
        prop_assert!(is_json || lay_out_page(&page, "x").is_none(), "{page}");
        Ok(())
    });
}
