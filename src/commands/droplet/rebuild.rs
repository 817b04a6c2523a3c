//! `doapi droplet rebuild`.

use crate::api::{Id, Object};
use crate::complete;
use crate::error::{Context as _, Result, failure};
use crate::resolve::Target;
use crate::resolve::noun::IMAGE;
use crate::run::context::Context;
use crate::verbs::approve::Approval;
use crate::verbs::start_action::StartActions;
use crate::verbs::targets::Droplets;
use clap::Args;
use serde_json::{Value, json};

/// Rebuild droplets from an image
#[derive(Debug, Args)]
pub(super) struct Rebuild {
    /// The ID, slug or name of an image [default: the image that each droplet has]
    #[arg(short = 'I', long, value_name = "IMAGE", add = complete::images())]
    image: Option<String>,

    #[command(flatten)]
    approval: Approval,

    #[command(flatten)]
    on: StartActions<Droplets>,
}

impl Rebuild {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let targets = self.approval.targets(ctx, "rebuild", &self.on.on)?;
        let image = self.image.as_ref().map(|image| ctx.find_one(&IMAGE.family, image)).transpose()?;
        let order = |target: Target| {
            let image = image.as_ref().map_or_else(|| own_image(&target), |image| Ok(image.id.clone()))?;
            Ok((target, rebuild(&image)))
        };
        let orders = targets.into_iter().map(order).collect::<Result<_>>()?;
        self.on.start(ctx, orders).map(drop)
    }
}

fn rebuild(image: &Id) -> Value {
    json!({"type": "rebuild", "image": image})
}

/// The image of a droplet: an object in the droplet, or null where the token lacks the scope to see it.
fn own_image(droplet: &Target) -> Result<Id> {
    let raw = droplet.object.get::<Box<serde_json::value::RawValue>>("image").context("no image");
    let image = raw.ok().and_then(|raw| Object::try_from(raw).ok()).and_then(|image| image.id());
    let Some(id) = image else {
        return Err(failure(format!(
            "droplet {:?}: the API does not show its image; name one with --image",
            droplet.label
        )));
    };
    Ok(id)
}
