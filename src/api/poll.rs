//! Polling many objects with few requests.

use super::page::Root;
use super::parallel::parallel_map;
use super::{Client, Collection, Error, Id, Object, Page, Path};
use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

/// The most that one page holds.
const PAGE: usize = 200;

/// How many objects may have been added to a list since it was last read, before another page is needed.
const MARGIN: usize = 20;

/// A page that shows nothing of what is looked for is followed by another one for each of so many missing objects: they
/// may all be behind newer ones.
const MISSING_PER_BARREN_PAGE: usize = 100;

/// How long a new object may be missing.
const NOT_YET_SHOWN: Duration = Duration::from_secs(10);

/// Reads objects of one kind again, by single requests or from the list, whichever takes fewer requests.
pub(crate) struct Poller {
    client: Client,
    collection: Collection,
    /// Objects that were not on the pages where they were looked for.
    unlisted: HashSet<Id>,
    /// How far down the list the objects were the last time.
    depth: Option<usize>,
    /// Until then, an object that the API does not find is one that it does not show yet.
    new_until: Option<Instant>,
}

/// Objects by ID; `None` for one that no longer exists.
pub(crate) type Snapshot = HashMap<Id, Option<Object>>;

impl Poller {
    /// A poller of the objects of a collection.
    pub(crate) fn new(client: &Client, collection: &Collection) -> Poller {
        Poller {
            client: client.clone(),
            collection: collection.clone(),
            unlisted: HashSet::new(),
            depth: None,
            new_until: None,
        }
    }

    /// The same for objects that have just been made: the API may answer 404 for some seconds.
    pub(crate) fn of_new_objects(self) -> Poller {
        let new_until = self.client.clock().now().checked_add(NOT_YET_SHOWN);
        Poller { new_until, ..self }
    }

    /// The same, with a deadline for its requests.
    pub(crate) fn with_deadline(&mut self, deadline: Option<Instant>) -> &mut Poller {
        self.client = self.client.clone().with_deadline(deadline);
        self
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// The objects of these IDs as they are now, and how many requests it took. What no longer exists is `None`.
    pub(crate) fn read(&mut self, ids: &[Id]) -> Result<(Snapshot, usize), Error> {
        let mut found = HashMap::new();
        let listable: Vec<Id> = ids.iter().filter(|id| !self.unlisted.contains(id)).cloned().collect();
        let listed = if self.may_read_lists(listable.len()) { self.read_pages(&listable, &mut found)? } else { 0 };
        let rest: Vec<Id> = ids.iter().filter(|id| !found.contains_key(id)).cloned().collect();
        let single = rest.len();
        if listed > 0 {
            self.unlisted.extend(rest.iter().cloned());
        }
        self.read_each(rest, &mut found)?;
        if self.new_until.is_some_and(|until| self.client.clock().now() < until) {
            found.retain(|_, object| object.is_some());
        }
        Ok((found, listed + single))
    }

    /// Whether pages may cost fewer requests than the objects do one by one.
    fn may_read_lists(&self, wanted: usize) -> bool {
        wanted > 1 && self.depth.is_none_or(|depth| depth.div_ceil(PAGE) < wanted)
    }

    /// Reads pages from the first one on for as long as a page costs less than the single requests that it may save.
    /// Actions are listed newest first, so those that are waited for are on the first pages.
    fn read_pages(&mut self, ids: &[Id], found: &mut Snapshot) -> Result<usize, Error> {
        let per_page = (self.depth.unwrap_or(ids.len()) + MARGIN).min(PAGE);
        let wanted_ids: HashSet<&Id> = ids.iter().collect();
        let mut next = Some(self.collection.list().query("per_page", per_page));
        let (mut asked, mut barren, mut depth) = (0, 0, None);
        while let Some(path) = next.take() {
            let page = Page::read(self.client.get(path)?, &Root::Key(self.collection.plural.clone()))?;
            let before = found.len();
            for (place, object) in page.objects().into_iter().enumerate() {
                if let Some(id) = object.id().filter(|id| wanted_ids.contains(id)) {
                    found.insert(id, Some(object));
                    depth = Some(asked * per_page + place + 1);
                }
            }
            asked += 1;
            barren = if found.len() > before { 0 } else { barren + 1 };
            let missing = ids.len() - found.len();
            let pages_left = pages(page.paging.total, per_page).saturating_sub(asked);
            let may_pay = barren <= missing / MISSING_PER_BARREN_PAGE || pages_left < missing;
            // Ends even if the links of the list do not.
            if missing > 1 && pages_left > 0 && may_pay {
                next = page.paging.next.and_then(|link| self.client.endpoint().path_of_link(&link));
            }
        }
        self.depth = depth.or(self.depth);
        Ok(asked)
    }

    fn read_each(&self, ids: Vec<Id>, found: &mut Snapshot) -> Result<(), Error> {
        let root = self.collection.singular.clone();
        let paths: Vec<(Id, Path)> = ids.into_iter().map(|id| (id.clone(), self.collection.one(id))).collect();
        let read =
            parallel_map(&self.client, paths, move |client, (id, path)| Ok((id, client.get_optional(path, &root)?)));
        for read in read {
            found.extend([read?]);
        }
        Ok(())
    }
}

fn pages(total: Option<u64>, per_page: usize) -> usize {
    total.map_or(usize::MAX, |total| usize::try_from(total).unwrap_or(usize::MAX).div_ceil(per_page))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Answer, Server};
    use super::*;
    use crate::api::Token;

    const ACTIONS: Collection = Collection::of("/v2/actions", "actions", "action");

    fn answer(_: usize, _: usize, head: &str) -> Answer {
        Answer::Ok(match head.split(' ').nth(1).unwrap_or_default() {
            "/v2/actions/1" => r#"{"action": {"id": 1}}"#,
            "/v2/actions/2" => r#"{"action": {"id": 2}}"#,
            // Newer ones have pushed these two off the first page.
            _ => r#"{"actions": [{"id": 9}], "links": {}, "meta": {"total": 1}}"#,
        })
    }

    #[test]
    fn a_list_that_does_not_show_what_is_polled_is_not_read_again() {
        let server = Server::start(answer);
        let client = Client::builder(server.endpoint(), Token::new("t0ken").unwrap()).build();
        let (mut poller, ids) = (Poller::new(&client, &ACTIONS), [Id::from(1), Id::from(2)]);
        let requests: Vec<usize> = (0..3).map(|_| poller.read(&ids).unwrap().1).collect();
        assert_eq!(requests, [3, 2, 2]);
        let lists = server.heads().iter().filter(|head| head.contains("/v2/actions?")).count();
        assert_eq!(lists, 1);
    }
}
