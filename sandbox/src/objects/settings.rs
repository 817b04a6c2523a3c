//! What there is one of, such as the configuration of a database.

use serde_json::{Map, Value, json};

use super::answer::{owner, with_object};
use super::facts::{Operation, shape};
use super::made::writable;
use super::node::Node;
use super::place::Place;
use super::{fixed, metrics};
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::state::State;

/// What there is one of: what was set, or else what the API has at first.
pub(super) fn show(state: &mut State, request: &Request, place: &Place, always: bool) -> Outcome {
    if place.operation.path.starts_with("/v2/monitoring/metrics/") {
        return metrics::answer(state, request, place);
    }
    let value = current(state, place, always)?;
    Ok(Reply::text(place.operation.status, value.to_string()))
}

/// The settings at the request's path.
fn current(state: &mut State, place: &Place, always: bool) -> Result<Value, Refusal> {
    let path = path_with_ids(place);
    if let Some(value) = state.objects.settings.get(&path) {
        return Ok(value.clone());
    }
    if !always {
        return Err(Refusal::not_found());
    }
    let node = place.operation.reply().unwrap_or_else(Node::any);
    let mut maker = state.maker(place.facts, &path, false);
    maker.rich = true;
    maker.known = place.known();
    let owner = owner(state, place);
    maker.known.extend(owner.as_object().cloned().unwrap_or_default());
    // A list that clients write is empty until they do.
    let written = place.facts.find("PUT", &place.operation.path.split('/').skip(1).collect::<Vec<_>>());
    let mut given = fixed::settings(&shape(&path_of(place))).unwrap_or_else(|| json!({}));
    for name in writable(place.facts, written.and_then(Operation::body).as_ref()) {
        if matches!(place.facts.field(&node, &name), Some(Node::List(..))) && given.get(&name).is_none() {
            given[&name] = json!([]);
        }
    }
    let value = maker.make(&node, Some(&given));
    state.objects.settings.insert(path, value.clone());
    Ok(value)
}

/// Settings of deprecated paths are those of today's.
fn path_with_ids(place: &Place) -> String {
    if place.operation.path.starts_with("/v2/registry") { place.home.clone() } else { place.path() }
}

fn path_of(place: &Place) -> String {
    if place.operation.path.starts_with("/v2/registry") {
        place.operation.home().to_owned()
    } else {
        place.operation.path.clone()
    }
}

/// A DELETE of what is no object: settings are as at first again.
pub(super) fn leave(state: &mut State, place: &Place) -> Reply {
    let path = path_with_ids(place);
    let above = path.rsplit_once('/').map_or("", |(above, _)| above);
    state.objects.settings.remove(&path);
    if place.operation.path.contains("/online-migration/") {
        state.objects.settings.remove(above);
    }
    with_object(state, place, &Value::Null, &Map::new())
}

/// Sets what there is one of.
pub(super) fn set(state: &mut State, place: &Place, fields: &Fields) -> Outcome {
    let parts: Vec<&str> = place.operation.path.split('/').skip(1).collect();
    let read = place.facts.find("GET", &parts);
    let reading = Place::reading(place, read.unwrap_or(place.operation));
    let mut value = current(state, &reading, true)?;
    let node = reading.operation.reply().unwrap_or_else(Node::any);
    lay(&mut value, fields, |name| place.facts.field(&node, name).is_some());
    let maker = state.maker(place.facts, &place.home, false);
    let value = maker.make(&node, Some(&value));
    state.objects.settings.insert(path_with_ids(place), value.clone());
    Ok(with_object(state, place, &value, &Map::new()))
}

/// Lays fields over a reply, or over its one root where they have no root of their own.
fn lay(value: &mut Value, fields: &Fields, has: impl Fn(&str) -> bool) {
    let Some(members) = value.as_object_mut() else { return };
    let rooted = fields.keys().any(|name| has(name));
    if let (false, Some(Value::Object(root))) = (rooted, members.values_mut().next()) {
        root.extend(fields.clone());
        return;
    }
    for (name, new) in fields.iter().filter(|(name, _)| has(name)) {
        match (members.get_mut(name), new) {
            (Some(Value::Object(old)), Value::Object(new)) => old.extend(new.clone()),
            _ => {
                members.insert(name.clone(), new.clone());
            }
        }
    }
}

impl<'a> Place<'a> {
    /// The same place for the operation that reads what this one sets.
    fn reading(&self, operation: &'a Operation) -> Place<'a> {
        let home =
            if operation.home() == self.operation.home() { self.home.clone() } else { operation.home().to_owned() };
        Place { facts: self.facts, operation, parameters: self.parameters.clone(), home }
    }
}
