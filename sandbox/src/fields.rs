//! The fields of a request body, each of which may be absent, `null`, or a value.

use serde_json::Value;

use crate::http::{Fields, Refusal};

/// A text; `null` is the empty one. `None` when the request does not name the field.
pub(crate) fn text(fields: &Fields, key: &str) -> Result<Option<String>, Refusal> {
    match fields.get(key) {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(String::new())),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(refused(key, "is invalid")),
    }
}

/// A text that is there and not empty.
pub(crate) fn given(fields: &Fields, key: &str) -> Result<Option<String>, Refusal> {
    Ok(text(fields, key)?.filter(|text| !text.is_empty()))
}

/// The same, which the request must have.
pub(crate) fn needed(fields: &Fields, key: &str) -> Result<String, Refusal> {
    given(fields, key)?.ok_or_else(|| refused(key, "can't be blank"))
}

/// A boolean. The API casts what is sent, so `"true"` and `1` are true; `null` counts as absent.
pub(crate) fn flag(fields: &Fields, key: &str) -> Option<bool> {
    const OFF: [&str; 5] = ["", "0", "f", "false", "off"];
    match fields.get(key)? {
        Value::Null => None,
        Value::Bool(on) => Some(*on),
        Value::String(text) => Some(!OFF.contains(&text.to_ascii_lowercase().as_str())),
        Value::Number(number) => Some(number.as_f64() != Some(0.0)),
        Value::Array(_) | Value::Object(_) => Some(true),
    }
}

/// A number in a request.
#[derive(Clone, Copy)]
pub(crate) enum Number {
    Unsaid,
    Null,
    Is(u64),
}

impl Number {
    /// The new value of a field whose value was `before`.
    pub(crate) fn after(self, before: Option<u64>) -> Option<u64> {
        match self {
            Self::Unsaid => before,
            Self::Null => None,
            Self::Is(number) => Some(number),
        }
    }

    pub(crate) fn given(self) -> Option<u64> {
        self.after(None)
    }
}

/// A number of at most `most`, also one written as a text.
pub(crate) fn number(fields: &Fields, key: &str, most: u64) -> Result<Number, Refusal> {
    let value = match fields.get(key) {
        None => return Ok(Number::Unsaid),
        Some(Value::Null) => return Ok(Number::Null),
        Some(Value::String(text)) => text.parse::<i64>().ok(),
        Some(value) => value.as_i64(),
    };
    let value = value.ok_or_else(|| refused(key, "is not a number"))?;
    match u64::try_from(value) {
        Err(_) => Err(refused(key, "must be greater than or equal to 0")),
        Ok(value) if value > most => {
            let rule = format!("must be less than or equal to {most}");
            Err(refused(key, &rule))
        }
        Ok(value) => Ok(Number::Is(value)),
    }
}

/// The droplet that an action is about, which the request must have.
pub(crate) fn droplet_id(fields: &Fields) -> Result<u64, Refusal> {
    let id = number(fields, "droplet_id", u64::MAX)?.given();
    id.ok_or_else(|| refused("droplet", "can't be blank"))
}

/// A list of texts; one that is not sent or `null` is empty.
pub(crate) fn texts(fields: &Fields, key: &str) -> Result<Vec<String>, Refusal> {
    each(fields, key, |it| it.as_str().map(str::to_owned))
}

/// A list of IDs, which may be numbers or texts; one that is not sent or `null` is empty.
pub(crate) fn ids(fields: &Fields, key: &str) -> Result<Vec<u64>, Refusal> {
    each(fields, key, |it| it.as_u64().or_else(|| it.as_str()?.parse().ok()))
}

fn each<T>(fields: &Fields, key: &str, read: impl Fn(&Value) -> Option<T>) -> Result<Vec<T>, Refusal> {
    let list = match fields.get(key) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(list) => list.as_array(),
    };
    let read: Option<Vec<T>> = list.and_then(|list| list.iter().map(read).collect());
    read.ok_or_else(|| refused(key, "is invalid"))
}

/// Adds what a request names to a list, or removes it. What is there already is not added twice, and what is not there
/// need not be removed.
pub(crate) fn merge<T: PartialEq>(all: &mut Vec<T>, named: Vec<T>, adds: bool) {
    all.retain(|it| !named.contains(it));
    if adds {
        all.extend(named);
    }
}

/// `Priority can't be blank`: the field's name as the start of a sentence.
pub(crate) fn refused(key: &str, rule: &str) -> Refusal {
    let (first, rest) = key.split_at(1);
    Refusal::unprocessable(format!("{}{rest} {rule}", first.to_uppercase()))
}
