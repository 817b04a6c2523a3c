//! Names that nearly exist: what was perhaps meant.

use super::Context;
use crate::api::Object;
use crate::args::nearest::nearest;
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

/// What the API says of droplets that are on, which it does not resize.
const MUST_BE_OFF: &str = "power it off";

/// The error of a request that the API refused, with the size or region that was perhaps meant, or what helps.
pub(crate) fn refused(ctx: &Context, error: impl Into<CliError>, body: &Value) -> CliError {
    let error = error.into();
    let text = error.to_string().to_lowercase();
    if body["type"] == "resize" && text.contains(" 422 ") && text.contains(MUST_BE_OFF) {
        return error.hint("with --reboot, doapi shuts it down, resizes it and starts it again");
    }
    let named = [("size", &SIZE.family), ("region", &REGION.family)];
    let is_named = |field: &str| text.contains(" 422 ") && text.contains(field);
    match named.iter().find_map(|(field, family)| Some((body[*field].as_str().filter(|_| is_named(field))?, family))) {
        Some((slug, family)) => with_suggestion(ctx, error, family, slug),
        None => error,
    }
}
