//! Names that nearly exist: what was perhaps meant.

use super::Context;
use crate::api::Object;
use crate::error::CliError;
use crate::resolve::Family;
use crate::resolve::noun::{REGION, SIZE};
use serde_json::Value;

/// The error with the name that is nearest to one that does not exist. It costs a request, so it is for failures only.
pub(crate) fn with_suggestion(ctx: &Context, error: CliError, family: &Family, label: &str) -> CliError {
    let path = family.list().query("per_page", 200);
    let reply = ctx.client().ok().and_then(|client| client.get(path).ok());
    let objects = reply.and_then(|reply| reply.objects(&family.collection.plural).ok()).unwrap_or_default();
    suggested(error, family, label, &objects)
}

/// The same, where the objects are known already.
pub(super) fn suggested(error: CliError, family: &Family, label: &str, objects: &[Object]) -> CliError {
    let names = objects.iter().flat_map(|object| [object.text("slug"), family.name_of(object)]).flatten();
    match nearest(label, names) {
        Some(near) => error.hint(format!("no {} {label:?}; did you mean {near:?}?", family.noun)),
        None => error,
    }
}

/// The error of a request that the API refused, with the size or region that was perhaps meant.
pub(crate) fn refused(ctx: &Context, error: impl Into<CliError>, body: &Value) -> CliError {
    let error = error.into();
    let text = error.to_string().to_lowercase();
    let named = [("size", &SIZE.family), ("region", &REGION.family)];
    let is_named = |field: &str| text.contains(" 422 ") && text.contains(field);
    match named.iter().find_map(|(field, family)| Some((body[*field].as_str().filter(|_| is_named(field))?, family))) {
        Some((slug, family)) => with_suggestion(ctx, error, family, slug),
        None => error,
    }
}

/// The name that differs in the fewest characters, in a fifth of them at the most and one more; none if the label
/// itself is among the names.
fn nearest(label: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let lower = label.to_lowercase();
    let distance = |name: &String| strsim::damerau_levenshtein(&lower, &name.to_lowercase());
    let near = names.map(|name| (distance(&name), name)).min()?;
    let exists = near.1 == label;
    (!exists && near.0 <= 1 + label.chars().count() / 5).then_some(near.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested_if_it_is_near_at_all() {
        let names = || ["s-1vcpu-1gb", "s-1vcpu-2gb", "c-2", "nyc3"].map(str::to_owned).into_iter();
        for (label, near) in [
            ("s-1vcpu-1g", Some("s-1vcpu-1gb")),
            ("S-1VCPU-1GB", Some("s-1vcpu-1gb")),
            ("s-1vcup-2gb", Some("s-1vcpu-2gb")),
            ("nyc", Some("nyc3")),
            ("nyc3", None),
            ("frankfurt", None),
        ] {
            assert_eq!(nearest(label, names()).as_deref(), near, "{label}");
        }
    }
}
