//! Texts of the command line → values of a body, by the shape of the field.

use super::field::{FieldOption, TEXTS};
use super::json::Json;
use super::shape::{Scalar, Shape};
use crate::args::at_file;
use crate::error::{Result, usage};

impl FieldOption {
    /// The value of the field for what its option was given, once or several times.
    pub(crate) fn value(&self, given: &[String]) -> Result<Json> {
        let option = format!("--{}", self.long);
        let is_text = matches!(&self.shape, Shape::Scalar(Scalar { text: true, .. }) | Shape::List(_));
        if is_text && given.iter().any(String::is_empty) && !TEXTS.contains(&self.name()) {
            return Err(usage(format!("the value of {option} must not be empty; --body can send one that is")));
        }
        match (&self.shape, given) {
            (Shape::List(element), _) => list(element, given, &option),
            (Shape::Map(values), _) => map(values, given, &option),
            (shape, [.., text]) if self.is_text_in_file() => single(shape, &at_file::text(text)?, &option),
            (shape, [.., text]) => single(shape, text, &option),
            (_, []) => Ok(Json::Scalar("null".to_owned())),
        }
    }
}

/// One value that is no list of the command line.
fn single(shape: &Shape, text: &str, what: &str) -> Result<Json> {
    match shape {
        Shape::Scalar(kinds) => scalar(kinds, text, what),
        Shape::Any => anything(text),
        Shape::Object(_) => from_json(text, what),
        Shape::Map(values) => map(values, &[text.to_owned()], what),
        Shape::List(element) => list(element, &[text.to_owned()], what),
    }
}

/// A text stays a text, also where it looks like a number; a number keeps its spelling.
fn scalar(kinds: &Scalar, text: &str, what: &str) -> Result<Json> {
    let number = serde_json::from_str::<serde_json::Number>(text).ok();
    let is_number = number.as_ref().is_some_and(|number| kinds.number || kinds.integer && !number.is_f64());
    let is_word = kinds.boolean && matches!(text, "true" | "false") || !kinds.text && text == "null";
    match (is_number || is_word, kinds.text) {
        (true, _) => Ok(Json::Scalar(text.to_owned())),
        (false, true) => Ok(Json::text(text)),
        (false, false) => Err(usage(format!("{what} takes {}, not {text:?}", name(kinds)))),
    }
}

fn name(kinds: &Scalar) -> &'static str {
    match kinds {
        Scalar { boolean: true, integer: false, number: false, .. } => "true or false",
        Scalar { integer: true, number: false, .. } => "a whole number",
        _ => "a number",
    }
}

/// JSON where the text is some, else the text.
fn anything(text: &str) -> Result<Json> {
    let text = at_file::text(text)?;
    Ok(Json::parse(&text).unwrap_or_else(|_| Json::text(&text)))
}

/// JSON as it is typed, or in a file.
pub(crate) fn from_json(text: &str, what: &str) -> Result<Json> {
    let read = at_file::text(text)?;
    Json::parse(&read).map_err(|error| usage(format!("{what} is not valid JSON: {error}")))
}

/// Whether a text is meant as JSON, typed or in a file.
fn is_json(text: &str) -> bool {
    text.starts_with(['{', '[', '@'])
}

fn list(element: &Shape, given: &[String], what: &str) -> Result<Json> {
    let mut elements = Vec::new();
    for text in given {
        match element {
            Shape::Scalar(kinds) => elements.push(scalar(kinds, text, what)?),
            Shape::Object(_) if !is_json(text) => elements.push(members(element, text, what)?),
            _ => match from_json(text, what)? {
                Json::List(more) => elements.extend(more),
                one => elements.push(one),
            },
        }
    }
    Ok(Json::List(elements))
}

fn map(values: &Shape, given: &[String], what: &str) -> Result<Json> {
    let mut object = Json::empty();
    for text in given {
        if is_json(text) {
            object.overlay(from_json(text, what)?);
            continue;
        }
        let (key, value) = pair(text, what)?;
        object.set(&[key], single(values, value, what)?);
    }
    Ok(object)
}

fn pair<'a>(text: &'a str, what: &str) -> Result<(&'a str, &'a str)> {
    let found = text.split_once('=').filter(|(key, _)| !key.is_empty());
    found.ok_or_else(|| usage(format!("{what} takes KEY=VALUE, and {text:?} is none")))
}

/// An object of a list in one text: `protocol=tcp,ports=22,sources.addresses=10.0.0.0/8`. A key of a list may be there
/// again; quotes keep a comma in a value.
fn members(element: &Shape, text: &str, what: &str) -> Result<Json> {
    let mut given: Vec<(FieldOption, Vec<String>)> = Vec::new();
    let known = super::field::options(element);
    for piece in pieces(text) {
        let (key, value) = pair(&piece, what)?;
        let long = key.replace('_', "-");
        let Some(field) = known.iter().find(|one| one.long == long) else { return Err(unknown(what, key, &known)) };
        match given.iter_mut().find(|(one, _)| one.long == long) {
            Some((field, values)) if field.repeats() => values.push(value.to_owned()),
            Some(_) => return Err(usage(format!("{what} has {key} twice in {text:?}"))),
            None => given.push((field.clone(), vec![value.to_owned()])),
        }
    }
    let mut object = Json::empty();
    for (field, values) in given {
        let option = FieldOption { long: format!("{}: {}", what.trim_start_matches('-'), field.long), ..field };
        let path: Vec<&str> = option.path.iter().map(String::as_str).collect();
        object.set(&path, option.value(&values)?);
    }
    Ok(object)
}

fn unknown(what: &str, key: &str, known: &[FieldOption]) -> crate::error::CliError {
    let keys: Vec<String> = known.iter().map(|one| one.path.join(".")).collect();
    usage(format!("{what} has no key {key:?}; it has {}", keys.join(", ")))
}

/// The text split at commas that are in no quotes and no brackets; quotes around a value go.
fn pieces(text: &str) -> Vec<String> {
    let (mut pieces, mut quoted, mut depth) = (vec![String::new()], false, 0_usize);
    for char in text.chars() {
        match char {
            '"' if depth == 0 => quoted = !quoted,
            ',' if !quoted && depth == 0 => pieces.push(String::new()),
            _ => {
                depth = match char {
                    '[' | '{' if !quoted => depth + 1,
                    ']' | '}' if !quoted => depth.saturating_sub(1),
                    _ => depth,
                };
                if let Some(piece) = pieces.last_mut() {
                    piece.push(char);
                }
            }
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::field::options;

    const SHAPE: &str = r#"{"name":"s","description":"s","count":"i","ratio":"n","on":"b","image":"is","tags":["s"],"droplet_ids":["i"],"counts":["i"],
        "rules":[{"protocol":"s:tcp|udp","ports":"s","on":"b","sources":{"addresses":["s"],"droplet_ids":["i"]}}],
        "check":{"port":"i"},"labels":{"*":"s"},"other":"j","user_data":"s"}"#;

    fn value(long: &str, given: &[&str]) -> Result<String> {
        let field = options(&Shape::parse(SHAPE)).into_iter().find(|one| one.long == long).unwrap();
        let given: Vec<String> = given.iter().map(|&text| text.to_owned()).collect();
        field.value(&given).map(|value| value.to_string())
    }

    #[test]
    fn values_have_the_type_of_their_field_and_keep_their_spelling() {
        for (option, given, json) in [
            ("name", vec!["5"], r#""5""#),
            ("name", vec!["true"], r#""true""#),
            ("name", vec!["null"], r#""null""#),
            ("name", vec!["@x"], r#""@x""#),
            ("description", vec![""], r#""""#),
            ("labels", vec!["a="], r#"{"a":""}"#),
            ("count", vec!["12345678901234567890"], "12345678901234567890"),
            ("count", vec!["-1"], "-1"),
            ("count", vec!["null"], "null"),
            ("ratio", vec!["1.50"], "1.50"),
            ("on", vec!["false"], "false"),
            ("image", vec!["7"], "7"),
            ("image", vec!["ubuntu-24-04-x64"], r#""ubuntu-24-04-x64""#),
            ("tags", vec!["a,b", "7"], r#"["a,b","7"]"#),
            ("counts", vec!["1", "2"], "[1,2]"),
            ("droplet-ids", vec!["1", "web-1"], r#"[1,"web-1"]"#),
            ("check", vec![r#"{"port": 1.0}"#], r#"{"port":1.0}"#),
            ("check.port", vec!["80"], "80"),
            ("labels", vec!["a=1", "b=x=y", "a=2"], r#"{"a":"2","b":"x=y"}"#),
            ("labels", vec![r#"{"a":1}"#], r#"{"a":1}"#),
            ("other", vec!["[1]"], "[1]"),
            ("other", vec!["text"], r#""text""#),
        ] {
            assert_eq!(value(option, &given).unwrap(), json, "--{option} {given:?}");
        }
    }

    #[test]
    fn an_object_of_a_list_is_one_text_of_keys_or_json() {
        for (given, json) in [
            (
                vec!["protocol=tcp,ports=22,sources.addresses=0.0.0.0/0,sources.addresses=::/0"],
                r#"[{"protocol":"tcp","ports":"22","sources":{"addresses":["0.0.0.0/0","::/0"]}}]"#,
            ),
            (vec!["protocol=x", "on=true"], r#"[{"protocol":"x"},{"on":true}]"#),
            (vec!["ports=\"1,2\",sources.droplet-ids=7"], r#"[{"ports":"1,2","sources":{"droplet_ids":[7]}}]"#),
            (vec![r#"{"ports":22}"#, r#"[{"a":1},{"b":2}]"#], r#"[{"ports":22},{"a":1},{"b":2}]"#),
            (vec!["sources={\"tags\":[\"a\",\"b\"]},ports=1"], r#"[{"sources":{"tags":["a","b"]},"ports":"1"}]"#),
        ] {
            assert_eq!(value("rules", &given).unwrap(), json, "{given:?}");
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error_of_the_command_line() {
        for (option, given, error) in [
            ("count", "many", "--count takes a whole number, not \"many\""),
            ("count", "1.5", "--count takes a whole number, not \"1.5\""),
            ("count", "", "--count takes a whole number, not \"\""),
            ("ratio", "x", "--ratio takes a number, not \"x\""),
            ("on", "yes", "--on takes true or false, not \"yes\""),
            ("counts", "1,2", "--counts takes a whole number, not \"1,2\""),
            ("labels", "a", "--labels takes KEY=VALUE, and \"a\" is none"),
            ("labels", "=a", "--labels takes KEY=VALUE, and \"=a\" is none"),
            ("name", "", "the value of --name must not be empty; --body can send one that is"),
            ("rules", "", "the value of --rules must not be empty; --body can send one that is"),
            ("tags", "", "the value of --tags must not be empty; --body can send one that is"),
            (
                "rules",
                "sources.addresses=",
                "the value of --rules: sources.addresses must not be empty; --body can send one that is",
            ),
            ("rules", "tcp", "--rules takes KEY=VALUE, and \"tcp\" is none"),
            ("rules", "ports=1,ports=2", "--rules has ports twice in \"ports=1,ports=2\""),
            ("rules", "on=1", "--rules: on takes true or false, not \"1\""),
            ("check", "{", "--check is not valid JSON: EOF while parsing an object at line 1 column 1"),
        ] {
            let found = value(option, &[given]).unwrap_err();
            assert_eq!(found.status, crate::error::Status::Usage);
            assert_eq!(found.to_string(), error, "--{option} {given}");
        }
        let unknown = value("rules", &["port=1"]).unwrap_err().to_string();
        assert!(
            unknown.starts_with("--rules has no key \"port\"; it has protocol, ports, on, sources, sources.addresses")
        );
        assert!(value("user-data", &["@/nowhere"]).is_err());
    }
}
