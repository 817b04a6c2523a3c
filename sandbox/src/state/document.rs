//! The JSON document of a seed, which is also the format of a saved state.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serde_path_to_error::Segment;

use super::Ids;
use super::problem::{SeedError, Step};
use crate::account::{Account, SshKey};
use crate::actions::Action;
use crate::certificates::Certificate;
use crate::domains::Domain;
use crate::droplets::{Destruction, Droplet};
use crate::firewalls::Firewall;
use crate::images::{Image, Transfer};
use crate::load_balancers::LoadBalancer;
use crate::objects::Stored;
use crate::projects::{Assignment, Project};
use crate::reserved_ips::{DeleteAssignedIp, ReservedIp};
use crate::reserved_ipv6::ReservedIpv6;
use crate::tags::Tag;
use crate::volumes::{Volume, VolumeSnapshot};
use crate::vpcs::{Peering, Vpc};

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
    pub(crate) databases: Vec<Value>,
    /// The objects of other families, by path.
    pub(crate) objects: Stored,
    pub(crate) firewalls: Vec<Firewall>,
    pub(crate) vpcs: Vec<Vpc>,
    pub(crate) vpc_peerings: Vec<Peering>,
    pub(crate) projects: Vec<Project>,
    /// Which project a resource is in, by URN.
    pub(crate) project_resources: BTreeMap<String, Assignment>,
    pub(crate) load_balancers: Vec<LoadBalancer>,
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) reserved_ipv6s: Vec<ReservedIpv6>,
    pub(crate) image_transfers: Vec<Transfer>,
    /// Groups of droplets on one host, each named by its ID or name.
    pub(crate) neighbors: Vec<Vec<Value>>,
    pub(crate) actions: Vec<Action>,
    pub(crate) destructions: Vec<Destruction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_ids: Option<Ids>,
}

/// Of each list, for every object the index of the one in the document that stands for it.
#[derive(Default)]
pub(crate) struct Origins(HashMap<String, Vec<usize>>);

impl Origins {
    /// The error as the writer of the document knows the objects.
    pub(crate) fn restore(&self, mut error: SeedError) -> SeedError {
        if let [Step::Key(list), Step::Index(index), ..] = error.place_mut() {
            let origin = self.0.get(list).and_then(|origins| origins.get(*index));
            *index = origin.copied().unwrap_or(*index);
        }
        error
    }
}

impl Document {
    /// Reads a document, with its `count`s written out.
    pub(crate) fn read(mut document: Value) -> (Result<Self, SeedError>, Origins) {
        let mut origins = Origins::default();
        for (name, list) in document.as_object_mut().into_iter().flatten() {
            if let Value::Array(elements) = list {
                let copies: Vec<Vec<Value>> = elements.drain(..).map(repeated).collect();
                let numbered = copies.iter().enumerate();
                let indices = numbered.flat_map(|(index, copies)| std::iter::repeat_n(index, copies.len()));
                origins.0.insert(name.clone(), indices.collect());
                *elements = copies.into_iter().flatten().collect();
            }
        }
        (serde_path_to_error::deserialize(document).map_err(mistake), origins)
    }
}

/// Where a document is not of the format.
fn mistake(error: serde_path_to_error::Error<serde_json::Error>) -> SeedError {
    let step = |it: &Segment| match it {
        Segment::Seq { index } => Some(Step::Index(*index)),
        Segment::Map { key } => Some(Step::Key(key.clone())),
        _ => None,
    };
    let place = error.path().iter().filter_map(step).collect();
    SeedError::new(place, error.into_inner().to_string())
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
