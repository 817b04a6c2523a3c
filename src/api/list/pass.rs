//! Whether one pass over a list, from its first page to its last, has read all of it.

use super::link::{page_number, page_size};
use crate::api::page::{Identity, hash};
use crate::api::{Page, Path};
use std::collections::{HashMap, HashSet};

/// How many pages in a row may bring nothing new, as they do where the list has grown by as many meanwhile; and how
/// many pages there may be beyond the first total.
const STALE: u64 = 16;
/// The most pages that a list can have: a total that needs more is none.
pub(super) const MOST_PAGES: u64 = 10_000;
/// The most pages of a list that does not say how long it is.
const MOST_UNCOUNTED: u64 = 200;
const CHANGES: &str = "it changes faster than it can be read; run this again";

/// One reading of a list.
#[derive(Default)]
pub(super) struct Pass {
    totals: Totals,
    /// How many items of the list come before the first page that is read.
    skipped: u64,
    pages: u64,
    /// How many items came, repetitions included.
    items: u64,
    items_before_last: u64,
    /// How many of them are different objects.
    distinct: u64,
    keys: HashSet<u64>,
    /// A fingerprint of all items in their order.
    trace: u64,
    /// Whether an object was on several pages.
    repeats: bool,
    /// Whether there are items that no field identifies.
    has_nameless: bool,
    /// Fingerprints of the pages with such items.
    nameless_pages: HashSet<u64>,
    /// Whether such items came on more than one page.
    repeats_nameless: bool,
    /// Whether a link led to a page farther on than the items before it reach.
    has_gap: bool,
    /// Whether each page had a total, and none below the number of items up to there.
    has_credible_totals: bool,
    stale: u64,
}

/// What the pages said of the length of the list.
#[derive(Default)]
struct Totals {
    first: Option<u64>,
    smallest: Option<u64>,
    previous: Option<u64>,
    shrank: bool,
}

impl Totals {
    fn add(&mut self, total: Option<u64>) {
        let Some(total) = total else { return };
        self.shrank |= self.previous.is_some_and(|previous| total < previous);
        self.first = self.first.or(Some(total));
        self.smallest = Some(self.smallest.map_or(total, |smallest| smallest.min(total)));
        self.previous = Some(total);
    }
}

/// What is to be done at the end of a pass.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Complete,
    /// The list has to be read again.
    Again,
    Incomplete(String),
}

/// What a pass has to know of the passes before it.
#[derive(Default)]
pub(super) struct Before {
    /// The fingerprint of the pass before this one.
    pub(super) trace: Option<u64>,
    /// Whether the list may be read once more.
    pub(super) may_repeat: bool,
}

impl Pass {
    pub(super) fn new(skipped: u64) -> Pass {
        Pass { skipped, has_credible_totals: true, ..Pass::default() }
    }

    /// Adds a page and marks those of its items that nobody has had before: that are not in `seen`, to which they are
    /// added.
    pub(super) fn add(&mut self, page: &Page, identity: fn(&str) -> Identity, seen: &mut HashSet<u64>) -> Vec<bool> {
        self.totals.add(page.paging.total);
        self.pages += 1;
        self.items_before_last = self.items;
        self.items += page.len() as u64;
        self.has_credible_totals &= page.paging.total.is_some_and(|total| total >= self.position());
        self.has_credible_totals &= agrees_with_last(page);
        let before = self.distinct;
        let mut on_page = HashMap::new();
        let marks = page.texts().map(|text| self.add_item(text, identity(text), &mut on_page, seen)).collect();
        self.stale = if self.distinct == before { self.stale + 1 } else { 0 };
        self.keys.extend(on_page.keys());
        if self.has_nameless && page.len() > 0 {
            // Single items may look alike, but hardly all of those on two pages.
            self.repeats_nameless |= !self.nameless_pages.insert(hash(page.texts().collect::<Vec<_>>()));
        }
        marks
    }

    fn add_item<'a>(
        &mut self,
        text: &'a str,
        identity: Identity,
        on_page: &mut HashMap<u64, &'a str>,
        seen: &mut HashSet<u64>,
    ) -> bool {
        let mut key = identity.hash();
        self.trace = hash((self.trace, key));
        self.has_nameless |= matches!(identity, Identity::Text(_));
        match on_page.get(&key) {
            // A page is of one moment: whatever differs on it is not the same object.
            Some(&other) if other != text => key = hash(text),
            Some(_) if matches!(identity, Identity::Known(_)) => return false,
            _ => {}
        }
        on_page.insert(key, text);
        let is_known = self.keys.contains(&key);
        self.repeats |= is_known;
        if matches!(identity, Identity::Text(_)) {
            self.distinct += 1;
            return true;
        }
        self.distinct += u64::from(!is_known);
        seen.insert(key)
    }

    /// Whether all items of a page were on pages before it.
    pub(super) fn knows_all_of(&self, page: &Page, identity: fn(&str) -> Identity) -> bool {
        page.texts().all(|text| self.keys.contains(&identity(text).hash()))
    }

    /// A fingerprint of all items in their order.
    pub(super) fn trace(&self) -> u64 {
        self.trace
    }

    /// Notes how many items should come before the page to which a link leads.
    pub(super) fn link_to(&mut self, offset: u64) {
        self.has_gap |= offset > self.position();
        self.repeats_nameless |= self.has_nameless && offset < self.position();
    }

    /// How many items of the list are behind us.
    fn position(&self) -> u64 {
        self.skipped + self.items
    }

    /// Whether there are items that no field identifies.
    pub(super) fn has_nameless(&self) -> bool {
        self.has_nameless
    }

    pub(super) fn is_first_page(&self) -> bool {
        self.pages == 1
    }

    /// Whether a total fell below the one that came first, and not only below one that came out of turn.
    pub(super) fn shrank_below_start(&self) -> bool {
        self.totals.smallest < self.totals.first
    }

    pub(super) fn shrank(&self) -> bool {
        self.totals.shrank
    }

    /// Whether the totals can be believed: each page had one, and none was below the number of items up to there.
    pub(super) fn has_credible_totals(&self) -> bool {
        self.has_credible_totals
    }

    fn promised(&self) -> u64 {
        self.totals.smallest.unwrap_or(0).saturating_sub(self.skipped)
    }

    /// Whether the links lead on although there cannot be anything behind them.
    pub(super) fn is_endless(&self, page_len: usize) -> bool {
        let len = page_len as u64;
        let is_too_long = match self.totals.first {
            Some(first) if first <= MOST_PAGES.saturating_mul(len) => self.position() > first + STALE * len,
            _ => self.pages >= MOST_UNCOUNTED,
        };
        is_too_long || self.stale > STALE
    }

    /// Whether the list is complete. An object that goes away while the pages are read moves others to pages that were
    /// read before. Totals show that; without them, only another reading that brings the same does.
    pub(super) fn verdict(&self, before: &Before) -> Verdict {
        let incomplete = |what: &str| Verdict::Incomplete(what.to_owned());
        let may_merge = before.may_repeat && !self.has_nameless;
        if self.totals.shrank {
            return if may_merge { Verdict::Again } else { self.changed() };
        }
        if self.distinct < self.promised() {
            return self.changed();
        }
        if self.repeats_nameless {
            return incomplete("its pages repeat each other");
        }
        // What nothing identifies is given in the first pass only.
        if self.has_nameless && before.trace.is_some_and(|trace| trace != self.trace) {
            return incomplete(CHANGES);
        }
        if self.pages == 1 || (self.has_credible_totals && self.totals.previous == Some(self.position())) {
            return Verdict::Complete;
        }
        match before.trace {
            Some(trace) if trace == self.trace => self.contradiction().map_or(Verdict::Complete, incomplete),
            Some(_) if !may_merge => incomplete(CHANGES),
            _ => Verdict::Again,
        }
    }

    /// What cannot be in a list that did not change while it was read.
    fn contradiction(&self) -> Option<&'static str> {
        let is_empty_at_end = self.items == self.items_before_last && self.pages > 1;
        [
            (self.has_gap, "its links leave out items"),
            (self.repeats, "its pages repeat each other"),
            (is_empty_at_end, "a link leads to an empty page"),
            (self.totals.previous > Some(self.position()), "its total is larger"),
        ]
        .into_iter()
        .find_map(|(holds, what)| holds.then_some(what))
    }

    fn changed(&self) -> Verdict {
        let promised = self.promised();
        let short = format!("{} of {promised} objects came", self.distinct);
        Verdict::Incomplete(if self.distinct < promised { short } else { CHANGES.to_owned() })
    }
}

/// Whether the link to the last page and the total of a page mean the same, by the size of this page or by the size in
/// the link.
fn agrees_with_last(page: &Page) -> bool {
    let Some(link) = page.paging.last.as_ref().map(Path::new) else { return true };
    let Some((last, total)) = page_number(&link).zip(page.paging.total) else { return true };
    [page.len() as u64, page_size(&link)].into_iter().any(|size| size > 0 && total.div_ceil(size).max(1) == last)
}
