//! `/v2/volumes`, their actions and their snapshots.

mod change;
mod events;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::http::{Outcome, Refusal, Reply, Request};
use crate::state::{DEFAULT_REGION, SeedError, State, each, fill, flaw, uuid};
use crate::time::Time;
use crate::{pages, snapshots, tags};

pub(crate) use events::apply;

/// A volume, in the API's key order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Volume {
    pub(crate) id: String,
    /// The slug.
    pub(crate) region: String,
    /// The droplets that a seed attaches it to; later the droplets hold this.
    #[serde(skip_serializing)]
    pub(crate) droplet_ids: Vec<u64>,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) size_gigabytes: u32,
    pub(crate) created_at: Time,
    pub(crate) filesystem_type: String,
    pub(crate) filesystem_label: String,
    pub(crate) tags: Vec<String>,
}

/// A snapshot of a volume.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct VolumeSnapshot {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) created_at: Time,
    pub(crate) regions: Vec<String>,
    /// The volume.
    pub(crate) resource_id: String,
    pub(crate) min_disk_size: u64,
    pub(crate) size_gigabytes: f64,
    pub(crate) tags: Vec<String>,
}

#[derive(Serialize)]
struct View<'a> {
    id: &'a str,
    region: Option<&'a RawValue>,
    droplet_ids: Vec<u64>,
    name: &'a str,
    description: &'a str,
    size_gigabytes: u32,
    created_at: Time,
    filesystem_type: &'a str,
    filesystem_label: &'a str,
    tags: &'a [String],
}

fn view<'a>(state: &'a State, volume: &'a Volume) -> View<'a> {
    let region = state.catalog.region(&volume.region);
    View {
        id: &volume.id,
        region: region.map(|region| &*region.text),
        droplet_ids: state.attached_to(&volume.id),
        name: &volume.name,
        description: &volume.description,
        size_gigabytes: volume.size_gigabytes,
        created_at: volume.created_at,
        filesystem_type: &volume.filesystem_type,
        filesystem_label: &volume.filesystem_label,
        tags: &volume.tags,
    }
}

/// Puts the volumes of a seed in place.
pub(crate) fn load(state: &mut State, volumes: Vec<Volume>, snapshots: Vec<VolumeSnapshot>) -> Result<(), SeedError> {
    each("volumes", volumes, |mut volume| {
        complete(state.now, &mut volume);
        for id in std::mem::take(&mut volume.droplet_ids) {
            state.attach(&volume.id, id).map_err(|message| flaw("droplet_ids", message))?;
        }
        volume.tags = state.spell_tags("volume", &volume.id, &volume.tags);
        state.volumes.push(volume);
        Ok(())
    })?;
    for mut snapshot in snapshots {
        complete_snapshot(state.now, &mut snapshot);
        snapshot.tags = state.spell_tags("volume_snapshot", &snapshot.id, &snapshot.tags);
        state.volume_snapshots.push(snapshot);
    }
    Ok(())
}

impl State {
    /// The droplets that a volume is attached to.
    fn attached_to(&self, volume: &str) -> Vec<u64> {
        self.droplets.ids(|it| it.volume_ids.iter().any(|it| it == volume))
    }

    fn attach(&mut self, volume: &str, droplet: u64) -> Result<(), String> {
        let found = self.droplets.get_mut(droplet);
        let droplet = found.ok_or_else(|| format!("there is no droplet {droplet}"))?;
        if !droplet.volume_ids.iter().any(|it| it == volume) {
            droplet.volume_ids.push(volume.to_owned());
        }
        Ok(())
    }
}

fn complete(now: Time, volume: &mut Volume) {
    fill(&mut volume.id, &uuid(&format!("volume {}", volume.name)));
    fill(&mut volume.region, DEFAULT_REGION);
    if volume.size_gigabytes == 0 {
        volume.size_gigabytes = 10;
    }
    volume.created_at = volume.created_at.or(now);
}

fn complete_snapshot(now: Time, snapshot: &mut VolumeSnapshot) {
    fill(&mut snapshot.id, &uuid(&format!("volume snapshot {}", snapshot.name)));
    if snapshot.regions.is_empty() {
        snapshot.regions.push(DEFAULT_REGION.to_owned());
    }
    snapshot.created_at = snapshot.created_at.or(now);
}

/// `/v2/volumes…`
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => Ok(list(state, request)),
        ("POST", []) => change::create(state, &request.fields()?),
        ("DELETE", []) => change::delete_named(state, request),
        ("POST", ["actions"]) => events::by_name(state, &request.fields()?),
        ("GET", ["snapshots", id]) => snapshots::of_volume(state, id),
        ("DELETE", ["snapshots", id]) => snapshots::delete_of_volume(state, id),
        (_, ["actions" | "snapshots", ..]) => Err(Refusal::no_route()),
        ("GET", [id]) => Ok(reply(state, 200, find(state, id)?)),
        ("DELETE", [id]) => change::delete(state, id),
        (_, [id, "actions", rest @ ..]) => events::route(state, request, id, rest),
        ("POST", [id, "snapshots"]) => change::snapshot(state, &request.fields()?, id),
        ("GET", [id, "snapshots"]) => {
            let volume = find(state, id)?;
            Ok(snapshots::all_of_volume(state, request, &volume.id))
        }
        _ => Err(Refusal::no_route()),
    }
}

fn reply(state: &State, status: u16, volume: &Volume) -> Reply {
    Reply::root(status, "volume", &view(state, volume))
}

/// `?name=`, `?region=` and `?tag_name=` narrow the list.
fn list(state: &State, request: &Request) -> Reply {
    let (name, region) = (request.param("name"), request.param("region"));
    let tagged = tags::filter(request);
    let chosen = |volume: &&Volume| {
        name.as_ref().is_none_or(|it| *it == volume.name)
            && region.as_ref().is_none_or(|it| *it == volume.region)
            && tagged(&volume.tags)
    };
    let all: Vec<&Volume> = state.volumes.iter().filter(chosen).collect();
    pages::list_by(request, "volumes", &all, |it| view(state, it))
}

fn find<'a>(state: &'a State, id: &str) -> Result<&'a Volume, Refusal> {
    let found = state.volumes.iter().find(|it| it.id == id);
    found.ok_or_else(Refusal::not_found)
}
