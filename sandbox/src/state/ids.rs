//! The next IDs.

use serde::{Deserialize, Serialize};

/// The next ID of each kind; those of the real API were in this range in 2026.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Ids {
    /// Above 2³¹, to find clients that store IDs in 32 bits.
    action: u64,
    droplet: u64,
    image: u64,
    key: u64,
    record: u64,
    /// Counts network addresses; private, public and IPv6 addresses of one droplet have the same number.
    host: u64,
    reserved_ip: u64,
}

impl Default for Ids {
    fn default() -> Self {
        Self {
            action: 2_200_000_001,
            droplet: 606_395_547,
            image: 247_600_001,
            key: 46_000_001,
            record: 1_700_000_001,
            host: 0,
            reserved_ip: 0,
        }
    }
}

impl Ids {
    pub(crate) fn action(&mut self) -> u64 {
        take(&mut self.action)
    }

    pub(crate) fn droplet(&mut self) -> u64 {
        take(&mut self.droplet)
    }

    pub(crate) fn image(&mut self) -> u64 {
        take(&mut self.image)
    }

    pub(crate) fn key(&mut self) -> u64 {
        take(&mut self.key)
    }

    pub(crate) fn record(&mut self) -> u64 {
        take(&mut self.record)
    }

    pub(crate) fn host(&mut self) -> u64 {
        take(&mut self.host)
    }

    pub(crate) fn reserved_ip(&mut self) -> u64 {
        take(&mut self.reserved_ip)
    }

    /// Keeps new IDs above those that a seed chose.
    pub(crate) fn beyond(&mut self, used: &Used) {
        self.action = self.action.max(used.action.unwrap_or(0) + 1);
        self.droplet = self.droplet.max(used.droplet.unwrap_or(0) + 1);
        self.image = self.image.max(used.image.unwrap_or(0) + 1);
        self.key = self.key.max(used.key.unwrap_or(0) + 1);
        self.record = self.record.max(used.record.unwrap_or(0) + 1);
    }
}

/// The highest IDs of a seed.
pub(crate) struct Used {
    pub(crate) action: Option<u64>,
    pub(crate) droplet: Option<u64>,
    pub(crate) image: Option<u64>,
    pub(crate) key: Option<u64>,
    pub(crate) record: Option<u64>,
}

fn take(next: &mut u64) -> u64 {
    let id = *next;
    *next += 1;
    id
}
