//! The JSON document of a seed, which is also the format of a saved state.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Ids;
use crate::account::{Account, SshKey};
use crate::actions::Action;
use crate::databases::Database;
use crate::domains::Domain;
use crate::droplets::{Destruction, Droplet};
use crate::images::{Image, Transfer};
use crate::reserved_ips::{DeleteAssignedIp, ReservedIp};
use crate::tags::Tag;
use crate::volumes::{Volume, VolumeSnapshot};

/// A document. Every part and every field may be left out.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Document {
    pub(crate) account: Account,
    pub(crate) ssh_keys: Vec<SshKey>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) images: Vec<Image>,
    pub(crate) droplets: Vec<Droplet>,
    pub(crate) domains: Vec<Domain>,
    pub(crate) reserved_ips: Vec<ReservedIp>,
    /// `removes`, or `unassigns` to have the first DELETE of an assigned address only unassign it.
    pub(crate) delete_assigned_ip: DeleteAssignedIp,
    pub(crate) volumes: Vec<Volume>,
    pub(crate) volume_snapshots: Vec<VolumeSnapshot>,
    pub(crate) databases: Vec<Database>,
    pub(crate) image_transfers: Vec<Transfer>,
    /// Groups of droplets on one host, each named by its ID or name.
    pub(crate) neighbors: Vec<Vec<Value>>,
    pub(crate) actions: Vec<Action>,
    pub(crate) destructions: Vec<Destruction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_ids: Option<Ids>,
}

impl Document {
    /// Reads a document, with its `count`s written out.
    pub(crate) fn read(mut document: Value) -> Result<Self, serde_json::Error> {
        for list in document.as_object_mut().into_iter().flatten() {
            if let Value::Array(elements) = list.1 {
                *elements = elements.drain(..).flat_map(repeated).collect();
            }
        }
        serde_json::from_value(document)
    }
}

/// `{"name":"load","count":3}` is load-1, load-2 and load-3.
fn repeated(mut element: Value) -> Vec<Value> {
    let fields = element.as_object_mut();
    let count = fields.and_then(|fields| fields.shift_remove("count")?.as_u64());
    let Some(count) = count else {
        return vec![element];
    };
    (1..=count).map(|number| copy(&element, number)).collect()
}

fn copy(element: &Value, number: u64) -> Value {
    let mut copy = element.clone();
    if let Some(name) = element["name"].as_str() {
        copy["name"] = json!(format!("{name}-{number}"));
    }
    if let Some(first) = element["id"].as_u64() {
        copy["id"] = json!(first + number - 1);
    }
    copy
}
