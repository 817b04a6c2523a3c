//! Environment variables that stand for options.

use crate::error::{Result, usage};
use std::env::VarError;

/// An environment variable; empty counts as unset.
pub(crate) fn variable(name: &str) -> Result<Option<String>> {
    match std::env::var(name) {
        Ok(text) => Ok(Some(text).filter(|text| !text.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(usage(format!("the variable {name} is not valid UTF-8"))),
    }
}

/// A variable that is 1 or 0.
pub(crate) fn flag(name: &str) -> Result<bool> {
    match variable(name)?.as_deref() {
        None | Some("0" | "false" | "no") => Ok(false),
        Some("1" | "true" | "yes") => Ok(true),
        Some(_) => Err(usage(format!("the variable {name} must be 1 or 0"))),
    }
}

pub(super) fn or_variable<T>(given: Option<T>, name: &str, parse: fn(&str) -> Result<T, String>) -> Result<Option<T>> {
    if given.is_some() {
        return Ok(given);
    }
    let text = variable(name)?;
    text.map(|text| parse(&text).map_err(|why| usage(format!("the variable {name} {why}, not {text:?}")))).transpose()
}
