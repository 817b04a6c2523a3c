//! Whole lists: the first page tells how many there are, the others come at once, and nothing is lost on the way.

use super::page::{Root, identity};
use super::parallel::{Effect, ParallelMap, parallel_map};
use super::{Client, Collection, Error, Page, Path, Request};
use std::borrow::Cow;
use std::collections::HashSet;

/// How often a list that shrinks while it is read is read again.
const PASSES: u32 = 4;
/// A list of more pages is not asked for by their numbers: it cannot be, and whoever says so is wrong.
const MOST_PAGES: u64 = 10_000;
/// How many pages may bring nothing new, as they do where the list grew by as many meanwhile.
const STALE: u64 = 16;

/// Which list is meant.
#[derive(Debug, Clone)]
pub(crate) struct Listing {
    path: Path,
    root: Root,
    /// Whether two items that look alike are the same object, seen twice.
    distinct: bool,
}

impl Listing {
    /// All objects of a kind.
    pub(crate) fn of(collection: &Collection) -> Listing {
        Listing::at(collection.list(), collection.plural.clone())
    }

    /// The list under `root` at `path`.
    pub(crate) fn at(path: Path, root: impl Into<Cow<'static, str>>) -> Listing {
        Listing { path, root: Root::Key(root.into()), distinct: true }
    }

    /// A list of anything at `path`, under this root or under the only one that holds a list.
    pub(crate) fn of_anything(path: Path, root: Option<String>) -> Listing {
        Listing { path, root: root.map_or(Root::OnlyList, |root| Root::Key(root.into())), distinct: false }
    }

    /// The same with a filter.
    pub(crate) fn query(mut self, name: &str, value: impl std::fmt::Display) -> Listing {
        self.path = self.path.query(name, value);
        self
    }
}

/// The pages of a list, in order. Ends after the first error. Together they hold every object that was in the list
/// from the first request to the last; an object is never given twice.
pub(crate) struct Pages {
    client: Client,
    listing: Listing,
    state: State,
    seen: HashSet<u64>,
    count: u64,
    visited: HashSet<Path>,
    /// Whether pages may be asked for before somebody wants them.
    eager: bool,
    totals: Totals,
    passes: u32,
    /// How many pages in a row brought nothing new.
    stale: u64,
}

/// What the pages of one pass said of the length of the list.
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

enum State {
    /// This path is next.
    At(Path),
    /// These paths are next, all at once.
    Numbered(Vec<Path>),
    /// These pages are on their way.
    Ahead(ParallelMap<Page>),
    Done,
}

impl Client {
    /// The pages of a list.
    pub(crate) fn pages(&self, listing: Listing) -> Pages {
        let first = self.first_page(&listing);
        Pages {
            client: self.clone(),
            listing,
            state: State::At(first),
            seen: HashSet::new(),
            count: 0,
            visited: HashSet::new(),
            eager: true,
            totals: Totals::default(),
            passes: 1,
            stale: 0,
        }
    }

    fn first_page(&self, listing: &Listing) -> Path {
        if listing.path.as_str().contains("per_page=") {
            return listing.path.clone();
        }
        listing.path.clone().query("per_page", self.settings().per_page)
    }
}

impl Iterator for Pages {
    type Item = Result<Page, Error>;

    fn next(&mut self) -> Option<Result<Page, Error>> {
        let page = match std::mem::replace(&mut self.state, State::Done) {
            State::At(path) => self.fetch(path).and_then(|page| self.take_first(page)),
            State::Numbered(paths) => {
                let ahead = self.ahead(paths);
                self.take_ahead(ahead)?
            }
            State::Ahead(ahead) => self.take_ahead(ahead)?,
            State::Done => return None,
        };
        if page.is_err() {
            self.state = State::Done;
        }
        Some(page)
    }
}

impl Pages {
    /// The same, but no page is asked for before it is wanted, for whoever stops before the end.
    pub(crate) fn one_by_one(self) -> Pages {
        Pages { eager: false, ..self }
    }

    /// How many further requests the list takes, as far as is known after its first page.
    pub(crate) fn ahead_of(&self) -> usize {
        match &self.state {
            State::At(_) => 1,
            State::Numbered(paths) => paths.len(),
            State::Ahead(_) | State::Done => 0,
        }
    }

    fn fetch(&mut self, path: Path) -> Result<Page, Error> {
        if !self.visited.insert(path.clone()) {
            return Err(self.incomplete("its page links run in a circle"));
        }
        let reply = self.client.send(Request::get(path))?;
        Page::read(reply, &self.listing.root)
    }

    /// Takes a page that was asked for alone, and decides how to go on.
    fn take_first(&mut self, page: Page) -> Result<Page, Error> {
        self.state = match self.numbered(&page).filter(|_| self.eager) {
            Some(paths) => State::Numbered(paths),
            None => self.follow(page.next.as_deref(), page.len())?,
        };
        self.take(page)
    }

    /// Takes the next of the pages that are on their way. The last of them may lead on: the list has grown.
    fn take_ahead(&mut self, mut ahead: ParallelMap<Page>) -> Option<Result<Page, Error>> {
        let page = match ahead.next()? {
            Ok(page) => page,
            Err(error) => return Some(Err(error)),
        };
        let state =
            if ahead.is_done() { self.follow(page.next.as_deref(), page.len()) } else { Ok(State::Ahead(ahead)) };
        Some(state.and_then(|state| {
            self.state = state;
            self.take(page)
        }))
    }

    /// The paths of the pages after this first one, if the links, the total and the size of the page agree on how many
    /// there are. Otherwise the links are followed one by one.
    fn numbered(&self, page: &Page) -> Option<Vec<Path>> {
        let endpoint = &self.client.settings().endpoint;
        let (next, last) =
            (endpoint.path_of_link(page.next.as_deref()?)?, endpoint.path_of_link(page.last.as_deref()?)?);
        let last = page_number(&last)?;
        let expected = page.total?.div_ceil(u64::try_from(page.len()).ok().filter(|&len| len > 0)?);
        (page_number(&next)? == 2 && last == expected && self.visited.len() == 1 && (3..=MOST_PAGES).contains(&last))
            .then(|| (2..=last).map(|number| with_page_number(&next, number)).collect())
    }

    fn ahead(&self, paths: Vec<Path>) -> ParallelMap<Page> {
        let root = self.listing.root.clone();
        parallel_map(&self.client, Effect::ReadOnly, paths, move |client, path| {
            Page::read(client.send_here(&Request::get(path))?, &root)
        })
    }

    fn follow(&mut self, next: Option<&str>, len: usize) -> Result<State, Error> {
        let Some(link) = next else { return Ok(State::Done) };
        if len == 0 {
            return Err(self.incomplete("an empty page leads to further ones"));
        }
        let path = self.client.settings().endpoint.path_of_link(link);
        path.map(State::At).ok_or_else(|| self.incomplete(&format!("{link:?} is no link")))
    }

    /// Keeps what is new of a page, and the books; at the end of a pass, looks whether something was missed.
    fn take(&mut self, mut page: Page) -> Result<Page, Error> {
        self.totals.add(page.total);
        if self.listing.distinct {
            page.retain(|text| self.seen.insert(identity(text)));
        }
        let new = page.len() as u64;
        self.count += new;
        self.look_for_an_end(new)?;
        if matches!(self.state, State::Done) {
            self.end_pass()?;
        }
        Ok(page)
    }

    /// Links that lead on for ever, each to another address, must not be followed for ever. What is new on a page
    /// shows where objects can be told apart; otherwise their number does.
    fn look_for_an_end(&mut self, new: u64) -> Result<(), Error> {
        self.stale = if new == 0 { self.stale + 1 } else { 0 };
        let most = self.totals.previous.map(|total| total.saturating_add(STALE * new));
        let is_too_long = !self.listing.distinct && most.is_some_and(|most| self.count > most);
        let is_stale = self.passes == 1 && self.stale > STALE;
        if matches!(self.state, State::At(_)) && (is_too_long || is_stale) {
            return Err(self.incomplete("its pages lead on without end"));
        }
        Ok(())
    }

    /// Objects that went away while the pages were read have moved others to pages that were read before: such a list
    /// is read again for what was missed.
    fn end_pass(&mut self) -> Result<(), Error> {
        let totals = std::mem::take(&mut self.totals);
        let (seen, promised) = (self.count, totals.smallest.unwrap_or(0));
        if seen >= promised && !totals.shrank {
            return Ok(());
        }
        if self.passes == PASSES || !totals.shrank || !self.listing.distinct {
            let changes = "it changes faster than it can be read; run this again";
            let short = format!("{seen} of {promised} objects came");
            return Err(self.incomplete(if seen < promised { &short } else { changes }));
        }
        // Pages that are asked for at once don't come in order, so a list that only grew seems to have shrunk between
        // two of them. Asked for one after another, they tell.
        self.eager &= totals.smallest < totals.first;
        self.passes += 1;
        self.visited.clear();
        self.state = State::At(self.client.first_page(&self.listing));
        Ok(())
    }

    fn incomplete(&self, what: &str) -> Error {
        Error::List {
            path: self.listing.path.shown_below(self.client.settings().endpoint.prefix()),
            what: what.to_owned(),
        }
    }
}

fn page_number(path: &Path) -> Option<u64> {
    let (_, query) = path.as_str().split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix("page="))?.parse().ok()
}

fn with_page_number(path: &Path, number: u64) -> Path {
    let (path, query) = path.as_str().split_once('?').unwrap_or((path.as_str(), ""));
    let renumber = |pair: &str| if pair.starts_with("page=") { format!("page={number}") } else { pair.to_owned() };
    Path::new(format!("{path}?{}", query.split('&').map(renumber).collect::<Vec<_>>().join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_page_number_of_a_link_changes() {
        for (path, number, renumbered) in [
            ("/v2/x?page=2&per_page=200", Some(2), "/v2/x?page=7&per_page=200"),
            ("/v2/x?per_page=2&page=2&q=page=2", Some(2), "/v2/x?per_page=2&page=7&q=page=2"),
            ("/v2/x?cursor=abc", None, "/v2/x?cursor=abc"),
        ] {
            assert_eq!(page_number(&Path::new(path)), number);
            assert_eq!(with_page_number(&Path::new(path), 7).as_str(), renumbered);
        }
    }
}
