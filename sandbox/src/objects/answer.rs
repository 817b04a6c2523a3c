//! The answers to requests for stored objects.

use serde_json::{Map, Value, json};

use super::fill::Maker;
use super::node::{Field, Node};
use super::place::Place;
use super::{change, family, fixed, made, settings};
use crate::http::{Outcome, Refusal, Reply, Request};
use crate::pages;
use crate::state::State;

/// Does what the operation says.
pub(super) fn answer(state: &mut State, request: &Request, place: &Place) -> Outcome {
    for name in &place.operation.query {
        if request.param(name).is_none() {
            return Err(Refusal::bad_request(format!("{name} is required")));
        }
    }
    exists_last(state, place)?;
    match &*place.operation.kind {
        "list" => list(state, request, place),
        "get" => get(state, place),
        "latest" => latest(state, place),
        "settings" => settings::show(state, request, place, true),
        "once" => settings::show(state, request, place, false),
        "gone" => Err(Refusal::gone()),
        "text" => fixed::text(state, place),
        _ => change::change(state, request, place),
    }
}

fn exists(state: &mut State, place: &Place, home: &str, id: &str) -> Result<(), Refusal> {
    let shape = place.facts.shape_of(home).unwrap_or_default().to_owned();
    let key = place.facts.home(&shape).map_or("", |it| &it.key).to_owned();
    state.object_at(place.facts, home, &shape, &key, id).map(drop)
}

/// Refuses a request about what does not exist.
pub(super) fn exists_last(state: &mut State, place: &Place) -> Result<(), Refusal> {
    place.above().iter().try_for_each(|(home, id)| exists(state, place, home, id))
}

/// The place of the object that the path ends in.
pub(super) fn last(state: &mut State, place: &Place) -> Result<usize, Refusal> {
    state.object_at(place.facts, &place.home, &place.home_shape(), &place.operation.key, place.last())
}

fn get(state: &mut State, place: &Place) -> Outcome {
    let at = last(state, place)?;
    let view = state.object_view(place.facts, &place.home, &place.home_shape(), at);
    Ok(with_object(state, place, &view, &Map::new()))
}

/// The newest object of a collection.
fn latest(state: &mut State, place: &Place) -> Outcome {
    let shape = place.home_shape();
    let newest = state.collection(place.facts, &place.home, &shape).len().checked_sub(1);
    let view = state.object_view(place.facts, &place.home, &shape, newest.ok_or_else(Refusal::not_found)?);
    Ok(with_object(state, place, &view, &Map::new()))
}

/// A reply with an object under its root, or as a whole, or with what it repeats of one.
pub(super) fn with_object(state: &State, place: &Place, view: &Value, more: &Map<String, Value>) -> Reply {
    let Some(node) = place.operation.reply() else {
        return Reply::empty(place.operation.status);
    };
    let salt = format!("{}{}", place.path(), view["id"]);
    let mut maker = state.maker(place.facts, &salt, false);
    maker.known = place.known();
    let mut given = more.clone();
    if place.operation.root.is_empty() {
        given.extend(view.as_object().cloned().unwrap_or_default());
        keep_fitting(&mut given, &node, place);
        identify(&mut given, view, &node, place);
    } else if matches!(place.facts.field(&node, &place.operation.root), Some(Node::List(..))) {
        given.insert(place.operation.root.clone(), json!([view]));
    } else {
        given.insert(place.operation.root.clone(), view.clone());
    }
    Reply::text(place.operation.status, maker.make(&node, Some(&Value::Object(given))).to_string())
}

/// Takes out the words that mean something else in this reply, such as the status of a deletion.
fn keep_fitting(given: &mut Map<String, Value>, node: &Node, place: &Place) {
    given.retain(|name, value| match place.facts.field(node, name).map(|it| place.facts.look(&it)) {
        Some(Node::Scalar(scalar)) => scalar.fits(value),
        _ => true,
    });
}

/// Replies that only name an object: `{"test_case_uuid": …}`.
fn identify(given: &mut Map<String, Value>, view: &Value, node: &Node, place: &Place) {
    let key = place.facts.home(&place.home_shape()).map_or("", |it| &it.key);
    let id = view.get(key).or_else(|| view.get("uuid")).or_else(|| view.get("id")).cloned();
    let Some(id) = id else { return };
    let Node::Object(fields, _) = place.facts.look(node) else { return };
    let names = fields.iter().filter(|it| it.name.ends_with("uuid") || it.name.ends_with("id"));
    let unknown: Vec<&Field> = names.filter(|it| !given.contains_key(&it.name)).collect();
    if let [only] = unknown.as_slice() {
        given.insert(only.name.clone(), id);
    }
}

/// One page of a collection; families whose lists have no pages give all of it.
fn list(state: &mut State, request: &Request, place: &Place) -> Outcome {
    let node = place.operation.reply().ok_or_else(Refusal::not_found)?;
    let shape = place.home_shape();
    let count = state.collection(place.facts, &place.home, &shape).len();
    let views = (0..count).map(|at| state.object_view(place.facts, &place.home, &shape, at));
    let views: Vec<Value> = views.collect();
    let views: Vec<Value> = views.into_iter().filter(|it| is_asked_for(request, place, it)).collect();
    let paged = place.facts.field(&node, "links").is_some() || place.facts.field(&node, "meta").is_some();
    let part = pages::part(request, views.len());
    let range = if paged { part.range.clone() } else { 0..views.len() };
    let mut maker = state.maker(place.facts, &place.home, false);
    maker.known = place.known();
    Ok(Reply::text(200, enveloped(&maker, &node, place, &views[range], &part, views.len())))
}

/// The list's reply: the root with these objects, the pages, and whatever else the family says beside its list.
fn enveloped(maker: &Maker, node: &Node, place: &Place, views: &[Value], part: &pages::Part, total: usize) -> String {
    let Node::Object(fields, _) = place.facts.look(node) else {
        return json!(views).to_string();
    };
    let mut reply = Map::new();
    for field in fields {
        let value = match &*field.name {
            name if name == place.operation.root => json!(views),
            "links" => links(&part.links),
            "meta" => meta(maker, &field.node, part, total),
            "total" | "count" | "total_items" => json!(total),
            _ => maker.make(&Node::Object(vec![field.clone()], None), None)[&field.name].take(),
        };
        reply.insert(field.name, value);
    }
    Value::Object(reply).to_string()
}

fn links(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

fn meta(maker: &Maker, node: &Node, part: &pages::Part, total: usize) -> Value {
    let all = json!({"total": total, "page": part.number, "pages": part.last});
    maker.make(node, Some(&all))
}

/// Whether an object fits the query's fields and, in lists of objects that are kept elsewhere, the path's parameters.
fn is_asked_for(request: &Request, place: &Place, view: &Value) -> bool {
    let elsewhere = place.operation.path.matches('{').count() > place.home_shape().matches('*').count();
    let path = place.parameters.iter().filter(|_| elsewhere);
    if !path.clone().all(|(name, value)| view.get(name).is_none_or(|it| made::is(it, value))) {
        return false;
    }
    let tagged = crate::tags::filter(request);
    let fields = ["name", "status", "type", "region", "engine", "state", "phase", "resource_type"];
    let same =
        |name: &&str| request.param(name).is_none_or(|wanted| view.get(*name).is_none_or(|it| made::is(it, &wanted)));
    tagged(&family::tags(&view["tags"])) && fields.iter().all(same)
}

/// The innermost object in the path.
pub(super) fn owner(state: &mut State, place: &Place) -> Value {
    let Some((home, id)) = place.above().pop() else { return Value::Null };
    let Some(shape) = place.facts.shape_of(&home).map(str::to_owned) else { return Value::Null };
    let key = place.facts.home(&shape).map_or_else(String::new, |it| it.key.clone());
    match state.object_at(place.facts, &home, &shape, &key, &id) {
        Ok(at) => state.object_view(place.facts, &home, &shape, at),
        Err(_) => Value::Null,
    }
}
