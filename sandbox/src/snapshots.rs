//! `/v2/snapshots`: the snapshots of droplets, which are images too, and those of volumes.

use serde::Serialize;

use crate::http::{Outcome, Refusal, Reply, Request};
use crate::images::Image;
use crate::pages;
use crate::state::State;
use crate::time::Time;
use crate::volumes::VolumeSnapshot;

/// A snapshot of either kind, in the API's key order.
#[derive(Serialize)]
struct View<'a> {
    id: String,
    name: &'a str,
    created_at: Time,
    regions: &'a [String],
    resource_id: String,
    resource_type: &'a str,
    min_disk_size: Option<u64>,
    size_gigabytes: Option<f64>,
    tags: &'a [String],
}

/// `/v2/snapshots…`
pub(crate) fn route(state: &mut State, request: &Request, path: &[&str]) -> Outcome {
    match (request.method.as_str(), path) {
        ("GET", []) => Ok(list(state, request)),
        ("GET", [id]) => show(state, id),
        ("DELETE", [id]) => delete(state, id),
        _ => Err(Refusal::no_route()),
    }
}

/// `?resource_type=droplet` or `volume` asks for one kind.
fn list(state: &State, request: &Request) -> Reply {
    let wanted = request.param("resource_type");
    let wants = |kind: &str| wanted.as_deref().is_none_or(|it| it == kind);
    let mut views = Vec::new();
    if wants("droplet") {
        views.extend(state.images.values().filter(|it| is_snapshot(it)).map(of_droplet));
    }
    if wants("volume") {
        views.extend(state.volume_snapshots.iter().map(view));
    }
    pages::list_of(request, "snapshots", &views)
}

fn show(state: &State, id: &str) -> Outcome {
    match id.parse() {
        Ok(image) => {
            let view = of_droplet(snapshot(state, image)?);
            Ok(Reply::root(200, "snapshot", &view))
        }
        Err(_) => of_volume(state, id),
    }
}

fn delete(state: &mut State, id: &str) -> Outcome {
    if let Ok(image) = id.parse() {
        let image = snapshot(state, image)?.id;
        state.delete_image(image)?;
        return Ok(Reply::empty(204));
    }
    delete_of_volume(state, id)
}

/// Deletes a volume's snapshot, also for `/v2/volumes/snapshots/{id}`.
pub(crate) fn delete_of_volume(state: &mut State, id: &str) -> Outcome {
    let place = place(state, id)?;
    state.volume_snapshots.remove(place);
    Ok(Reply::empty(204))
}

/// The image of a snapshot's number; images that are something else are another refusal than none.
fn snapshot(state: &State, id: u64) -> Result<&Image, Refusal> {
    let image = state.image(id)?;
    if is_snapshot(image) {
        return Ok(image);
    }
    Err(Refusal::bad_request("the resource is not a snapshot"))
}

fn is_snapshot(image: &Image) -> bool {
    image.kind == "snapshot" && !image.public && image.status == "available"
}

fn place(state: &State, id: &str) -> Result<usize, Refusal> {
    let place = state.volume_snapshots.iter().position(|it| it.id == id);
    if place.is_none() && state.volumes.iter().any(|it| it.id == id) {
        return Err(Refusal::bad_request("the resource is not a snapshot"));
    }
    place.ok_or_else(Refusal::not_found)
}

/// A volume's snapshot, also for `/v2/volumes/snapshots/{id}`.
pub(crate) fn of_volume(state: &State, id: &str) -> Outcome {
    let snapshot = &state.volume_snapshots[place(state, id)?];
    Ok(Reply::root(200, "snapshot", &view(snapshot)))
}

/// `/v2/volumes/{id}/snapshots`
pub(crate) fn all_of_volume(state: &State, request: &Request, volume: &str) -> Reply {
    let all = state.volume_snapshots.iter();
    let views: Vec<View<'_>> = all.filter(|it| it.resource_id == volume).map(view).collect();
    pages::list_of(request, "snapshots", &views)
}

fn of_droplet(image: &Image) -> View<'_> {
    let droplet = image.droplet_id.map(|id| id.to_string());
    View {
        id: image.id.to_string(),
        name: &image.name,
        created_at: image.created_at,
        regions: &image.regions,
        resource_id: droplet.unwrap_or_default(),
        resource_type: "droplet",
        min_disk_size: image.min_disk_size,
        size_gigabytes: image.size_gigabytes,
        tags: &image.tags,
    }
}

fn view(snapshot: &VolumeSnapshot) -> View<'_> {
    View {
        id: snapshot.id.clone(),
        name: &snapshot.name,
        created_at: snapshot.created_at,
        regions: &snapshot.regions,
        resource_id: snapshot.resource_id.clone(),
        resource_type: "volume",
        min_disk_size: Some(snapshot.min_disk_size),
        size_gigabytes: Some(snapshot.size_gigabytes),
        tags: &snapshot.tags,
    }
}
