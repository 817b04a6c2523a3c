//! YAML, with keys in their order and numbers as they are spelt, which a parser's tree would lose.

use super::Writer;
use indexmap::IndexMap;
use serde_json::value::RawValue;
use std::fmt::Write as _;

/// A list of objects as one document. A value that is no list is a document of its own.
#[derive(Default)]
pub(crate) struct Yaml {
    any: bool,
}

impl Writer for Yaml {
    fn push(&mut self, json: &str, out: &mut Vec<u8>) {
        let mut text = "- ".to_owned();
        if let Ok(value) = serde_json::from_str(json) {
            block(value, 1, &mut text);
        }
        out.extend_from_slice(text.as_bytes());
        self.any = true;
    }

    fn finish(&mut self, out: &mut Vec<u8>) {
        if !self.any {
            out.extend_from_slice(b"[]\n");
        }
    }
}

/// One value as a document.
pub(crate) fn document(json: &str) -> String {
    let mut text = String::new();
    if let Ok(value) = serde_json::from_str(json) {
        block(value, 0, &mut text);
    }
    text
}

/// Writes a value whose first line begins where the text ends; further lines stand `depth` levels deep.
fn block(value: &RawValue, depth: usize, text: &mut String) {
    let json = value.get();
    if json.starts_with('{')
        && let Ok(fields) = serde_json::from_str::<IndexMap<String, &RawValue>>(json)
    {
        mapping(&fields, depth, text);
    } else if json.starts_with('[')
        && let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(json)
    {
        sequence(&items, depth, text);
    } else {
        let _ = writeln!(text, "{}", scalar(json));
    }
}

fn mapping(fields: &IndexMap<String, &RawValue>, depth: usize, text: &mut String) {
    if fields.is_empty() {
        text.push_str("{}\n");
    }
    for (index, (key, value)) in fields.iter().enumerate() {
        indent(index, depth, text);
        let _ = write!(text, "{}:", string(key));
        let is_nested = value.get().starts_with(['{', '[']) && !is_empty(value);
        if is_nested {
            text.push('\n');
            text.push_str(&"  ".repeat(depth + 1));
        } else {
            text.push(' ');
        }
        block(value, depth + 1, text);
    }
}

fn sequence(items: &[&RawValue], depth: usize, text: &mut String) {
    if items.is_empty() {
        text.push_str("[]\n");
    }
    for (index, item) in items.iter().enumerate() {
        indent(index, depth, text);
        text.push_str("- ");
        block(item, depth + 1, text);
    }
}

fn indent(index: usize, depth: usize, text: &mut String) {
    if index > 0 {
        text.push_str(&"  ".repeat(depth));
    }
}

fn is_empty(value: &RawValue) -> bool {
    value.get()[1..].trim_start().starts_with(['}', ']'])
}

fn scalar(json: &str) -> String {
    serde_json::from_str::<String>(json).map_or_else(|_| json.to_owned(), |text| string(&text))
}

/// A string, plain where every reader of YAML takes it for one.
fn string(text: &str) -> String {
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    let means_more = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    if is_word && !means_more.contains(&text.to_ascii_lowercase().as_str()) {
        return text.to_owned();
    }
    quoted(text)
}

/// A double-quoted string. JSON's escapes are YAML's too; beyond them, what is not printable is escaped.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let is_plain = |c: char| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    json.chars().map(|c| if is_plain(c) { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::format::{Format, Shape, written};

    #[test]
    fn objects_are_items_of_one_list() {
        let objects = [
            r#"{"id":7,"name":"web-1","tags":["a","off"],"region":{"slug":"nyc3","n":[]},"price":6.00,"x":null}"#,
            r#"{"deep":[[1,2],{"a":{}}],"text":"a: b\n\u0085"}"#,
        ];
        let expected = "\
- id: 7
  name: web-1
  tags:
    - a
    - \"off\"
  region:
    slug: nyc3
    \"n\": []
  price: 6.00
  x: null
- deep:
    - - 1
      - 2
    - a: {}
  text: \"a: b\\n\\u0085\"\n";
        assert_eq!(written(Format::Yaml, Shape::default(), &objects), expected);
        assert_eq!(written(Format::Yaml, Shape::default(), &[]), "[]\n");
        assert_eq!(document(r#"{"a":"1"}"#), "a: \"1\"\n");
    }
}
