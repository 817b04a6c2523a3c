//! Why the objects that were meant cannot be told.

use crate::api::{self, Object, Resource};
use std::fmt;

/// A failure to resolve. Nothing has been changed.
#[derive(Debug)]
pub(crate) enum Error {
    /// These labels mean nothing, or too much.
    Problems(Vec<Problem>),
    /// The API could not be asked.
    Api(api::Error),
}

/// What is wrong with one label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    /// No object goes by it.
    Unknown { noun: &'static str, label: String },
    /// Several objects go by it.
    Ambiguous { noun: &'static str, label: String, ids: Vec<u64> },
    /// A name that was to be unique is in use.
    InUse { noun: &'static str, label: String, ids: Vec<u64> },
}

impl Problem {
    /// Nothing goes by this label.
    pub(crate) fn unknown(resource: &Resource, label: &str) -> Problem {
        Problem::Unknown { noun: resource.noun, label: label.to_owned() }
    }

    pub(super) fn ambiguous(resource: &Resource, label: &str, found: &[(u64, Object)]) -> Problem {
        let ids = found.iter().map(|(id, _)| *id).collect();
        Problem::Ambiguous { noun: resource.noun, label: label.to_owned(), ids }
    }

    /// What the user can do about it.
    pub(crate) fn hint(&self, takes_multiple: bool) -> Option<&'static str> {
        match self {
            Problem::Ambiguous { .. } if takes_multiple => Some("name it by its ID, or pass -M to mean all of them"),
            Problem::Ambiguous { .. } => Some("name it by its ID"),
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Unknown { noun, label } => write!(f, "{noun} {label:?}: no such {noun}"),
            Problem::Ambiguous { noun, label, ids } => {
                write!(f, "{noun} {label:?} is ambiguous: {} {noun}s go by it: {}", ids.len(), list(ids))
            }
            Problem::InUse { noun, label, ids } if ids.is_empty() => write!(f, "{noun} name {label:?} is given twice"),
            Problem::InUse { noun, label, ids } => {
                write!(f, "{noun} name {label:?} is in use already, by {}", list(ids))
            }
        }
    }
}

impl Error {
    /// An error of these problems, if there are any.
    pub(crate) fn unless_empty(problems: Vec<Problem>) -> Result<(), Error> {
        if problems.is_empty() { Ok(()) } else { Err(Error::Problems(problems)) }
    }
}

impl From<api::Error> for Error {
    fn from(error: api::Error) -> Error {
        Error::Api(error)
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Problems(problems) => {
                f.write_str(&problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
            }
            Error::Api(error) => error.fmt(f),
        }
    }
}

fn list(ids: &[u64]) -> String {
    ids.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
}
