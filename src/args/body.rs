//! Request bodies from options.

use serde_json::{Map, Value};

/// The fields that were given.
pub(crate) fn given<'a>(fields: impl IntoIterator<Item = (&'a str, Option<Value>)>) -> Map<String, Value> {
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
