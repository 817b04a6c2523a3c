//! Lists of droplets, and of what a droplet has.

use serde::Serialize;
use serde_json::value::RawValue;

use super::policy::Window;
use super::{BackupPolicy, Droplet, Status};
use crate::http::{Outcome, Refusal, Reply, Request, json};
use crate::images::Image;
use crate::pages;
use crate::state::State;
use crate::time::Time;

/// `GET /v2/droplets`, by `tag_name`, or by `name` and `type`; without a `type` GPU droplets are hidden.
pub(super) fn droplets(state: &State, request: &Request) -> Outcome {
    let (name, kind) = (request.param("name"), request.param("type"));
    // An empty tag is a tag that no droplet has, not the absence of a filter.
    let ids = if let Some(tag) = request.sent_param("tag_name") {
        if name.is_some() || kind.is_some() {
            let message = "tag_name cannot be combined with name or type";
            return Err(Refusal::unprocessable(message));
        }
        state.droplets.ids(|droplet| droplet.has_tag(&tag))
    } else {
        let gpus = kind.as_deref() == Some("gpus");
        let named = |it: &Droplet| {
            let name = name.as_ref();
            name.is_none_or(|name| it.name.eq_ignore_ascii_case(name))
        };
        state.droplets.ids(|it| named(it) && state.has_gpu(it) == gpus)
    };
    let render = |id| state.droplet_text(id).map_or("null", RawValue::get);
    Ok(pages::list(request, "droplets", &ids, render))
}

impl State {
    fn has_gpu(&self, droplet: &Droplet) -> bool {
        let size = self.catalog.size(&droplet.size);
        size.is_some_and(|size| size.gpu_info.is_some())
    }
}

/// `GET /v2/droplets/{id}/kernels`: some for legacy droplets, none for others.
pub(super) fn kernels(state: &State, request: &Request, id: u64) -> Outcome {
    let legacy = state.droplet(id)?.legacy;
    let kernels = state.catalog.kernels.iter().filter(|_| legacy);
    let texts: Vec<&str> = kernels.map(|kernel| kernel.text.get()).collect();
    Ok(pages::list(request, "kernels", &texts, |text| text))
}

#[derive(Serialize)]
struct Snapshot<'a> {
    id: u64,
    name: &'a str,
    created_at: Time,
    regions: &'a [String],
    min_disk_size: Option<u64>,
    size_gigabytes: Option<f64>,
    #[serde(rename = "type")]
    kind: &'a str,
}

/// `GET /v2/droplets/{id}/snapshots`
pub(super) fn snapshots(state: &State, request: &Request, id: u64) -> Outcome {
    let images = state.images_of(&state.droplet(id)?.snapshot_ids);

    let snapshots: Vec<Snapshot<'_>> = images.into_iter().map(as_snapshot).collect();
    Ok(pages::list_of(request, "snapshots", &snapshots))
}

fn as_snapshot(image: &Image) -> Snapshot<'_> {
    Snapshot {
        id: image.id,
        name: &image.name,
        created_at: image.created_at,
        regions: &image.regions,
        min_disk_size: image.min_disk_size,
        size_gigabytes: image.size_gigabytes,
        kind: &image.kind,
    }
}

#[derive(Serialize)]
struct Backup<'a> {
    id: u64,
    name: &'a str,
    distribution: &'a str,
    slug: Option<&'a str>,
    public: bool,
    regions: &'a [String],
    created_at: Time,
    min_disk_size: Option<u64>,
    size_gigabytes: Option<f64>,
    #[serde(rename = "type")]
    kind: &'a str,
}

/// `GET /v2/droplets/{id}/backups`
pub(super) fn backups(state: &State, request: &Request, id: u64) -> Outcome {
    let images = state.images_of(&state.droplet(id)?.backup_ids);
    let backups: Vec<Backup<'_>> = images.into_iter().map(as_backup).collect();
    Ok(pages::list_of(request, "backups", &backups))
}

fn as_backup(image: &Image) -> Backup<'_> {
    Backup {
        id: image.id,
        name: &image.name,
        distribution: &image.distribution,
        slug: image.slug.as_deref(),
        public: image.public,
        regions: &image.regions,
        created_at: image.created_at,
        min_disk_size: image.min_disk_size,
        size_gigabytes: image.size_gigabytes,
        kind: &image.kind,
    }
}

impl State {
    /// Those of these images that still exist.
    fn images_of(&self, ids: &[u64]) -> Vec<&Image> {
        ids.iter().filter_map(|&id| self.image(id).ok()).collect()
    }
}

#[derive(Serialize)]
struct PolicyView<'a> {
    droplet_id: u64,
    backup_enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    backup_policy: Option<&'a BackupPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_backup_window: Option<Window>,
}

/// `GET /v2/droplets/{id}/backups/policy`
pub(super) fn policy(state: &State, id: u64) -> Outcome {
    let view = policy_view(state, state.droplet(id)?);
    Ok(Reply::root(200, "policy", &view))
}

/// `GET /v2/droplets/backups/policies`: an object by droplet ID.
pub(super) fn policies(state: &State, request: &Request) -> Reply {
    let member = |it: &Droplet| format!("\"{}\":{}", it.id, json(&policy_view(state, it)));
    let all: Vec<String> = state.droplets.values().map(member).collect();
    pages::members(request, "policies", &all)
}

fn policy_view<'a>(state: &State, droplet: &'a Droplet) -> PolicyView<'a> {
    let policy = droplet.backup_policy.as_ref();
    let running = policy.filter(|_| droplet.status != Status::New);
    PolicyView {
        droplet_id: droplet.id,
        backup_enabled: policy.is_some(),
        backup_policy: policy,
        next_backup_window: running.map(|policy| policy.next_window(state.now)),
    }
}
