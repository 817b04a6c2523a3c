//! What is cheaper: one request for each object, or the whole list of them. Requests count, since the API limits them,
//! and so do bytes.

/// Fewer requests than this are made without a look at the size of the list.
pub(super) const FEW: usize = 4;

/// The smallest first page of a list whose size is to be known. It is larger where more is looked for, so that in a small
/// account it is already the whole list.
const SMALLEST_PAGE: usize = 40;

/// The largest page that the API serves.
const LARGEST_PAGE: usize = 200;

/// So many objects of a list cost as much as one request more: some 40 KB.
const OBJECTS_PER_REQUEST: usize = 25;

/// More single requests than this would use up the limit of a minute, and so they would have to wait.
const MOST_SINGLE: usize = 200;

/// The size of the first page, where this many single requests are the alternative.
pub(super) fn first_page(singles: usize) -> usize {
    singles.clamp(SMALLEST_PAGE, LARGEST_PAGE)
}

/// Whether to read the whole list instead of making this many single requests. `lists` is how many lists hold the
/// objects together, and `total` how many are in them, if that is known.
pub(super) fn prefers_list(singles: usize, total: Option<usize>, lists: usize) -> bool {
    let Some(total) = total else { return singles > MOST_SINGLE };
    let requests = total.div_ceil(LARGEST_PAGE) + lists.saturating_sub(1);
    let cost = if singles > MOST_SINGLE { requests } else { requests + total / OBJECTS_PER_REQUEST };
    cost < singles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_where_that_saves_much() {
        for (singles, total, is_list) in [
            // A small account, whose list is a page or two.
            (5, Some(50), true),
            (9, Some(150), true),
            (7, Some(150), false),
            (20, Some(400), true),
            (10, Some(400), false),
            // A large account: 50 IDs are 50 small requests and not 50 large pages.
            (50, Some(10_000), false),
            (200, Some(10_000), false),
            // They would have to wait for the next minute.
            (201, Some(10_000), true),
            (201, Some(100_000), false),
            (1000, Some(100_000), true),
            // The API always says how long a list is; others may not.
            (50, None, false),
            (201, None, true),
        ] {
            assert_eq!(prefers_list(singles, total, 2), is_list, "{singles} of {total:?}");
        }
    }

    #[test]
    fn a_first_page_holds_a_small_account_and_is_no_larger_than_what_it_saves() {
        for (singles, size) in [(5, 40), (50, 50), (199, 199), (5000, 200)] {
            assert_eq!(first_page(singles), size);
        }
    }
}
