//! `--where`: conditions on the fields of objects, such as `region=nyc3`, `name~web-*` and `age>30d`.

use super::field::{FieldPath, age, elements, plain, time};
use serde_json::value::RawValue;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

/// A comparison of a field with a value.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    path: FieldPath,
    operator: Operator,
    value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Matches,
}

/// The longer ones first, since `<` is also the beginning of `<=`.
const OPERATORS: &[(&str, Operator)] = &[
    ("!=", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::Greater),
    ("~", Operator::Matches),
];

impl FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Condition, String> {
        let (path, operator, value) =
            split(text).ok_or("must be PATH OP VALUE, such as region=nyc3, name~web-* or age>30d")?;
        // An unset variable of a shell gives one, and everything is unequal to it.
        if value.trim().is_empty() {
            return Err("the value after the operator must not be empty".to_owned());
        }
        let condition = Condition { path: path.trim().parse()?, operator, value: value.trim().to_owned() };
        if condition.path.is_age() && humantime::parse_duration(&condition.value).is_err() {
            return Err("an age must be a duration, such as age>30d".to_owned());
        }
        Ok(condition)
    }
}

/// The operator is the first one outside of brackets: `networks.v4[type=public].ip_address=203.0.113.5`.
fn split(text: &str) -> Option<(&str, Operator, &str)> {
    let mut depth = 0;
    for (at, char) in text.char_indices() {
        match char {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ if depth == 0 => {
                let found = OPERATORS.iter().find(|(sign, _)| text[at..].starts_with(sign));
                if let Some((sign, operator)) = found {
                    return Some((&text[..at], *operator, &text[at + sign.len()..]));
                }
            }
            _ => {}
        }
    }
    None
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = OPERATORS.iter().find(|(_, operator)| *operator == self.operator).map_or("", |(sign, _)| sign);
        write!(f, "{}{sign}{}", self.path, self.value)
    }
}

impl Condition {
    /// The value that a field at this path must equal, for filters that the API itself offers.
    pub(crate) fn equals(&self, path: &str) -> Option<&str> {
        (self.operator == Operator::Equal && self.path.to_string() == path).then_some(self.value.as_str())
    }

    /// Whether the object fulfils it at the time `now`. A list fulfils it if one of its elements does; `!=` is the
    /// opposite of `=`, so that `tags!=prod` never means an object that has the tag.
    pub(crate) fn holds(&self, json: &str, now: SystemTime) -> bool {
        let values = self.path.values(json);
        let mut elements = values.into_iter().flat_map(elements);
        match self.operator {
            Operator::NotEqual => !elements.any(|value| self.is_equal(value, now)),
            Operator::Equal => elements.any(|value| self.is_equal(value, now)),
            Operator::Matches => elements.any(|value| glob(&self.value, &plain(value))),
            _ => elements.any(|value| self.is_in_order(&plain(value), now)),
        }
    }

    /// A text is equal to the same text only, so that the name `100000` is not `1e5`.
    fn is_equal(&self, value: &RawValue, now: SystemTime) -> bool {
        let text = plain(value);
        let is_text = value.get().starts_with('"') && !self.path.is_age();
        text == self.value || !is_text && self.compare(&text, now) == Some(Ordering::Equal)
    }

    fn is_in_order(&self, text: &str, now: SystemTime) -> bool {
        let Some(order) = self.compare(text, now) else { return false };
        match self.operator {
            Operator::Less => order.is_lt(),
            Operator::LessOrEqual => order.is_le(),
            Operator::Greater => order.is_gt(),
            _ => order.is_ge(),
        }
    }

    fn compare(&self, text: &str, now: SystemTime) -> Option<Ordering> {
        if self.path.is_age() {
            return Some(age(text, now)?.cmp(&humantime::parse_duration(&self.value).ok()?));
        }
        if let (Ok(left), Ok(right)) = (text.parse::<i128>(), self.value.parse::<i128>()) {
            return Some(left.cmp(&right));
        }
        if let (Ok(left), Ok(right)) = (text.parse::<f64>(), self.value.parse::<f64>()) {
            return left.partial_cmp(&right);
        }
        if let (Some(left), Some(right)) = (time(text), time(&self.value)) {
            return Some(left.cmp(&right));
        }
        Some(text.cmp(self.value.as_str()))
    }
}

/// Whether the text fits a pattern in which `*` is any text and `?` any character.
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t, mut retry) = (0, 0, None);
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => (retry, p) = (Some((p + 1, t)), p + 1),
            Some(&wanted) if wanted == '?' || wanted == text[t] => (p, t) = (p + 1, t + 1),
            _ => match retry {
                Some((after, from)) => (p, t, retry) = (after, from + 1, Some((after, from + 1))),
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&char| char == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    const DROPLET: &str = r#"{"id":7,"name":"web-1","memory":1024,"vcpus":1,"locked":false,"tags":["web","prod"],
        "region":{"slug":"nyc3"},"created_at":"2026-10-01T10:00:00Z","price":6.50}"#;

    fn holds(condition: &str) -> bool {
        let now = humantime::parse_rfc3339("2026-11-01T10:00:00Z").unwrap();
        condition.parse::<Condition>().unwrap().holds(DROPLET, now)
    }

    #[test]
    fn conditions_compare_numbers_times_and_texts_as_such() {
        for (condition, expected) in [
            ("region=nyc3", true),
            ("region.slug != nyc3", false),
            ("memory>512", true),
            ("memory>9", true),
            ("memory<=1024", true),
            ("price=6.5", true),
            ("locked=false", true),
            ("name~web-*", true),
            ("name~db-*", false),
            ("name~w?b-1", true),
            ("name~*b-1", true),
            ("name~*b-2", false),
            ("tags=prod", true),
            ("tags!=prod", false),
            ("tags!=db", true),
            ("age>30d", true),
            ("age>32d", false),
            ("created_at<2026-10-02", true),
            ("created_at>2026-10-01T09:59:59Z", true),
            ("nothing=1", false),
            ("nothing!=1", true),
            ("nothing<1", false),
        ] {
            assert_eq!(holds(condition), expected, "{condition}");
        }
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        for text in ["", "name", "=x", "a b=c", "age>tomorrow", "age=", "[a=b]=c"] {
            assert!(text.parse::<Condition>().is_err(), "{text}");
        }
    }

    #[test]
    fn fuzz_a_glob_of_a_text_itself_matches_it_and_nothing_panics() {
        use proptest::prelude::*;
        crate::fuzz::check(500, &("[a-c*?]{0,8}", "[a-c]{0,8}"), |(pattern, text)| {
            prop_assert!(glob(&text, &text) && glob("*", &text));
            let anywhere = format!("*{text}*");
            prop_assert!(glob(&anywhere, &text));
            let expected = pattern.contains(['*', '?']) || pattern == text;
            prop_assert!(expected || !glob(&pattern, &text));
            Ok(())
        });
    }
}
