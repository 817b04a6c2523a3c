//! Importing, describing and deleting images.

use serde::Serialize;
use serde_json::Value;

use super::{Image, shown};
use crate::fields::{needed, refused, text};
use crate::http::{Fields, Outcome, Refusal, Reply};
use crate::state::State;
use crate::tags;
use crate::time::Time;

const URLS: [&str; 3] = ["http://", "https://", "ftp://"];

/// The reply to an import, which has a key order of its own, and lacks what is not known before the import.
#[derive(Serialize)]
struct Import<'a> {
    created_at: Time,
    description: &'a str,
    distribution: &'a str,
    error_message: &'a str,
    id: u64,
    name: &'a str,
    regions: [&'a str; 0],
    #[serde(rename = "type")]
    kind: &'a str,
    tags: &'a [String],
    status: &'a str,
}

/// `POST /v2/images`: imports an image from a URL; it becomes available after some time.
pub(super) fn import(state: &mut State, fields: &Fields) -> Outcome {
    let name = needed(fields, "name")?;
    let url = needed(fields, "url")?;
    if !URLS.iter().any(|scheme| url.starts_with(scheme)) {
        return Err(refused("url", "is invalid"));
    }
    let region = needed(fields, "region")?;
    state.check_region(&region)?;
    let tags = asked_tags(fields)?;
    let id = state.ids.image();
    let due = state.now.plus(state.action_time);
    let image = Image {
        id,
        name,
        distribution: distribution(fields)?.unwrap_or_else(|| "Unknown".to_owned()),
        regions: vec![region],
        created_at: state.now,
        kind: "custom".to_owned(),
        description: text(fields, "description")?.unwrap_or_default(),
        tags: state.spell_tags("image", &id.to_string(), &tags),
        status: "NEW".to_owned(),
        error_message: Some(String::new()),
        due: Some(due),
        ..Image::default()
    };
    let reply = Reply::root(202, "image", &accepted(&image));
    state.imports.insert((due, id));
    state.images.insert(id, image);
    Ok(reply)
}

fn accepted(image: &Image) -> Import<'_> {
    Import {
        created_at: image.created_at,
        description: &image.description,
        distribution: &image.distribution,
        error_message: "",
        id: image.id,
        name: &image.name,
        regions: [],
        kind: &image.kind,
        tags: &image.tags,
        status: &image.status,
    }
}

/// `PUT /v2/images/{id}`, for the account's own images only.
pub(super) fn update(state: &mut State, fields: &Fields, image: &str) -> Outcome {
    let id = state.own_image(image)?.id;
    let name = match text(fields, "name")? {
        Some(name) if name.trim().is_empty() => return Err(refused("name", "can't be blank")),
        name => name,
    };
    let distribution = distribution(fields)?;
    let description = text(fields, "description")?;
    if let Some(image) = state.image_mut(id) {
        image.name = name.unwrap_or_else(|| image.name.clone());
        image.distribution = distribution.unwrap_or_else(|| image.distribution.clone());
        image.description = description.unwrap_or_else(|| image.description.clone());
    }
    Ok(shown(state, id))
}

/// `DELETE /v2/images/{id}`, for the account's own images only.
pub(super) fn delete(state: &mut State, image: &str) -> Outcome {
    let id = state.own_image(image)?.id;
    state.delete_image(id)?;
    Ok(Reply::empty(204))
}

impl State {
    /// Deletes an image unless an action is in progress on it; droplets that run it still show it.
    pub(crate) fn delete_image(&mut self, id: u64) -> Result<(), Refusal> {
        self.check_idle_image(id)?;
        self.transfers.retain(|it| it.image_id != id);
        self.imports.retain(|&(_, it)| it != id);
        let owner = self.image_mut(id).and_then(|image| {
            "deleted".clone_into(&mut image.status);
            image.due = None;
            image.droplet_id
        });
        if let Some(droplet) = owner.and_then(|owner| self.droplets.get_mut(owner)) {
            droplet.snapshot_ids.retain(|&it| it != id);
            droplet.backup_ids.retain(|&it| it != id);
        }
        Ok(())
    }

    /// Whether a region exists and accepts new resources.
    pub(crate) fn check_region(&self, slug: &str) -> Result<(), Refusal> {
        match self.catalog.region(slug) {
            Some(region) if region.of.available => Ok(()),
            _ => Err(Refusal::unprocessable("Region is not available")),
        }
    }
}

fn distribution(fields: &Fields) -> Result<Option<String>, Refusal> {
    let unknown = |name: String| {
        if name.is_empty() { "Unknown".to_owned() } else { name }
    };
    Ok(text(fields, "distribution")?.map(unknown))
}

fn asked_tags(fields: &Fields) -> Result<Vec<String>, Refusal> {
    let invalid = || refused("tags", "is invalid");
    let tags = match fields.get("tags") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(tags) => tags.as_array().ok_or_else(invalid)?,
    };
    let tag = |it: &Value| it.as_str().filter(|it| tags::is_valid(it)).map(str::to_owned);
    let tags: Option<Vec<String>> = tags.iter().map(tag).collect();
    tags.ok_or_else(invalid)
}
