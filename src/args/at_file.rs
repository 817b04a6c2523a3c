//! Option values that may be in files: `string`, `@file`, `@-`.

use crate::error::usage;
use crate::error::{Context as _, Result};
use serde_json::{Map, Value};

/// Reads what an option calls a string, a `@file`, or `@-` for stdin.
pub(crate) fn text(given: &str) -> Result<String> {
    let Some(file) = given.strip_prefix('@').filter(|file| !file.is_empty()) else { return Ok(given.to_owned()) };
    if file == "-" {
        return std::io::read_to_string(std::io::stdin().lock()).map(without_bom).context("cannot read stdin");
    }
    std::fs::read_to_string(file).map(without_bom).with_context(|| format!("cannot read {file:?}"))
}

/// A text without the byte order mark that editors on Windows write in front of it.
pub(crate) fn without_bom(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// Whether the text itself is the name of a file that exists, so that an `@` may have been forgotten.
pub(crate) fn names_file(given: &str) -> bool {
    !given.is_empty() && !given.starts_with('@') && !given.contains('\n') && std::path::Path::new(given).is_file()
}

/// The JSON object in such a value.
pub(crate) fn json_object(given: &str, option: &str) -> Result<Map<String, Value>> {
    let text = text(given)?;
    match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(usage(format!("{option} must be a JSON object, such as {{\"key\": \"value\"}}"))),
        Err(error) => Err(usage(format!("{option} is not valid JSON: {error}"))),
    }
}
