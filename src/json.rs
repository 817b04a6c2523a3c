//! A page of a list in one pass: its JSON is checked and laid out on the way, and it is noted where its parts are.
//!
//! Blocks of 64 bytes become bit masks of what stands where, by vector instructions. From one structural character to
//! the next, a table of states says what may follow, and the token between them is copied. Whatever is unusual is left
//! to others: `None` means that it is no JSON, or nested deeper than 60 levels.

mod grammar;
mod masks;
mod pass;
mod scalar;

use std::ops::Range;

/// What one pass over a page finds.
#[derive(Debug, Default)]
pub(crate) struct LaidOut {
    /// The whole page, laid out so that the items of its list stand one level deep.
    pub(crate) text: Vec<u8>,
    /// Where the items of the list are in `text`.
    pub(crate) items: Vec<Range<usize>>,
    /// The members of the page: where their keys and values are in it. Keys are with quotes.
    pub(crate) members: Vec<(Range<usize>, Range<usize>)>,
}

/// Checks a page and lays it out. `root` is the key of its list.
pub(crate) fn lay_out_page(json: &str, root: &str) -> Option<LaidOut> {
    pass::Pass::new(json.as_bytes(), root).run()
}

#[cfg(test)]
mod tests;
