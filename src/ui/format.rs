//! The formats of `-o`: how objects that are pushed one by one become text.

mod columns;
mod rows;
mod table;
#[cfg(test)]
mod widths;
mod yaml;

pub(crate) use columns::Columns;
pub(crate) use yaml::document as yaml_document;

use crate::resolve::field::elements;
use clap::ValueEnum;
use rows::Rows;
use serde_json::value::RawValue;
use table::Table;

/// What `-o` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// One JSON value, laid out as jq lays it out
    #[default]
    Json,
    /// One object a line
    Jsonl,
    /// A table that fits the terminal
    Table,
    /// A table of all plain fields, as wide as it is
    Wide,
    /// Comma-separated values
    Csv,
    /// Tab-separated values
    Tsv,
    /// One YAML document
    Yaml,
    /// The names, one a line
    Name,
    /// The IDs, one a line
    Id,
}

/// What the formats with columns need to know.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shape {
    pub(crate) columns: Columns,
    pub(crate) header: bool,
    /// The width of the terminal; `None` where lines may be as long as they are.
    pub(crate) width: Option<usize>,
    pub(crate) colored: bool,
}

/// Turns objects into text. Rows may be held back until [`Writer::flush`], when what is known so far is to be seen.
pub(crate) trait Writer {
    /// Adds an object.
    fn push(&mut self, json: &str, out: &mut Vec<u8>);

    /// Writes what was held back.
    fn flush(&mut self, _out: &mut Vec<u8>) {}

    /// Ends the list.
    fn finish(&mut self, out: &mut Vec<u8>) {
        self.flush(out);
    }
}

impl Format {
    /// Its name on the command line.
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Whether it shows some fields of an object as columns.
    pub(crate) fn has_columns(self) -> bool {
        matches!(self, Format::Table | Format::Wide | Format::Csv | Format::Tsv)
    }

    /// The writer of this format; nothing for JSON, which stdout lays out by itself.
    pub(crate) fn writer(self, shape: Shape) -> Option<Box<dyn Writer + Send>> {
        Some(match self {
            Format::Json => return None,
            Format::Jsonl => Box::new(Lines),
            Format::Table => Box::new(Table::new(shape)),
            Format::Wide => Box::new(Table::new(Shape { columns: shape.columns.or_all(), width: None, ..shape })),
            Format::Csv => Box::new(Rows::csv(shape)),
            Format::Tsv => Box::new(Rows::tsv(shape)),
            Format::Yaml => Box::<yaml::Yaml>::default(),
            Format::Name => Box::new(Rows::bare(&["name", "slug", "ip", "id"])),
            Format::Id => Box::new(Rows::bare(&["id", "uuid", "slug", "ip", "name"])),
        })
    }
}

/// A whole table as text.
pub(crate) fn table<'a>(shape: Shape, objects: impl Iterator<Item = &'a str>) -> String {
    let (mut table, mut out) = (Table::new(shape), Vec::new());
    objects.for_each(|json| table.push(json, &mut out));
    table.finish(&mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// JSON lines.
struct Lines;

impl Writer for Lines {
    fn push(&mut self, json: &str, out: &mut Vec<u8>) {
        compact(json, out);
        out.push(b'\n');
    }
}

/// The objects of an element as rows: an element that is a list is a row for each of its objects, null is none.
fn rows(json: &str) -> Vec<String> {
    let Ok(value) = serde_json::from_str::<&RawValue>(json) else { return Vec::new() };
    elements(value).into_iter().map(|row| row.get().to_owned()).filter(|row| row != "null").collect()
}

/// JSON text without the white space between its tokens.
pub(crate) fn compact(json: &str, out: &mut Vec<u8>) {
    let (mut in_string, mut escaped) = (false, false);
    for byte in json.bytes() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else if byte.is_ascii_whitespace() {
            continue;
        } else {
            in_string = byte == b'"';
        }
        out.push(byte);
    }
}

#[cfg(test)]
pub(super) fn written(format: Format, shape: Shape, objects: &[&str]) -> String {
    let mut out = Vec::new();
    let mut writer = format.writer(shape).unwrap();
    objects.iter().for_each(|json| writer.push(json, &mut out));
    writer.finish(&mut out);
    String::from_utf8(out).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_lines_keep_strings_and_numbers_as_they_are_spelt() {
        let objects = ["{ \"a\" : \"x \\\" y\\\\\" ,\n \"n\": 1.50e3 }", "[ ]"];
        assert_eq!(written(Format::Jsonl, Shape::default(), &objects), "{\"a\":\"x \\\" y\\\\\",\"n\":1.50e3}\n[]\n");
    }

    #[test]
    fn names_and_ids_are_one_a_line_whatever_an_object_has() {
        let objects =
            [r#"{"id":7,"name":"web-1"}"#, r#"{"slug":"nyc3","name":"New York 3"}"#, r#"{"ip":"203.0.113.9"}"#];
        assert_eq!(written(Format::Id, Shape::default(), &objects), "7\nnyc3\n203.0.113.9\n");
        assert_eq!(written(Format::Name, Shape::default(), &objects), "web-1\nNew York 3\n203.0.113.9\n");
    }
}
