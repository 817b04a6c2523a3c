//! Validation of requests that create droplets, with the API's messages.

use serde_json::Value;

use super::strings;
use crate::account::find_key;
use crate::catalog::Size;
use crate::droplets::parse_action;
use crate::http::{Fields, Refusal};
use crate::images::Image;
use crate::state::State;

/// Names in one request.
const MOST: usize = 10;
/// Bytes of user data.
const LARGEST_USER_DATA: usize = 64 << 10;

pub(super) fn names(fields: &Fields) -> Result<Vec<String>, Refusal> {
    let names = match fields.get("names") {
        Some(_) => strings(fields, "names"),
        None => fields.get("name").map_or_else(Vec::new, |name| name.as_str().map(str::to_owned).into_iter().collect()),
    };
    if names.is_empty() {
        return Err(Refusal::unprocessable("Name Droplet must have a name"));
    }
    if names.len() > MOST {
        let message = "You can only create up to 10 Droplets at a time";
        return Err(Refusal::unprocessable(message));
    }
    for name in &names {
        parse_action::check_name(name)?;
    }
    Ok(names)
}

pub(super) fn size<'a>(state: &'a State, fields: &Fields) -> Result<&'a Size, Refusal> {
    let slug = fields.get("size").and_then(Value::as_str);
    parse_action::size(state, slug.unwrap_or_default())
}

pub(super) fn image<'a>(state: &'a State, fields: &Fields) -> Result<&'a Image, Refusal> {
    parse_action::image(state, fields.get("image"))
}

/// The requested region, which may be a prefix (`nyc`), or one that fits the request.
pub(super) fn region(state: &State, fields: &Fields, size: &Size, image: &Image) -> Result<String, Refusal> {
    if image.min_disk_size.is_some_and(|least| least > size.disk) {
        return Err(parse_action::invalid_size());
    }
    let asked = fields.get("region").and_then(Value::as_str);
    let region = match asked.filter(|asked| !asked.is_empty()) {
        Some(asked) => named_region(state, asked, size)?,
        None => suitable_region(state, fields, size, image)?,
    };
    if !size.regions.contains(&region) {
        let message = "Size is not available in this region.";
        return Err(Refusal::unprocessable(message));
    }
    parse_action::check_image_in(image, &region)?;
    Ok(region)
}

fn named_region(state: &State, asked: &str, size: &Size) -> Result<String, Refusal> {
    if state.catalog.region(asked).is_some_and(|it| !it.of.available) {
        return Err(unavailable());
    }
    let open = state.catalog.regions.iter().filter(|it| it.of.available);
    let mut slugs = open.map(|region| &region.of.slug);
    if let Some(region) = slugs.clone().find(|slug| *slug == asked) {
        return Ok(region.clone());
    }
    let begins = |slug: &&String| slug.trim_end_matches(|c: char| c.is_ascii_digit()) == asked;
    let fit = slugs.clone().find(|it| begins(it) && size.regions.contains(it));
    let found = fit.or_else(|| slugs.find(begins)).cloned();
    let message = "You specified an invalid region for Droplet creation.";
    found.ok_or_else(|| Refusal::unprocessable(message))
}

/// The VPC's region, nyc3, or the first one that has the size and the image.
fn suitable_region(state: &State, fields: &Fields, size: &Size, image: &Image) -> Result<String, Refusal> {
    let vpc = vpc(fields).and_then(|id| state.vpc(id)).map(|it| it.region.as_str());
    let open = state.catalog.regions.iter().filter(|it| it.of.available);
    let slugs: Vec<&String> = open.map(|region| &region.of.slug).collect();
    let of_vpc = |slug: &&&String| Some(slug.as_str()) == vpc;
    let fits = |slug: &&&String| size.regions.contains(slug) && image.regions.contains(slug);
    let preferred = |slug: &&&String| fits(slug) && slug.as_str() == "nyc3";
    let vpcs = slugs.iter().find(of_vpc);
    let found = vpcs.or_else(|| slugs.iter().find(preferred));
    let found = found.or_else(|| slugs.iter().find(fits));
    found.map(|slug| (*slug).clone()).ok_or_else(unavailable)
}

fn unavailable() -> Refusal {
    Refusal::unprocessable("Region is not available")
}

/// Key IDs and fingerprints, in any mix; the error names all that do not exist.
pub(super) fn keys(state: &State, fields: &Fields) -> Result<(), Refusal> {
    let keys = fields.get("ssh_keys").and_then(Value::as_array);
    let labels = keys.into_iter().flatten().map(|key| match key {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    let unknown: Vec<String> = labels.filter(|key| find_key(state, key).is_err()).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let unknown = unknown.join(", ");
    let message = format!("{unknown} are invalid key identifiers for Droplet creation.");
    Err(Refusal::unprocessable(message))
}

pub(super) fn limit(state: &State, more: usize) -> Result<(), Refusal> {
    let would_be = (state.droplets.len() + more) as u64;
    if would_be <= state.account.droplet_limit {
        return Ok(());
    }
    let message = "creating this/these droplet(s) will exceed your droplet limit";
    Err(Refusal::unprocessable(message))
}

/// The requested VPC.
pub(super) fn vpc(fields: &Fields) -> Option<&str> {
    let id = fields.get("vpc_uuid").and_then(Value::as_str);
    id.filter(|id| !id.is_empty())
}

/// A requested VPC must exist in the droplet's region.
pub(super) fn network(state: &State, fields: &Fields, region: &str) -> Result<(), Refusal> {
    let Some(id) = vpc(fields) else {
        return Ok(());
    };
    let vpc = state.vpc(id).ok_or_else(Refusal::not_found)?;
    if vpc.region == region { Ok(()) } else { Err(Refusal::unprocessable("VPC is not in the region of the Droplet")) }
}

/// A volume is attached to one droplet, which is in its region.
pub(super) fn volumes(state: &State, fields: &Fields, region: &str, droplets: usize) -> Result<(), Refusal> {
    let asked = strings(fields, "volumes");
    let known = |id: &&String| state.volumes.iter().any(|it| it.id == **id && it.region == region);
    let unknown: Vec<&str> = asked.iter().filter(|id| !known(id)).map(String::as_str).collect();
    if !unknown.is_empty() {
        return Err(Refusal::unprocessable(format!("Volume(s) {} not found", unknown.join(", "))));
    }
    if droplets > 1 && !asked.is_empty() {
        let message = "Volumes can only be attached to a single Droplet";
        return Err(Refusal::unprocessable(message));
    }
    Ok(())
}

pub(super) fn user_data(fields: &Fields) -> Result<(), Refusal> {
    let data = fields.get("user_data").and_then(Value::as_str).unwrap_or_default();
    if data.len() <= LARGEST_USER_DATA {
        return Ok(());
    }
    Err(Refusal::unprocessable(format!("User data is too long (maximum is {LARGEST_USER_DATA} bytes)")))
}
