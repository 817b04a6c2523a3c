//! Formats of one line an object: csv, tsv, and the bare names and IDs.

use super::columns::cell;
use super::{Shape, Writer, rows};
use crate::resolve::field::FieldPath;
use crate::ui::printable;
use std::time::SystemTime;

/// Lines of cells. The columns are those of the objects before the first flush, so that they are known from then on.
pub(super) struct Rows {
    shape: Shape,
    separator: char,
    quote: fn(&str) -> String,
    held: Vec<String>,
    columns: Option<Vec<FieldPath>>,
}

impl Rows {
    fn new(shape: Shape, separator: char, quote: fn(&str) -> String) -> Rows {
        Rows { shape, separator, quote, held: Vec::new(), columns: None }
    }

    /// Comma-separated values as RFC 4180 has them, but with bare line feeds.
    pub(super) fn csv(shape: Shape) -> Rows {
        Rows::new(shape, ',', csv_cell)
    }

    /// Tab-separated values; tabs and line breaks inside of values are written as `\t` and `\n`.
    pub(super) fn tsv(shape: Shape) -> Rows {
        Rows::new(shape, '\t', tsv_cell)
    }

    /// The first of these fields that an object has, and nothing else.
    pub(super) fn bare(fields: &[&str]) -> Bare {
        Bare(fields.iter().filter_map(|field| field.parse().ok()).collect())
    }

    fn line(&self, cells: impl Iterator<Item = String>, out: &mut Vec<u8>) {
        let cells: Vec<String> = cells.map(|cell| (self.quote)(&cell)).collect();
        out.extend_from_slice(cells.join(&self.separator.to_string()).as_bytes());
        out.push(b'\n');
    }
}

impl Writer for Rows {
    fn push(&mut self, json: &str, _out: &mut Vec<u8>) {
        self.held.extend(rows(json));
    }

    fn flush(&mut self, out: &mut Vec<u8>) {
        if self.columns.is_none() && (self.shape.columns.are_known() || !self.held.is_empty()) {
            let columns = self.shape.columns.of(self.held.iter().map(String::as_str));
            if self.shape.header {
                self.line(columns.iter().map(ToString::to_string), out);
            }
            self.columns = Some(columns);
        }
        let now = SystemTime::now();
        for json in std::mem::take(&mut self.held) {
            let columns = self.columns.as_deref().unwrap_or_default();
            self.line(columns.iter().map(|path| cell(path, &json, now)), out);
        }
    }
}

/// One field a line.
pub(super) struct Bare(Vec<FieldPath>);

impl Writer for Bare {
    fn push(&mut self, json: &str, out: &mut Vec<u8>) {
        for row in rows(json) {
            let text = self.0.iter().map(|path| path.text(&row)).find(|text| !text.is_empty()).unwrap_or_default();
            out.extend_from_slice(printable(&text).as_bytes());
            out.push(b'\n');
        }
    }
}

fn csv_cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn tsv_cell(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

#[cfg(test)]
mod tests {
    use crate::ui::format::{Columns, Format, Shape, written};

    fn shape(columns: &[&str]) -> Shape {
        let paths = columns.iter().map(|path| path.parse().unwrap()).collect();
        Shape { columns: Columns::Chosen(paths), header: true, ..Shape::default() }
    }

    #[test]
    fn csv_quotes_what_would_be_read_as_something_else() {
        let objects = [r#"{"id":1,"name":"a,b","tags":["x","y"]}"#, r#"{"id":2,"name":"say \"hi\"\nagain"}"#, "{}"];
        let expected = "id,name,tags\n1,\"a,b\",\"x,y\"\n2,\"say \"\"hi\"\"\nagain\",\n,,\n";
        assert_eq!(written(Format::Csv, shape(&["id", "name", "tags"]), &objects), expected);
    }

    #[test]
    fn a_line_of_tsv_is_a_line_whatever_the_values_hold() {
        let objects = [r#"{"id":1,"name":"a\tb\nc\\d"}"#];
        assert_eq!(written(Format::Tsv, shape(&["id", "name"]), &objects), "id\tname\n1\ta\\tb\\nc\\\\d\n");
    }

    #[test]
    fn an_empty_list_is_its_header_where_the_columns_are_known() {
        assert_eq!(written(Format::Csv, shape(&["id"]), &[]), "id\n");
        assert_eq!(written(Format::Csv, Shape { header: true, ..Shape::default() }, &[]), "");
    }

    #[test]
    fn fuzz_csv_reads_back() {
        use proptest::prelude::*;
        let cells = proptest::collection::vec(proptest::collection::vec("[a-c,\"\r\n\t é]{0,6}", 2), 1..5);
        crate::fuzz::check(300, &cells, |rows| {
            let objects: Vec<String> =
                rows.iter().map(|row| serde_json::json!({"a": row[0], "b": row[1]}).to_string()).collect();
            let text =
                written(Format::Csv, shape(&["a", "b"]), &objects.iter().map(String::as_str).collect::<Vec<_>>());
            let read: Vec<Vec<String>> = csv_rows(&text).into_iter().skip(1).collect();
            prop_assert_eq!(read, rows);
            Ok(())
        });
    }

    #[test]
    fn fuzz_tsv_reads_back() {
        use proptest::prelude::*;
        let cells = proptest::collection::vec(proptest::collection::vec("[a-c,\\\\ntr\r\n\t é]{0,6}", 2), 1..5);
        crate::fuzz::check(300, &cells, |rows| {
            let objects: Vec<String> =
                rows.iter().map(|row| serde_json::json!({"a": row[0], "b": row[1]}).to_string()).collect();
            let text =
                written(Format::Tsv, shape(&["a", "b"]), &objects.iter().map(String::as_str).collect::<Vec<_>>());
            let lines = text.strip_suffix('\n').unwrap_or_default().split('\n').skip(1);
            let read: Vec<Vec<String>> = lines.map(|line| line.split('\t').map(unescaped).collect()).collect();
            prop_assert_eq!(read, rows);
            Ok(())
        });
    }

    /// A cell as any reader of such files takes it: a backslash and the letter of what it stands for.
    fn unescaped(cell: &str) -> String {
        let (mut text, mut chars) = (String::new(), cell.chars());
        while let Some(char) = chars.next() {
            text.push(match (char, char == '\\') {
                (_, true) => match chars.next() {
                    Some('t') => '\t',
                    Some('n') => '\n',
                    Some('r') => '\r',
                    other => other.unwrap_or('\\'),
                },
                (char, false) => char,
            });
        }
        text
    }

    /// A reader that knows nothing of the writer: RFC 4180 by the letter.
    fn csv_rows(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
        let mut chars = text.chars().peekable();
        while let Some(char) = chars.next() {
            match char {
                '"' if quoted && chars.peek() == Some(&'"') => {
                    chars.next();
                    cell.push('"');
                }
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut cell)),
                '\n' if !quoted => {
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                char => cell.push(char),
            }
        }
        rows
    }
}
