//! The effects of a droplet's actions.

use super::{BackupPolicy, Droplet, ImageRef, Status};
use crate::actions::Effect;
use crate::images::Image;
use crate::state::State;
use crate::time::Time;

/// Carries out the end of an action; a droplet that was destroyed meanwhile stays so. A snapshot is as old as its
/// action, by which clients find it.
pub(crate) fn apply(state: &mut State, effect: Effect, id: u64, started_at: Time) {
    match effect {
        Effect::Create => created(state, id),
        Effect::Destroy => state.remove_droplet(id),
        Effect::Snapshot(name) => {
            if let Some(image) = state.capture(id, name, "snapshot", started_at)
                && let Some(droplet) = state.droplets.get_mut(id)
            {
                droplet.snapshot_ids.push(image);
            }
        }
        Effect::EnableIpv6 => enable_ipv6(state, id),
        Effect::Resize { size, disk } => resize(state, id, size, disk),
        other => {
            if let Some(droplet) = state.droplets.get_mut(id) {
                change(droplet, other);
            }
        }
    }
}

/// The effects that concern the droplet alone.
fn change(droplet: &mut Droplet, effect: Effect) {
    match effect {
        Effect::PowerOn => droplet.status = Status::Active,
        Effect::PowerOff => droplet.status = Status::Off,
        Effect::Rename(name) => droplet.name = name,
        Effect::Reimage(image) => {
            droplet.image = ImageRef::Id(image);
            droplet.status = Status::Active;
        }
        Effect::EnableBackups(policy) => set_backups(droplet, Some(policy)),
        Effect::DisableBackups => set_backups(droplet, None),
        Effect::ChangeKernel(kernel) => droplet.kernel = Some(kernel),
        _ => {}
    }
}

fn set_backups(droplet: &mut Droplet, policy: Option<BackupPolicy>) {
    if droplet.has("backups") != policy.is_some() {
        droplet.set_feature("backups", policy.is_some());
    }
    droplet.backup_policy = policy;
}

fn created(state: &mut State, id: u64) {
    let Some(droplet) = state.droplets.get_mut(id) else {
        return;
    };
    droplet.status = Status::Active;
    let lag = droplet.networks_lag;
    if lag.is_zero() {
        state.give_networks(id);
    } else {
        state.appearing.insert((state.now.plus(lag), id));
    }
}

fn enable_ipv6(state: &mut State, id: u64) {
    let Some(region) = state.droplets.get(id).map(|it| it.region.clone()) else {
        return;
    };
    let address = state.allot_v6(&region);
    if let Some(droplet) = state.droplets.get_mut(id) {
        droplet.set_feature("ipv6", true);
        let networks = droplet.networks.get_or_insert_default();
        networks.v6.get_or_insert(address);
    }
}

fn resize(state: &mut State, id: u64, slug: String, disk: bool) {
    let gib = state.catalog.size(&slug).map(|size| size.disk);
    if let Some(droplet) = state.droplets.get_mut(id) {
        droplet.size = slug;
        if disk {
            droplet.disk = gib.unwrap_or(droplet.disk);
        }
    }
}

impl State {
    /// Gives a droplet its addresses.
    pub(crate) fn give_networks(&mut self, id: u64) {
        let Some(droplet) = self.droplets.get(id).cloned() else {
            return;
        };
        let networks = self.allot(&droplet);
        if let Some(droplet) = self.droplets.get_mut(id) {
            droplet.networks = Some(networks);
        }
    }

    /// Makes a snapshot or backup of a droplet, and gives its image's ID.
    fn capture(&mut self, droplet: u64, name: String, kind: &str, created_at: Time) -> Option<u64> {
        let droplet = self.droplets.get(droplet)?;
        let base = self.images.get(droplet.image_id());
        let distribution = base.map_or("Unknown", |it| it.distribution.as_str());
        let image = Image {
            id: 0,
            name,
            distribution: distribution.to_owned(),
            regions: vec![droplet.region.clone()],
            created_at,
            min_disk_size: Some(droplet.disk),
            kind: kind.to_owned(),
            size_gigabytes: base.and_then(|it| it.size_gigabytes),
            status: "available".to_owned(),
            droplet_id: Some(droplet.id),
            ..Image::default()
        };
        let id = self.ids.image();
        self.images.insert(id, Image { id, ..image });
        Some(id)
    }

    /// Removes a droplet. Its addresses stay reserved, and its snapshots and backups remain as images.
    pub(crate) fn remove_droplet(&mut self, id: u64) {
        self.droplets.remove(id);
        self.take_out_of_project("droplet", &id.to_string());
        for ip in &mut self.reserved_ips {
            if ip.droplet_id == Some(id) {
                ip.droplet_id = None;
            }
        }
        self.take_off_firewalls(id);
        self.take_off_balancers(id);
        for reserved in &mut self.reserved_ipv6s {
            reserved.droplet_id = reserved.droplet_id.filter(|&it| it != id);
        }
        for group in &mut self.neighbors {
            group.retain(|&it| it != id);
        }
    }

    /// Takes a backup of a droplet right now, as the real API does in its backup window; gives the backup's image ID.
    pub fn back_up(&mut self, droplet: u64) -> Option<u64> {
        let name = &self.droplets.get(droplet)?.name;
        let name = format!("{name}- {}", self.now.date());
        let image = self.capture(droplet, name, "backup", self.now)?;
        self.droplets.get_mut(droplet)?.backup_ids.push(image);
        Some(image)
    }
}
