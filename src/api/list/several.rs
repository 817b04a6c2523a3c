//! Several lists that together hold all objects of a kind, read as one.

use super::{Listing, Pages};
use crate::api::page::Identity;
use crate::api::{Client, Error, Page};
use std::collections::HashSet;

/// The pages of several lists, one list after the other. An object that is in more than one of them is given once: a
/// server that ignores the filter of the second list sends the first one again.
pub(crate) struct Lists {
    waiting: std::vec::IntoIter<Pages>,
    pages: Option<Pages>,
    /// What was in the lists before the present one.
    earlier: HashSet<u64>,
    present: Vec<u64>,
}

impl Client {
    /// The pages of several lists, whose first pages are asked for at once if requests may be made side by side.
    pub(crate) fn lists(&self, listings: Vec<Listing>) -> Lists {
        let is_begun = listings.len() > 1 && self.config().jobs > 1;
        let pages = |listing| if is_begun { self.pages(listing).begun() } else { self.pages(listing) };
        let waiting = listings.into_iter().map(pages).collect::<Vec<_>>().into_iter();
        Lists { waiting, pages: None, earlier: HashSet::new(), present: Vec::new() }
    }
}

impl Iterator for Lists {
    type Item = Result<Page, Error>;

    fn next(&mut self) -> Option<Result<Page, Error>> {
        loop {
            match self.pages.as_mut().and_then(Iterator::next) {
                Some(page) => return Some(page.map(|page| self.without_earlier(page))),
                None => self.start_next()?,
            }
        }
    }
}

impl Lists {
    /// How many further requests it takes, as far as is known by now.
    pub(crate) fn ahead_of(&self) -> usize {
        self.waiting.len() + self.pages.as_ref().map_or(0, Pages::ahead_of)
    }

    fn start_next(&mut self) -> Option<()> {
        let pages = self.waiting.next()?;
        self.earlier.extend(self.present.drain(..));
        self.pages = Some(pages);
        Some(())
    }

    fn without_earlier(&mut self, mut page: Page) -> Page {
        if self.waiting.len() > 0 || !self.earlier.is_empty() {
            let keys: Vec<u64> = page.texts().map(|text| Identity::of(text).hash()).collect();
            page.retain_marked(&keys.iter().map(|key| !self.earlier.contains(key)).collect::<Vec<_>>());
            self.present.extend(keys);
        }
        page
    }
}
