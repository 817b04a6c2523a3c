//! `--jq`: a filter in jq's language over the whole result.

use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Filter, Vars, compile, data, unwrap_valr};
use jaq_json::{Val, read};
use std::fmt;
use std::sync::Arc;

/// What jq's manual has and the library leaves to its users.
const FORMATS: &str = r#"
def row(f; separator): map(
  if type == "string" then f elif . == null then "" elif type == "array" or type == "object" then error("\(type) is not valid in a row")
  else tostring end) | join(separator);
def @csv: row("\"" + (split("\"") | join("\"\"")) + "\""; ",");
def @tsv: row(split("\\") | join("\\\\") | split("\t") | join("\\t") | split("\n") | join("\\n") | split("\r") | join("\\r"); "\t");
"#;

/// A filter, compiled when the command line is read. Clones share it.
#[derive(Clone)]
pub(crate) struct Jq(Arc<Filter<data::JustLut<Val>>>);

/// The terms of a compiled filter say nothing to a person.
impl fmt::Debug for Jq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jq")
    }
}

/// One value that a filter gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Output {
    /// As JSON.
    pub(crate) json: String,
    /// The text itself, if it is a string.
    pub(crate) text: Option<String>,
}

impl Jq {
    /// An error names the place in the filter.
    pub(crate) fn new(code: &str) -> Result<Jq, String> {
        compiled(code).map(|filter| Jq(Arc::new(filter)))
    }

    /// The values that the filter gives for this JSON text. The error of the filter follows those that came before it.
    pub(crate) fn run(&self, json: &str) -> (Vec<Output>, Option<String>) {
        let input = match read::parse_single(json.as_bytes()) {
            Ok(input) => input,
            Err(error) => return (Vec::new(), Some(shortened(&error.to_string()))),
        };
        let context = Ctx::<data::JustLut<Val>>::new(&self.0.lut, Vars::new([]));
        let mut outputs = Vec::new();
        for value in self.0.id.run((context, input)).map(unwrap_valr) {
            match value {
                Ok(value) => outputs.push(output(&value)),
                Err(error) => return (outputs, Some(shortened(&error.to_string()))),
            }
        }
        (outputs, None)
    }
}

fn output(value: &Val) -> Output {
    let text = match value {
        Val::TStr(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    };
    Output { json: value.to_string(), text }
}

fn compiled(code: &str) -> Result<Filter<data::JustLut<Val>>, String> {
    let formats = load::parse(FORMATS, |parser| parser.defs()).unwrap_or_default();
    let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs()).chain(formats);
    let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let arena = Arena::default();
    let modules = Loader::new(definitions).load(&arena, File { code, path: () });
    let modules = modules.map_err(|errors| first(code, errors, load_error))?;
    let filter = Compiler::default().with_funs(functions).compile(modules);
    filter.map_err(|errors| first(code, errors, compile_error))
}

/// The first error, with the filter and a mark below the place.
fn first<'a, E>(
    code: &str,
    errors: load::Errors<&'a str, (), E>,
    describe: fn(E) -> Option<(String, &'a str)>,
) -> String {
    let described = errors.into_iter().next().and_then(|(_, error)| describe(error));
    let Some((what, place)) = described else { return "it is not valid".to_owned() };
    // What is named is a part of the filter's own text; the end of the filter stands for nothing.
    let offset = (place.as_ptr() as usize).checked_sub(code.as_ptr() as usize).filter(|at| *at <= code.len());
    let before = offset.filter(|_| !place.is_empty()).and_then(|at| code.get(..at)).unwrap_or(code);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let whole = code.split('\n').nth(before.matches('\n').count()).unwrap_or(code);
    format!("{what}\n  {whole}\n  {:width$}^", "", width = line.chars().count())
}

/// An error of the filter's run, which quotes the value that it is about: of a long one the beginning, and what is wrong
/// with it, which is at the end.
fn shortened(error: &str) -> String {
    const BEGINNING: usize = 100;
    const END: usize = 60;
    let chars: Vec<char> = error.chars().collect();
    if chars.len() <= BEGINNING + END {
        return error.to_owned();
    }
    let (beginning, end) = (&chars[..BEGINNING], &chars[chars.len() - END..]);
    beginning.iter().chain(&['…']).chain(end).collect()
}

fn load_error(error: load::Error<&str>) -> Option<(String, &str)> {
    match error {
        load::Error::Io(errors) => errors.into_iter().next().map(|(at, why)| (why, at)),
        load::Error::Lex(errors) => errors.into_iter().next().map(|(expected, at)| (missing(expected.as_str()), at)),
        load::Error::Parse(errors) => errors.into_iter().next().map(|(expected, at)| (missing(expected.as_str()), at)),
    }
}

fn missing(what: &str) -> String {
    format!("expected {what}")
}

fn compile_error(errors: Vec<compile::Error<&str>>) -> Option<(String, &str)> {
    errors.into_iter().next().map(|(name, undefined)| (format!("there is no {} {name}", undefined.as_str()), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(filter: &str, json: &str) -> Vec<String> {
        let (outputs, error) = Jq::new(filter).unwrap().run(json);
        assert_eq!(error, None);
        outputs.into_iter().map(|output| output.json).collect()
    }

    #[test]
    fn filters_that_people_use_give_what_jq_gives() {
        let droplets = r#"[{"id":7,"name":"web","size":{"price":6.00},"tags":["a"]},{"id":8,"name":"db","size":{"price":12.50},"tags":[]}]"#;
        for (filter, expected) in [
            (".[].name", vec!["\"web\"", "\"db\""]),
            (".[0].size.price", vec!["6.00"]),
            ("map(.size.price) | add", vec!["18.5"]),
            ("[.[] | select(.name | startswith(\"w\")) | .id]", vec!["[7]"]),
            ("map({key: .name, value: .id}) | from_entries", vec!["{\"web\":7,\"db\":8}"]),
            ("length", vec!["2"]),
            (".[] | [.id, .name] | @tsv", vec!["\"7\\tweb\"", "\"8\\tdb\""]),
            (".[] | \"\\(.name) \\(.id)\"", vec!["\"web 7\"", "\"db 8\""]),
            (
                ".[] | [.id, .name, null, \"a\\\"b\"] | @csv",
                vec![r#""7,\"web\",,\"a\"\"b\"""#, r#""8,\"db\",,\"a\"\"b\"""#],
            ),
            ("[\"a\\tb\\\\c\"] | @tsv", vec![r#""a\\tb\\\\c""#]),
            ("\"it's\" | @sh", vec![r#""'it'\\''s'""#]),
            ("\"a b\" | @uri", vec!["\"a%20b\""]),
            ("sort_by(.name) | .[0].id", vec!["8"]),
            ("group_by(.tags | length) | map(length)", vec!["[1,1]"]),
            ("any(.[]; .tags | index(\"a\"))", vec!["true"]),
            (".[] | .size | to_entries[] | .key", vec!["\"price\"", "\"price\""]),
            ("empty", vec![]),
        ] {
            assert_eq!(run(filter, droplets), expected, "{filter}");
        }
    }

    #[test]
    fn numbers_keep_their_spelling_and_keys_their_order() {
        for json in ["{\"b\":1.50,\"a\":18446744073709551617}", "6.00", "[1e3]"] {
            assert_eq!(run(".", json), [json]);
        }
    }

    #[test]
    fn an_error_points_at_its_place_in_the_filter() {
        for (filter, error) in [
            (".[] | nme", "there is no filter nme\n  .[] | nme\n        ^"),
            (".[", "expected closing bracket\n  .[\n    ^"),
            ("$x", "there is no variable $x\n  $x\n  ^"),
        ] {
            assert_eq!(Jq::new(filter).unwrap_err(), error);
        }
    }

    #[test]
    fn what_came_before_an_error_is_kept() {
        let (outputs, error) = Jq::new(".[] | .name").unwrap().run(r#"[{"name":"a"},3]"#);
        assert_eq!(outputs.len(), 1);
        assert!(error.unwrap().contains("cannot index 3"));
    }

    #[test]
    fn an_error_quotes_of_a_long_value_the_beginning() {
        let long = format!(r#"[{{"name":"{}"}}]"#, "é".repeat(5000));
        let error = Jq::new(".id").unwrap().run(&long).1.unwrap();
        assert!(error.starts_with("cannot index [{\"name\":\"éé") && error.ends_with("] with \"id\""), "{error}");
        assert_eq!(error.chars().count(), 161);
    }
}
