//! Which columns a table has, and what stands in their cells.

use crate::api::fields;
use crate::resolve::field::{FieldPath, age, took};
use std::time::SystemTime;

/// Fields that come first where nothing else decides, in this order.
const FIRST: &[&str] = &[
    "id",
    "uuid",
    "name",
    NAME_IN_SPEC,
    "slug",
    "title",
    "ip",
    "type",
    "status",
    "state",
    "region",
    "size",
    "price",
    "ip_address",
];
/// Where apps have their names.
const NAME_IN_SPEC: &str = "spec.name";
/// How many columns a table has where nobody chose any.
const MOST: usize = 8;

/// The columns that were asked for, or how to choose them.
#[derive(Debug, Clone, Default)]
pub(crate) enum Columns {
    /// Those of `--columns`.
    Chosen(Vec<FieldPath>),
    /// Those that a family of objects has by default.
    Default(Vec<FieldPath>),
    /// The plain fields of the objects, the best known first, not more than fit well.
    #[default]
    Usual,
    /// All plain fields of the objects.
    All,
}

impl Columns {
    /// Makes these the columns unless the user has chosen others.
    pub(crate) fn set_default(&mut self, names: &[&str]) {
        if !matches!(self, Columns::Chosen(_)) {
            let paths: Vec<FieldPath> = names.iter().filter_map(|name| name.parse().ok()).collect();
            *self = if paths.is_empty() { Columns::Usual } else { Columns::Default(paths) };
        }
    }

    /// The chosen columns, or all plain fields where none were chosen.
    pub(super) fn or_all(self) -> Columns {
        if matches!(self, Columns::Chosen(_)) { self } else { Columns::All }
    }

    /// Whether they are known without a look at any object.
    pub(super) fn are_known(&self) -> bool {
        matches!(self, Columns::Chosen(_) | Columns::Default(_))
    }

    /// The columns for these objects, which are the first ones of a list.
    pub(super) fn of<'a>(&self, objects: impl Iterator<Item = &'a str>) -> Vec<FieldPath> {
        match self {
            Columns::Chosen(paths) | Columns::Default(paths) => paths.clone(),
            Columns::Usual => named(plain_fields(objects).into_iter().take(MOST)),
            Columns::All => named(plain_fields(objects).into_iter()),
        }
    }
}

fn named(names: impl Iterator<Item = String>) -> Vec<FieldPath> {
    names.filter_map(|name| name.parse().ok()).collect()
}

/// The names of the fields whose values are plain in one of the objects, or that have a short form, such as a region.
fn plain_fields<'a>(objects: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for json in objects {
        let Ok(fields) = fields(json) else { continue };
        let is_known = names.iter().any(|known| known == NAME_IN_SPEC);
        if !is_known && fields.contains_key("spec") && named_in_spec(json) {
            names.push(NAME_IN_SPEC.to_owned());
        }
        for (name, value) in fields {
            let is_shown = FIRST.contains(&name.as_ref()) || !value.get().starts_with(['{', '[']);
            if is_shown && !names.iter().any(|known| *known == name) {
                names.push(name.into_owned());
            }
        }
    }
    names.sort_by_key(|name| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
    names
}

fn named_in_spec(json: &str) -> bool {
    NAME_IN_SPEC.parse::<FieldPath>().is_ok_and(|path| !path.text(json).is_empty())
}

/// The text of one cell. `seconds` is how long an action took, or has taken so far. An age is given in its largest
/// unit, such as `12d`.
pub(super) fn cell(path: &FieldPath, json: &str, now: SystemTime) -> String {
    if path.is_seconds() {
        return took(json, now).map_or_else(String::new, |took| took.as_secs().to_string());
    }
    let text = path.text(json);
    if !path.is_age() {
        return text;
    }
    age(&text, now).map_or(text, |age| short(age.as_secs()))
}

fn short(seconds: u64) -> String {
    let units = [(365 * 86_400, "y"), (86_400, "d"), (3_600, "h"), (60, "m")];
    let found = units.into_iter().find(|(length, _)| seconds >= 2 * length || *length == 60 && seconds >= 60);
    found.map_or_else(|| format!("{seconds}s"), |(length, unit)| format!("{}{unit}", seconds / length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(columns: &Columns, json: &str) -> Vec<String> {
        columns.of(std::iter::once(json)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_usual_columns_are_plain_fields_with_the_best_known_first() {
        let json = r#"{"memory":1,"status":"new","networks":{},"region":{"slug":"x"},"name":"n","id":7,"tags":[]}"#;
        assert_eq!(names(&Columns::Usual, json), ["id", "name", "status", "region", "memory"]);
        assert_eq!(names(&Columns::All, json), ["id", "name", "status", "region", "memory"]);
        assert!(names(&Columns::Usual, "[1]").is_empty());
        let app = r#"{"live_url":"https://x","spec":{"name":"site"},"id":"7"}"#;
        assert_eq!(names(&Columns::Usual, app), ["id", "spec.name", "live_url"]);
    }

    #[test]
    fn an_age_is_in_its_largest_unit() {
        for (seconds, text) in
            [(0, "0s"), (59, "59s"), (60, "1m"), (7199, "119m"), (7200, "2h"), (172_800, "2d"), (63_072_000, "2y")]
        {
            assert_eq!(short(seconds), text);
        }
    }
}
