//! Objects indexed by each of their identifiers.

use super::form::{canonical, sha256_fingerprint};
use super::{Family, is_uuid};
use crate::api::{Id, Object};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::net::IpAddr;

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

    /// The objects whose fingerprint the label is, in any case. The API has the MD5 ones; the others are made of the
    /// keys.
    pub(super) fn by_fingerprint(&self, label: &str) -> Vec<usize> {
        match sha256_fingerprint(label) {
            Some(print) => self.places(|object| sha256_of_key(object).as_deref() == Some(print)),
            None => self.by_fingerprint.get(&canonical(label).to_ascii_lowercase()).cloned().unwrap_or_default(),
        }
    }

    /// The objects that have the address that the label is.
    pub(super) fn by_address(&self, label: &str) -> Vec<usize> {
        let Ok(address) = label.parse::<IpAddr>() else { return Vec::new() };
        self.places(|object| addresses(object).contains(&address))
    }

    fn places(&self, fits: impl Fn(&Object) -> bool) -> Vec<usize> {
        (0..self.objects.len()).filter(|&place| fits(&self.objects[place].1)).collect()
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

/// The SHA256 fingerprint of an SSH key, in base64 without padding.
fn sha256_of_key(object: &Object) -> Option<String> {
    let line = object.text("public_key")?;
    let key = STANDARD.decode(line.split_whitespace().nth(1)?).ok()?;
    Some(STANDARD_NO_PAD.encode(digest(&SHA256, &key)))
}

/// The addresses of a droplet, public and private.
fn addresses(object: &Object) -> Vec<IpAddr> {
    let networks: Value = object.get("networks").unwrap_or_default();
    let of = |version: &str| networks[version].as_array().cloned().unwrap_or_default();
    let all = of("v4").into_iter().chain(of("v6"));
    all.filter_map(|network| network["ip_address"].as_str()?.parse().ok()).collect()
}

fn insert(map: &mut HashMap<String, Vec<usize>>, key: Option<String>, at: usize) {
    if let Some(key) = key {
        map.entry(key).or_default().push(at);
    }
}
