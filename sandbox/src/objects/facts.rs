//! What the API's public document says of every operation: a table that `tools/sandbox-schemas` writes.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::node::Node;

/// The lines of the table, compressed; `table.jsonl` beside it is the text.
const COMPRESSED: &[u8] = include_bytes!("table.deflate");

/// The table. Its shapes stay text until they are needed.
pub(crate) struct Facts {
    operations: Vec<Operation>,
    homes: HashMap<String, Home>,
    schemas: HashMap<String, Box<RawValue>>,
}

/// An operation. One of a family with code of its own has neither kind nor shapes.
#[derive(Deserialize)]
pub(crate) struct Operation {
    #[serde(rename = "m")]
    pub(crate) method: String,
    #[serde(rename = "p")]
    pub(crate) path: String,
    #[serde(rename = "k", default)]
    pub(crate) kind: String,
    #[serde(rename = "s", default)]
    pub(crate) status: u16,
    /// The collection, where the path does not say it.
    #[serde(rename = "h", default)]
    home: Option<String>,
    /// The member of the reply that holds the object or the list.
    #[serde(rename = "r", default)]
    pub(crate) root: String,
    /// The field that the path's last parameter names.
    #[serde(rename = "i", default)]
    pub(crate) key: String,
    #[serde(rename = "a", default)]
    reply: Option<Box<RawValue>>,
    #[serde(rename = "b", default)]
    body: Option<Box<RawValue>>,
    /// Query parameters that must be given.
    #[serde(rename = "q", default)]
    pub(crate) query: Vec<String>,
    /// The scopes that a token needs, separated by blanks.
    #[serde(rename = "x", default)]
    pub(crate) scopes: String,
}

/// A collection of objects.
#[derive(Deserialize)]
pub(crate) struct Home {
    #[serde(rename = "n")]
    node: Box<RawValue>,
    /// The field that names an object.
    #[serde(rename = "i", default)]
    pub(crate) key: String,
    /// The field of the object above that shows these objects too.
    #[serde(rename = "t", default)]
    pub(crate) shown_as: String,
}

#[derive(Deserialize)]
struct Schema {
    #[serde(rename = "@")]
    name: String,
    #[serde(rename = "n")]
    node: Box<RawValue>,
}

impl Facts {
    /// Reads the table. That it can be read is proved by a test, so a line that cannot is left out here.
    pub(crate) fn read() -> Self {
        let text = miniz_oxide::inflate::decompress_to_vec(COMPRESSED).unwrap_or_default();
        let text = String::from_utf8(text).unwrap_or_default();
        let of = |start: &'static str| text.lines().filter(move |line| line.starts_with(start));
        let schemas = of(r#"{"@""#).filter_map(|line| serde_json::from_str::<Schema>(line).ok());
        let homes = of(r#"{"h""#).filter_map(|line| Some((home_name(line)?, serde_json::from_str(line).ok()?)));
        let mut operations: Vec<Operation> = of(r#"{"m""#).filter_map(|line| serde_json::from_str(line).ok()).collect();
        // A literal is nearer than a parameter: `/v2/apps/regions` is no app.
        operations.sort_by_key(|it| it.path.matches('{').count());
        Self { operations, homes: homes.collect(), schemas: schemas.map(|it| (it.name, it.node)).collect() }
    }

    /// The operation of a request.
    pub(crate) fn find(&self, method: &str, path: &[&str]) -> Option<&Operation> {
        self.operations.iter().find(|it| it.method == method && it.takes(path))
    }

    /// The scopes that a request needs, separated by blanks.
    pub(crate) fn scopes(&self, method: &str, path: &[&str]) -> &str {
        let method = if method == "HEAD" { "GET" } else { method };
        self.find(method, path.strip_suffix(&[""]).unwrap_or(path)).map_or("", |it| &it.scopes)
    }

    /// Whether an operation needs this scope.
    pub(crate) fn is_scope(&self, name: &str) -> bool {
        self.operations.iter().any(|it| it.scopes.split_whitespace().any(|it| it == name))
    }

    /// The collection of this path, in which `*` stands for an object.
    pub(crate) fn home(&self, shape: &str) -> Option<&Home> {
        self.homes.get(shape)
    }

    /// The shape of a collection's path with IDs.
    pub(crate) fn shape_of(&self, path: &str) -> Option<&str> {
        let fits = |shape: &&str| {
            let mut parts = path.split('/');
            shape.split('/').all(|part| parts.next().is_some_and(|it| part == "*" || part == it))
                && parts.next().is_none()
        };
        self.homes.keys().map(String::as_str).filter(fits).min_by_key(|shape| shape.matches('*').count())
    }

    /// The collections below one, whose objects their parents show too: path and field.
    pub(crate) fn shown_below(&self, shape: &str) -> Vec<(&str, &str)> {
        let below = format!("{shape}/*/");
        let shown = self.homes.iter().filter(|(path, home)| {
            !home.shown_as.is_empty() && path.strip_prefix(&below).is_some_and(|rest| rest == home.shown_as)
        });
        shown.map(|(path, home)| (path.as_str(), home.shown_as.as_str())).collect()
    }

    /// The shape of this name.
    pub(crate) fn named(&self, name: &str) -> Node {
        self.schemas.get(name).map_or_else(Node::any, |text| node(text))
    }

    /// The shape itself, behind names.
    pub(crate) fn look(&self, node: &Node) -> Node {
        match node {
            Node::Named(name) => self.look(&self.named(name)),
            other => other.clone(),
        }
    }

    /// The shape of a field of an object.
    pub(crate) fn field(&self, node: &Node, name: &str) -> Option<Node> {
        match self.look(node) {
            Node::Object(fields, _) => fields.into_iter().find(|it| it.name == name).map(|it| it.node),
            Node::Union(variants) => variants.iter().find_map(|it| self.field(it, name)),
            _ => None,
        }
    }
}

impl Operation {
    pub(crate) fn is_stored(&self) -> bool {
        !self.kind.is_empty()
    }

    /// The shape of the reply, if it has a body.
    pub(crate) fn reply(&self) -> Option<Node> {
        self.reply.as_deref().map(node)
    }

    pub(crate) fn body(&self) -> Option<Node> {
        self.body.as_deref().map(node)
    }

    /// Whether the path ends in the object that it is about.
    pub(super) fn ends_in_object(&self) -> bool {
        matches!(&*self.kind, "get" | "update" | "delete" | "attach")
    }

    /// The path of the collection that it is about, with parameters.
    pub(crate) fn home(&self) -> &str {
        let above = || self.path.rsplit_once('/').map_or("", |(above, _)| above);
        match &self.home {
            Some(home) => home,
            None if self.ends_in_object() => above(),
            None => &self.path,
        }
    }

    fn takes(&self, path: &[&str]) -> bool {
        let mut parts = self.path.split('/').skip(1);
        let same = path.iter().all(|segment| {
            parts.next().is_some_and(|part| if part.starts_with('{') { !segment.is_empty() } else { part == *segment })
        });
        same && parts.next().is_none()
    }
}

impl Home {
    pub(crate) fn node(&self) -> Node {
        node(&self.node)
    }
}

/// `/v2/apps/{id}/deployments` → `/v2/apps/*/deployments`
pub(crate) fn shape(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { "*" } else { part }).collect();
    parts.join("/")
}

fn home_name(line: &str) -> Option<String> {
    line.strip_prefix(r#"{"h":""#)?.split('"').next().map(str::to_owned)
}

fn node(text: &RawValue) -> Node {
    Node::of(&serde_json::from_str::<Value>(text.get()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{COMPRESSED, Facts, shape};

    const TEXT: &str = include_str!("table.jsonl");

    #[test]
    fn the_compressed_table_is_the_one_that_can_be_read() {
        let text = miniz_oxide::inflate::decompress_to_vec(COMPRESSED).unwrap();
        assert!(text == TEXT.as_bytes(), "run tools/sandbox-schemas/generate again");
        assert!(TEXT.lines().is_sorted());
        assert!(COMPRESSED.len() <= 60 << 10, "{} bytes", COMPRESSED.len());
    }

    #[test]
    fn every_line_is_read() {
        let facts = Facts::read();
        assert_eq!(facts.operations.len() + facts.homes.len() + facts.schemas.len(), TEXT.lines().count());
        assert_eq!(facts.operations.len(), 644);
    }

    #[test]
    fn a_literal_is_nearer_than_a_parameter() {
        let facts = Facts::read();
        let table = [("regions", "/v2/apps/regions"), ("7", "/v2/apps/{id}")];
        for (segment, path) in table {
            assert_eq!(facts.find("GET", &["v2", "apps", segment]).unwrap().path, path);
        }
        assert!(facts.find("GET", &["v2", "apps", ""]).is_none());
        assert!(facts.find("GET", &["v2", "nothing"]).is_none());
        assert_eq!(shape("/v2/apps/{id}/events"), "/v2/apps/*/events");
    }

    #[test]
    fn every_operation_of_an_object_has_a_collection() {
        let facts = Facts::read();
        for it in facts.operations.iter().filter(|it| matches!(&*it.kind, "get" | "update" | "list" | "create")) {
            assert!(facts.home(&shape(it.home())).is_some(), "{} {}", it.method, it.path);
        }
    }
}
