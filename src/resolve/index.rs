//! Objects by all that they go by, so that a label is looked up and not compared with each of them.

use crate::api::Object;
use serde::Deserialize;
use std::collections::HashMap;

/// Objects, each once, and where they are by each of their keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    objects: Vec<(u64, Object)>,
    by_id: HashMap<u64, usize>,
    by_slug: HashMap<String, Vec<usize>>,
    by_fingerprint: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

/// What an object goes by.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Keys {
    id: Option<u64>,
    slug: Option<String>,
    fingerprint: Option<String>,
    name: Option<String>,
}

impl Keys {
    /// In one look; or, where one key is of a type that it should not be of, in one a key.
    fn of(object: &Object) -> Keys {
        serde_json::from_str(object.raw().get()).unwrap_or_else(|_| Keys {
            id: object.id(),
            slug: object.text("slug"),
            fingerprint: object.text("fingerprint"),
            name: object.text("name"),
        })
    }
}

impl Index {
    /// An index of these objects. What has no ID cannot be meant by anybody.
    pub(super) fn of(objects: Vec<Object>) -> Index {
        let mut index = Index::default();
        index.extend(objects);
        index
    }

    /// Adds objects that are not there yet.
    pub(super) fn extend(&mut self, objects: Vec<Object>) {
        for object in objects {
            let keys = Keys::of(&object);
            let Some(id) = keys.id.filter(|id| !self.by_id.contains_key(id)) else { continue };
            let at = self.objects.len();
            self.by_id.insert(id, at);
            insert(&mut self.by_slug, keys.slug, at);
            insert(&mut self.by_fingerprint, keys.fingerprint.map(|print| print.to_ascii_lowercase()), at);
            insert(&mut self.by_name, keys.name, at);
            self.objects.push((id, object));
        }
    }

    /// The object whose ID the label is.
    pub(super) fn by_id(&self, label: &str) -> Vec<usize> {
        let id = Some(label).filter(|label| super::pick::is_id(label)).and_then(|label| label.parse().ok());
        id.and_then(|id: u64| self.by_id.get(&id).copied()).into_iter().collect()
    }

    /// The objects whose slug the label is.
    pub(super) fn by_slug(&self, label: &str) -> Vec<usize> {
        self.by_slug.get(label).cloned().unwrap_or_default()
    }

    /// The objects whose fingerprint the label is, in any case.
    pub(super) fn by_fingerprint(&self, label: &str) -> Vec<usize> {
        self.by_fingerprint.get(&label.to_ascii_lowercase()).cloned().unwrap_or_default()
    }

    /// The objects whose name the label is.
    pub(super) fn by_name(&self, label: &str) -> Vec<usize> {
        self.by_name.get(label).cloned().unwrap_or_default()
    }

    /// The object at a place that one of the others named, and its ID.
    pub(super) fn at(&self, place: usize) -> (u64, Object) {
        self.objects[place].clone()
    }

    /// All objects.
    pub(super) fn objects(&self) -> Vec<Object> {
        self.objects.iter().map(|(_, object)| object.clone()).collect()
    }
}

fn insert(map: &mut HashMap<String, Vec<usize>>, key: Option<String>, at: usize) {
    if let Some(key) = key {
        map.entry(key).or_default().push(at);
    }
}
