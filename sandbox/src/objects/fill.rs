//! Objects in the shape of a schema: what was given stays, what is missing is made.

use serde_json::{Map, Value};

use super::facts::Facts;
use super::node::{Field, Kind, Node, Scalar};
use super::words::{self, Seeds};

/// How deep fields are made that need not be there.
const DEEPEST: usize = 4;

/// Makes the values of one object or reply.
pub(super) struct Maker<'a> {
    pub(super) facts: &'a Facts,
    pub(super) seeds: Seeds<'a>,
    /// The fields that clients write: those that they did not write are left out or empty.
    pub(super) writable: Vec<String>,
    /// Values by the names of fields: what the path says, and the object that a reply is about.
    pub(super) known: Map<String, Value>,
    /// Whether lists that nobody gave have an element, as a catalogue's have.
    pub(super) rich: bool,
}

/// Where a value is.
#[derive(Clone)]
struct At<'a> {
    name: &'a str,
    place: String,
    depth: usize,
    /// Whether the client wrote the object around it.
    written: bool,
    schemas: Vec<String>,
}

impl<'a> At<'a> {
    fn inside(&self, name: &'a str, written: bool) -> At<'a> {
        let place = format!("{}.{name}", self.place);
        At { name, place, depth: self.depth + 1, written, schemas: self.schemas.clone() }
    }
}

impl Maker<'_> {
    /// A value of this shape, with what was given in it.
    pub(super) fn make(&self, node: &Node, given: Option<&Value>) -> Value {
        let at = At { name: "", place: String::new(), depth: 0, written: false, schemas: Vec::new() };
        self.value(node, given, &at)
    }

    fn value(&self, node: &Node, given: Option<&Value>, at: &At) -> Value {
        match node {
            Node::Named(name) => {
                let mut at = at.clone();
                at.schemas.push(name.clone());
                self.value(&self.facts.named(name), given, &at)
            }
            Node::Union(variants) => self.value(self.variant(variants, given), given, at),
            Node::Scalar(scalar) => self.scalar(scalar, given, at),
            Node::List(items, least) => self.list(items, *least, given, at),
            Node::Object(fields, rest) => self.object(fields, rest.as_deref(), given, at),
        }
    }

    /// The variant that has the most of what was given, or the first.
    fn variant<'n>(&self, variants: &'n [Node], given: Option<&Value>) -> &'n Node {
        let count = |node: &Node| given.map_or(0, |given| self.likeness(node, given));
        let best = variants.iter().rev().max_by_key(|node| count(node));
        best.unwrap_or(&variants[0])
    }

    fn likeness(&self, node: &Node, given: &Value) -> usize {
        match (self.facts.look(node), given) {
            (Node::Object(fields, _), Value::Object(given)) => {
                let hits = fields.iter().filter(|it| given.contains_key(&it.name)).count();
                let missing = fields.iter().filter(|it| it.required && !given.contains_key(&it.name)).count();
                (1 + 2 * hits).saturating_sub(missing)
            }
            (Node::Scalar(scalar), given) => usize::from(kept(&scalar, given).is_some()),
            (Node::List(..), Value::Array(_)) => 1,
            _ => 0,
        }
    }

    fn scalar(&self, scalar: &Scalar, given: Option<&Value>, at: &At) -> Value {
        if let Some(kept) = given.and_then(|it| kept(scalar, it)) {
            return kept;
        }
        if at.depth <= 2
            && let Some(kept) = self.known.get(at.name).filter(|it| scalar.fits(it)).and_then(|it| kept(scalar, it))
        {
            return kept;
        }
        self.seeds.scalar(scalar, at.name, &at.place)
    }

    fn list(&self, items: &Node, least: usize, given: Option<&Value>, at: &At) -> Value {
        if let Some(Value::Array(elements)) = given {
            let numbered = elements.iter().enumerate();
            let made = numbered.map(|(index, element)| self.element(items, Some(element), index, true, at));
            return made.collect();
        }
        let rich = usize::from(self.rich && !is_inside_itself(items, at) && at.depth < DEEPEST);
        let count = least.max(rich);
        (0..count).map(|index| self.element(items, None, index, false, at)).collect()
    }

    fn element(&self, items: &Node, given: Option<&Value>, index: usize, written: bool, at: &At) -> Value {
        let mut inner = at.inside("", written);
        // A list of names has elements called by the list.
        inner.name = at.name.strip_suffix('s').unwrap_or(at.name);
        inner.place = format!("{}.{index}", at.place);
        self.value(items, given, &inner)
    }

    fn object(&self, fields: &[Field], rest: Option<&Node>, given: Option<&Value>, at: &At) -> Value {
        let empty = Map::new();
        let given = given.and_then(Value::as_object);
        let written = at.written || given.is_some() && at.depth > 0;
        let sent = given.unwrap_or(&empty);
        let mut made = Map::new();
        for field in fields {
            let inner = at.inside(&field.name, written);
            let said = sent.get(&field.name).filter(|it| !it.is_null() || is_nullable(&field.node));
            if said.is_some() || self.is_made(field, written, at) {
                made.insert(field.name.clone(), self.value(&field.node, said, &inner));
            }
        }
        if let Some(rest) = rest {
            for (name, value) in sent.iter().filter(|(name, _)| !made.contains_key(*name)).collect::<Vec<_>>() {
                made.insert(name.clone(), self.value(rest, Some(value), &at.inside(name, written)));
            }
        }
        Value::Object(made)
    }

    /// Whether a field that was not given is there all the same.
    fn is_made(&self, field: &Field, written: bool, at: &At) -> bool {
        if field.required || at.depth == 0 && self.known.contains_key(&field.name) {
            return true;
        }
        if words::is_absent(&field.name) || at.depth >= DEEPEST || is_inside_itself(&field.node, at) {
            return false;
        }
        let look = self.facts.look(&field.node);
        let client = written || at.depth == 0 && self.writable.contains(&field.name);
        if !client || field.read_only {
            return at.depth < 2 || matches!(look, Node::Scalar(_));
        }
        match look {
            Node::Scalar(scalar) => scalar.default.is_some() || scalar.kind == Kind::Bool || scalar.form == "cidr",
            Node::List(..) => at.depth == 0,
            _ => false,
        }
    }

    /// Brings the statuses of an object to rest, or to what says that it failed. What a client wrote has none.
    pub(super) fn settle(&self, node: &Node, value: &mut Value, fails: bool) {
        let Value::Object(members) = value else { return };
        let Node::Object(fields, _) = self.facts.look(node) else { return };
        for field in fields.into_iter().filter(|it| it.name != "spec") {
            let Some(value) = members.get_mut(&field.name) else { continue };
            match self.facts.look(&field.node) {
                Node::Scalar(scalar) if words::is_status(&field.name) => come_to_rest(&scalar, value, fails),
                Node::List(items, _) => {
                    value.as_array_mut().into_iter().flatten().for_each(|it| self.settle(&items, it, fails));
                }
                inner @ Node::Object(..) => self.settle(&inner, value, fails),
                _ => {}
            }
        }
    }
}

/// Whether a schema would be made inside itself.
fn is_inside_itself(node: &Node, at: &At) -> bool {
    match node {
        Node::Named(name) => at.schemas.contains(name),
        Node::List(items, _) => is_inside_itself(items, at),
        _ => false,
    }
}

fn come_to_rest(scalar: &Scalar, value: &mut Value, fails: bool) {
    let moving = value.as_str().is_some_and(words::is_moving);
    let failed = || fails.then(|| words::failed(&scalar.choices)).flatten();
    if let Some(rest) = moving.then(|| failed().or_else(|| words::last(&scalar.choices))).flatten() {
        *value = rest.clone().into();
    }
}

fn is_nullable(node: &Node) -> bool {
    matches!(node, Node::Scalar(scalar) if scalar.nullable || scalar.kind == Kind::Any)
}

/// What was given, as a value of this kind; the API casts between numbers and texts.
fn kept(scalar: &Scalar, given: &Value) -> Option<Value> {
    match (scalar.kind, given) {
        (_, Value::Null) => scalar.nullable.then_some(Value::Null),
        (Kind::Any, _)
        | (Kind::Text, Value::String(_))
        | (Kind::Bool, Value::Bool(_))
        | (Kind::Number, Value::Number(_)) => Some(given.clone()),
        (Kind::Int, Value::Number(number)) => (!number.is_f64()).then(|| given.clone()),
        (Kind::Text, Value::Number(number)) => Some(number.to_string().into()),
        (Kind::Int, Value::String(text)) => text.parse::<i64>().ok().map(Value::from),
        _ => None,
    }
}
