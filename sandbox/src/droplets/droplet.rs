//! The sandbox's data of a droplet.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::BackupPolicy;
use crate::time::Time;

/// A droplet, from which its JSON object is rendered. In a seed every field except the name may be left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Droplet {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) locked: bool,
    pub(crate) status: Status,
    /// The kernel of a legacy droplet; others manage their own, which the API does not show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kernel: Option<u64>,
    /// Whether it was created when the API still managed kernels.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) legacy: bool,
    pub(crate) created_at: Time,
    pub(crate) features: Vec<String>,
    /// Set while backups are enabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) backup_policy: Option<BackupPolicy>,
    pub(crate) backup_ids: Vec<u64>,
    pub(crate) snapshot_ids: Vec<u64>,
    pub(crate) image: ImageRef,
    pub(crate) volume_ids: Vec<String>,
    /// The slug, from which memory and CPUs follow.
    pub(crate) size: String,
    /// In GiB; 0 means that of the size. A resize may leave the disk unchanged.
    pub(crate) disk: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) networks: Option<Networks>,
    pub(crate) region: String,
    pub(crate) tags: Vec<String>,
    pub(crate) vpc_uuid: String,
    pub(crate) public_networking: Option<bool>,
    /// How long it is active before it has its networks.
    #[serde(skip)]
    pub(crate) networks_lag: Duration,
    /// `ipv6` and `backups` of a seed.
    #[serde(skip_serializing)]
    pub(crate) ipv6: Option<bool>,
    #[serde(skip_serializing)]
    pub(crate) backups: Option<bool>,
}

/// The status of a droplet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    New,
    #[default]
    Active,
    Off,
    Archive,
}

/// An image by its ID, or in seeds and requests by its slug.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum ImageRef {
    Id(u64),
    Slug(String),
}

impl Default for ImageRef {
    fn default() -> Self {
        Self::Slug("ubuntu-24-04-x64".to_owned())
    }
}

/// The addresses; gateways and netmasks follow from them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Networks {
    pub(crate) public: Option<String>,
    pub(crate) private: Option<String>,
    pub(crate) v6: Option<String>,
}

impl Droplet {
    /// The image's ID; slugs are resolved when a seed is loaded.
    pub(crate) fn image_id(&self) -> u64 {
        match self.image {
            ImageRef::Id(id) => id,
            ImageRef::Slug(_) => 0,
        }
    }

    pub(crate) fn has(&self, feature: &str) -> bool {
        self.features.iter().any(|it| it == feature)
    }

    pub(crate) fn set_feature(&mut self, feature: &str, on: bool) {
        self.features.retain(|it| it != feature);
        if on {
            self.features.push(feature.to_owned());
            self.features.sort();
        }
    }

    pub(crate) fn has_tag(&self, tag: &str) -> bool {
        self.tags.iter().any(|it| it.eq_ignore_ascii_case(tag))
    }
}
