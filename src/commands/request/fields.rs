//! `--field` and `--raw-field`: a body or a query from single values, as `gh api` builds them.

use crate::api::{Method, Path};
use crate::commands::errors::usage;
use crate::commands::given;
use anyhow::Result;
use clap::Args;
use serde_json::{Map, Value};

const TYPED: &str = "A field of the body, or of the query of a GET: true, false, null and numbers are taken as such, \
                     @FILE is read; NAME may be a[b], a[] or a[][b]";

#[derive(Debug, Args)]
pub(super) struct Fields {
    // Brackets in documentation are links, and this is help too.
    #[arg(short = 'F', long = "field", value_name = "NAME=VALUE", conflicts_with = "data", help = TYPED)]
    typed: Vec<String>,

    /// The same, but the value is always text
    #[arg(short = 'f', long = "raw-field", value_name = "NAME=VALUE", conflicts_with = "data")]
    raw: Vec<String>,
}

impl Fields {
    /// Whether there are any.
    pub(super) fn is_given(&self) -> bool {
        !self.typed.is_empty() || !self.raw.is_empty()
    }

    fn pairs(&self) -> Result<Vec<(&str, Value)>> {
        let typed = self.typed.iter().map(|field| pair(field).and_then(|(name, value)| Ok((name, typed(value)?))));
        let raw = self.raw.iter().map(|field| pair(field).map(|(name, value)| (name, Value::from(value))));
        typed.chain(raw).collect()
    }

    /// The path, of a request that only reads with the fields in its query.
    pub(super) fn in_query(&self, method: Method, path: Path) -> Result<Path> {
        if !method.only_reads() {
            return Ok(path);
        }
        let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Ok(self.pairs()?.into_iter().fold(path, |path, (name, value)| path.query(name, text(value))))
    }

    /// The body: the data, or an object of the fields.
    pub(super) fn in_body(&self, data: Option<String>) -> Result<Option<String>> {
        if !self.is_given() {
            return Ok(data);
        }
        let mut body = Value::Object(Map::new());
        for (name, value) in self.pairs()? {
            set(&mut body, &keys(name)?, value)
                .ok_or_else(|| usage(format!("field {name:?} does not fit the others")))?;
        }
        Ok(Some(body.to_string()))
    }
}

fn pair(field: &str) -> Result<(&str, &str)> {
    field
        .split_once('=')
        .filter(|(name, _)| !name.is_empty())
        .ok_or_else(|| usage(format!("{field:?} is not of the form NAME=VALUE")))
}

fn typed(text: &str) -> Result<Value> {
    if text.starts_with('@') {
        return Ok(Value::from(given::text(text)?));
    }
    let literal = serde_json::from_str::<Value>(text).ok().filter(|value| !value.is_string());
    Ok(literal.filter(|value| !value.is_object() && !value.is_array()).unwrap_or_else(|| Value::from(text)))
}

/// `a[b][]` → `a`, `b`, and an empty key that stands for the end of a list.
fn keys(name: &str) -> Result<Vec<&str>> {
    let wrong = || usage(format!("field name {name:?} is not of the form a, a[b], a[] or a[][b]"));
    let (first, rest) = name.split_once('[').map_or((name, None), |(first, rest)| (first, Some(rest)));
    let Some(rest) = rest else { return Ok(vec![first]) };
    let inner = rest.strip_suffix(']').ok_or_else(wrong)?;
    let keys: Vec<&str> = std::iter::once(first).chain(inner.split("][")).collect();
    let whole = keys.iter().all(|key| !key.contains(['[', ']'])) && !first.is_empty();
    if whole { Ok(keys) } else { Err(wrong()) }
}

/// Puts a value where the keys lead; `None` if something else is there.
fn set(at: &mut Value, keys: &[&str], value: Value) -> Option<()> {
    let Some((key, rest)) = keys.split_first() else {
        *at = value;
        return Some(());
    };
    if key.is_empty() {
        let list = or_new(at, Value::Array(Vec::new())).as_array_mut()?;
        if !continues(list.last(), rest) {
            list.push(Value::Null);
        }
        return set(list.last_mut()?, rest, value);
    }
    let object = or_new(at, Value::Object(Map::new())).as_object_mut()?;
    if rest.is_empty() && object.contains_key(*key) {
        return None;
    }
    set(object.entry(*key).or_insert(Value::Null), rest, value)
}

/// Whether a field belongs to the last object of a list, `a[][b]=1 a[][c]=2`, as `gh api` has it: one that the object
/// already has begins the next.
fn continues(last: Option<&Value>, rest: &[&str]) -> bool {
    let (Some(Value::Object(object)), Some(key)) = (last, rest.first()) else { return false };
    !key.is_empty() && !object.contains_key(*key)
}

fn or_new(at: &mut Value, new: Value) -> &mut Value {
    if at.is_null() {
        *at = new;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn body(typed: &[&str], raw: &[&str]) -> Result<Value> {
        let texts = |fields: &[&str]| fields.iter().map(ToString::to_string).collect();
        let fields = Fields { typed: texts(typed), raw: texts(raw) };
        Ok(serde_json::from_str(&fields.in_body(None)?.unwrap_or_default())?)
    }

    #[test]
    fn fields_make_a_body() {
        for (typed, raw, expected) in [
            (
                vec!["a=1", "b=true", "c=null", "d=text", "e=1.50"],
                vec![],
                json!({"a": 1, "b": true, "c": null, "d": "text", "e": 1.5}),
            ),
            (vec![], vec!["a=1", "b=true", "c="], json!({"a": "1", "b": "true", "c": ""})),
            (vec!["tags[]=a", "tags[]=b"], vec![], json!({"tags": ["a", "b"]})),
            (vec!["p[plan]=daily", "p[hour]=4"], vec![], json!({"p": {"plan": "daily", "hour": 4}})),
            (vec!["a[b][]=1", "a[b][]=2"], vec!["q=x=y"], json!({"a": {"b": [1, 2]}, "q": "x=y"})),
            (
                vec!["a[][b]=1", "a[][c]=2", "a[][b]=3"],
                vec!["a[][c]=4"],
                json!({"a": [{"b": 1, "c": 2}, {"b": 3, "c": "4"}]}),
            ),
            (vec!["a=[1]", "b={}", "c=\"q\""], vec![], json!({"a": "[1]", "b": "{}", "c": "\"q\""})),
        ] {
            assert_eq!(body(&typed, &raw).unwrap(), expected);
        }
    }

    #[test]
    fn fields_that_cannot_be_are_refused() {
        for typed in [vec!["a"], vec!["=1"], vec!["a[b=1"], vec!["[b]=1"], vec!["a=1", "a=2"], vec!["a=1", "a[b]=2"]] {
            assert!(body(&typed, &[]).is_err(), "{typed:?}");
        }
    }
}
