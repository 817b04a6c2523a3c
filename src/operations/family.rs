//! Families of objects from the table: where they are listed, and what identifies one of them.

use super::operation::{KeyForm, Operation};
use super::table::Table;
use super::words;
use crate::api::Collection;
use crate::resolve::noun::NOUNS;
use crate::resolve::{Family, Key, Lists, is_number, is_uuid};
use std::borrow::Cow;

/// The family of the objects that are listed at a place such as `/v2/databases/{}/users`; `path` is the same with the
/// identifiers in it. Nothing where the API has no list.
pub(super) fn at(table: &Table, place: &str, path: &str) -> Option<Family> {
    if let Some(noun) = NOUNS.iter().find(|noun| noun.family.collection.path == path) {
        return Some(noun.family.clone());
    }
    let list = table.at("GET", place).filter(|list| list.is_list)?;
    let (id, name) = list.identity.clone()?;
    let one = table.at("GET", &format!("{place}/{{}}")).filter(|one| one.root.is_some());
    let (plural, singular) = (list.root.clone()?, one.as_ref().and_then(|one| one.root.clone()));
    let collection = Collection {
        path: Cow::Owned(path.to_owned()),
        plural: Cow::Owned(plural),
        singular: Cow::Owned(singular.unwrap_or_default()),
    };
    Some(Family {
        collection,
        noun: Cow::Owned(words::noun_of(&list)),
        keys: one.map_or(&[], |one| keys(&one, id == name)),
        lists: lists(&list),
        id: Cow::Owned(id),
        name: Cow::Owned(name),
    })
}

/// The identifiers under which the API is asked for one object. A text that may be a name is looked up in the list.
fn keys(one: &Operation, only_name: bool) -> &'static [Key] {
    match one.key {
        Some(KeyForm::Number) => &[Key::Number],
        Some(KeyForm::Uuid) if !only_name => &[Key::Uuid],
        _ if only_name => &[Key::Text],
        _ => &[],
    }
}

fn lists(list: &Operation) -> Lists {
    let finds_names = list.query.fields().any(|(name, _)| name == "name");
    Lists { finds_names, ..Lists::PLAIN }
}

/// Whether a label can only be an identifier, so that no list need be read to resolve it.
pub(super) fn is_sure_id(family: &Family, label: &str) -> bool {
    let has = |key| family.keys.contains(&key);
    let is_own_name = family.id == family.name;
    is_own_name || is_number(label) && has(Key::Number) || is_uuid(label) && (has(Key::Uuid) || family.keys.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_known_from_its_list() {
        let table = Table::read();
        let pools =
            at(&table, "/v2/kubernetes/clusters/{}/node_pools", "/v2/kubernetes/clusters/7/node_pools").unwrap();
        assert_eq!((pools.noun.as_ref(), pools.id.as_ref(), pools.name.as_ref()), ("node pool", "id", "name"));
        assert_eq!((pools.collection.plural.as_ref(), pools.collection.singular.as_ref()), ("node_pools", "node_pool"));
        assert_eq!(pools.keys, [Key::Uuid]);
        let apps = at(&table, "/v2/apps", "/v2/apps").unwrap();
        assert_eq!(apps.name, "spec.name");
        let users = at(&table, "/v2/databases/{}/users", "/v2/databases/7/users").unwrap();
        assert_eq!((users.id.as_ref(), users.keys), ("name", [Key::Text].as_slice()));
        assert!(at(&table, "/v2/billing", "/v2/billing").is_none());
    }

    #[test]
    fn only_what_can_be_no_name_is_taken_for_an_identifier() {
        let table = Table::read();
        let vpcs = at(&table, "/v2/vpcs", "/v2/vpcs").unwrap();
        assert!(is_sure_id(&vpcs, "5a4981aa-9653-4bd1-bef5-d6bff52042e4"));
        assert!(!is_sure_id(&vpcs, "prod") && !is_sure_id(&vpcs, "7"));
        let droplets = at(&table, "/v2/droplets", "/v2/droplets").unwrap();
        assert!(is_sure_id(&droplets, "7") && !is_sure_id(&droplets, "web-7"));
        let images = at(&table, "/v2/images", "/v2/images").unwrap();
        assert!(is_sure_id(&images, "7") && !is_sure_id(&images, "ubuntu-24-04-x64"));
    }
}
