//! Objects by ID, each with its JSON text beside it.
//!
//! A text is rendered on demand and dropped when the object is borrowed for a change, so a page of two hundred droplets
//! is usually a concatenation of existing texts.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// Objects in the order of their IDs.
pub(crate) struct Table<T> {
    rows: BTreeMap<u64, Row<T>>,
}

struct Row<T> {
    value: T,
    text: OnceCell<Box<RawValue>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new() }
    }
}

impl<T> Table<T> {
    pub(crate) fn get(&self, id: u64) -> Option<&T> {
        self.rows.get(&id).map(|row| &row.value)
    }

    /// The object, for a change: its text is dropped.
    pub(crate) fn get_mut(&mut self, id: u64) -> Option<&mut T> {
        let row = self.rows.get_mut(&id)?;
        row.text.take();
        Some(&mut row.value)
    }

    pub(crate) fn insert(&mut self, id: u64, value: T) {
        let text = OnceCell::new();
        self.rows.insert(id, Row { value, text });
    }

    pub(crate) fn remove(&mut self, id: u64) -> Option<T> {
        self.rows.remove(&id).map(|row| row.value)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The objects, oldest ID first.
    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.rows.values().map(|row| &row.value)
    }

    /// The IDs of the objects that `chosen` holds for, in their order.
    pub(crate) fn ids(&self, chosen: impl Fn(&T) -> bool) -> Vec<u64> {
        self.rows.iter().filter(|(_, row)| chosen(&row.value)).map(|(&id, _)| id).collect()
    }

    /// The JSON text of an object, rendered by `render` if it is not known.
    pub(crate) fn text(&self, id: u64, render: impl FnOnce(&T) -> Box<RawValue>) -> Option<&RawValue> {
        let row = self.rows.get(&id)?;
        Some(row.text.get_or_init(|| render(&row.value)))
    }

    /// Drops all texts, after a change of something that these objects show.
    pub(crate) fn forget_texts(&mut self) {
        for row in self.rows.values_mut() {
            row.text.take();
        }
    }
}
