//! The body and the query of a request, from `--body`, the options of fields, and `--extra`.

use super::field::{option_id, options};
use super::json::Json;
use super::operation::Operation;
use super::shape::Shape;
use super::value::from_json;
use crate::error::{Result, usage};
use crate::run::Context;
use clap::ArgMatches;
use clap::parser::ValueSource;

/// The options of fields that were given.
pub(super) struct Given<'a>(pub(super) &'a ArgMatches);

impl Given<'_> {
    /// What was given for an argument, if the command has it.
    pub(super) fn texts(&self, id: &str) -> Vec<String> {
        let found = self.0.try_get_many::<String>(id).ok().flatten();
        found.into_iter().flatten().cloned().collect()
    }

    pub(super) fn text(&self, id: &str) -> Option<String> {
        self.texts(id).pop()
    }

    pub(super) fn flag(&self, id: &str) -> bool {
        self.0.try_get_one::<bool>(id).ok().flatten().copied().unwrap_or_default()
    }

    /// The fields of this shape that were given.
    pub(super) fn fields(&self, shape: &Shape) -> Result<Json> {
        let mut object = Json::empty();
        for field in options(shape) {
            let given = self.texts(&option_id(&field.long));
            if given.is_empty() {
                continue;
            }
            let path: Vec<&str> = field.path.iter().map(String::as_str).collect();
            object.set(&path, field.value(&given)?);
        }
        Ok(object)
    }

    /// The first option on the line that this operation does not know.
    pub(super) fn foreign(&self, operation: &Operation) -> Option<String> {
        let mut known: Vec<String> = options(&operation.query).iter().map(|one| option_id(&one.long)).collect();
        known.extend(operation.body.iter().flat_map(options).map(|one| option_id(&one.long)));
        let typed = |id: &&str| self.0.value_source(id) == Some(ValueSource::CommandLine);
        let ids = self.0.ids().map(clap::Id::as_str).filter(|id| id.starts_with("--")).filter(typed);
        ids.map(str::to_owned).find(|id| !known.contains(id))
    }

    /// The body as it was given, with names that are not resolved yet.
    pub(super) fn body(&self, ctx: &Context, operation: &Operation) -> Result<Json> {
        let Some(shape) = &operation.body else { return Ok(Json::empty()) };
        let mut body = self.json("body")?.unwrap_or_else(Json::empty);
        for unknown in unknown_keys(shape, &body, "") {
            ctx.ui.warning(format_args!("--body has {unknown:?}, of which the API's document knows nothing"));
        }
        body.overlay(self.fields(shape)?);
        if let Some(extra) = self.json("extra")? {
            body.overlay(extra);
        }
        Ok(body)
    }

    fn json(&self, id: &str) -> Result<Option<Json>> {
        let Some(text) = self.text(id) else { return Ok(None) };
        match from_json(&text, &format!("--{id}"))? {
            object @ Json::Object(_) => Ok(Some(object)),
            _ => Err(usage(format!("--{id} must be a JSON object, such as {{\"key\": \"value\"}}"))),
        }
    }

    /// An error if a required field is missing. A body that was given as a whole is not checked.
    pub(super) fn check_required(&self, operation: &Operation, said: &Json) -> Result<()> {
        if self.text("body").is_some() || self.text("extra").is_some() {
            return Ok(());
        }
        let missing = |shape: &Shape| -> Vec<String> {
            let required = options(shape).into_iter().filter(|one| one.required);
            let required = required.filter(|one| one.path.len() == 1 && said.get(one.name()).is_none());
            required.map(|one| format!("--{}", one.long)).collect()
        };
        let missing = operation.body.as_ref().map(missing).unwrap_or_default();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(usage(format!("{} missing: {}", are(&missing), missing.join(", "))))
        }
    }
}

fn are(missing: &[String]) -> &'static str {
    if missing.len() == 1 { "a required option is" } else { "required options are" }
}

/// The keys of a body that its shape does not have.
fn unknown_keys(shape: &Shape, body: &Json, above: &str) -> Vec<String> {
    match (shape, body) {
        (Shape::Object(known), Json::Object(fields)) => {
            let of = |(name, value): (&String, &Json)| {
                let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
                known.get(name).map_or_else(|| vec![path.clone()], |field| unknown_keys(&field.shape, value, &path))
            };
            fields.iter().flat_map(of).collect()
        }
        (Shape::List(element), Json::List(elements)) => {
            let mut found: Vec<String> = elements.iter().flat_map(|one| unknown_keys(element, one, above)).collect();
            found.dedup();
            found
        }
        _ => Vec::new(),
    }
}

/// A body to start from: every field of the shape, with the first of its values or an empty one.
pub(super) fn skeleton(shape: &Shape) -> Json {
    match shape {
        Shape::Object(fields) => {
            Json::Object(fields.iter().map(|(name, field)| (name.clone(), skeleton(&field.shape))).collect())
        }
        Shape::List(element) => Json::List(vec![skeleton(element)]),
        Shape::Map(_) => Json::empty(),
        Shape::Any => Json::Scalar("null".to_owned()),
        Shape::Scalar(kinds) if kinds.text => Json::text(kinds.values.first().map_or("", String::as_str)),
        Shape::Scalar(kinds) if kinds.boolean => Json::Scalar("false".to_owned()),
        Shape::Scalar(_) => Json::Scalar("0".to_owned()),
    }
}

/// What a body of this shape can carry of an object that the API showed: the fields that both have. An object where
/// the body wants a text, as regions are shown, is its slug.
pub(super) fn carried(shape: &Shape, shown: &Json) -> Option<Json> {
    match (shape, shown) {
        (_, shown) if shown.is_null() => None,
        (Shape::Object(fields), Json::Object(_)) => {
            let kept = fields
                .iter()
                .filter_map(|(name, field)| Some((name.clone(), carried(&field.shape, shown.get(name)?)?)));
            Some(Json::Object(kept.collect()))
        }
        (Shape::List(element), Json::List(elements)) => {
            Some(Json::List(elements.iter().filter_map(|one| carried(element, one)).collect()))
        }
        (Shape::Scalar(_), Json::Object(_)) => shown.get("slug").or_else(|| shown.get("id")).cloned(),
        (Shape::Scalar(_), Json::Scalar(_)) | (Shape::Map(_), Json::Object(_)) | (Shape::Any, _) => Some(shown.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::table::Table;

    #[test]
    fn what_a_skeleton_has_is_what_a_body_takes() {
        for operation in Table::read().all() {
            let Some(shape) = &operation.body else { continue };
            let skeleton = skeleton(shape);
            assert_eq!(unknown_keys(shape, &skeleton, ""), Vec::<String>::new(), "{}", operation.id);
            assert_eq!(Json::parse(&skeleton.to_string()).unwrap(), skeleton, "{}", operation.id);
        }
    }

    #[test]
    fn unknown_keys_are_told_with_their_paths() {
        let shape = Shape::parse(r#"{"a":"s","b":{"c":"s"},"l":[{"d":"s"}],"m":{"*":"s"}}"#);
        let body = Json::parse(r#"{"a":1,"x":1,"b":{"y":1},"l":[{"z":1},{"z":2}],"m":{"any":1}}"#).unwrap();
        assert_eq!(unknown_keys(&shape, &body, ""), ["x", "b.y", "l.z"]);
    }

    #[test]
    fn a_replacing_body_carries_what_the_object_shows_and_it_can_hold() {
        let shape = Shape::parse(
            r#"{"name!":"s","region":"s","size_unit":"i","rules":[{"port":"i"}],"labels":{"*":"s"},"check":{"path":"s"}}"#,
        );
        let shown = Json::parse(
            r#"{"id":"7","name":"web","region":{"slug":"fra1","name":"Frankfurt 1"},"size_unit":1.0,
                "rules":[{"port":80,"id":1}],"labels":{"a":"b"},"check":null,"status":"active"}"#,
        );
        assert_eq!(
            carried(&shape, &shown.unwrap()).unwrap().to_string(),
            r#"{"name":"web","region":"fra1","size_unit":1.0,"rules":[{"port":80}],"labels":{"a":"b"}}"#
        );
    }
}
