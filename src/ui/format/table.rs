//! A table for a person: columns as wide as their cells, numbers to the right, and never wider than the terminal.

use super::columns::cell;
use super::{Shape, Writer, rows};
use crate::resolve::field::FieldPath;
use crate::ui::printable;
use std::time::SystemTime;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The space between two columns.
const GAP: usize = 2;
/// No column is made narrower than this; the last ones are left out instead.
const NARROWEST: usize = 4;
/// States that are told apart by colour, by their names.
const GOOD: &[&str] =
    &["active", "completed", "running", "online", "available", "verified", "success", "up", "healthy"];
const BAD: &[&str] = &["errored", "error", "failed", "off", "archive", "degraded", "down", "invalid", "deleted"];
const MOVING: &[&str] =
    &["new", "in-progress", "pending", "creating", "provisioning", "resizing", "migrating", "deleting"];

/// Rows are held back until a flush: the widths are those of all rows that are known by then, and grow later if needed.
pub(super) struct Table {
    shape: Shape,
    held: Vec<String>,
    columns: Option<Vec<Column>>,
}

struct Column {
    path: FieldPath,
    title: String,
    width: usize,
    is_number: bool,
}

impl Table {
    pub(super) fn new(shape: Shape) -> Table {
        Table { shape, held: Vec::new(), columns: None }
    }

    fn begin(&self) -> Option<Vec<Column>> {
        if self.held.is_empty() && !self.shape.columns.are_known() {
            return None;
        }
        let paths = self.shape.columns.of(self.held.iter().map(String::as_str));
        Some(paths.into_iter().map(|path| Column::new(path, self.shape.header)).collect())
    }
}

impl Column {
    fn new(path: FieldPath, header: bool) -> Column {
        let title = path.to_string().to_uppercase();
        let width = if header { title.width() } else { 0 };
        Column { path, title, width, is_number: true }
    }

    fn is_identifier(&self) -> bool {
        matches!(self.title.as_str(), "ID" | "UUID" | "IP")
    }

    fn fit(&mut self, cell: &str) {
        self.width = self.width.max(cell.width());
        self.is_number &= cell.is_empty() || cell.parse::<f64>().is_ok();
    }
}

impl Writer for Table {
    fn push(&mut self, json: &str, _out: &mut Vec<u8>) {
        self.held.extend(rows(json));
    }

    fn flush(&mut self, out: &mut Vec<u8>) {
        let begins = self.columns.is_none();
        let Some(mut columns) = self.columns.take().or_else(|| self.begin()) else { return };
        let now = SystemTime::now();
        let rows: Vec<Vec<String>> = std::mem::take(&mut self.held)
            .iter()
            .map(|json| columns.iter().map(|column| printable(&cell(&column.path, json, now))).collect())
            .collect();
        for row in &rows {
            columns.iter_mut().zip(row).for_each(|(column, cell)| column.fit(cell));
        }
        let widths = fitted(&columns, self.shape.width);
        if begins && self.shape.header {
            let titles: Vec<String> = columns.iter().map(|column| column.title.clone()).collect();
            line(&columns, &widths, &titles, false, out);
        }
        rows.iter().for_each(|row| line(&columns, &widths, row, self.shape.colored, out));
        self.columns = Some(columns);
    }
}

/// The widths that fit the terminal: the widest column is narrowed until they do, identifiers last, since half of one is
/// of no use; then columns at the end are left out.
fn fitted(columns: &[Column], terminal: Option<usize>) -> Vec<usize> {
    let mut widths: Vec<usize> = columns.iter().map(|column| column.width).collect();
    let Some(terminal) = terminal else { return widths };
    let whole = |widths: &[usize]| widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    while widths.len() > 1 && widths.iter().map(|width| (*width).min(NARROWEST) + GAP).sum::<usize>() - GAP > terminal {
        widths.pop();
    }
    while whole(&widths) > terminal {
        let is_spared = |at: usize| columns[at].is_identifier() || widths[at] <= NARROWEST;
        let widest = (0..widths.len()).max_by_key(|&at| (!is_spared(at), widths[at]));
        let Some(widest) = widest.filter(|&at| widths[at] > 1) else { break };
        widths[widest] -= 1;
    }
    widths
}

fn line(columns: &[Column], widths: &[usize], cells: &[String], colored: bool, out: &mut Vec<u8>) {
    let mut text = String::new();
    for (index, ((width, column), cell)) in widths.iter().zip(columns).zip(cells).enumerate() {
        let shown = cut(cell, *width);
        let padding = " ".repeat(width.saturating_sub(shown.width()));
        let shown = if colored { painted(&column.title, &shown) } else { shown };
        let gap = if index == 0 { "" } else { "  " };
        let cell = if column.is_number { [gap, &padding, &shown] } else { [gap, &shown, &padding] };
        text.extend(cell);
    }
    out.extend_from_slice(text.trim_end().as_bytes());
    out.push(b'\n');
}

/// A text that is not wider than so many cells of a terminal; what was cut off is an ellipsis.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut shown = String::new();
    for char in text.chars() {
        if shown.width() + char.width().unwrap_or(0) + 1 > width {
            break;
        }
        shown.push(char);
    }
    shown.push('…');
    shown
}

fn painted(title: &str, cell: &str) -> String {
    let color = match title {
        "STATUS" | "STATE" | "PHASE" if GOOD.contains(&cell) => "\x1b[32m",
        "STATUS" | "STATE" | "PHASE" if BAD.contains(&cell) => "\x1b[31m",
        "STATUS" | "STATE" | "PHASE" if MOVING.contains(&cell) => "\x1b[33m",
        _ => return cell.to_owned(),
    };
    format!("{color}{cell}\x1b[0m")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::format::Columns;
    use crate::ui::format::{Format, written};

    const DROPLETS: [&str; 3] = [
        r#"{"id":7,"name":"web-1","status":"active","memory":1024}"#,
        r#"{"id":606310,"name":"データベース","status":"off","memory":512}"#,
        r#"{"id":8,"name":"e\u0301\u001b[31m","status":"new"}"#,
    ];

    fn shape(columns: &[&str], width: Option<usize>) -> Shape {
        let paths = columns.iter().map(|path| path.parse().unwrap()).collect();
        Shape { columns: Columns::Chosen(paths), header: true, width, colored: false }
    }

    #[test]
    fn columns_are_as_wide_as_their_cells_and_numbers_stand_to_the_right() {
        let expected = [
            "    ID  NAME          STATUS  MEMORY",
            "     7  web-1         active    1024",
            "606310  データベース  off        512",
            "     8  e\u{301}\\u{1b}[31m   new",
            "",
        ]
        .join("\n");
        assert_eq!(written(Format::Table, shape(&["id", "name", "status", "memory"], None), &DROPLETS), expected);
    }

    #[test]
    fn a_line_is_never_wider_than_the_terminal() {
        for width in 1..60 {
            let text = written(Format::Table, shape(&["id", "name", "status", "memory"], Some(width)), &DROPLETS);
            for line in text.lines() {
                assert!(line.width() <= width, "{width}: {line:?}");
            }
            assert_eq!(text.lines().count(), 4);
        }
    }

    #[test]
    fn an_empty_list_has_its_header_and_nothing_else() {
        assert_eq!(written(Format::Table, shape(&["id", "name"], None), &[]), "ID  NAME\n");
        assert_eq!(written(Format::Table, Shape::default(), &[]), "");
    }

    #[test]
    fn states_have_colours_and_the_widths_stay() {
        let colored = Shape { colored: true, ..shape(&["status", "id"], None) };
        let text = written(Format::Table, colored, &DROPLETS);
        assert!(text.contains("\u{1b}[32mactive\u{1b}[0m") && text.contains("\u{1b}[31moff\u{1b}[0m   "), "{text}");
    }
}
