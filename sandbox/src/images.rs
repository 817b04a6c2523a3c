//! `/v2/images`: distributions, snapshots, backups and imported images.

mod change;
mod events;
mod retired;
mod transfers;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::actions::Effect;
use crate::http::{Outcome, Refusal, Reply, Request, raw};
use crate::state::{DEFAULT_REGION, State, fill};
use crate::time::Time;
use crate::{pages, tags};

pub(crate) use transfers::Transfer;

/// An image, in the API's key order, with the sandbox's own fields.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Image {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) distribution: String,
    pub(crate) slug: Option<String>,
    pub(crate) public: bool,
    pub(crate) regions: Vec<String>,
    pub(crate) created_at: Time,
    pub(crate) min_disk_size: Option<u64>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) size_gigabytes: Option<f64>,
    pub(crate) description: String,
    pub(crate) tags: Vec<String>,
    /// `NEW`, `pending`, `available`, `retired`, or `deleted`: no longer listed, but a droplet may still run it.
    pub(crate) status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error_message: Option<String>,
    /// The droplet that a snapshot or backup was taken of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) droplet_id: Option<u64>,
    /// When an imported image becomes available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due: Option<Time>,
}

/// The image as the API shows it.
#[derive(Serialize)]
struct View<'a> {
    id: u64,
    name: &'a str,
    distribution: &'a str,
    slug: Option<&'a str>,
    public: bool,
    regions: &'a [String],
    created_at: Time,
    min_disk_size: Option<u64>,
    #[serde(rename = "type")]
    kind: &'a str,
    size_gigabytes: Option<f64>,
    description: &'a str,
    tags: &'a [String],
    status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
}

fn render(image: &Image) -> Box<RawValue> {
    raw(&View {
        id: image.id,
        name: &image.name,
        distribution: &image.distribution,
        slug: image.slug.as_deref(),
        public: image.public,
        regions: arrived(image),
        created_at: image.created_at,
        min_disk_size: image.min_disk_size,
        kind: &image.kind,
        size_gigabytes: image.size_gigabytes,
        description: &image.description,
        tags: &image.tags,
        status: &image.status,
        error_message: image.error_message.as_deref(),
    })
}

/// While an image is being imported, its region does not have it yet.
fn arrived(image: &Image) -> &[String] {
    if image.status == "NEW" { &[] } else { &image.regions }
}

impl State {
    /// The image of this ID, unless it was deleted.
    pub(crate) fn image(&self, id: u64) -> Result<&Image, Refusal> {
        let image = self.images.get(id).filter(|it| it.status != "deleted");
        image.ok_or_else(Refusal::not_found)
    }

    /// The public image of this slug.
    pub(crate) fn image_by_slug(&self, slug: &str) -> Option<&Image> {
        let named = |image: &&Image| image.slug.as_deref() == Some(slug);
        self.images.values().find(named)
    }

    /// The JSON object of an image, also of a deleted one.
    pub(crate) fn image_text(&self, id: u64) -> Option<&RawValue> {
        self.images.text(id, render)
    }

    /// The image, for a change; the droplets that show it will be rendered again.
    pub(crate) fn image_mut(&mut self, id: u64) -> Option<&mut Image> {
        self.droplets.forget_texts();
        self.images.get_mut(id)
    }
}

/// `/v2/images…`
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => Ok(list(state, request)),
        ("POST", []) => change::import(state, &request.fields()?),
        ("GET", [image]) => show(state, image),
        ("PUT", [image]) => change::update(state, &request.fields()?, image),
        ("DELETE", [image]) => change::delete(state, image),
        (_, [image, "actions", rest @ ..]) => events::route(state, request, image, rest),
        (_, [image, "account_transfer", rest @ ..]) => transfers::route(state, request, image, rest),
        _ => Err(Refusal::no_route()),
    }
}

/// `?type=`, `?private=true` and `?tag_name=` narrow the list, together when there are several.
fn list(state: &State, request: &Request) -> Reply {
    let kind = request.param("type");
    let private = request.param("private").as_deref() == Some("true");
    let tagged = tags::filter(request);
    let ids = state
        .images
        .ids(|image| listed(image) && is(image, kind.as_deref()) && !(private && image.public) && tagged(&image.tags));
    let render = |id| state.image_text(id).map_or("null", RawValue::get);
    pages::list(request, "images", &ids, render)
}

fn listed(image: &Image) -> bool {
    !["deleted", "retired"].contains(&image.status.as_str())
}

/// Distributions are the public images of type `base`; the other public ones are applications, whatever their type.
fn is(image: &Image, kind: Option<&str>) -> bool {
    match kind {
        Some("distribution") => image.public && image.kind == "base",
        Some("application") => image.public && image.kind != "base",
        _ => true,
    }
}

fn show(state: &State, image: &str) -> Outcome {
    let Ok(id) = image.parse() else {
        let image = state.image_by_slug(image);
        return Ok(shown(state, image.ok_or_else(Refusal::not_found)?.id));
    };
    if let Some(old) = retired::image(id) {
        return Ok(Reply::root(200, "image", &render(&old)));
    }
    Ok(shown(state, state.image(id)?.id))
}

fn shown(state: &State, id: u64) -> Reply {
    Reply::root(200, "image", &state.image_text(id))
}

/// The end of an image's action.
pub(crate) fn apply(state: &mut State, effect: &Effect, id: u64) {
    let Some(image) = state.image_mut(id) else {
        return;
    };
    match effect {
        Effect::TransferImage(region) if !image.regions.contains(region) => {
            image.regions.push(region.clone());
        }
        Effect::ConvertImage => "snapshot".clone_into(&mut image.kind),
        _ => {}
    }
}

/// Completes the import of an image.
pub(crate) fn imported(state: &mut State, id: u64) {
    if let Some(image) = state.image_mut(id) {
        image.due = None;
        image.min_disk_size.get_or_insert(5);
        image.size_gigabytes.get_or_insert(0.4);
        "available".clone_into(&mut image.status);
    }
}

/// Completes an image of a seed.
pub(crate) fn complete_seed(state: &mut State, image: &mut Image) {
    image.created_at = image.created_at.or(state.now);
    fill(&mut image.status, "available");
    fill(&mut image.kind, "snapshot");
    fill(&mut image.distribution, "Ubuntu");
    if image.status == "available" {
        image.min_disk_size.get_or_insert(7);
        image.size_gigabytes.get_or_insert(2.36);
        if image.regions.is_empty() {
            image.regions.push(DEFAULT_REGION.to_owned());
        }
    }
    image.tags = state.spell_tags("image", &image.id.to_string(), &image.tags);
}
