//! Queries to the API that find the objects for a label, and their cost in requests.

use super::form::canonical;
use super::{Family, is_number, is_uuid};
use crate::api::{self, Client, Listing, Object, parallel_map};
use std::net::IpAddr;

/// A query for objects of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Query {
    /// The object with this ID, slug or fingerprint.
    One(String),
    /// The objects of this name.
    Named(String),
}

impl Query {
    /// The first queries for a label. With `multiple`, these are the queries for everything that the label may be.
    pub(super) fn first(family: &Family, label: &str, multiple: bool) -> Vec<Query> {
        let (one, named) = (Query::One(canonical(label).to_owned()), Query::Named(label.to_owned()));
        match (family.may_be_key(label), multiple) {
            (true, false) => vec![one],
            (true, true) => vec![one, named],
            (false, _) => vec![named],
        }
    }

    /// The queries to send if the first ones found nothing.
    pub(super) fn second(family: &Family, label: &str) -> Option<Query> {
        family.may_be_key(label).then(|| Query::Named(label.to_owned()))
    }

    /// How many requests it takes; `None` if it needs the whole list.
    pub(super) fn cost(&self, family: &Family) -> Option<usize> {
        match self {
            Query::One(_) => Some(1),
            // No list can be asked for addresses.
            Query::Named(name) if family.lists.has_addresses && name.parse::<IpAddr>().is_ok() => None,
            Query::Named(_) if family.lists.finds_names => Some(1 + family.lists.more.len()),
            Query::Named(_) => None,
        }
    }

    /// The ID that is asked for.
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Query::One(label) if is_number(label) || is_uuid(label) => Some(label),
            _ => None,
        }
    }
}

/// Answers queries.
pub(crate) trait Source {
    /// All objects that match any of the queries.
    fn ask(&self, family: &Family, queries: Vec<Query>) -> Result<Vec<Object>, api::Error>;

    /// All objects of the kind.
    fn all(&self, family: &Family) -> Result<Vec<Object>, api::Error>;

    /// The same if they are on one page of this size, or if `is_cheap` says so of how many there are.
    fn all_if(
        &self,
        family: &Family,
        page: usize,
        is_cheap: &dyn Fn(Option<usize>) -> bool,
    ) -> Result<Listed, api::Error>;
}

/// What was read of a list.
pub(crate) enum Listed {
    Whole(Vec<Object>),
    /// Its first objects, and how many there are, if that is known.
    Start(Vec<Object>, Option<usize>),
}

impl Source for Client {
    fn ask(&self, family: &Family, queries: Vec<Query>) -> Result<Vec<Object>, api::Error> {
        let mut found = Vec::new();
        for objects in parallel_map(self, steps(family, queries), |client, step| step.take(client)) {
            found.extend(objects?);
        }
        Ok(found)
    }

    fn all(&self, family: &Family) -> Result<Vec<Object>, api::Error> {
        objects(self, family.listings())
    }

    fn all_if(
        &self,
        family: &Family,
        page: usize,
        is_cheap: &dyn Fn(Option<usize>) -> bool,
    ) -> Result<Listed, api::Error> {
        let mut listings = family.listings();
        let size = u32::try_from(page).map_or(self.per_page(), |page| page.min(self.per_page()));
        let mut pages = self.pages(listings.remove(0).query("per_page", size));
        let Some(first) = pages.next().transpose()? else { return self.all(family).map(Listed::Whole) };
        let total = first.paging.total.and_then(|total| usize::try_from(total).ok());
        let mut found = first.objects();
        if pages.ahead_of() > 0 {
            if !is_cheap(total) {
                return Ok(Listed::Start(found, total));
            }
            if size < self.per_page() {
                return self.all(family).map(Listed::Whole);
            }
        }
        for page in pages {
            found.extend(page?.objects());
        }
        found.extend(objects(self, listings)?);
        Ok(Listed::Whole(found))
    }
}

fn objects(client: &Client, listings: Vec<Listing>) -> Result<Vec<Object>, api::Error> {
    let mut found = Vec::new();
    for page in listings.into_iter().flat_map(|listing| client.pages(listing)) {
        found.extend(page?.objects());
    }
    Ok(found)
}

/// One request of a query.
enum Step {
    One(Family, String),
    List(Listing),
}

fn steps(family: &Family, queries: Vec<Query>) -> Vec<Step> {
    let step = |query| match query {
        Query::One(key) => vec![Step::One(family.clone(), key)],
        Query::Named(name) => family.listings().into_iter().map(|list| Step::List(list.query("name", &name))).collect(),
    };
    queries.into_iter().flat_map(step).collect()
}

impl Step {
    fn take(self, client: &Client) -> Result<Vec<Object>, api::Error> {
        match self {
            Step::One(family, key) => {
                let found = client.get_optional(family.one(key), &family.collection.singular)?;
                Ok(found.into_iter().collect())
            }
            Step::List(listing) => {
                let pages = client.pages(listing).collect::<Result<Vec<_>, _>>()?;
                Ok(pages.iter().flat_map(api::Page::objects).collect())
            }
        }
    }
}
