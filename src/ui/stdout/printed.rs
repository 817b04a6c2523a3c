//! Which objects have been written to stdout, in a run that changes something.

use crate::ui::identity::{Identity, identities};
use std::collections::HashSet;

/// The keys of objects, by how far their output has come.
#[derive(Debug, Default)]
pub(super) struct Printed {
    buffered: Vec<String>,
    written: HashSet<String>,
}

impl Printed {
    /// An object, or a text that holds several, was put into the buffer.
    pub(super) fn buffer(&mut self, json: &str) {
        self.buffered.extend(identities(json).iter().map(Identity::key));
    }

    /// An object counts as written, since a message has named it.
    pub(super) fn name(&mut self, json: &str) {
        self.written.extend(identities(json).iter().map(Identity::key));
    }

    /// Everything in the buffer has been written.
    pub(super) fn flush(&mut self) {
        self.written.extend(self.buffered.drain(..));
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.written.contains(key)
    }
}
