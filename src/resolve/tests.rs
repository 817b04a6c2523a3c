//! The rules of identifiers, on objects in memory.

use super::source::{Listed, Query, Source};
use super::{Family, Key, Lists, Problem, Resolver};
use crate::api::{self, Collection, Id, Object};
use crate::resolve::noun::made_up::GADGET;
use crate::resolve::noun::{DROPLET, IMAGE, SSH_KEY};
use serde_json::{Value, json, value::to_raw_value};
use std::cell::RefCell;

/// A fixed set of objects that records the queries.
pub(super) struct Fixed {
    objects: Vec<Value>,
    asked: RefCell<Vec<String>>,
}

impl Fixed {
    fn select(&self, matches: impl Fn(&Value) -> bool) -> Vec<Object> {
        let raw = |value: &Value| Object::try_from(to_raw_value(value).unwrap()).unwrap();
        self.objects.iter().filter(|value| matches(value)).map(raw).collect()
    }
}

impl Source for &Fixed {
    fn ask(&self, _: &Family, queries: Vec<Query>) -> Result<Vec<Object>, api::Error> {
        self.asked.borrow_mut().extend(queries.iter().map(|query| format!("{query:?}")));
        let is = |value: &Value, query: &Query| match query {
            Query::One(key) => {
                value["id"] == json!(key.parse::<u64>().ok())
                    || value["id"] == json!(key.to_lowercase())
                    || value["slug"] == json!(key)
                    || value["fingerprint"] == json!(key)
            }
            Query::Named(name) => value["name"].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name)),
        };
        Ok(self.select(|value| queries.iter().any(|query| is(value, query))))
    }

    fn all(&self, _: &Family) -> Result<Vec<Object>, api::Error> {
        self.asked.borrow_mut().push("all".into());
        Ok(self.select(|_| true))
    }

    fn all_if(
        &self,
        family: &Family,
        page: usize,
        is_cheap: &dyn Fn(Option<usize>) -> bool,
    ) -> Result<Listed, api::Error> {
        let total = self.objects.len();
        if total <= page || is_cheap(Some(total)) {
            return self.all(family).map(Listed::Whole);
        }
        self.asked.borrow_mut().push(format!("start of {page}"));
        let start = self.select(|_| true).into_iter().take(page).collect();
        Ok(Listed::Start(start, Some(total)))
    }
}

pub(super) fn fixed(mut objects: Value) -> Fixed {
    Fixed { objects: std::mem::take(objects.as_array_mut().unwrap()), asked: RefCell::default() }
}

pub(super) fn find(source: &Fixed, kind: &Family, labels: &[&str], multiple: bool) -> Result<Vec<u64>, Vec<Problem>> {
    let labels: Vec<String> = labels.iter().map(ToString::to_string).collect();
    let found = Resolver::new(source).find(kind, &labels, multiple).unwrap();
    if !found.problems.is_empty() {
        return Err(found.problems);
    }
    Ok(found.targets.into_iter().filter_map(|target| target.id.number()).collect())
}

#[test]
fn ids_come_before_slugs_and_fingerprints_and_these_before_names() {
    let print = "3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa";
    let objects = fixed(json!([
        {"id": 7, "name": "8"},
        {"id": 8, "name": "web"},
        {"id": 9, "name": "base", "slug": "web"},
        {"id": 10, "name": print},
        {"id": 11, "name": "key", "fingerprint": print},
        {"id": 12, "name": "own"},
    ]));
    for (kind, label, one, all) in [
        (&DROPLET.family, "8", vec![8], vec![8, 7]),
        (&IMAGE.family, "web", vec![9], vec![9, 8]),
        (&IMAGE.family, "8", vec![8], vec![8, 7]),
        (&SSH_KEY.family, print, vec![11], vec![11, 10]),
        (&DROPLET.family, "own", vec![12], vec![12]),
    ] {
        assert_eq!(find(&objects, kind, &[label], false), Ok(one), "{label}");
        assert_eq!(find(&objects, kind, &[label], true), Ok(all), "{label} -M");
    }
}

#[test]
fn fingerprints_compare_in_any_case_and_names_do_not() {
    let print = "3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa";
    let objects = fixed(json!([{"id": 1, "name": "Web", "fingerprint": print}]));
    let mut resolver = Resolver::new(&objects);
    resolver.in_use(&SSH_KEY.family, &["x".into()]).unwrap();
    assert_eq!(resolver.find(&SSH_KEY.family, &[print.to_uppercase()], false).unwrap().targets[0].id, Id::Number(1));
    let unknown = Problem::unknown(&DROPLET.family, "web");
    assert_eq!(find(&objects, &DROPLET.family, &["web"], false), Err(vec![unknown]));
}

#[test]
fn a_number_that_is_nobodys_id_may_be_a_name() {
    let objects = fixed(json!([{"id": 7, "name": "2024"}]));
    for kind in [&DROPLET.family, &IMAGE.family, &SSH_KEY.family] {
        assert_eq!(find(&objects, kind, &["2024"], false), Ok(vec![7]), "{}", kind.noun);
    }
}

#[test]
fn a_name_stays_ambiguous_beside_the_id_of_one_of_its_objects() {
    let objects = fixed(json!([{"id": 1, "name": "snap"}, {"id": 2, "name": "snap"}, {"id": 3, "name": "2024"},
        {"id": 4, "name": "2024"}]));
    for (kind, name, labels) in [
        (&IMAGE.family, "snap", ["snap", "1"]),
        (&IMAGE.family, "snap", ["1", "snap"]),
        (&DROPLET.family, "2024", ["3", "2024"]),
    ] {
        let problems = find(&objects, kind, &labels, false).unwrap_err();
        assert!(
            matches!(&problems[..], [Problem::Ambiguous { label, .. }] if label == name),
            "{labels:?} {problems:?}"
        );
    }
}

#[test]
fn every_label_that_means_nothing_or_too_much_is_named() {
    let objects = fixed(json!([{"id": 1, "name": "web"}, {"id": 2, "name": "web"}, {"id": 3, "name": "db"}]));
    let problems = find(&objects, &DROPLET.family, &["gone", "db", "web", "4", "gone", "web"], false).unwrap_err();
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            r#"droplet "gone": no such droplet"#,
            r#"droplet "web" is ambiguous: 2 droplets match: 1, 2"#,
            r#"droplet "4": no such droplet"#
        ]
    );
    assert_eq!(find(&objects, &DROPLET.family, &["web", "db"], true), Ok(vec![1, 2, 3]));
}

#[test]
fn an_object_given_twice_counts_once_and_is_warned_about() {
    let objects = fixed(json!([{"id": 1, "name": "web"}, {"id": 2, "name": "2"}]));
    let mut resolver = Resolver::new(&objects);
    let labels = ["web", "1", "web", "2"].map(String::from);
    let ids: Vec<u64> =
        resolver.find(&DROPLET.family, &labels, false).unwrap().targets.iter().filter_map(|t| t.id.number()).collect();
    assert_eq!(ids, [1, 2]);
    assert_eq!(
        resolver.warnings,
        [
            r#"droplet "1" is 1, which "web" names already; it is ignored"#,
            r#"droplet "web" is given more than once; once is enough"#
        ]
    );
}

#[test]
fn an_object_that_matches_by_two_of_its_own_fields_is_one_match() {
    let objects = fixed(json!([{"id": 2, "name": "2"}]));
    assert_eq!(find(&objects, &DROPLET.family, &["2"], true), Ok(vec![2]));
}

#[test]
fn few_labels_are_asked_one_by_one_and_many_by_the_list() {
    for (labels, asked) in [
        (vec!["7"], vec![r#"One("7")"#]),
        (vec!["web"], vec![r#"Named("web")"#]),
        (vec!["8"], vec![r#"One("8")"#, r#"Named("8")"#]),
        (vec!["7", "7", "web", "7", "web"], vec![r#"One("7")"#, r#"Named("web")"#]),
        (vec!["web", "7", "8", "9"], vec!["all"]),
    ] {
        let objects = fixed(json!([{"id": 7, "name": "web"}, {"id": 9, "name": "8"}]));
        assert!(find(&objects, &DROPLET.family, &labels, false).is_ok());
        assert_eq!(*objects.asked.borrow(), asked, "{labels:?}");
    }
}

#[test]
fn in_a_large_account_the_start_of_the_list_is_read_once_and_what_is_on_it_is_not_asked_for() {
    let droplets: Vec<Value> = (1..=1000).map(|id| json!({"id": id, "name": format!("web-{id}")})).collect();
    let objects = fixed(json!(droplets));
    let labels = ["7", "500", "web-600", "web-8", "2001"];
    let problems = find(&objects, &DROPLET.family, &labels, false).unwrap_err();
    assert_eq!(problems.len(), 1);
    let first = ["start of 40", r#"One("500")"#, r#"Named("web-600")"#, r#"Named("web-8")"#, r#"One("2001")"#];
    assert_eq!(*objects.asked.borrow(), [&first[..], &[r#"Named("2001")"#]].concat());
}

#[test]
fn names_of_keys_and_images_read_the_list_once() {
    let objects = fixed(json!([{"id": 7, "name": "my image"}, {"id": 8, "name": "other image"}]));
    let mut resolver = Resolver::new(&objects);
    for label in ["my image", "other image", "my image"] {
        assert!(resolver.find(&IMAGE.family, &[label.to_owned()], false).unwrap().problems.is_empty());
    }
    assert_eq!(*objects.asked.borrow(), ["all"]);
}

#[test]
fn names_in_use_are_told_with_their_ids_and_slugs_count_for_images() {
    let objects =
        fixed(json!([{"id": 1, "name": "web"}, {"id": 2, "name": "web"}, {"id": 3, "slug": "debian-12-x64"}]));
    let names = ["web", "db", "debian-12-x64"].map(String::from);
    let in_use = Resolver::new(&objects).in_use(&IMAGE.family, &names).unwrap();
    let ids =
        |(name, users): (String, Vec<(Id, Object)>)| (name, users.into_iter().map(|(id, _)| id).collect::<Vec<_>>());
    assert_eq!(
        in_use.into_iter().map(ids).collect::<Vec<_>>(),
        [("web".into(), vec![Id::Number(1), Id::Number(2)]), ("debian-12-x64".into(), vec![Id::Number(3)])]
    );
}

#[test]
fn a_family_with_uuids_resolves_like_droplets_also_one_made_at_run_time() {
    let uuid = "4de7ac8b-495b-4884-9a69-1050c6793cd6";
    let path = format!("/v2/{}", "gadgets");
    let collection =
        Collection { path: path.into(), plural: "gadgets".to_owned().into(), singular: "gadget".to_owned().into() };
    let mut gadgets = Family::of(collection, "gadget", &[Key::Uuid], Lists::PLAIN);
    gadgets.name = "spec.name".into();
    let objects = fixed(json!([
        {"id": uuid, "spec": {"name": "one"}},
        {"id": "b-1", "spec": {"name": "twin"}},
        {"id": "b-2", "spec": {"name": "twin"}},
    ]));
    let find = |label: &str| Resolver::new(&objects).find(&gadgets, &[label.to_owned()], false).unwrap();
    let problem = |label: &str| find(label).problems[0].to_string();
    for label in [uuid, &uuid.to_uppercase(), "one"] {
        assert_eq!(find(label).targets[0].id, Id::from(uuid), "{label}");
    }
    assert_eq!(problem("twin"), r#"gadget "twin" is ambiguous: 2 gadgets match: b-1, b-2"#);
    assert_eq!(problem("gone"), r#"gadget "gone": no such gadget"#);
}

#[test]
fn a_made_up_noun_is_found_by_its_uuid_and_by_its_name_and_named_in_messages() {
    let (one, two) = ("6a1c06f8-9d3b-4f5e-8f1c-0d7f0a4f6f11", "6a1c06f8-9d3b-4f5e-8f1c-0d7f0a4f6f22");
    let objects =
        || fixed(json!([{"id": one, "name": "top"}, {"id": two, "name": "top"}, {"id": "7", "name": "left"}]));
    let ids = |labels: &[&str]| {
        let (source, labels): (Fixed, Vec<String>) = (objects(), labels.iter().map(ToString::to_string).collect());
        let found = Resolver::new(&source).find(&GADGET.family, &labels, false).unwrap();
        let ids: Vec<String> = found.targets.iter().map(|target| target.id.to_string()).collect();
        (ids, found.problems.first().map(ToString::to_string).unwrap_or_default())
    };
    assert_eq!(ids(&[one, "left"]).0, [one, "7"]);
    assert_eq!(ids(&["right"]).1, r#"gadget "right": no such gadget"#);
    let ambiguous = ids(&["top"]).1;
    assert_eq!(ambiguous, format!(r#"gadget "top" is ambiguous: 2 gadgets match: {one}, {two}"#));
}
