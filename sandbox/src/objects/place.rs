//! Which objects a request is about.

use serde_json::{Map, Value};

use super::facts::{Facts, Operation, shape};

/// Paths that name the same objects as others.
const TWINS: [(&str, &str); 2] = [("/v2/registry/", "/v2/registries/"), ("/v2/nfs/shares/", "/v2/nfs/")];

/// An operation with the IDs of one request.
pub(super) struct Place<'a> {
    pub(super) facts: &'a Facts,
    pub(super) operation: &'a Operation,
    /// The path's parameters with their values, in order.
    pub(super) parameters: Vec<(String, String)>,
    /// The collection's path with IDs.
    pub(super) home: String,
}

impl<'a> Place<'a> {
    pub(super) fn of(facts: &'a Facts, operation: &'a Operation, segments: &[&str]) -> Self {
        let parts = operation.path.split('/').skip(1).zip(segments);
        let parameters: Vec<(String, String)> = parts
            .filter(|(part, _)| part.starts_with('{'))
            .map(|(part, value)| (part.trim_matches(['{', '}']).to_owned(), (*value).to_owned()))
            .collect();
        let home = with_ids(operation.home(), &parameters);
        Self { facts, operation, parameters, home }
    }

    /// The path of the request as the table knows it, with IDs.
    pub(super) fn path(&self) -> String {
        with_ids(&canonical(&self.operation.path), &self.parameters)
    }

    pub(super) fn home_shape(&self) -> String {
        shape(self.operation.home())
    }

    /// The ID of the object that the path ends in.
    pub(super) fn last(&self) -> &str {
        self.parameters.last().map_or("", |(_, value)| value)
    }

    /// The object in the path that the operation is about: the parameter behind the collection's own.
    pub(super) fn target(&self) -> Option<&str> {
        let own = self.operation.home().matches('{').count();
        self.parameters.get(own).map(|(_, value)| value.as_str())
    }

    /// The collections and IDs of the objects in the path, the outermost first; that of `get` and the like itself is
    /// left out.
    pub(super) fn above(&self) -> Vec<(String, String)> {
        let path = canonical(&self.operation.path);
        let own = self.operation.ends_in_object();
        let ends: Vec<usize> = path.match_indices('}').map(|(end, _)| end + 1).collect();
        let inner = ends.iter().filter(|&&end| !(own && end == path.len()));
        let numbered = inner.enumerate().filter_map(|(index, &end)| {
            let home = path[..end].rsplit_once('/')?.0;
            let known = self.facts.home(&shape(home)).is_some_and(|it| !it.key.is_empty());
            known.then(|| (with_ids(home, &self.parameters), self.parameters[index].1.clone()))
        });
        numbered.collect()
    }

    /// What replies may repeat: the path's parameters, by name.
    pub(super) fn known(&self) -> Map<String, Value> {
        self.parameters.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect()
    }
}

fn canonical(path: &str) -> String {
    let twin = TWINS.iter().find_map(|(from, to)| {
        path.strip_prefix(from).filter(|rest| rest.starts_with('{')).map(|rest| format!("{to}{rest}"))
    });
    twin.unwrap_or_else(|| path.to_owned())
}

/// The path of an object of a collection.
pub(super) fn inside(home: &str, id: &str) -> String {
    format!("{home}/{}", escaped(id))
}

/// An ID as it stands in paths: names of repositories have slashes.
fn escaped(id: &str) -> String {
    id.replace('/', "%2F")
}

/// The path with the values of its parameters, by their order.
fn with_ids(path: &str, parameters: &[(String, String)]) -> String {
    let mut values = parameters.iter().map(|(_, value)| escaped(value));
    let parts = path.split('/').map(|part| {
        let value = if part.starts_with('{') { values.next() } else { None };
        value.unwrap_or_else(|| part.to_owned())
    });
    parts.collect::<Vec<_>>().join("/")
}
