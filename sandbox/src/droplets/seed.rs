//! Completing the droplets of a seed.

use super::{BackupPolicy, Droplet, ImageRef, Status};
use crate::actions::{self, Action};
use crate::images::Image;
use crate::state::{DEFAULT_REGION, Flaw, State, fill, flaw};

/// Completes a droplet, or returns what is wrong with it.
pub(crate) fn complete(state: &mut State, droplet: &mut Droplet) -> Result<(), Flaw> {
    fill(&mut droplet.size, "s-1vcpu-1gb");
    let size = state.catalog.size(&droplet.size);
    let size = size.ok_or_else(|| flaw("size", format!("there is no size {:?}", droplet.size)))?;
    if droplet.disk == 0 {
        droplet.disk = size.disk;
    }
    if droplet.region.is_empty() {
        let offered = size.regions.first().map_or(DEFAULT_REGION, String::as_str);
        let preferred = size.regions.iter().any(|region| region == DEFAULT_REGION);
        let region = if preferred { DEFAULT_REGION } else { offered };
        region.clone_into(&mut droplet.region);
    }
    state.check_region_of_seed(&droplet.region)?;
    droplet.image = ImageRef::Id(image_id(state, &droplet.image)?);
    complete_details(state, droplet);
    Ok(())
}

fn image_id(state: &State, image: &ImageRef) -> Result<u64, Flaw> {
    let found = match image {
        ImageRef::Id(id) => state.images.get(*id),
        ImageRef::Slug(label) => state.image_by_slug(label).or_else(|| {
            let same = |image: &&Image| image.name == *label && !image.public;
            state.images.values().find(same)
        }),
    };
    let found = found.map(|image| image.id);
    let label = match image {
        ImageRef::Id(id) => id.to_string(),
        ImageRef::Slug(label) => format!("{label:?}"),
    };
    found.ok_or_else(|| flaw("image", format!("there is no image {label}")))
}

fn complete_details(state: &mut State, droplet: &mut Droplet) {
    droplet.created_at = droplet.created_at.or(state.now);
    if droplet.features.is_empty() {
        for (feature, on) in [
            ("backups", droplet.backups == Some(true)),
            ("ipv6", droplet.ipv6 == Some(true)),
            ("droplet_agent", true),
            ("private_networking", true),
        ] {
            droplet.set_feature(feature, on);
        }
    }
    if droplet.has("backups") && droplet.backup_policy.is_none() {
        droplet.backup_policy = Some(BackupPolicy::default());
    }
    if droplet.legacy && droplet.kernel.is_none() {
        droplet.kernel = state.catalog.kernels.first().map(|it| it.of.id);
    }
    if droplet.vpc_uuid.is_empty() {
        droplet.vpc_uuid = state.default_vpc(&droplet.region);
    }
    if droplet.networks.is_none() && droplet.status != Status::New {
        droplet.networks = Some(state.allot(droplet));
    }
    let tags = std::mem::take(&mut droplet.tags);
    droplet.tags = state.tag_droplet(droplet.id, &tags);
}

impl State {
    /// The stored spellings of a droplet's tags, noted at the tags; a tag with invalid characters drops them all.
    pub(super) fn tag_droplet(&mut self, id: u64, tags: &[String]) -> Vec<String> {
        if !tags.iter().all(|tag| crate::tags::is_valid(tag)) {
            return Vec::new();
        }
        self.spell_tags("droplet", &id.to_string(), tags)
    }
}

/// The action that made a droplet before the sandbox started.
pub(crate) fn creation(id: u64, droplet: &Droplet) -> Action {
    Action {
        id,
        status: actions::Status::Completed,
        verb: "create".to_owned(),
        started_at: droplet.created_at,
        completed_at: Some(droplet.created_at),
        resource_id: droplet.id,
        region: Some(droplet.region.clone()),
        ..Action::default()
    }
}
