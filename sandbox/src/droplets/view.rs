//! Droplets as JSON.

use serde::Serialize;
use serde_json::value::RawValue;

use super::networks::{gateway, gateway_v6};
use super::policy::Window;
use super::{Droplet, Networks, Status};
use crate::catalog::Size;
use crate::http::raw;
use crate::state::{State, uuid};
use crate::time::Time;

#[derive(Serialize)]
struct View<'a> {
    id: u64,
    name: &'a str,
    memory: u64,
    vcpus: u64,
    disk: u64,
    disk_info: Box<RawValue>,
    locked: bool,
    status: Status,
    kernel: Option<&'a RawValue>,
    created_at: Time,
    features: &'a [String],
    backup_ids: &'a [u64],
    next_backup_window: Option<Window>,
    snapshot_ids: &'a [u64],
    image: Option<&'a RawValue>,
    volume_ids: &'a [String],
    size: Option<&'a RawValue>,
    size_slug: &'a str,
    networks: NetworksView<'a>,
    region: Option<&'a RawValue>,
    tags: &'a [String],
    /// Absent until the droplet has its networks.
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc_uuid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subnet_uuid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gpu_info: Option<&'a RawValue>,
}

#[derive(Default, Serialize)]
struct NetworksView<'a> {
    v4: Vec<V4<'a>>,
    v6: Vec<V6<'a>>,
}

#[derive(Serialize)]
struct V4<'a> {
    ip_address: &'a str,
    netmask: &'a str,
    gateway: String,
    #[serde(rename = "type")]
    kind: &'a str,
}

#[derive(Serialize)]
struct V6<'a> {
    ip_address: &'a str,
    netmask: u64,
    gateway: String,
    #[serde(rename = "type")]
    kind: &'a str,
}

/// The API's object of a droplet.
pub(crate) fn render(state: &State, droplet: &Droplet) -> Box<RawValue> {
    let size = state.catalog.size_entry(&droplet.size);
    let networks = droplet.networks.as_ref();
    let kernel = droplet.kernel.and_then(|id| state.catalog.kernel(id));
    let running = droplet.status != Status::New;
    let policy = droplet.backup_policy.as_ref().filter(|_| running);
    raw(&View {
        id: droplet.id,
        name: &droplet.name,
        memory: size.map_or(0, |size| size.of.memory),
        vcpus: size.map_or(0, |size| size.of.vcpus),
        disk: droplet.disk,
        disk_info: disk_info(droplet, size.map(|size| &size.of)),
        locked: droplet.locked,
        status: droplet.status,
        kernel: kernel.map(|kernel| &*kernel.text),
        created_at: droplet.created_at,
        features: &droplet.features,
        backup_ids: &droplet.backup_ids,
        next_backup_window: policy.map(|policy| policy.next_window(state.now)),
        snapshot_ids: &droplet.snapshot_ids,
        image: state.image_text(droplet.image_id()),
        volume_ids: &droplet.volume_ids,
        size: size.map(|size| &*size.text),
        size_slug: &droplet.size,
        networks: networks.map(networks_view).unwrap_or_default(),
        region: region(state, &droplet.region),
        tags: &droplet.tags,
        vpc_uuid: networks.map(|_| droplet.vpc_uuid.as_str()),
        subnet_uuid: networks.map(|_| uuid(&format!("subnet {}", droplet.vpc_uuid))),
        gpu_info: size.and_then(|size| size.of.gpu_info.as_deref()),
    })
}

fn region<'a>(state: &'a State, slug: &str) -> Option<&'a RawValue> {
    state.catalog.region(slug).map(|region| &*region.text)
}

/// The size's disks, unless a resize left the droplet with its old one.
fn disk_info(droplet: &Droplet, size: Option<&Size>) -> Box<RawValue> {
    match size {
        Some(size) if size.disk == droplet.disk => size.disk_info.clone(),
        _ => raw(&serde_json::json!([
            {"type": "local", "size": {"amount": droplet.disk, "unit": "gib"}}
        ])),
    }
}

fn networks_view(networks: &Networks) -> NetworksView<'_> {
    let public = networks.public.as_deref().map(|ip| entry(ip, "public"));
    let private = networks.private.as_deref().map(|ip| entry(ip, "private"));
    NetworksView {
        v4: public.into_iter().chain(private).collect(),
        v6: networks.v6.as_deref().map(entry_v6).into_iter().collect(),
    }
}

fn entry<'a>(ip_address: &'a str, kind: &'a str) -> V4<'a> {
    V4 { ip_address, netmask: "255.255.240.0", gateway: gateway(ip_address, kind == "private"), kind }
}

fn entry_v6(ip_address: &str) -> V6<'_> {
    V6 { ip_address, netmask: 64, gateway: gateway_v6(ip_address), kind: "public" }
}
