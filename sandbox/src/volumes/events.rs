//! `/v2/volumes/{id}/actions` and `/v2/volumes/actions`: volumes are attached, detached and resized.

use md5::{Digest, Md5};

use super::change::LARGEST;
use super::{Volume, find};
use crate::actions::{self, Effect, Kind, Start, Wording};
use crate::fields::{droplet_id, number, refused, text, texts};
use crate::http::{Fields, Outcome, Refusal, Reply, Request, id};
use crate::state::State;

/// Volumes of one droplet.
const MOST: usize = 15;

pub(super) fn route(state: &mut State, request: &Request, volume: &str, path: &[&str]) -> Outcome {
    let resource = (Kind::Volume, number_of(&find(state, volume)?.id));
    match (request.method.as_str(), path) {
        ("GET", []) => {
            let ids = state.actions_of(resource.0, resource.1);
            Ok(actions::list(state, request, &ids, Wording::Floating))
        }
        ("POST", []) => start(state, &request.fields()?, volume),
        ("GET", [action]) => actions::show_of(state, resource, id(action)?, Wording::Floating),
        _ => Err(Refusal::no_route()),
    }
}

/// `POST /v2/volumes/actions`, with `volume_name` and `region`.
pub(super) fn by_name(state: &mut State, fields: &Fields) -> Outcome {
    let name = text(fields, "volume_name")?.unwrap_or_default();
    let region = text(fields, "region")?.unwrap_or_default();
    let volume = state.volume_named(&name, &region)?;
    start(state, fields, &volume)
}

fn start(state: &mut State, fields: &Fields, volume: &str) -> Outcome {
    let volume = find(state, volume)?.clone();
    state.check_idle_volume(&volume.id)?;
    let (verb, effect) = match text(fields, "type")?.as_deref() {
        Some("attach") => ("attach_volume", attach(state, fields, &volume)?),
        Some("detach") => ("detach_volume", detach(state, fields, &volume)?),
        Some("resize") => ("resize_volume", resize(fields, &volume)?),
        _ => return Err(Refusal::unknown_action()),
    };
    let tags = crate::tags::valid(texts(fields, "tags")?)?;
    state.tag_volume(&volume.id, &tags);
    let (kind, resource_id) = (Kind::Volume, number_of(&volume.id));
    let action = state.start(Start { verb, kind, resource_id, region: Some(volume.region), effect });
    Ok(Reply { status: 202, ..actions::started(state, action, Wording::Floating)? })
}

fn attach(state: &State, fields: &Fields, volume: &Volume) -> Result<Effect, Refusal> {
    let id = droplet_id(fields)?;
    let droplet = state.droplet(id)?;
    if !state.attached_to(&volume.id).is_empty() {
        return Err(Refusal::unprocessable("This volume is already attached"));
    }
    if droplet.region != volume.region {
        return Err(Refusal::unprocessable("The volume and the droplet must be in the same region."));
    }
    if droplet.volume_ids.len() >= MOST {
        return Err(Refusal::unprocessable(format!("A droplet can have at most {MOST} volumes")));
    }
    state.check_idle_droplet(id)?;
    Ok(Effect::AttachVolume { volume: volume.id.clone(), droplet: id })
}

fn detach(state: &State, fields: &Fields, volume: &Volume) -> Result<Effect, Refusal> {
    let id = droplet_id(fields)?;
    if !state.droplet(id)?.volume_ids.contains(&volume.id) {
        return Err(Refusal::unprocessable("Attachment not found"));
    }
    state.check_idle_droplet(id)?;
    Ok(Effect::DetachVolume { volume: volume.id.clone(), droplet: id })
}

fn resize(fields: &Fields, volume: &Volume) -> Result<Effect, Refusal> {
    let size = number(fields, "size_gigabytes", LARGEST)?.given();
    let size = size.and_then(|it| u32::try_from(it).ok()).ok_or_else(|| refused("size_gigabytes", "can't be blank"))?;
    if size <= volume.size_gigabytes {
        return Err(Refusal::unprocessable("The new size must be larger than the current one"));
    }
    Ok(Effect::ResizeVolume { volume: volume.id.clone(), size })
}

/// The end of a volume's action; a droplet or volume that is gone by then stays so.
pub(crate) fn apply(state: &mut State, effect: &Effect) {
    match effect {
        Effect::AttachVolume { volume, droplet } => {
            if let Some(droplet) = state.droplets.get_mut(*droplet) {
                droplet.volume_ids.push(volume.clone());
            }
        }
        Effect::DetachVolume { volume, droplet } => {
            if let Some(droplet) = state.droplets.get_mut(*droplet) {
                droplet.volume_ids.retain(|it| it != volume);
            }
        }
        Effect::ResizeVolume { volume, size } => {
            if let Some(volume) = state.volumes.iter_mut().find(|it| it.id == *volume) {
                volume.size_gigabytes = *size;
            }
        }
        _ => {}
    }
}

/// The number under which a volume's actions are stored. No reply shows it.
fn number_of(id: &str) -> u64 {
    let digest: [u8; 16] = Md5::digest(id).into();
    digest.iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
}

impl State {
    /// Refuses what must wait for an action in progress on the volume.
    pub(super) fn check_idle_volume(&self, id: &str) -> Result<(), Refusal> {
        if self.is_busy(Kind::Volume, number_of(id)) {
            return Err(Refusal::unprocessable("Volume already has a pending event."));
        }
        Ok(())
    }

    fn tag_volume(&mut self, id: &str, tags: &[String]) {
        let tags = self.spell_tags("volume", id, tags);
        if let Some(volume) = self.volumes.iter_mut().find(|it| it.id == id) {
            volume.tags.retain(|it| !tags.contains(it));
            volume.tags.extend(tags);
        }
    }
}
