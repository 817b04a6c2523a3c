//! Resolves labels (what the user typed) to objects.
//!
//! Droplets, images and SSH keys are identified by ID, slug or fingerprint, and name, in that order of precedence. The
//! rule itself is [`pick`](pick::pick), which is pure. This module decides what to fetch for it: as little as the API
//! allows, but every object that the rule could choose.

pub(crate) mod condition;
mod cost;
mod family;
pub(crate) mod field;
mod form;
mod index;
pub(crate) mod item;
pub(crate) mod noun;
mod pick;
mod problem;
mod source;

pub(crate) use family::{Family, Key, Lists};
pub(crate) use form::{is_number, is_uuid};
pub(crate) use problem::Problem;
pub(crate) use source::Source;

use crate::api::{self, Id, Object};
use index::Index;
use indexmap::{IndexMap, IndexSet};
use pick::{is_key, pick, users};
use source::{Listed, Query};
use std::rc::Rc;

/// An object, and the label that it was found by.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) label: String,
    /// Its ID, which is also the last segment of its path.
    pub(crate) id: Id,
    pub(crate) object: Object,
}

/// What labels mean: the objects of those that mean one, and what is wrong with the others.
#[derive(Debug)]
pub(crate) struct Resolution {
    pub(crate) targets: Vec<Target>,
    pub(crate) problems: Vec<Problem>,
}

/// Finds objects, and keeps the lists that it had to read.
pub(crate) struct Resolver<S> {
    source: S,
    lists: IndexMap<String, Rc<Index>>,
    /// How many objects there are of kinds whose lists were found to be too long.
    totals: IndexMap<String, Option<usize>>,
    /// Warnings for the user, in order.
    pub(crate) warnings: Vec<String>,
}

impl<S: Source> Resolver<S> {
    pub(crate) fn new(source: S) -> Resolver<S> {
        Resolver { source, lists: IndexMap::new(), totals: IndexMap::new(), warnings: Vec::new() }
    }

    /// The objects that the labels mean, each once, in the order of the labels. With `multiple`, a label means every
    /// object that it matches. Every label that means none, or without `multiple` several, is one of the problems.
    pub(crate) fn find(
        &mut self,
        family: &Family,
        labels: &[String],
        multiple: bool,
    ) -> Result<Resolution, api::Error> {
        let candidates = self.candidates(family, labels, multiple)?;
        let mut problems = IndexMap::new();
        let mut targets = Vec::new();
        for label in labels {
            let problem = match pick(&candidates, label, multiple) {
                found if found.is_empty() => Problem::unknown(family, label),
                found if found.len() > 1 && !multiple => Problem::ambiguous(family, label, &found),
                found => {
                    let target = |(id, object)| Target { label: label.clone(), id, object };
                    targets.extend(found.into_iter().map(target));
                    continue;
                }
            };
            problems.insert(label, problem);
        }
        Ok(Resolution { targets: self.without_duplicates(family, targets), problems: problems.into_values().collect() })
    }

    /// Which of these names are in use already, and by which objects. For images a slug counts as a name.
    pub(crate) fn in_use(
        &mut self,
        family: &Family,
        names: &[String],
    ) -> Result<IndexMap<String, Vec<(Id, Object)>>, api::Error> {
        let queries = names.iter().cloned().map(Query::Named).collect();
        let candidates = self.gather(family, queries)?;
        let in_use = names.iter().map(|name| (name.clone(), users(&candidates, name)));
        Ok(in_use.filter(|(_, users)| !users.is_empty()).collect())
    }

    /// The objects of a kind as far as their whole list was read already.
    pub(crate) fn loaded(&self, family: &Family) -> Vec<Object> {
        self.lists.get(family.collection.path.as_ref()).map(|index| index.objects()).unwrap_or_default()
    }

    /// All objects of a kind.
    pub(crate) fn list(&mut self, family: &Family) -> Result<Vec<Object>, api::Error> {
        if !self.lists.contains_key(family.collection.path.as_ref()) {
            let list = self.source.all(family)?;
            self.keep(family, list);
        }
        Ok(self.lists.get(family.collection.path.as_ref()).map(|index| index.objects()).unwrap_or_default())
    }

    /// Every object that the rule could choose.
    fn candidates(&mut self, family: &Family, labels: &[String], multiple: bool) -> Result<Rc<Index>, api::Error> {
        let queries = labels.iter().flat_map(|label| Query::first(family, label, multiple)).collect();
        let mut found = self.gather(family, queries)?;
        // A number that is not an ID may still be a name. An object of this name may have been fetched for another
        // label, but it need not be the only one.
        let rest = labels.iter().filter(|label| !multiple && !is_key(&found, label));
        let rest: IndexSet<Query> = rest.filter_map(|label| Query::second(family, label)).collect();
        if !rest.is_empty() {
            let more = self.gather(family, rest)?.objects();
            Rc::make_mut(&mut found).extend(family, more);
        }
        Ok(found)
    }

    /// Sends the queries one by one or reads the whole list, whichever is cheaper.
    fn gather(&mut self, family: &Family, queries: IndexSet<Query>) -> Result<Rc<Index>, api::Error> {
        let queries = Vec::from_iter(queries);
        if self.lists.contains_key(family.collection.path.as_ref()) {
            return self.in_list(family, queries);
        }
        let cost = queries.iter().map(|query| query.cost(family)).try_fold(0_usize, |sum, cost| Some(sum + cost?));
        let listed = match cost {
            Some(singles) if singles <= cost::FEW => Listed::Start(Vec::new(), None),
            Some(singles) => self.list_if_cheaper(family, singles)?,
            None => Listed::Whole(self.source.all(family)?),
        };
        match listed {
            Listed::Whole(list) => {
                self.keep(family, list);
                self.in_list(family, queries)
            }
            Listed::Start(start, _) => self.ask_for_rest(family, start, queries),
        }
    }

    /// The whole list, or its start if single requests are cheaper.
    fn list_if_cheaper(&mut self, family: &Family, singles: usize) -> Result<Listed, api::Error> {
        let path = family.collection.path.as_ref();
        let is_cheaper = |total| cost::prefers_list(singles, total, family.listings().len());
        if let Some(&total) = self.totals.get(path) {
            let too_long = || Listed::Start(Vec::new(), total);
            return if is_cheaper(total) { self.source.all(family).map(Listed::Whole) } else { Ok(too_long()) };
        }
        let listed = self.source.all_if(family, cost::first_page(singles), &is_cheaper)?;
        if let Listed::Start(_, total) = &listed {
            self.totals.insert(path.to_owned(), *total);
        }
        Ok(listed)
    }

    /// Sends the queries for what the start of the list does not answer.
    fn ask_for_rest(
        &self,
        family: &Family,
        start: Vec<Object>,
        mut queries: Vec<Query>,
    ) -> Result<Rc<Index>, api::Error> {
        let mut found = Index::of(family, start);
        let is_open = |query: &Query| query.id().is_none_or(|id| found.by_id(id).is_empty());
        queries.retain(is_open);
        found.extend(family, self.source.ask(family, queries)?);
        Ok(Rc::new(found))
    }

    fn keep(&mut self, family: &Family, list: Vec<Object>) {
        self.lists.insert(family.collection.path.to_string(), Rc::new(Index::of(family, list)));
    }

    /// The list, and the objects that no list shows: retired images still exist under their ID.
    fn in_list(&mut self, family: &Family, queries: Vec<Query>) -> Result<Rc<Index>, api::Error> {
        let mut list = self.lists.get(family.collection.path.as_ref()).cloned().unwrap_or_default();
        let hidden =
            |query: &Query| family.lists.has_unlisted && query.id().is_some_and(|id| list.by_id(id).is_empty());
        let hidden: Vec<Query> = queries.into_iter().filter(hidden).collect();
        if !hidden.is_empty() {
            let more = self.source.ask(family, hidden)?;
            Rc::make_mut(&mut list).extend(family, more);
        }
        Ok(list)
    }

    fn without_duplicates(&mut self, family: &Family, targets: Vec<Target>) -> Vec<Target> {
        let mut unique: IndexMap<Id, Target> = IndexMap::new();
        for target in targets {
            if let Some(first) = unique.get(&target.id) {
                let warning = duplicate(&family.noun, &first.label, &target.label, &target.id);
                self.warnings.push(warning);
            } else {
                unique.insert(target.id.clone(), target);
            }
        }
        unique.into_values().collect()
    }
}

fn duplicate(noun: &str, first: &str, second: &str, id: impl std::fmt::Display) -> String {
    if first == second {
        return format!("{noun} {first:?} is given more than once; once is enough");
    }
    format!("{noun} {second:?} is {id}, which {first:?} names already; it is ignored")
}

/// Objects that have one identifier only (tags, domains, IPs, actions): the distinct labels, with a warning for each
/// that is there again.
pub(crate) fn distinct(noun: &str, labels: &[String]) -> (Vec<String>, Vec<String>) {
    let mut unique: IndexMap<&String, ()> = IndexMap::new();
    let mut warnings = Vec::new();
    for label in labels {
        if unique.insert(label, ()).is_some() {
            warnings.push(duplicate(noun, label, label, label));
        }
    }
    (unique.into_keys().cloned().collect(), warnings)
}

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;
