//! `--field` and `--raw-field`: a body or a query from single values, as `gh api` builds them.

use crate::api::{Method, Path};
use crate::args::at_file;
use crate::error::Result;
use crate::error::usage;
use clap::{ArgMatches, Args, Command, FromArgMatches};
use serde_json::{Map, Value};

const TYPED: &str = "A field of the body, or of the query of a GET: true, false, null and numbers are taken as such, \
                     @FILE is read; NAME may be a[b], a[] or a[][b]";

/// The options as clap parses them, in one list for each kind.
#[derive(Debug, Args)]
struct Options {
    // Brackets in documentation are links, and this is help too.
    #[arg(short = 'F', long = "field", value_name = "NAME=VALUE", conflicts_with = "data", help = TYPED)]
    typed: Vec<String>,

    /// The same, but the value is always text
    #[arg(short = 'f', long = "raw-field", value_name = "NAME=VALUE", conflicts_with = "data")]
    raw: Vec<String>,
}

/// A field as it was given.
#[derive(Debug)]
enum Field {
    Typed(String),
    Raw(String),
}

/// The fields of both kinds in the order of the command line: it decides which of them make one object of a list.
#[derive(Debug)]
pub(super) struct Fields(Vec<Field>);

impl Args for Fields {
    fn augment_args(command: Command) -> Command {
        Options::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Options::augment_args_for_update(command)
    }
}

impl FromArgMatches for Fields {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Fields, clap::Error> {
        let options = Options::from_arg_matches(matches)?;
        let places = |option| matches.indices_of(option).into_iter().flatten();
        let typed = places("typed").zip(options.typed.into_iter().map(Field::Typed));
        let mut fields: Vec<_> = typed.chain(places("raw").zip(options.raw.into_iter().map(Field::Raw))).collect();
        fields.sort_by_key(|(place, _)| *place);
        Ok(Fields(fields.into_iter().map(|(_, field)| field).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Fields::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Field {
    fn pair(&self) -> Result<(&str, Value)> {
        if let Self::Typed(text) | Self::Raw(text) = self
            && !text.contains('=')
            && let Some(name) = text.strip_suffix("[]")
        {
            // A list without elements.
            return Ok((name, Value::Array(Vec::new())));
        }
        match self {
            Self::Typed(text) => pair(text).and_then(|(name, value)| Ok((name, typed(value)?))),
            Self::Raw(text) => pair(text).map(|(name, value)| (name, Value::from(value))),
        }
    }
}

impl Fields {
    /// Whether there are any.
    pub(super) fn is_given(&self) -> bool {
        !self.0.is_empty()
    }

    fn pairs(&self) -> Result<Vec<(&str, Value)>> {
        self.0.iter().map(Field::pair).collect()
    }

    /// The path; for a GET or HEAD request, the fields are added to its query.
    pub(super) fn in_query(&self, method: Method, path: Path) -> Result<Path> {
        if !method.only_reads() {
            return Ok(path);
        }
        let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let pairs = self.pairs()?.into_iter().filter(|(_, value)| !value.is_array());
        Ok(pairs.fold(path, |path, (name, value)| path.query(name, text(value))))
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
        return Ok(Value::from(at_file::text(text)?));
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

/// Sets the value at a path of keys; `None` if a value of another kind is in the way.
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

/// Whether a field belongs to the last object of a list, `a[][b]=1 a[][c]=2`, as `gh api` has it: a list that the
/// object already has grows, any other field that it has begins the next object.
fn continues(last: Option<&Value>, rest: &[&str]) -> bool {
    let (Some(Value::Object(object)), Some(key)) = (last, rest.first()) else { return false };
    !key.is_empty() && object.get(*key).is_none_or(Value::is_array)
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
    use clap::Arg;
    use serde_json::json;

    fn body(typed: &[&str], raw: &[&str]) -> Result<Value> {
        let options =
            |option, fields: &[&str]| fields.iter().map(|field| format!("{option}{field}")).collect::<Vec<_>>();
        given(&[options("-F", typed), options("-f", raw)].concat())
    }

    /// The body that these options make.
    fn given(options: &[String]) -> Result<Value> {
        // `--data` is an option of the command.
        let command = Fields::augment_args(Command::new("request").no_binary_name(true)).arg(Arg::new("data"));
        let fields = Fields::from_arg_matches(&command.try_get_matches_from(options).unwrap()).unwrap();
        Ok(serde_json::from_str(&fields.in_body(None)?.unwrap_or_default())?)
    }

    #[test]
    fn the_order_of_the_line_tells_what_belongs_together() {
        let options = ["-fa[][b]=x", "-Fa[][c]=1", "-fa[][b]=y", "-Fa[][c]=2"].map(String::from);
        assert_eq!(given(&options).unwrap(), json!({"a": [{"b": "x", "c": 1}, {"b": "y", "c": 2}]}));
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
            (
                vec!["a[][tags][]=x", "a[][tags][]=y", "a[][n]=1", "a[][n]=2"],
                vec![],
                json!({"a": [{"tags": ["x", "y"], "n": 1}, {"n": 2}]}),
            ),
            (vec!["a[][b][c]=1", "a[][b][d]=2"], vec![], json!({"a": [{"b": {"c": 1}}, {"b": {"d": 2}}]})),
            (vec!["a[]", "b[c][]"], vec![], json!({"a": [], "b": {"c": []}})),
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
