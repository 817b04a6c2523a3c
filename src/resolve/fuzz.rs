//! Property: whatever the account holds and whatever is typed, no object is chosen that no label names.

use super::Problem;
use super::tests::{find, fixed};
use crate::fuzz::check;
use crate::resolve::noun::{DROPLET, IMAGE};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A small set of words, so that IDs, slugs and names often coincide.
fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[1-5]", "0[1-5]", "[abAB]", "a-1", "\u{e9}", "", "18446744073709551616"]
}

fn object(id: u64) -> impl Strategy<Value = Value> {
    let fields = (proptest::option::of(word()), proptest::option::of(word()));
    fields.prop_map(move |(name, slug)| json!({"id": id, "name": name, "slug": slug}))
}

/// Whether one of the labels is this object's ID, name or (for images) slug.
fn is_named(object: &Value, labels: &[String], has_slugs: bool) -> bool {
    let is = |label: &String| {
        object["id"].as_u64().is_some_and(|id| label.parse() == Ok(id))
            || object["name"] == json!(label)
            || has_slugs && object["slug"] == json!(label)
    };
    labels.iter().any(is)
}

#[test]
fn fuzz_no_object_is_meant_that_no_label_names() {
    let account = (object(1), object(2), object(3), object(40), object(5));
    let account = account.prop_map(|(a, b, c, d, e)| json!([a, b, c, d, e]));
    let run = (account, proptest::collection::vec(word(), 1..6), any::<bool>(), any::<bool>());
    check(2000, &run, |(mut account, labels, multiple, images)| {
        if !images {
            account.as_array_mut().unwrap().iter_mut().for_each(|droplet| droplet["slug"] = Value::Null);
        }
        let kind = if images { &IMAGE.family } else { &DROPLET.family };
        let typed: Vec<&str> = labels.iter().map(String::as_str).collect();
        let objects = account.as_array().unwrap();
        let named: Vec<u64> =
            objects.iter().filter(|it| is_named(it, &labels, images)).filter_map(|it| it["id"].as_u64()).collect();
        match find(&fixed(account.clone()), kind, &typed, multiple) {
            Ok(ids) => {
                prop_assert!(ids.iter().all(|id| named.contains(id)), "{:?} of {:?}", ids, named);
                prop_assert!(!multiple || ids.len() == named.len(), "{:?} of {:?}", ids, named);
                let distinct: std::collections::HashSet<_> = ids.iter().collect();
                prop_assert_eq!(distinct.len(), ids.len());
                for label in &labels {
                    prop_assert!(
                        objects.iter().any(|it| is_named(it, std::slice::from_ref(label), images)),
                        "{label:?}"
                    );
                }
            }
            Err(problems) => prop_assert!(problems.iter().all(|problem| is_true(problem, objects, multiple, images))),
        }
        Ok(())
    });
}

/// Whether a reported problem is real.
fn is_true(problem: &Problem, objects: &[Value], multiple: bool, images: bool) -> bool {
    let count = |label: &String| objects.iter().filter(|it| is_named(it, std::slice::from_ref(label), images)).count();
    match problem {
        Problem::Unknown { label, .. } => count(label) == 0,
        Problem::Ambiguous { label, ids, .. } => !multiple && ids.len() > 1 && count(label) > 1,
        Problem::InUse { .. } => false,
    }
}
