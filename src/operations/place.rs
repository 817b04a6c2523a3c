//! Labels of the command line → the paths of requests, names resolved to identifiers.

use super::family;
use super::json::Json;
use super::operation::{Operation, Piece};
use super::reference::{self, Label};
use super::table::Table;
use crate::api::{Id, Object, Path};
use crate::error::{Result, usage};
use crate::resolve::{Family, Target};
use crate::run::context::Multiple;
use crate::run::{Context, Missing};
use crate::verbs::approve::{Approval, Kind};
use crate::verbs::lookup::full_name;
use crate::verbs::select::Chosen;
use crate::verbs::targets::{find_named, selection};
use std::collections::HashMap;

/// Where a request goes, and what it is about.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// What a message calls it: `volume "data"`; empty where the path names nothing.
    pub(super) target: String,
    /// The same with its ID, for what was done to it.
    pub(super) full_name: String,
    pub(super) path: Path,
    /// The object, where finding it has read it.
    pub(super) object: Option<Object>,
}

/// Finds the objects of paths and bodies.
pub(super) struct Finder<'a> {
    pub(super) ctx: &'a Context,
    pub(super) table: &'a Table,
    pub(super) multiple: Multiple,
    /// Which of the last argument's objects are meant, where the command takes several.
    pub(super) chosen: Chosen,
    /// What has to be asked before they are destroyed.
    pub(super) approval: Option<Approval>,
    /// What becomes of objects that do not exist.
    pub(super) missing: Missing,
}

impl Place {
    /// A place whose object has not been read.
    fn unread(target: String, path: Path) -> Place {
        Place { full_name: target.clone(), target, path, object: None }
    }
}

impl Finder<'_> {
    /// The paths of an operation for these labels; several where the last argument takes several objects.
    pub(super) fn places(&self, operation: &Operation, labels: &[String]) -> Result<Vec<Place>> {
        let (mut place, mut path) = (String::new(), String::new());
        let (mut rest, mut found) = (labels, vec![Place::unread(String::new(), Path::new(""))]);
        let last = operation.arguments().len();
        let mut at = 0;
        for piece in operation.pieces() {
            match piece {
                Piece::Text(text) => {
                    place.push_str(text);
                    path.push_str(text);
                    found.iter_mut().for_each(|one| one.path = Path::new(format!("{}{text}", one.path)));
                }
                Piece::Argument(name) => {
                    at += 1;
                    let count = if at == last { rest.len() } else { 1 };
                    let (these, others) = rest.split_at(count.min(rest.len()));
                    let family = family::at(self.table, place.trim_end_matches('/'), path.trim_end_matches('/'));
                    found = self.argument(operation, at == last, name, family.as_ref(), these, &path)?;
                    path = found.first().map(|one| one.path.to_string()).unwrap_or_default();
                    place.push_str("{}");
                    rest = others;
                }
            }
        }
        Ok(found)
    }

    /// The family of the objects that the last argument of an operation names, below these.
    pub(super) fn family_of_last(&self, operation: &Operation, parents: &[String]) -> Result<Option<Family>> {
        let place = operation.place();
        let Some(list) = place.strip_suffix("/{}") else { return Ok(None) };
        let above = Operation {
            path: operation.path.rsplit_once('/').map(|(path, _)| path.to_owned()).unwrap_or_default(),
            ..operation.clone()
        };
        let found = self.places(&above, parents)?;
        Ok(found.first().and_then(|one| family::at(self.table, list, one.path.as_str())))
    }

    fn argument(
        &self,
        operation: &Operation,
        is_last: bool,
        name: &str,
        family: Option<&Family>,
        labels: &[String],
        path: &str,
    ) -> Result<Vec<Place>> {
        labels.iter().try_for_each(|label| check(name, label))?;
        let below = Path::new(path.trim_end_matches('/'));
        let acts = is_last && (operation.takes_several() || !operation.only_reads() && operation.is_of_one());
        let Some(family) = family else {
            let place = |label: &String| Place::unread(label_of(name, label), below.clone().segment(label));
            return Ok(labels.iter().map(place).collect());
        };
        if acts {
            let targets = self.targets(operation, family, labels)?;
            let place = |target: Target| Place {
                target: family.labelled(&target.label),
                full_name: full_name(family, &target),
                path: family.one(&target.id),
                object: Some(target.object),
            };
            return Ok(targets.into_iter().map(place).collect());
        }
        let place = |label: &String| {
            let is_sure = family::is_sure_id(family, label);
            let id = if is_sure { Id::Text(label.clone()) } else { self.ctx.find_one(family, label)?.id };
            Ok(Place::unread(family.labelled(label), below.clone().segment(id)))
        };
        labels.iter().map(place).collect()
    }

    fn missing(&self, operation: &Operation) -> Missing {
        if operation.may_ignore_missing() { self.missing } else { Missing::Refuse }
    }

    /// The objects that are acted on: those that were named and fit, or all that fit.
    fn targets(&self, operation: &Operation, family: &Family, typed: &[String]) -> Result<Vec<Target>> {
        let selection = selection(typed, self.multiple, &self.chosen);
        self.approval.iter().try_for_each(|approval| approval.check(self.ctx, selection))?;
        let targets = find_named(self.ctx, family, typed, self.multiple, &self.chosen, self.missing(operation))?;
        if let Some(approval) = &self.approval {
            let verb = if operation.verb() == "delete" { "delete" } else { "destroy" };
            approval.obtain(self.ctx, verb, Kind { family, columns: &[] }, selection, &targets)?;
        }
        Ok(targets)
    }

    /// Puts identifiers where a body or a query has names. All that are unknown or ambiguous are one error.
    pub(super) fn resolve(&self, body: &mut Json) -> Result<()> {
        let mut wanted: HashMap<&'static str, Vec<String>> = HashMap::new();
        let collect = |label: Label| -> Result<Option<Json>> {
            let labels = wanted.entry(label.place).or_default();
            if !labels.contains(&label.text) {
                labels.push(label.text);
            }
            Ok(None)
        };
        reference::each(body, &mut { collect })?;
        let mut ids: HashMap<Label, Json> = HashMap::new();
        for (place, labels) in wanted {
            ids.extend(self.ids(place, labels)?);
        }
        reference::each(body, &mut |label| Ok(ids.get(&label).cloned()))
    }

    /// The identifiers of these labels. What can be nothing but an identifier stays as it is, for the API to judge.
    fn ids(&self, place: &'static str, labels: Vec<String>) -> Result<Vec<(Label, Json)>> {
        let Some(family) = family::at(self.table, place, place) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        let (sure, names): (Vec<_>, Vec<_>) =
            labels.into_iter().partition(|label| family::is_sure_id(&family, label) || label.contains(':'));
        let spelt = |id: &str| if crate::resolve::is_number(id) { Json::Scalar(id.to_owned()) } else { Json::text(id) };
        found.extend(sure.into_iter().map(|text| (Label { place, text: text.clone() }, spelt(&text))));
        if names.is_empty() {
            return Ok(found);
        }
        // All at once, for one error of all and the fewest requests; an object that two labels mean is given once.
        let targets = self.ctx.find(&family, &names, Multiple::NotOffered)?;
        for text in names {
            let target = match targets.iter().find(|target| target.label == text) {
                Some(target) => target.clone(),
                None => self.ctx.find_one(&family, &text)?,
            };
            let slug = target.object.text("slug").filter(|slug| *slug == text);
            let id = slug.map_or_else(|| of_id(&target.id), |slug| Json::text(&slug));
            found.push((Label { place, text }, id));
        }
        Ok(found)
    }
}

fn of_id(id: &Id) -> Json {
    match id {
        Id::Number(number) => Json::Scalar(number.to_string()),
        Id::Text(text) => Json::text(text),
    }
}

fn label_of(argument: &str, label: &str) -> String {
    let name = argument.trim_end_matches("_uuid").trim_end_matches("_id").replace('_', " ");
    format!("{name} {label:?}")
}

/// A label that no path can hold is none.
fn check(argument: &str, label: &str) -> Result<()> {
    if Path::can_hold(label) {
        return Ok(());
    }
    let why = if label.is_empty() { "must not be empty" } else { "cannot be part of a path" };
    Err(usage(format!("{argument}: {label:?} {why}")))
}
