//! Any JSON keeps its meaning, and is formatted as `jq` does.

use crate::fuzz::{check, json, plain_json, skip};
use crate::ui::layout::layout;
use proptest::prelude::*;
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

fn laid_out(json: &str) -> String {
    let mut out = Vec::new();
    layout(json, 0, &mut out);
    String::from_utf8(out).unwrap()
}

/// The text without the white space between its tokens.
fn tokens(json: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let mut kept = String::new();
    for c in json.chars() {
        if in_string || !c.is_ascii_whitespace() {
            kept.push(c);
        }
        in_string ^= c == '"' && !escaped;
        escaped = in_string && c == '\\' && !escaped;
    }
    kept
}

#[test]
fn fuzz_the_layout_changes_nothing_but_white_space() {
    check(500, &json(), |json| {
        let laid = laid_out(&json);
        prop_assert_eq!(tokens(&laid), tokens(&json));
        prop_assert_eq!(serde_json::from_str::<Value>(&laid).unwrap(), serde_json::from_str::<Value>(&json).unwrap());
        prop_assert_eq!(laid_out(&laid), laid);
        Ok(())
    });
}

#[test]
fn fuzz_the_layout_never_panics_on_what_is_no_json() {
    check(1000, &"[\\[\\]{}\",:\\\\ a1\n]{0,40}", |text| {
        let mut out = Vec::new();
        layout(&text, 0, &mut out);
        prop_assert!(out.len() < 100 + 50 * text.len());
        Ok(())
    });
}

fn jq(input: &str) -> Option<String> {
    let mut jq = Command::new("jq").arg(".").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let mut stdin = jq.stdin.take()?;
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = jq.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    // On Windows jq ends lines with a carriage return too.
    Some(String::from_utf8(output.stdout).ok()?.replace("\r\n", "\n"))
}

/// Many values go to one `jq`, since most of the time is spent on starting it.
#[test]
fn fuzz_the_layout_is_that_of_jq() {
    if jq("{}").is_none() {
        skip("fuzz_the_layout_is_that_of_jq", "there is no jq");
        return;
    }
    let values = proptest::collection::vec(plain_json(), 50);
    check(10, &values, |values| {
        let laid: String = values.iter().map(|value| laid_out(value) + "\n").collect();
        prop_assert_eq!(Some(laid), jq(&values.join("\n")));
        Ok(())
    });
}
