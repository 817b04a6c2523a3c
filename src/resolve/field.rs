//! Paths into objects, as `--columns` and `--where` take them: `region.slug`, `networks.v4[type=public].ip_address`,
//! and short names such as `ip` and `age` for what people ask for most.

use crate::api::fields;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

/// Short names and the paths they stand for. The first path with a value counts; the name itself is tried last, so that
/// `region` is `region.slug` of a droplet and the plain text of a VPC.
const SHORT_NAMES: &[(&str, &[&str])] = &[
    ("age", &["created_at"]),
    ("droplet", &["droplet.name"]),
    ("image", &["image.slug", "image.name"]),
    ("ip", &["networks.v4[type=public].ip_address"]),
    ("ipv6", &["networks.v6[type=public].ip_address", "public_ipv6"]),
    ("price", &["size.price_monthly", "price_monthly", "plan.price_monthly"]),
    ("private_ip", &["networks.v4[type=private].ip_address"]),
    ("region", &["region.slug", "region_slug"]),
    ("size", &["size_slug", "size.slug"]),
    ("vpc", &["vpc_uuid"]),
];

/// A place in an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldPath {
    typed: String,
    alternatives: Vec<Vec<Step>>,
}

/// One key of a path; `only` keeps the elements of a list in which a field has a value.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    key: String,
    only: Option<(String, String)>,
}

impl FromStr for FieldPath {
    type Err = String;

    fn from_str(typed: &str) -> Result<FieldPath, String> {
        let literal = steps(typed)?;
        let short = SHORT_NAMES.iter().find(|(name, _)| *name == typed);
        let mut alternatives =
            short.map_or(&[][..], |(_, paths)| paths).iter().map(|path| steps(path)).collect::<Result<Vec<_>, _>>()?;
        alternatives.push(literal);
        Ok(FieldPath { typed: typed.to_owned(), alternatives })
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

impl FieldPath {
    /// Whether it is the short name for the time since `created_at`.
    pub(crate) fn is_age(&self) -> bool {
        self.typed == "age"
    }

    /// Whether it is the short name for how long an action took.
    pub(crate) fn is_seconds(&self) -> bool {
        self.typed == "seconds"
    }

    /// The values at this place, several where the path leads through a list; none where there is nothing or null.
    pub(crate) fn values<'a>(&self, json: &'a str) -> Vec<&'a RawValue> {
        let Ok(object) = serde_json::from_str::<&RawValue>(json) else { return Vec::new() };
        let found = self.alternatives.iter().map(|steps| follow(object, steps));
        found.into_iter().find(|values| !values.is_empty()).unwrap_or_default()
    }

    /// The values as one text for a person: strings without quotes, lists with commas, numbers as they are spelt.
    pub(crate) fn text(&self, json: &str) -> String {
        self.values(json).into_iter().map(|value| plain(value).into_owned()).collect::<Vec<_>>().join(",")
    }
}

fn steps(typed: &str) -> Result<Vec<Step>, String> {
    typed.split('.').map(step).collect::<Option<Vec<_>>>().ok_or_else(|| {
        "must be a path of field names such as name, region.slug or networks.v4[type=public].ip_address".to_owned()
    })
}

fn step(text: &str) -> Option<Step> {
    let (key, only) = match text.split_once('[') {
        Some((key, rest)) => {
            let (field, value) = rest.strip_suffix(']')?.split_once('=')?;
            (key, Some((field.to_owned(), value.to_owned())))
        }
        None => (text, None),
    };
    let is_key = !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || "[]<>=!~".contains(c));
    is_key.then(|| Step { key: key.to_owned(), only })
}

fn follow<'a>(object: &'a RawValue, steps: &[Step]) -> Vec<&'a RawValue> {
    let mut values = vec![object];
    for step in steps {
        values = values.into_iter().flat_map(elements).filter_map(|value| member(value, &step.key)).collect();
        if let Some((field, expected)) = &step.only {
            values = values.into_iter().flat_map(elements).filter(|value| has(value, field, expected)).collect();
        }
    }
    values.retain(|value| value.get() != "null");
    values
}

/// The elements of a list; any other value is its own only element.
pub(crate) fn elements(value: &RawValue) -> Vec<&RawValue> {
    if value.get().starts_with('[') { serde_json::from_str(value.get()).unwrap_or_default() } else { vec![value] }
}

fn member<'a>(value: &'a RawValue, key: &str) -> Option<&'a RawValue> {
    fields(value.get()).ok()?.get(key).copied()
}

fn has(value: &RawValue, field: &str, expected: &str) -> bool {
    member(value, field).is_some_and(|found| plain(found) == expected)
}

/// A value for a person: a string without its quotes, a list of plain values with commas, everything else as it is
/// spelt.
pub(crate) fn plain(value: &RawValue) -> Cow<'_, str> {
    let text = value.get();
    match text.as_bytes().first() {
        Some(b'"') => serde_json::from_str::<String>(text).map_or(Cow::Borrowed(text), Cow::Owned),
        Some(b'[') if !elements(value).iter().any(|element| element.get().starts_with(['{', '['])) => {
            Cow::Owned(elements(value).into_iter().map(plain).collect::<Vec<_>>().join(","))
        }
        Some(b'n') => Cow::Borrowed(""),
        _ => Cow::Borrowed(text),
    }
}

/// How long ago a time as the API writes it was.
pub(crate) fn age(text: &str, now: SystemTime) -> Option<Duration> {
    now.duration_since(time(text)?).ok()
}

/// How long an action took, or has taken so far.
pub(crate) fn took(action: &str, now: SystemTime) -> Option<Duration> {
    let at = |field: &str| time(&field.parse::<FieldPath>().ok()?.text(action));
    at("completed_at").unwrap_or(now).duration_since(at("started_at")?).ok()
}

/// A time as the API writes it, or a date, which means its first moment in UTC.
pub(crate) fn time(text: &str) -> Option<SystemTime> {
    let is_date = text.len() == 10 && text.bytes().filter(|byte| *byte == b'-').count() == 2;
    let whole = if is_date { format!("{text}T00:00:00Z") } else { text.to_owned() };
    humantime::parse_rfc3339_weak(&whole).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DROPLET: &str = r#"{"id":7,"name":"web-1","memory":1024,"price":null,"tags":["a","b"],
        "region":{"slug":"nyc3","features":["x"]},"size_slug":"s-1vcpu-1gb","size":{"price_monthly":6.00},
        "networks":{"v4":[{"ip_address":"10.0.0.2","type":"private"},{"ip_address":"203.0.113.5","type":"public"}],
        "v6":[]}}"#;

    fn at(path: &str, json: &str) -> String {
        path.parse::<FieldPath>().unwrap().text(json)
    }

    #[test]
    fn a_path_reads_what_stands_there_in_its_own_spelling() {
        for (path, text) in [
            ("name", "web-1"),
            ("id", "7"),
            ("region.slug", "nyc3"),
            ("tags", "a,b"),
            ("size.price_monthly", "6.00"),
            ("networks.v4.type", "private,public"),
            ("networks.v4[type=private].ip_address", "10.0.0.2"),
            ("region.features", "x"),
            ("nothing", ""),
            ("name.first", ""),
        ] {
            assert_eq!(at(path, DROPLET), text, "{path}");
        }
    }

    #[test]
    fn short_names_stand_for_what_people_ask_for_most() {
        for (name, text) in [
            ("ip", "203.0.113.5"),
            ("private_ip", "10.0.0.2"),
            ("ipv6", ""),
            ("region", "nyc3"),
            ("size", "s-1vcpu-1gb"),
            ("price", "6.00"),
        ] {
            assert_eq!(at(name, DROPLET), text, "{name}");
        }
        assert_eq!(at("region", r#"{"region":"ams3"}"#), "ams3");
        assert_eq!(at("ip", r#"{"ip":"203.0.113.9","droplet":null}"#), "203.0.113.9");
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["", ".", "a..b", "a b", "a[", "a[x]", "a=b", "[type=x]"] {
            assert!(text.parse::<FieldPath>().is_err(), "{text}");
        }
    }
}
