//! The paths of objects of one kind, and the root keys of replies.

use super::Path;
use std::borrow::Cow;
use std::fmt::Display;

/// A collection such as `/v2/droplets`. It may be made while the program runs, as that of one domain's records is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Collection {
    /// The path of the list, encoded.
    pub(crate) path: Cow<'static, str>,
    /// The root key of a list.
    pub(crate) plural: Cow<'static, str>,
    /// The root key of one object.
    pub(crate) singular: Cow<'static, str>,
}

impl Collection {
    /// A collection that is known when the program is compiled.
    pub(crate) const fn of(path: &'static str, plural: &'static str, singular: &'static str) -> Collection {
        Collection { path: Cow::Borrowed(path), plural: Cow::Borrowed(plural), singular: Cow::Borrowed(singular) }
    }

    /// The path of the list.
    pub(crate) fn list(&self) -> Path {
        Path::new(self.path.clone())
    }

    /// The path of one object.
    pub(crate) fn one(&self, id: impl Display) -> Path {
        self.list().segment(id)
    }

    /// The path of what is below an object, such as its actions.
    pub(crate) fn below(&self, id: impl Display, name: &str) -> Path {
        self.one(id).segment(name)
    }

    /// The path of the actions of one object.
    pub(crate) fn actions_of(&self, id: impl Display) -> Path {
        self.below(id, "actions")
    }
}
