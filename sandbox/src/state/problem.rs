//! What is wrong with a document, and where in its text that is.

use std::collections::HashMap;
use std::fmt;

use serde_json::value::RawValue;

/// Why a seed or a saved state cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError {
    place: Vec<Step>,
    message: String,
}

/// A step from a JSON value to one inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// What is wrong with one object, at one of its fields.
#[derive(Debug)]
pub(crate) struct Flaw {
    pub(crate) field: &'static str,
    pub(crate) message: String,
}

/// A flaw of this field.
pub(crate) fn flaw(field: &'static str, message: impl Into<String>) -> Flaw {
    Flaw { field, message: message.into() }
}

impl SeedError {
    pub(super) fn new(place: Vec<Step>, message: String) -> Self {
        Self { place, message }
    }

    /// A flaw of a member of an object.
    pub(crate) fn at(list: &str, key: &str, message: String) -> Self {
        Self::new(vec![Step::Key(list.to_owned()), Step::Key(key.to_owned())], message)
    }

    /// A flaw of the element with this index of a list.
    pub(super) fn of(list: &str, index: usize, flaw: Flaw) -> Self {
        let field = Some(flaw.field).filter(|it| !it.is_empty());
        let field = field.map(|it| Step::Key(it.to_owned()));
        let place = [Step::Key(list.to_owned()), Step::Index(index)].into_iter().chain(field).collect();
        Self::new(place, flaw.message)
    }

    pub(super) fn place_mut(&mut self) -> &mut [Step] {
        &mut self.place
    }

    /// The line of the document's text, counted from 1, that is to blame.
    #[must_use]
    pub fn line(&self, text: &str) -> Option<usize> {
        let mut value: &RawValue = serde_json::from_str(text).ok()?;
        for step in &self.place {
            let Some(inner) = inside(value, step) else { break };
            value = inner;
        }
        // The value is a part of the text itself, so the difference is its offset.
        let offset = value.get().as_ptr().addr().checked_sub(text.as_ptr().addr())?;
        Some(text.get(..offset)?.matches('\n').count() + 1)
    }

    /// The error with the document's name and line before it: `seed.json:7: droplets[2].size: …`.
    #[must_use]
    pub fn in_file(&self, name: &str, text: &str) -> String {
        self.line(text).map_or_else(|| format!("{name}: {self}"), |line| format!("{name}:{line}: {self}"))
    }
}

fn inside<'a>(value: &'a RawValue, step: &Step) -> Option<&'a RawValue> {
    match step {
        Step::Key(key) => {
            let members: HashMap<String, &RawValue> = serde_json::from_str(value.get()).ok()?;
            members.get(key).copied()
        }
        Step::Index(index) => {
            let elements: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
            elements.get(*index).copied()
        }
    }
}

impl fmt::Display for SeedError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.place.iter().enumerate() {
            match step {
                Step::Key(key) if number == 0 => out.write_str(key)?,
                Step::Key(key) => write!(out, ".{key}")?,
                Step::Index(index) => write!(out, "[{index}]")?,
            }
        }
        let separator = if self.place.is_empty() { "" } else { ": " };
        write!(out, "{separator}{}", self.message)
    }
}

impl std::error::Error for SeedError {}
