//! Deleting droplets together with what belongs to them.

use serde::{Deserialize, Serialize};

use crate::time::Time;

/// The record of one such deletion.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Destruction {
    pub(crate) droplet_id: u64,
    pub(crate) name: String,
    pub(crate) destroyed_at: Time,
    pub(crate) reserved_ips: Vec<Destroyed>,
    pub(crate) snapshots: Vec<Destroyed>,
    pub(crate) volumes: Vec<Destroyed>,
    pub(crate) volume_snapshots: Vec<Destroyed>,
}

/// One thing destroyed with its droplet.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Destroyed {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) destroyed_at: Time,
}
