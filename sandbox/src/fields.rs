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

/// `Priority can't be blank`: the field's name as the start of a sentence.
pub(crate) fn refused(key: &str, rule: &str) -> Refusal {
    let (first, rest) = key.split_at(1);
    Refusal::unprocessable(format!("{}{rest} {rule}", first.to_uppercase()))
}
