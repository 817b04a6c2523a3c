//! Operations that change stored objects.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::answer::{last, owner, with_object};
use super::facts::Home;
use super::made::{object, writable};
use super::node::Node;
use super::place::{Place, inside};
use super::{Object, check, family, pools, settings, words};
use crate::fields::refused;
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::state::State;

pub(super) fn change(state: &mut State, request: &Request, place: &Place) -> Outcome {
    let fields = request.fields()?;
    if let Some(body) = place.operation.body() {
        // An action's target must exist before its body is looked at.
        if matches!(&*place.operation.kind, "update") {
            last(state, place)?;
        }
        check::shape(place.facts, &body, &fields)?;
        check::references(state, &place.home_shape(), &fields)?;
    }
    match &*place.operation.kind {
        "create" => create(state, place, &fields),
        "update" => update(state, place, &fields),
        "delete" => {
            let at = last(state, place)?;
            Ok(remove(state, place, at))
        }
        "drop" => drop_newest(state, place),
        "destroy" => destroy(state, place),
        "set" => settings::set(state, place, &fields),
        "attach" => attach(state, place),
        "leave" => Ok(settings::leave(state, place)),
        _ => act(state, place, &fields),
    }
}

/// What a create's reply shows may be more than what is kept: secrets are shown once.
fn create(state: &mut State, place: &Place, fields: &Fields) -> Outcome {
    let shape = place.home_shape();
    let (first, object) = new_object(state, place, &shape, fields)?;
    let id = object.id.clone();
    let at = state.add_object(place.facts, &place.home, &shape, object);
    if let Err(refused) = family::created(state, place.facts, &shape, &id, fields) {
        state.collection(place.facts, &place.home, &shape).remove(at);
        return Err(refused);
    }
    let view = state.object_view(place.facts, &place.home, &shape, at);
    if is_of_owner(place, &shape) {
        let owner = owner(state, place);
        return Ok(with_object(state, place, &owner, &Map::new()));
    }
    let mut shown = first;
    if let (Value::Object(shown), Value::Object(view)) = (&mut shown, view) {
        shown.extend(view);
    }
    Ok(with_object(state, place, &shown, &Map::new()))
}

/// The object as the create's reply shows it, and as it is kept.
fn new_object(state: &mut State, place: &Place, home: &str, fields: &Fields) -> Result<(Value, Object), Refusal> {
    let salt = Uuid::new_v4().to_string();
    let mut maker = state.maker(place.facts, &salt, true);
    maker.writable = writable(place.facts, place.operation.body().as_ref());
    maker.known = place.known();
    for (name, value) in family::defaults(fields, state) {
        maker.known.insert(name.to_owned(), value.into());
    }
    let mut given = family::given(home, fields, state);
    for (name, value) in place.known() {
        given.entry(name).or_insert(value);
    }
    let shown = place.operation.reply().and_then(|it| place.facts.field(&it, &place.operation.root));
    let first = match shown {
        Some(node @ (Node::Named(_) | Node::Object(..))) if !is_of_owner(place, home) => {
            maker.make(&node, Some(&Value::Object(given)))
        }
        _ => Value::Object(given),
    };
    let mut object = object(&maker, home, &first, "new");
    family::complete(home, &mut object.value, &maker);
    let taken = state.collection(place.facts, &place.home, home).iter().any(|it| it.id == object.id);
    if taken {
        let key = place.facts.home(home).map_or("name", |it| &it.key);
        return Err(refused(key, "is already in use"));
    }
    object.due = Some(state.now.plus(state.action_time));
    object.fails = state.fail_actions;
    Ok((first, object))
}

/// Whether the reply's root is the object above: attaching a function answers the agent.
fn is_of_owner(place: &Place, home: &str) -> bool {
    let above = home.rsplit_once("/*/").map_or("", |(above, _)| above);
    let root = place.operation.reply().and_then(|it| place.facts.field(&it, &place.operation.root));
    let of = |shape: &str| place.facts.home(shape).map(Home::node);
    root.is_some() && root == of(above) && root != of(home)
}

/// What a reply shows: the object, or the one above it.
fn shown(state: &mut State, place: &Place, view: Value) -> Value {
    if is_of_owner(place, &place.home_shape()) { owner(state, place) } else { view }
}

/// PUT and PATCH change what they say.
fn update(state: &mut State, place: &Place, fields: &Fields) -> Outcome {
    let at = last(state, place)?;
    let shape = place.home_shape();
    let old = state.collection(place.facts, &place.home, &shape)[at].clone();
    overlay(state, place, &place.home, &shape, at, fields);
    if let Err(refused) = family::updated(state, place.facts, &place.home, &shape, at) {
        state.collection(place.facts, &place.home, &shape)[at] = old;
        return Err(refused);
    }
    let view = state.object_view(place.facts, &place.home, &shape, at);
    let view = shown(state, place, view);
    Ok(with_object(state, place, &view, &Map::new()))
}

/// Lays the fields of a request over an object, as far as it has them.
fn overlay(state: &mut State, place: &Place, home: &str, shape: &str, at: usize, fields: &Fields) {
    let Some(node) = place.facts.home(shape).map(Home::node) else { return };
    let due = state.now.plus(state.action_time);
    let mut maker = state.maker(place.facts, home, false);
    maker.writable = writable(place.facts, place.operation.body().as_ref());
    let now = json!(state.now);
    let object = &mut state.collection(place.facts, home, shape)[at];
    let mut merged = object.value.clone();
    let key = place.facts.home(shape).map_or("", |it| &it.key);
    let known = |name: &str| name != key && place.facts.field(&node, name).is_some();
    for (name, value) in fields.iter().filter(|(name, _)| known(name)) {
        merged[name] = value.clone();
    }
    if merged.get("updated_at").is_some() {
        merged["updated_at"] = now;
    }
    object.value = maker.make(&node, Some(&merged));
    object.due = object.due.or(Some(due));
}

/// Removes an object with everything below it.
fn remove(state: &mut State, place: &Place, at: usize) -> Reply {
    let shape = place.home_shape();
    let view = state.object_view(place.facts, &place.home, &shape, at);
    let object = state.collection(place.facts, &place.home, &shape).remove(at);
    state.objects.forget_below(&inside(&place.home, &object.id));
    family::removed(state, &place.home, &object.id);
    let view = shown(state, place, view);
    with_object(state, place, &view, &Map::new())
}

fn drop_newest(state: &mut State, place: &Place) -> Outcome {
    let count = state.collection(place.facts, &place.home, &place.home_shape()).len();
    Ok(remove(state, place, count.checked_sub(1).ok_or_else(Refusal::not_found)?))
}

/// Removes the object that the path goes through.
fn destroy(state: &mut State, place: &Place) -> Outcome {
    let at = target(state, place)?.ok_or_else(Refusal::not_found)?;
    if place.home == pools::POOLS {
        let pool = state.collection(place.facts, &place.home, pools::POOLS)[at].id.clone();
        pools::destroy_members(state, &pool);
    }
    Ok(remove(state, place, at))
}

/// The place of the object that an action is about.
fn target(state: &mut State, place: &Place) -> Result<Option<usize>, Refusal> {
    let shape = place.home_shape();
    match (place.facts.home(&shape), place.target()) {
        (Some(home), Some(id)) => state.object_at(place.facts, &place.home, &shape, &home.key, id).map(Some),
        _ => Ok(None),
    }
}

/// An action: the object takes over what the request says, and the reply shows it, or something new.
fn act(state: &mut State, place: &Place, fields: &Fields) -> Outcome {
    let shape = place.home_shape();
    let Some(at) = target(state, place)? else {
        return Ok(with_object(state, place, &Value::Null, fields));
    };
    if place.operation.path.ends_with("/reset_auth") || place.operation.path.ends_with("/regenerate") {
        renew_secrets(state, place, at);
    }
    overlay(state, place, &place.home, &shape, at, fields);
    start(state, place, at);
    family::acted(state, place.facts, &place.home, at, fields);
    let view = state.object_view(place.facts, &place.home, &shape, at);
    if let Some(made) = spawn(state, place, &view, fields) {
        return Ok(made);
    }
    let root = place.operation.reply().and_then(|it| place.facts.field(&it, &place.operation.root));
    if root.is_some() && root == place.facts.home(&shape).map(Home::node) {
        return Ok(with_object(state, place, &view, &Map::new()));
    }
    Ok(with_object(state, place, &family::action(state, &view, fields), fields))
}

/// Takes out the secrets of an object, and makes new ones.
fn renew_secrets(state: &mut State, place: &Place, at: usize) {
    let shape = place.home_shape();
    let Some(node) = place.facts.home(&shape).map(Home::node) else { return };
    let salt = Uuid::new_v4().to_string();
    let maker = state.maker(place.facts, &salt, false);
    let object = &mut state.collection(place.facts, &place.home, &shape)[at];
    if let Some(members) = object.value.as_object_mut() {
        members.retain(|name, _| !words::is_secret(name));
    }
    object.value = maker.make(&node, Some(&object.value));
}

/// `resize` makes the status `resizing`, where the family has it.
fn start(state: &mut State, place: &Place, at: usize) {
    let shape = place.home_shape();
    let Some(node) = place.facts.home(&shape).map(Home::node) else { return };
    let verb = place.operation.path.rsplit('/').next().unwrap_or_default().trim_end_matches('e');
    let doing = format!("{verb}ing");
    let (due, fails) = (state.now.plus(state.action_time), state.fail_actions);
    for name in ["status", "state"] {
        let Some(Node::Scalar(scalar)) = place.facts.field(&node, name).map(|it| place.facts.look(&it)) else {
            continue;
        };
        if let Some(choice) = scalar.choices.iter().find(|it| it.eq_ignore_ascii_case(&doing) && words::is_moving(it)) {
            let object = &mut state.collection(place.facts, &place.home, &shape)[at];
            object.value[name] = choice.clone().into();
            object.due = Some(due);
            object.fails = fails;
        }
    }
}

/// An action that makes an object of a collection below, such as the deployment of a restarted app.
fn spawn(state: &mut State, place: &Place, view: &Value, fields: &Fields) -> Option<Reply> {
    let below = format!("{}/*/{}s", place.home_shape(), place.operation.root);
    place.facts.home(&below)?;
    let id = place.target()?;
    let home = format!("{}/{}s", inside(&place.home, id), place.operation.root);
    let mut given = fields.clone();
    given.insert("spec".to_owned(), view["spec"].clone());
    let made = family::add(state, place.facts, &home, &below, &Value::Object(given));
    Some(with_object(state, place, &made, &Map::new()))
}

/// Puts an object of one collection into another, below an object: a knowledge base into an agent.
fn attach(state: &mut State, place: &Place) -> Outcome {
    let field = place.home.rsplit('/').next().unwrap_or_default();
    let home = if field == "child_agents" { "agents" } else { field };
    let home = format!("/v2/gen-ai/{home}");
    let at = state.object_at(place.facts, &home, &home, "uuid", place.last())?;
    let object = state.collection(place.facts, &home, &home)[at].clone();
    let shape = place.home_shape();
    if last(state, place).is_err() {
        state.collection(place.facts, &place.home, &shape).push(object);
    }
    let owner = owner(state, place);
    Ok(with_object(state, place, &owner, &Map::new()))
}
