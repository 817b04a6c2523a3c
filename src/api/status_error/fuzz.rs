//! Any error reply becomes one line that steers no terminal.

use super::tests::reply;
use crate::api::StatusError;
use crate::fuzz::{check, json};
use proptest::prelude::*;

#[test]
fn fuzz_every_error_is_one_line() {
    let text = || prop_oneof!["\\PC{0,80}", "(.|\n|\r|\u{1b}|\u{7f}|\u{9b}|\u{202e}){0,80}", json()];
    let error =
        (text(), text()).prop_map(|(id, message)| serde_json::json!({"id": id, "message": message}).to_string());
    let html = text().prop_map(|text| format!("<html><title>{text}</title>{text}"));
    let bodies = prop_oneof![text(), error, html];
    check(1000, &(300_u16..600, bodies, text()), |(status, body, header)| {
        let reply = reply(status, &body, &[("x-request-id", &header), ("location", &header)]);
        let line = StatusError::from(&reply).to_string();
        let steers = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
        prop_assert!(line.starts_with(&["GET /v2/x: ", &status.to_string()].concat()), "{}", line);
        prop_assert!(!line.contains(steers), "{}", line);
        Ok(())
    });
}
