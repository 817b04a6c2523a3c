//! The rule by which a label means objects.

use crate::api::Object;

/// The objects that `label` means among `candidates`: the one with that ID, else those with that slug, else with that
/// fingerprint, else with that name. With `multiple`, all of them together. An object counts once.
pub(crate) fn pick(candidates: &[Object], label: &str, multiple: bool) -> Vec<(u64, Object)> {
    let mut found: Vec<(u64, Object)> = Vec::new();
    for matches in [by_id, by_slug, by_fingerprint, by_name] {
        for object in candidates.iter().filter(|object| matches(object, label)) {
            if let Some(id) = object.id().filter(|id| found.iter().all(|(known, _)| known != id)) {
                found.push((id, object.clone()));
            }
        }
        if !multiple && !found.is_empty() {
            break;
        }
    }
    found
}

/// Whether the label is the object's ID.
pub(crate) fn by_id(object: &Object, label: &str) -> bool {
    is_id(label) && object.id().is_some_and(|id| label.parse() == Ok(id))
}

/// Whether the label is the object's name, or its slug.
pub(crate) fn by_other_key(object: &Object, label: &str) -> bool {
    by_slug(object, label) || by_name(object, label)
}

fn by_slug(object: &Object, label: &str) -> bool {
    object.text("slug").as_deref() == Some(label)
}

fn by_fingerprint(object: &Object, label: &str) -> bool {
    object.text("fingerprint").is_some_and(|fingerprint| fingerprint.eq_ignore_ascii_case(label))
}

fn by_name(object: &Object, label: &str) -> bool {
    object.text("name").as_deref() == Some(label)
}

/// Whether a label has the form of an ID.
pub(crate) fn is_id(label: &str) -> bool {
    !label.is_empty() && label.bytes().all(|b| b.is_ascii_digit()) && label.parse::<u64>().is_ok()
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
