//! Making, deleting and snapshotting volumes.

use uuid::Uuid;

use super::{Volume, VolumeSnapshot, find, reply};
use crate::fields::{given, needed, number, refused, text, texts};
use crate::http::{Fields, Outcome, Refusal, Reply, Request};
use crate::snapshots;
use crate::state::State;

/// GiB.
pub(super) const LARGEST: u64 = 16_384;
const FILESYSTEMS: [&str; 3] = ["", "ext4", "xfs"];

pub(super) fn create(state: &mut State, fields: &Fields) -> Outcome {
    let mut volume = draft(state, fields)?;
    if state.volumes.iter().any(|it| it.name == volume.name && it.region == volume.region) {
        return Err(Refusal::conflict_of("a volume with this name already exists in this region"));
    }
    if state.volumes.len() as u64 >= state.account.volume_limit {
        return Err(Refusal::forbidden_as("failed to create volume: volume/snapshot capacity limit exceeded"));
    }
    let tags = crate::tags::valid(texts(fields, "tags")?)?;
    volume.tags = state.spell_tags("volume", &volume.id, &tags);
    let reply = reply(state, 201, &volume);
    state.volumes.push(volume);
    Ok(reply)
}

/// The volume that the request describes, of a snapshot's size when it is made of one.
fn draft(state: &State, fields: &Fields) -> Result<Volume, Refusal> {
    let name = text(fields, "name")?.unwrap_or_default();
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !(name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(allowed) && name.len() <= 64) {
        return Err(refused("name", "must be lower-case letters, digits and dashes, and begin with a letter"));
    }
    let snapshot = source(state, fields)?;
    let region = given(fields, "region")?;
    let region =
        region.or_else(|| snapshot?.regions.first().cloned()).ok_or_else(|| refused("region", "can't be blank"))?;
    state.check_region(&region)?;
    let filesystem_type = text(fields, "filesystem_type")?.unwrap_or_default();
    if !FILESYSTEMS.contains(&filesystem_type.as_str()) {
        return Err(refused("filesystem_type", "must be ext4 or xfs"));
    }
    Ok(Volume {
        id: Uuid::new_v4().to_string(),
        region,
        name,
        description: text(fields, "description")?.unwrap_or_default(),
        size_gigabytes: size(fields, snapshot)?,
        created_at: state.now,
        filesystem_type,
        filesystem_label: text(fields, "filesystem_label")?.unwrap_or_default(),
        ..Volume::default()
    })
}

fn source<'a>(state: &'a State, fields: &Fields) -> Result<Option<&'a VolumeSnapshot>, Refusal> {
    let Some(id) = given(fields, "snapshot_id")? else {
        return Ok(None);
    };
    let found = state.volume_snapshots.iter().find(|it| it.id == id);
    found.map(Some).ok_or_else(Refusal::not_found)
}

fn size(fields: &Fields, snapshot: Option<&VolumeSnapshot>) -> Result<u32, Refusal> {
    let least = snapshot.map_or(1, |it| it.min_disk_size.max(1));
    let asked = number(fields, "size_gigabytes", LARGEST)?.given();
    let size = asked.or(snapshot.map(|_| least)).ok_or_else(|| refused("size_gigabytes", "can't be blank"))?;
    if size < least {
        return Err(refused("size_gigabytes", &format!("must be greater than or equal to {least}")));
    }
    u32::try_from(size).map_err(|_| refused("size_gigabytes", "is invalid"))
}

/// `DELETE /v2/volumes/{id}`
pub(super) fn delete(state: &mut State, id: &str) -> Outcome {
    let id = find(state, id)?.id.clone();
    state.check_idle_volume(&id)?;
    if !state.attached_to(&id).is_empty() {
        return Err(Refusal::conflict_of("cannot delete a volume that is attached to a droplet"));
    }
    state.remove_volume(&id);
    Ok(Reply::empty(204))
}

impl State {
    pub(crate) fn remove_volume(&mut self, id: &str) {
        self.volumes.retain(|it| it.id != id);
        self.take_out_of_project("volume", id);
    }
}

/// `DELETE /v2/volumes?name=&region=`
pub(super) fn delete_named(state: &mut State, request: &Request) -> Outcome {
    let (Some(name), Some(region)) = (request.param("name"), request.param("region")) else {
        return Err(Refusal::unprocessable("name and region are required"));
    };
    let id = state.volume_named(&name, &region)?;
    delete(state, &id)
}

/// `POST /v2/volumes/{id}/snapshots`, which is done at once.
pub(super) fn snapshot(state: &mut State, fields: &Fields, id: &str) -> Outcome {
    let volume = find(state, id)?.clone();
    let name = needed(fields, "name")?;
    let tags = crate::tags::valid(texts(fields, "tags")?)?;
    let id = Uuid::new_v4().to_string();
    let tags = state.spell_tags("volume_snapshot", &id, &tags);
    state.volume_snapshots.push(VolumeSnapshot {
        id: id.clone(),
        name,
        created_at: state.now,
        regions: vec![volume.region],
        resource_id: volume.id,
        min_disk_size: u64::from(volume.size_gigabytes),
        size_gigabytes: 0.0,
        tags,
    });
    Ok(Reply { status: 201, ..snapshots::of_volume(state, &id)? })
}

impl State {
    /// The ID of a volume that is known by its name and region.
    pub(super) fn volume_named(&self, name: &str, region: &str) -> Result<String, Refusal> {
        let found = self.volumes.iter().find(|it| it.name == name && it.region == region);
        found.map(|it| it.id.clone()).ok_or_else(Refusal::not_found)
    }
}
