//! Which list is meant, and how its pages are read.

use crate::api::page::{Identity, Root};
use crate::api::{Collection, Error, Page, Path, Reply};
use std::borrow::Cow;

/// Which list is meant.
#[derive(Debug, Clone)]
pub(crate) struct Listing {
    pub(super) path: Path,
    root: Root,
    /// Whether it holds objects, each of them once.
    has_objects: bool,
    /// Whether the items are to be printed, and so laid out by the thread that fetches them.
    is_printed: bool,
}

impl Listing {
    /// All objects of a kind.
    pub(crate) fn of(collection: &Collection) -> Listing {
        Listing::at(collection.list(), collection.plural.clone())
    }

    /// The list under `root` at `path`.
    pub(crate) fn at(path: Path, root: impl Into<Cow<'static, str>>) -> Listing {
        Listing { path, root: Root::Key(root.into()), has_objects: true, is_printed: false }
    }

    /// A list of anything at `path`, under this root or under the only one that holds a list.
    pub(crate) fn of_anything(path: Path, root: Option<String>) -> Listing {
        Listing {
            path,
            root: root.map_or(Root::OnlyList, |root| Root::Key(root.into())),
            has_objects: false,
            is_printed: false,
        }
    }

    /// The same with a filter.
    pub(crate) fn query(mut self, name: &str, value: impl std::fmt::Display) -> Listing {
        self.path = self.path.query(name, value);
        self
    }

    /// The same, with items that are to be printed.
    pub(crate) fn printed(self) -> Listing {
        Listing { is_printed: true, ..self }
    }

    pub(super) fn read(&self, reply: Reply) -> Result<Page, Error> {
        let read = if self.is_printed { Page::read_printable } else { Page::read };
        if self.has_objects { Page::of_objects(reply, &self.root, read) } else { read(reply, &self.root) }
    }

    pub(super) fn identity(&self) -> fn(&str) -> Identity {
        if self.has_objects { Identity::of } else { Identity::of_anything }
    }
}
