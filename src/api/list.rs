//! Whole lists: the first page shows how many there are, the others are asked for at once, and no object is missed.

mod link;
mod listing;
mod pass;
mod several;

use super::parallel::{ParallelMap, parallel_map_bounded};
use super::{Client, Error, Page, Path};
use link::{completed, offset, page_number, page_size, parameter, with_page_number};
pub(crate) use listing::Listing;
use pass::{Before, MOST_PAGES, Pass, Verdict};
use std::collections::HashSet;

/// How often a list is read that changes while it is being read.
const PASSES: u32 = 4;

const LEFT_OUT: &str = "its links leave out pages";

/// The pages of a list, in order. Ends after the first error. Together they hold every object that was in the list
/// from the first request to the last; an object is never given twice. The page on which an error was noticed is given
/// before the error.
pub(crate) struct Pages {
    client: Client,
    listing: Listing,
    state: State,
    /// The path of the first page.
    first: Path,
    /// The number of the page that was read last, if it has one.
    number: Option<u64>,
    visited: HashSet<Path>,
    /// What has been given.
    seen: HashSet<u64>,
    /// Whether pages are requested ahead.
    eager: bool,
    pass: Pass,
    before: Before,
    passes: u32,
}

enum State {
    /// The next path.
    At(Path),
    /// The next path, to which no link leads: the last page was full and did not say whether there are more.
    Beyond(Path),
    /// The next paths, to be read concurrently.
    Numbered(Vec<Path>),
    /// The first page is on its way.
    Begun(ParallelMap<Page>),
    /// These pages are on their way.
    Ahead(ParallelMap<Page>),
    /// Reading has ended.
    Failed(Error),
    Done,
}

impl Client {
    /// The pages of a list.
    pub(crate) fn pages(&self, listing: Listing) -> Pages {
        let has_size = parameter(&listing.path, "per_page").is_some();
        let sized = || listing.path.clone().query("per_page", self.per_page());
        let first = if has_size { listing.path.clone() } else { sized() };
        Pages {
            client: self.clone(),
            state: State::At(first.clone()),
            number: None,
            visited: HashSet::new(),
            seen: HashSet::new(),
            eager: true,
            pass: Pass::new(offset(&first).unwrap_or(0)),
            before: Before { trace: None, may_repeat: true },
            passes: 1,
            first,
            listing,
        }
    }
}

impl Iterator for Pages {
    type Item = Result<Page, Error>;

    fn next(&mut self) -> Option<Result<Page, Error>> {
        let read = match std::mem::replace(&mut self.state, State::Done) {
            State::At(path) => self.fetch(path).map(|page| self.take(page, None)),
            State::Begun(begun) => {
                let first = self.first.clone();
                self.visit(&first).and_then(|()| begun.take_one()).map(|page| self.take(page, None))
            }
            State::Beyond(path) => self.fetch(path).map(|page| self.take_beyond(page)),
            State::Numbered(paths) => {
                let ahead = self.ahead(paths);
                self.take_ahead(ahead)?
            }
            State::Ahead(ahead) => self.take_ahead(ahead)?,
            State::Failed(error) => Err(error),
            State::Done => return None,
        };
        Some(read)
    }
}

impl Pages {
    /// The same, but no page is requested ahead, for callers that may stop early.
    pub(crate) fn one_by_one(self) -> Pages {
        Pages { eager: false, ..self }
    }

    /// The same, but the first page is asked for now.
    pub(crate) fn begun(self) -> Pages {
        let begun = self.ahead(vec![self.first.clone()]);
        Pages { state: State::Begun(begun), ..self }
    }

    /// How many further requests the list takes, as far as is known after its first page.
    pub(crate) fn ahead_of(&self) -> usize {
        match &self.state {
            State::At(_) | State::Begun(_) | State::Beyond(_) => 1,
            State::Numbered(paths) => paths.len(),
            State::Ahead(_) | State::Failed(_) | State::Done => 0,
        }
    }

    fn fetch(&mut self, path: Path) -> Result<Page, Error> {
        self.visit(&path)?;
        self.listing.read(self.client.get(path)?)
    }

    fn visit(&mut self, path: &Path) -> Result<(), Error> {
        if !self.visited.insert(path.clone()) {
            return Err(self.incomplete("its page links run in a circle"));
        }
        let is_first = *path == self.first;
        self.number = page_number(path).or(is_first.then_some(1));
        Ok(())
    }

    fn ahead(&self, paths: Vec<Path>) -> ParallelMap<Page> {
        let listing = self.listing.clone();
        parallel_map_bounded(&self.client, paths, move |client, path| listing.read(client.get(path)?))
    }

    /// Takes the next of the requested pages.
    fn take_ahead(&mut self, mut ahead: ParallelMap<Page>) -> Option<Result<Page, Error>> {
        let page = ahead.next()?;
        self.number = self.number.map(|number| number + 1);
        Some(page.map(|page| self.take(page, (!ahead.is_done()).then_some(ahead))))
    }

    /// Takes a page that no link led to. A server that knows no pages sends the same ones again.
    fn take_beyond(&mut self, mut page: Page) -> Page {
        if page.flaw.is_some() || !self.pass.knows_all_of(&page, self.listing.identity()) {
            return self.take(page, None);
        }
        page.retain(|_| false);
        self.state = self.end_pass().unwrap_or_else(State::Failed);
        page
    }

    /// Keeps what is new of a page and decides how to go on: with the pages that are on their way, or else as the page
    /// says.
    fn take(&mut self, mut page: Page, ahead: Option<ParallelMap<Page>>) -> Page {
        let len = page.len();
        let marks = self.pass.add(&page, self.listing.identity(), &mut self.seen);
        let next = match (page.flaw.take(), ahead) {
            (Some(flaw), _) => Err(flaw),
            // An empty page: the list has become shorter, and so the rest of the pages is empty, too.
            (None, Some(ahead)) if len > 0 => self.check_next(&page).map(|()| State::Ahead(ahead)),
            (None, _) => self.after(&page),
        };
        self.state = next.unwrap_or_else(State::Failed);
        page.retain_marked(&marks);
        // In a further pass, what nothing identifies may have been given before.
        if self.passes > 1 && self.pass.has_nameless() {
            page.retain(|_| false);
        }
        page
    }

    fn after(&mut self, page: &Page) -> Result<State, Error> {
        if self.eager
            && self.pass.is_first_page()
            && let Some(paths) = self.numbered(page)
        {
            return Ok(State::Numbered(paths));
        }
        match &page.paging.next {
            Some(link) => self.follow(link, page.len()),
            None => self.beyond(page.len()).map_or_else(|| self.end_pass(), |path| Ok(State::Beyond(path))),
        }
    }

    /// The paths of the pages after this first one, if the links, the total and the size of the page agree on how many
    /// there are. Otherwise the links are followed one by one.
    fn numbered(&self, page: &Page) -> Option<Vec<Path>> {
        let next = self.path_of(page.paging.next.as_deref()?)?;
        let last = page_number(&self.path_of(page.paging.last.as_deref()?)?)?;
        let len = u64::try_from(page.len()).ok().filter(|&len| len > 0)?;
        let second = self.number? + 1;
        let agree = page_number(&next)? == second && last == page.paging.total?.div_ceil(len);
        (agree && (second + 1..=MOST_PAGES).contains(&last))
            .then(|| (second..=last).map(|number| with_page_number(&next, number)).collect())
    }

    fn path_of(&self, link: &str) -> Option<Path> {
        Some(completed(self.client.endpoint().path_of_link(link)?, &self.first))
    }

    fn follow(&mut self, link: &str, len: usize) -> Result<State, Error> {
        if len == 0 {
            return Err(self.incomplete("an empty page leads to further ones"));
        }
        let path = self.path_of(link).ok_or_else(|| self.incomplete(&format!("{link:?} is no link")))?;
        if self.number.zip(page_number(&path)).is_some_and(|(number, next)| next > number + 1) {
            return Err(self.incomplete(LEFT_OUT));
        }
        offset(&path).into_iter().for_each(|offset| self.pass.link_to(offset));
        if self.pass.is_endless(len) {
            return Err(self.incomplete("its pages lead on without end"));
        }
        Ok(State::At(path))
    }

    /// Checks the link of a page whose successor has been asked for already.
    fn check_next(&self, page: &Page) -> Result<(), Error> {
        let Some(link) = &page.paging.next else { return Ok(()) };
        let next = self.path_of(link).as_ref().and_then(page_number);
        if next == self.number.map(|number| number + 1) { Ok(()) } else { Err(self.incomplete(LEFT_OUT)) }
    }

    /// The page after a full one that has no link to it, where no total says whether there is one.
    fn beyond(&self, len: usize) -> Option<Path> {
        let is_full = len as u64 >= page_size(&self.first);
        let number = self.number.filter(|_| is_full && !self.pass.has_credible_totals())?;
        Some(with_page_number(&self.first, number + 1))
    }

    fn end_pass(&mut self) -> Result<State, Error> {
        match self.pass.verdict(&self.before) {
            Verdict::Complete => return Ok(State::Done),
            Verdict::Incomplete(what) => return Err(self.incomplete(&what)),
            Verdict::Again => {}
        }
        if self.pass.shrank() {
            // Concurrent pages are answered in any order, so a list that only grew can seem to shrink from one page to
            // the next. From here on pages are read one by one, so that their totals can be compared.
            let shrank_below_start = self.pass.shrank_below_start();
            self.eager &= shrank_below_start;
        }
        self.passes += 1;
        self.before = Before { trace: Some(self.pass.trace()), may_repeat: self.passes < PASSES };
        self.pass = Pass::new(offset(&self.first).unwrap_or(0));
        self.visited.clear();
        Ok(State::At(self.first.clone()))
    }

    fn incomplete(&self, what: &str) -> Error {
        Error::List { path: self.listing.path.shown_below(self.client.endpoint().prefix()), what: what.to_owned() }
    }
}
