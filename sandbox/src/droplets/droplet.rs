//! A droplet as the sandbox remembers it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::BackupPolicy;
use crate::time::Time;

/// A droplet: what its JSON object is rendered of. In a seed every field but the name may be left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Droplet {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) locked: bool,
    pub(crate) status: Status,
    /// The kernel of a legacy droplet; others have none that the API knows of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kernel: Option<u64>,
    /// Whether it was made when the API still had kernels to choose from.
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
    /// The slug; memory and CPUs are the size's.
    pub(crate) size: String,
    /// GiB; 0 is the size's. A resize may leave it behind.
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
    /// What `ipv6` and `backups` of a seed ask for.
    #[serde(skip_serializing)]
    pub(crate) ipv6: Option<bool>,
    #[serde(skip_serializing)]
    pub(crate) backups: Option<bool>,
}

/// Where a droplet stands.
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
    /// The image's ID; a slug does not outlive loading.
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
