//! The effects of actions.

use serde::{Deserialize, Serialize};

use crate::droplets::{self, BackupPolicy};
use crate::state::State;
use crate::time::Time;
use crate::{images, reserved_ips, reserved_ipv6, volumes};

/// The change that an action makes at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Effect {
    /// A reboot leaves the droplet as it was.
    #[default]
    Nothing,
    Create,
    PowerOn,
    PowerOff,
    Resize {
        size: String,
        disk: bool,
    },
    /// Rebuild and restore: another image, and the droplet runs again.
    Reimage(u64),
    Rename(String),
    Snapshot(String),
    EnableIpv6,
    EnableBackups(BackupPolicy),
    DisableBackups,
    ChangeKernel(u64),
    Destroy,
    AssignIp {
        ip: String,
        droplet: u64,
    },
    UnassignIp {
        ip: String,
    },
    AssignIpv6 {
        ip: String,
        /// The droplet that gets the address, none when one loses it.
        droplet: Option<u64>,
    },
    AttachVolume {
        volume: String,
        droplet: u64,
    },
    DetachVolume {
        volume: String,
        droplet: u64,
    },
    ResizeVolume {
        volume: String,
        size: u32,
    },
    /// An image becomes available in one more region.
    TransferImage(String),
    /// A backup becomes a snapshot.
    ConvertImage,
}

impl State {
    /// Applies an effect to a resource, or cleans up when the action `fails`.
    pub(super) fn apply(&mut self, effect: Effect, resource: u64, fails: bool, started_at: Time) {
        match effect {
            Effect::AssignIp { .. } | Effect::UnassignIp { .. } => {
                reserved_ips::apply(self, &effect, fails);
            }
            _ if fails => {}
            Effect::TransferImage(_) | Effect::ConvertImage => {
                images::apply(self, &effect, resource);
            }
            Effect::AssignIpv6 { ip, droplet } => reserved_ipv6::apply(self, &ip, droplet),
            Effect::AttachVolume { .. } | Effect::DetachVolume { .. } | Effect::ResizeVolume { .. } => {
                volumes::apply(self, &effect);
            }
            _ => droplets::apply(self, effect, resource, started_at),
        }
    }
}
