//! Where candidates come from: the questions that the API answers, and their cost in requests.

use super::pick::{is_fingerprint, is_id, may_be_slug};
use crate::api::{self, Client, Kind, Listing, Object, Request, Resource, in_order};

/// A question after objects of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Query {
    /// The object with this ID, slug or fingerprint.
    One(String),
    /// The objects of this name.
    Named(String),
}

impl Query {
    /// What to ask first for a label. With `multiple` all that the label may be is asked at once.
    pub(super) fn first(resource: &Resource, label: &str, multiple: bool) -> Vec<Query> {
        let (one, named) = (Query::One(label.to_owned()), Query::Named(label.to_owned()));
        match (may_be_key(resource, label), multiple) {
            (true, false) => vec![one],
            (true, true) => vec![one, named],
            (false, _) => vec![named],
        }
    }

    /// What to ask when the first answer was nothing.
    pub(super) fn second(resource: &Resource, label: &str) -> Option<Query> {
        may_be_key(resource, label).then(|| Query::Named(label.to_owned()))
    }

    /// How many requests it takes; `None` where only the whole list tells.
    pub(super) fn cost(&self, resource: &Resource) -> Option<usize> {
        match self {
            Query::One(_) => Some(1),
            Query::Named(_) if *resource == Resource::DROPLETS => Some(2),
            Query::Named(_) => None,
        }
    }

    /// The ID that is asked for.
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Query::One(label) if is_id(label) => Some(label),
            _ => None,
        }
    }
}

fn may_be_key(resource: &Resource, label: &str) -> bool {
    is_id(label)
        || *resource == Resource::IMAGES && may_be_slug(label)
        || *resource == Resource::SSH_KEYS && is_fingerprint(label)
}

/// What answers such questions.
pub(crate) trait Source {
    /// All the objects that answer any of the queries.
    fn ask(&self, resource: &'static Resource, queries: Vec<Query>) -> Result<Vec<Object>, api::Error>;

    /// All objects of the kind; `None` if that would take more than `at_most` requests.
    fn all(&self, resource: &'static Resource, at_most: Option<usize>) -> Result<Option<Vec<Object>>, api::Error>;
}

impl Source for Client {
    fn ask(&self, resource: &'static Resource, queries: Vec<Query>) -> Result<Vec<Object>, api::Error> {
        let mut found = Vec::new();
        for objects in in_order(self, Kind::Reads, steps(resource, queries), |client, step| step.take(client)) {
            found.extend(objects?);
        }
        Ok(found)
    }

    fn all(&self, resource: &'static Resource, at_most: Option<usize>) -> Result<Option<Vec<Object>>, api::Error> {
        let mut found = Vec::new();
        for (index, listing) in whole(resource).into_iter().enumerate() {
            let mut pages = self.pages(listing);
            while let Some(page) = pages.next() {
                found.extend(page?.objects());
                if index == 0 && at_most.is_some_and(|most| pages.ahead_of() >= most) {
                    return Ok(None);
                }
            }
        }
        Ok(Some(found))
    }
}

/// The lists that hold all objects of a kind: that of droplets hides those with GPUs.
fn whole(resource: &'static Resource) -> Vec<Listing> {
    let list = Listing::of(resource);
    if *resource == Resource::DROPLETS { vec![list.clone(), list.query("type", "gpus")] } else { vec![list] }
}

/// One request of a query.
enum Step {
    One(&'static Resource, String),
    List(Listing),
}

fn steps(resource: &'static Resource, queries: Vec<Query>) -> Vec<Step> {
    let step = |query| match query {
        Query::One(key) => vec![Step::One(resource, key)],
        Query::Named(name) => whole(resource).into_iter().map(|list| Step::List(list.query("name", &name))).collect(),
    };
    queries.into_iter().flat_map(step).collect()
}

impl Step {
    fn take(self, client: &Client) -> Result<Vec<Object>, api::Error> {
        match self {
            Step::One(resource, key) => match client.send_here(&Request::get(resource.one(key))) {
                Ok(reply) => Ok(vec![reply.object(resource.singular)?]),
                Err(error) if error.is_not_found() => Ok(Vec::new()),
                Err(error) => Err(error),
            },
            Step::List(listing) => {
                let pages = client.pages(listing).collect::<Result<Vec<_>, _>>()?;
                Ok(pages.iter().flat_map(api::Page::objects).collect())
            }
        }
    }
}
