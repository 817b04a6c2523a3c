//! The rule by which a label means objects.

use super::index::Index;
use crate::api::Object;

/// The objects that `label` means among those of the index: the one with that ID, else those with that slug, else with
/// that fingerprint, else with that name. With `multiple`, all of them together. An object counts once.
pub(crate) fn pick(index: &Index, label: &str, multiple: bool) -> Vec<(u64, Object)> {
    let mut places: Vec<usize> = Vec::new();
    for look in [Index::by_id, Index::by_slug, Index::by_fingerprint, Index::by_name] {
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

/// The IDs of the objects that have the name, or have it as their slug.
pub(crate) fn users(index: &Index, name: &str) -> Vec<u64> {
    let mut places = index.by_slug(name);
    places.extend(index.by_name(name).into_iter().filter(|place| !index.by_slug(name).contains(place)));
    places.sort_unstable();
    places.into_iter().map(|place| index.at(place).0).collect()
}

/// Whether a label has the form of an ID. `007` has not: it is a name, or a number that nobody meant as an ID.
pub(crate) fn is_id(label: &str) -> bool {
    label.parse::<u64>().is_ok_and(|id| id.to_string() == label)
}

/// Whether a label has the form of an SSH key's fingerprint: 16 pairs of hexadecimal digits with colons between them.
pub(crate) fn is_fingerprint(label: &str) -> bool {
    let pair = |pair: &str| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit());
    label.split(':').count() == 16 && label.split(':').all(pair)
}

/// Whether a label can be an image's slug at all.
pub(crate) fn may_be_slug(label: &str) -> bool {
    !label.is_empty()
        && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b))
        && label.bytes().any(|b| b.is_ascii_alphanumeric())
}
