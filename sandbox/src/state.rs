//! The state of the API.

mod document;
mod ids;
mod load;
mod problem;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::value::RawValue;

use crate::account::{Account, SshKey};
use crate::actions::{Action, Kind};
use crate::catalog::Catalog;
use crate::certificates::Certificate;
use crate::databases::Database;
use crate::domains::Domain;
use crate::droplets::{self, Destruction, Droplet};
use crate::faults::Lag;
use crate::firewalls::Firewall;
use crate::http::Refusal;
use crate::images::{Image, Transfer};
use crate::load_balancers::LoadBalancer;
use crate::objects::Objects;
use crate::projects::{Assignment, Project};
use crate::reserved_ips::{DeleteAssignedIp, ReservedIp};
use crate::reserved_ipv6::ReservedIpv6;
use crate::table::Table;
use crate::tags::Tag;
use crate::time::Time;
use crate::volumes::{Volume, VolumeSnapshot};
use crate::vpcs::{Peering, Vpc};

pub(crate) use document::Document;
pub(crate) use ids::Ids;
pub(crate) use load::{DEFAULT_REGION, each, fill, uuid};
pub use problem::SeedError;
pub(crate) use problem::{Flaw, flaw};

/// The account and everything in it; tests get it from [`crate::Sandbox::with_state`].
#[derive(Default)]
pub struct State {
    pub(crate) catalog: Catalog,
    pub(crate) account: Account,
    pub(crate) keys: Table<SshKey>,
    pub(crate) droplets: Table<Droplet>,
    pub(crate) images: Table<Image>,
    pub(crate) actions: Table<Action>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) domains: Vec<Domain>,
    pub(crate) reserved_ips: Vec<ReservedIp>,
    /// What deleting an assigned address does.
    pub(crate) delete_assigned_ip: DeleteAssignedIp,
    pub(crate) volumes: Vec<Volume>,
    pub(crate) volume_snapshots: Vec<VolumeSnapshot>,
    pub(crate) databases: Vec<Database>,
    /// The families without code of their own.
    pub(crate) objects: Objects,
    pub(crate) firewalls: Vec<Firewall>,
    pub(crate) vpcs: Vec<Vpc>,
    pub(crate) peerings: Vec<Peering>,
    pub(crate) projects: Vec<Project>,
    /// The projects of resources that are not in the default one, by URN.
    pub(crate) assignments: BTreeMap<String, Assignment>,
    pub(crate) load_balancers: Vec<LoadBalancer>,
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) reserved_ipv6s: Vec<ReservedIpv6>,
    /// Images offered to other accounts.
    pub(crate) transfers: Vec<Transfer>,
    /// Sets of droplets that share a host.
    pub(crate) neighbors: Vec<Vec<u64>>,
    /// Removals with associated resources, by droplet.
    pub(crate) destructions: Table<Destruction>,
    pub(crate) ids: Ids,
    /// The time of the current request.
    pub(crate) now: Time,
    pub(crate) action_time: Duration,
    pub(crate) destroy_time: Duration,
    /// Whether the actions that start now will end errored.
    pub(crate) fail_actions: bool,
    /// How late what is made now can be seen.
    pub(crate) lag: Lag,
    /// Droplets and actions that cannot be seen yet, and until when.
    pub(crate) hidden: BTreeMap<u64, Time>,
    /// Active droplets by the time when they get their addresses.
    pub(crate) appearing: BTreeSet<(Time, u64)>,
    /// Actions in progress by the time of their end.
    pub(crate) due: BTreeSet<(Time, u64)>,
    /// Imported images that are not available yet, by the time when they will be.
    pub(crate) imports: BTreeSet<(Time, u64)>,
    /// What has an action in progress.
    pub(crate) busy: BTreeSet<(Kind, u64)>,
}

impl State {
    /// Completes what is due, in order. Nothing happens between requests, so no timer is needed.
    pub(crate) fn settle(&mut self, now: Time) {
        self.now = now;
        while let Some(&(at, id)) = self.due.first()
            && at <= now
        {
            self.due.pop_first();
            self.finish(id, at);
        }
        while let Some(&(at, id)) = self.imports.first()
            && at <= now
        {
            self.imports.pop_first();
            crate::images::imported(self, id);
        }
        while let Some(&(at, id)) = self.appearing.first()
            && at <= now
        {
            self.appearing.pop_first();
            self.give_networks(id);
        }
    }

    /// Hides what was just made for as long as the request's fault says.
    pub(crate) fn hide(&mut self, id: u64) {
        if !self.lag.hidden.is_zero() {
            self.hidden.insert(id, self.now.plus(self.lag.hidden));
        }
    }

    /// Refuses a look at what cannot be seen yet.
    pub(crate) fn check_visible(&self, id: u64) -> Result<(), Refusal> {
        match self.hidden.get(&id) {
            Some(&until) if self.now < until => Err(Refusal::not_found()),
            _ => Ok(()),
        }
    }

    /// Completes every action in progress and every import at once.
    pub fn finish_actions(&mut self) {
        while let Some((_, id)) = self.due.pop_first() {
            self.finish(id, self.now);
        }
        while let Some((_, id)) = self.imports.pop_first() {
            crate::images::imported(self, id);
        }
    }

    /// Sets which droplets share a host, by their IDs, for `/v2/droplets/{id}/neighbors` and
    /// `/v2/reports/droplet_neighbors_ids`.
    pub fn set_neighbors(&mut self, groups: Vec<Vec<u64>>) {
        self.neighbors = groups;
    }

    /// Sets the status of a droplet (`new`, `active`, `off`, `archive`) without an action; `false` when there is no
    /// such droplet or status.
    pub fn set_droplet_status(&mut self, id: u64, status: &str) -> bool {
        let status = serde_json::from_value(status.into());
        match (self.droplets.get_mut(id), status) {
            (Some(droplet), Ok(status)) => {
                droplet.status = status;
                true
            }
            _ => false,
        }
    }

    /// How long new actions take.
    pub fn set_action_time(&mut self, span: Duration) {
        self.action_time = span;
    }

    /// Sets how many droplets the account may have (`account.droplet_limit`).
    pub fn set_droplet_limit(&mut self, limit: u64) {
        self.account.droplet_limit = limit;
    }

    pub(crate) fn droplet(&self, id: u64) -> Result<&Droplet, Refusal> {
        self.droplets.get(id).ok_or_else(Refusal::not_found)
    }

    /// The IDs, each once, if all of them are droplets.
    pub(crate) fn known_droplets(&self, ids: &[u64]) -> Result<Vec<u64>, Refusal> {
        let mut known: Vec<u64> = Vec::new();
        for &id in ids {
            if self.droplets.get(id).is_none() {
                return Err(Refusal::unprocessable(format!("Droplet {id} not found")));
            }
            if !known.contains(&id) {
                known.push(id);
            }
        }
        Ok(known)
    }

    /// The same for a field of an object of a seed.
    pub(crate) fn check_droplets_of_seed(&self, field: &'static str, ids: &[u64]) -> Result<(), Flaw> {
        let unknown = ids.iter().find(|&&id| self.droplets.get(id).is_none());
        unknown.map_or(Ok(()), |id| Err(flaw(field, format!("there is no droplet {id}"))))
    }

    /// The same for the region of an object of a seed.
    pub(crate) fn check_region_of_seed(&self, slug: &str) -> Result<(), Flaw> {
        let known = self.catalog.region(slug);
        known.map(drop).ok_or_else(|| flaw("region", format!("there is no region {slug:?}")))
    }

    /// The stored spellings of tags, if all of them exist.
    pub(crate) fn known_tags(&self, tags: &[String]) -> Result<Vec<String>, Refusal> {
        let mut known: Vec<String> = Vec::new();
        for name in tags {
            let tag = self.tag(name).ok_or_else(|| Refusal::unprocessable(format!("Tag {name} not found")))?;
            if !known.contains(&tag.name) {
                known.push(tag.name.clone());
            }
        }
        Ok(known)
    }

    /// The JSON object of a droplet.
    pub(crate) fn droplet_text(&self, id: u64) -> Option<&RawValue> {
        self.droplets.text(id, |it| droplets::render(self, it))
    }
}
