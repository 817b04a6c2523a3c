//! Objects indexed by each of their identifiers.

use super::form::canonical;
use super::{Family, is_uuid};
use crate::api::{Id, Object};
use serde::Deserialize;
use std::collections::HashMap;

/// Objects without duplicates, and their positions by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    objects: Vec<(Id, Object)>,
    by_id: HashMap<String, usize>,
    by_slug: HashMap<String, Vec<usize>>,
    by_fingerprint: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

/// The identifiers of an object.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Keys {
    id: Option<Id>,
    slug: Option<String>,
    fingerprint: Option<String>,
    name: Option<String>,
}

impl Keys {
    /// All keys in one pass; field by field for a family with other fields, or where one field has an unexpected type.
    fn of(family: &Family, object: &Object) -> Keys {
        let usual = (family.id == "id" && family.name == "name").then(|| serde_json::from_str(object.raw().get()).ok());
        usual.flatten().unwrap_or_else(|| Keys {
            id: family.id_of(object),
            slug: object.text("slug"),
            fingerprint: object.text("fingerprint"),
            name: family.name_of(object),
        })
    }
}

impl Index {
    /// An index of these objects. One without an ID cannot be addressed, so it is left out.
    pub(super) fn of(family: &Family, objects: Vec<Object>) -> Index {
        let mut index = Index::default();
        index.extend(family, objects);
        index
    }

    /// Adds objects that are not there yet.
    pub(super) fn extend(&mut self, family: &Family, objects: Vec<Object>) {
        for object in objects {
            let keys = Keys::of(family, &object);
            let Some(id) = keys.id.filter(|id| !self.by_id.contains_key(&id.to_string())) else { continue };
            let at = self.objects.len();
            self.by_id.insert(id.to_string(), at);
            insert(&mut self.by_slug, keys.slug, at);
            insert(&mut self.by_fingerprint, keys.fingerprint.map(|print| print.to_ascii_lowercase()), at);
            insert(&mut self.by_name, keys.name, at);
            self.objects.push((id, object));
        }
    }

    /// The object whose ID the label is.
    pub(super) fn by_id(&self, label: &str) -> Vec<usize> {
        let lower = || is_uuid(label).then(|| label.to_ascii_lowercase());
        let exact = self.by_id.get(label).or_else(|| self.by_id.get(canonical(label))).copied();
        let at = exact.or_else(|| self.by_id.get(&lower()?).copied());
        at.into_iter().collect()
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

    /// The object at a position that one of the other functions returned, and its ID.
    pub(super) fn at(&self, place: usize) -> (Id, Object) {
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
