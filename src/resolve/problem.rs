//! Why labels could not be resolved.

use super::Family;
use crate::api::{Id, Object};
use std::fmt;

/// What is wrong with one label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    /// No object matches.
    Unknown { noun: String, label: String },
    /// Several objects match.
    Ambiguous { noun: String, label: String, ids: Vec<Id> },
    /// A name that was to be unique is in use.
    InUse { noun: String, label: String, ids: Vec<Id> },
}

impl Problem {
    pub(crate) fn unknown(family: &Family, label: &str) -> Problem {
        Problem::Unknown { noun: family.noun.to_string(), label: label.to_owned() }
    }

    pub(crate) fn ambiguous(family: &Family, label: &str, found: &[(Id, Object)]) -> Problem {
        let ids = found.iter().map(|(id, _)| id.clone()).collect();
        Problem::Ambiguous { noun: family.noun.to_string(), label: label.to_owned(), ids }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Unknown { noun, label } => write!(f, "{noun} {label:?}: no such {noun}"),
            Problem::Ambiguous { noun, label, ids } => {
                write!(f, "{noun} {label:?} is ambiguous: {} {noun}s match: {}", ids.len(), list(ids))
            }
            Problem::InUse { noun, label, ids } if ids.is_empty() => write!(f, "{noun} name {label:?} is given twice"),
            Problem::InUse { noun, label, ids } => {
                write!(f, "{noun} name {label:?} is already in use by {}", list(ids))
            }
        }
    }
}

fn list(ids: &[Id]) -> String {
    ids.iter().map(Id::to_string).collect::<Vec<_>>().join(", ")
}
