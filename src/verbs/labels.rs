//! Labels from files: `@FILE` and `@-` among the names of targets.

use crate::args::at_file;
use crate::error::{Result, usage};
use crate::resolve::Family;
use serde_json::Value;

/// Whether a label stands for the labels in a file.
pub(crate) fn is_file(label: &str) -> bool {
    label.len() > 1 && label.starts_with('@')
}

/// The labels that were typed, those of files in their place: one a line, or JSON as doapi prints it.
pub(crate) fn expand(family: &Family, typed: &[String]) -> Result<Vec<String>> {
    let mut labels = Vec::new();
    for label in typed {
        if is_file(label) {
            labels.extend(of_text(family, label, &at_file::text(label)?)?);
        } else {
            labels.push(label.clone());
        }
    }
    Ok(labels)
}

fn of_text(family: &Family, file: &str, text: &str) -> Result<Vec<String>> {
    if !text.trim_start().starts_with(['[', '{']) {
        return Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect());
    }
    let values: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(text).into_iter().collect();
    let values = values.map_err(|error| usage(format!("{file} is not valid JSON: {error}")))?;
    let items = values.into_iter().flat_map(|value| match value {
        Value::Array(items) => items,
        value => vec![value],
    });
    let label = |item: Value| {
        label_of(family, &item).ok_or_else(|| usage(format!("{file} holds an object without a {:?}", family.id)))
    };
    items.map(label).collect()
}

/// An object's ID, or a label by itself.
fn label_of(family: &Family, item: &Value) -> Option<String> {
    match item.get(family.id.as_ref()).unwrap_or(item) {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::noun::DROPLET;

    #[test]
    fn a_file_holds_labels_line_by_line_or_what_doapi_prints() {
        for (text, labels) in [
            ("web-1\n\n  web 2 \r\n", Some(vec!["web-1", "web 2"])),
            (r#"[{"id":7,"name":"a"},{"id":8}]"#, Some(vec!["7", "8"])),
            ("{\"id\":7}\n{\"id\":8}\n", Some(vec!["7", "8"])),
            (r#"["web-1", 7]"#, Some(vec!["web-1", "7"])),
            ("[]", Some(vec![])),
            ("", Some(vec![])),
            (r#"[{"name":"a"}]"#, None),
            ("[null]", None),
            ("[1", None),
        ] {
            let labels = labels.map(|labels| labels.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(of_text(&DROPLET.family, "@-", text).ok(), labels, "{text}");
        }
    }
}
