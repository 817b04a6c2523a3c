//! The rule that matches labels with objects.

use super::index::Index;
use crate::api::{Id, Object};

/// The objects of the index that match `label`: the one with that ID, else those with that slug, else with that
/// fingerprint, else with that name, else with that address. With `multiple`, all of these together. No object is
/// returned twice.
pub(crate) fn pick(index: &Index, label: &str, multiple: bool) -> Vec<(Id, Object)> {
    let mut places: Vec<usize> = Vec::new();
    for look in [Index::by_id, Index::by_slug, Index::by_fingerprint, Index::by_name, Index::by_address] {
        for place in look(index, label) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        if !multiple && !places.is_empty() {
            break;
        }
    }
    places.into_iter().map(|place| index.at(place)).collect()
}

/// Whether the label is an object's ID, slug or fingerprint.
pub(crate) fn is_key(index: &Index, label: &str) -> bool {
    [Index::by_id, Index::by_slug, Index::by_fingerprint].iter().any(|look| !look(index, label).is_empty())
}

/// The objects that have the name, or have it as their slug.
pub(crate) fn users(index: &Index, name: &str) -> Vec<(Id, Object)> {
    let mut places = index.by_slug(name);
    places.extend(index.by_name(name).into_iter().filter(|place| !index.by_slug(name).contains(place)));
    places.sort_unstable();
    places.into_iter().map(|place| index.at(place)).collect()
}
