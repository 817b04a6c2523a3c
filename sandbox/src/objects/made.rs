//! Looking at stored objects and making new ones.

use serde_json::{Map, Value, json};

use super::facts::Facts;
use super::fill::Maker;
use super::node::Node;
use super::place::inside;
use super::words::Seeds;
use super::{Object, family, fixed};
use crate::http::Refusal;
use crate::state::State;

/// The fields of a body that a client may send.
pub(super) fn writable(facts: &Facts, body: Option<&Node>) -> Vec<String> {
    match body.map(|it| facts.look(it)) {
        Some(Node::Object(fields, _)) => fields.into_iter().filter(|it| !it.read_only).map(|it| it.name).collect(),
        Some(Node::Union(variants)) => variants.iter().flat_map(|it| writable(facts, Some(it))).collect(),
        _ => Vec::new(),
    }
}

impl State {
    pub(super) fn maker<'a>(&self, facts: &'a Facts, salt: &'a str, fresh: bool) -> Maker<'a> {
        let seeds = Seeds { salt, now: self.now, fresh };
        Maker { facts, seeds, writable: Vec::new(), known: Map::new(), rich: false }
    }

    /// The objects of a collection, with those that every account has, and with statuses as they are now.
    pub(super) fn collection(&mut self, facts: &Facts, home: &str, shape: &str) -> &mut Vec<Object> {
        if !self.objects.homes.contains_key(home) {
            let given = fixed::objects(shape).into_iter().flatten();
            let salt = home.to_owned();
            let maker = self.maker(facts, &salt, false);
            let objects = given.enumerate().map(|(index, value)| object(&maker, shape, &value, &index.to_string()));
            let objects: Vec<Object> = objects.collect();
            self.objects.homes.insert(home.to_owned(), objects);
        }
        self.settle_collection(facts, home, shape);
        self.objects.homes.entry(home.to_owned()).or_default()
    }

    fn settle_collection(&mut self, facts: &Facts, home: &str, shape: &str) {
        let now = self.now;
        let is_due = |it: &Object| it.due.is_some_and(|due| due <= now);
        if !self.objects.homes.get(home).into_iter().flatten().any(is_due) {
            return;
        }
        let Some(node) = facts.home(shape).map(super::facts::Home::node) else { return };
        let maker = self.maker(facts, "", false);
        let objects = self.objects.homes.get_mut(home).into_iter().flatten();
        for object in objects.filter(|it| is_due(it)) {
            object.due = None;
            maker.settle(&node, &mut object.value, object.fails);
            object.fails = false;
        }
    }

    /// The place of the object with this ID in its collection.
    pub(super) fn object_at(
        &mut self,
        facts: &Facts,
        home: &str,
        shape: &str,
        key: &str,
        id: &str,
    ) -> Result<usize, Refusal> {
        let all = self.collection(facts, home, shape);
        let named = |it: &Object| it.id == id || !key.is_empty() && it.value.get(key).is_some_and(|it| is(it, id));
        all.iter().position(named).ok_or_else(Refusal::not_found)
    }

    /// An object as the API shows it: with the objects below that it shows too.
    pub(super) fn object_view(&mut self, facts: &Facts, home: &str, shape: &str, place: usize) -> Value {
        let object = self.collection(facts, home, shape)[place].clone();
        let mut value = object.value;
        for (path, field) in facts.shown_below(shape) {
            let below = format!("{}/{field}", inside(home, &object.id));
            if self.objects.homes.contains_key(&below) {
                let count = self.collection(facts, &below, path).len();
                value[field] = (0..count).map(|place| self.object_view(facts, &below, path, place)).collect();
            }
        }
        if value.get("project_id").is_some()
            && let Some(project) = self.stored_project(home, &object.id)
        {
            value["project_id"] = project.into();
        }
        if home == family::DATABASES
            && let Some(database) = self.databases.iter().find(|it| it.id == object.id)
        {
            value["tags"] = json!(database.tags);
        }
        value
    }

    /// Adds an object, and those inside it that have a collection of their own.
    pub(super) fn add_object(&mut self, facts: &Facts, home: &str, shape: &str, mut object: Object) -> usize {
        let parent = inside(home, &object.id);
        for (path, field) in facts.shown_below(shape) {
            let inner = object.value.get_mut(field).and_then(Value::as_array_mut).map(std::mem::take);
            let salt = format!("{parent}/{field}");
            let fresh = object.due.is_some();
            for (index, value) in inner.into_iter().flatten().enumerate() {
                let mut maker = self.maker(facts, &salt, fresh);
                maker.writable = writable_below(facts, path);
                let mut below = self::object(&maker, path, &value, &index.to_string());
                below.due = object.due;
                family::complete(path, &mut below.value, &maker);
                self.add_object(facts, &salt, path, below);
            }
        }
        let all = self.objects.homes.entry(home.to_owned()).or_default();
        all.push(object);
        all.len() - 1
    }
}

/// The fields that a client may send of an object of this collection.
fn writable_below(facts: &Facts, shape: &str) -> Vec<String> {
    let segments: Vec<&str> = shape.split('/').skip(1).collect();
    writable(facts, facts.find("POST", &segments).and_then(super::facts::Operation::body).as_ref())
}

/// A whole object of a collection from what is known of it.
pub(super) fn object(maker: &Maker, shape: &str, given: &Value, salt: &str) -> Object {
    let Some(home) = maker.facts.home(shape) else {
        return Object { id: salt.to_owned(), value: given.clone(), due: None, fails: false };
    };
    let salted = format!("{}/{salt}", maker.seeds.salt);
    let seeds = Seeds { salt: &salted, ..maker.seeds };
    let (writable, known) = (maker.writable.clone(), maker.known.clone());
    let own = Maker { seeds, facts: maker.facts, writable, known, rich: maker.rich };
    let mut value = own.make(&home.node(), Some(given));
    let named = value.get(&home.key).or_else(|| given.get(&home.key)).or_else(|| value.pointer("/destination/id"));
    let id = named.and_then(text).unwrap_or_else(|| own.seeds.uuid("id"));
    if value.get(&home.key).is_some_and(|it| it == "") {
        value[&home.key] = id.clone().into();
    }
    Object { id, value, due: None, fails: false }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub(super) fn is(value: &Value, id: &str) -> bool {
    text(value).is_some_and(|it| it == id)
}
