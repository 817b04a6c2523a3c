//! Converting between documents and states.

use std::collections::BTreeSet;

use md5::{Digest, Md5};
use serde_json::Value;
use uuid::Builder;

use super::ids::Used;
use super::{Document, Flaw, SeedError, State, flaw};
use crate::account::SshKey;
use crate::actions::{Action, Kind, Status};
use crate::droplets::Droplet;
use crate::images::Image;
use crate::time::Time;
use crate::{account, catalog, droplets};

impl State {
    /// A new account with what `document` holds.
    ///
    /// A document is what a person writes as a seed, and what a sandbox keeps in its state file. Everything except
    /// names may be left out, and is then as the real API would have made it:
    ///
    /// | key | objects of |
    /// |---|---|
    /// | `account` | `droplet_limit`, `reserved_ip_limit`, `email`, `status`, … (one object; the others are lists) |
    /// | `ssh_keys` | `name`, `public_key`; `id`, `fingerprint` |
    /// | `tags` | a name each |
    /// | `images` | `name`; `id`, `type` (`snapshot`, `backup`, `custom`), `distribution`, `regions`, `min_disk_size`, `size_gigabytes`, `tags`, `status`, `droplet_id` |
    /// | `droplets` | `name`; `id`, `size`, `image` (ID, slug, or the name of one of `images`), `region`, `tags`, `status` (`active`, `off`, …), `ipv6`, `backups`, `legacy` (with a kernel), `locked`, `volume_ids`, `networks`, … |
    /// | `neighbors` | lists of droplets that share a host, each by ID or name |
    /// | `domains` | `name`; `ttl`, `records` (as in a reply) |
    /// | `reserved_ips` | `ip`, `region`, `droplet` (ID or name) |
    /// | `volumes`, `volume_snapshots`, `databases` | `name`; what replies show |
    /// | `objects` | of all other families, by path: `{"/v2/apps": [{"spec": {"name": "web"}}]}`; an object instead of a list is the reply of what there is one of, such as `"/v2/databases/ID/config"` |
    /// | `firewalls` | `name`, `inbound_rules`, `outbound_rules`, `droplet_ids`, `tags` |
    /// | `vpcs` | `name`, `region`, `ip_range`, `default`; each region has a default one anyway |
    /// | `projects`, `project_resources` | `name`, `purpose`, …; by URN the `project` that a resource is in |
    /// | `load_balancers` | `name`, `region`, `forwarding_rules`, `droplet_ids` or `tag`, … |
    /// | `certificates` | `name`, `type`, `dns_names` |
    /// | `reserved_ipv6s` | `ip`, `region_slug`, `droplet_id` |
    /// | `actions` | as in a reply; droplets without any get the one that created them |
    ///
    /// Any object with a `"count": N` stands for N of them, named `NAME-1` to `NAME-N`, with consecutive IDs if it has
    /// an ID. An unknown key is an error.
    ///
    /// ```
    /// let state = doapi_sandbox::State::load(serde_json::json!({
    ///     "account": {"droplet_limit": 100},
    ///     "images": [{"name": "golden", "regions": ["nyc3"], "min_disk_size": 25}],
    ///     "droplets": [
    ///         {"name": "web", "count": 3, "image": "golden", "tags": ["web"]},
    ///         {"name": "db", "size": "s-2vcpu-4gb", "status": "off"},
    ///     ],
    ///     "neighbors": [["web-1", "db"]],
    ///     "domains": [{"name": "example.com", "records": [{"type": "A", "name": "www", "data": "192.0.2.1"}]}],
    ///     "reserved_ips": [{"droplet": "db"}, {"region": "fra1"}],
    /// }));
    /// assert!(state.is_ok());
    /// ```
    ///
    /// # Errors
    ///
    /// When the document is not of that format, or speaks of sizes, images or regions that do not exist.
    pub fn load(document: Value) -> Result<Self, SeedError> {
        let (document, origins) = Document::read(document);
        document.and_then(Self::of).map_err(|error| origins.restore(error))
    }

    fn of(document: Document) -> Result<Self, SeedError> {
        let mut state = Self { account: document.account.clone(), now: Time::now(), ..Self::default() };
        state.fill(document)?;
        let limit = &mut state.account.droplet_limit;
        *limit = (*limit).max(state.droplets.len() as u64);
        Ok(state)
    }

    /// The document from which [`State::load`] makes the same state.
    #[must_use]
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self.document()).unwrap_or_default()
    }

    fn document(&self) -> Document {
        let own = |image: &&Image| !image.public;
        let ids = |group: &Vec<u64>| group.iter().map(|&id| id.into()).collect();
        Document {
            account: self.account.clone(),
            ssh_keys: self.keys.values().cloned().collect(),
            tags: self.tags.clone(),
            images: self.images.values().filter(own).cloned().collect(),
            droplets: self.droplets.values().cloned().collect(),
            domains: self.domains.clone(),
            reserved_ips: self.reserved_ips.clone(),
            delete_assigned_ip: self.delete_assigned_ip,
            volumes: self.volumes.clone(),
            volume_snapshots: self.volume_snapshots.clone(),
            databases: self.databases_document(),
            objects: self.objects_document(),
            firewalls: self.firewalls.clone(),
            vpcs: self.vpcs.clone(),
            vpc_peerings: self.peerings.clone(),
            projects: self.projects.clone(),
            project_resources: self.assignments.clone(),
            load_balancers: self.load_balancers.clone(),
            certificates: self.certificates.clone(),
            reserved_ipv6s: self.reserved_ipv6s.clone(),
            image_transfers: self.transfers.clone(),
            neighbors: self.neighbors.iter().map(ids).collect(),
            actions: self.actions.values().cloned().collect(),
            destructions: self.destructions.values().cloned().collect(),
            next_ids: Some(self.ids.clone()),
        }
    }

    /// Completes the document, in the order in which objects refer to each other.
    fn fill(&mut self, document: Document) -> Result<(), SeedError> {
        self.ids = document.next_ids.clone().unwrap_or_default();
        self.ids.beyond(&used(&document));
        for image in catalog::images() {
            self.images.insert(image.id, image);
        }
        crate::projects::load(self, document.projects);
        self.assignments = document.project_resources;
        crate::vpcs::load(self, document.vpcs)?;
        self.peerings = document.vpc_peerings;
        each("ssh_keys", document.ssh_keys, |key| self.add_key(key))?;
        self.tags.clone_from(&document.tags);
        for image in document.images {
            self.add_image(image);
        }
        for action in document.actions {
            self.add_action(action);
        }
        let droplets = self.actions.values();
        let droplets = droplets.filter(|it| it.resource_type == Kind::Droplet);
        let acted: BTreeSet<u64> = droplets.map(|it| it.resource_id).collect();
        each("droplets", document.droplets, |droplet| self.add_droplet(droplet, &acted))?;
        self.link_images();
        for destruction in document.destructions {
            self.destructions.insert(destruction.droplet_id, destruction);
        }
        crate::domains::load(self, document.domains);
        crate::volumes::load(self, document.volumes, document.volume_snapshots)?;
        crate::objects::load(self, document.databases, document.objects)?;
        each("firewalls", document.firewalls, |firewall| self.add_firewall(firewall))?;
        crate::certificates::load(self, document.certificates);
        each("load_balancers", document.load_balancers, |balancer| self.add_load_balancer(balancer))?;
        each("reserved_ipv6s", document.reserved_ipv6s, |reserved| self.add_reserved_ipv6(reserved))?;
        self.delete_assigned_ip = document.delete_assigned_ip;
        self.transfers = document.image_transfers;
        crate::reserved_ips::load(self, document.reserved_ips)?;
        crate::tags::restore(self, document.tags);
        each("neighbors", document.neighbors, |group| self.add_group(&group))
    }

    fn add_key(&mut self, mut key: SshKey) -> Result<(), Flaw> {
        if key.id == 0 {
            key.id = self.ids.key();
        }
        if key.fingerprint.is_empty() {
            key.fingerprint = account::fingerprint(&key.public_key).map_err(|message| flaw("public_key", message))?;
        }
        self.keys.insert(key.id, key);
        Ok(())
    }

    fn add_image(&mut self, mut image: Image) {
        if image.id == 0 {
            image.id = self.ids.image();
        }
        crate::images::complete_seed(self, &mut image);
        if let Some(due) = image.due {
            self.imports.insert((due, image.id));
        }
        self.images.insert(image.id, image);
    }

    fn add_action(&mut self, mut action: Action) {
        if action.id == 0 {
            action.id = self.ids.action();
        }
        if action.status == Status::InProgress {
            let due = *action.due.get_or_insert(self.now);
            self.due.insert((due, action.id));
            self.busy.insert((action.resource_type, action.resource_id));
        }
        self.actions.insert(action.id, action);
    }

    /// Adds a droplet of the seed, with the action that once created it unless it has actions already.
    fn add_droplet(&mut self, mut droplet: Droplet, acted: &BTreeSet<u64>) -> Result<(), Flaw> {
        if droplet.id == 0 {
            droplet.id = self.ids.droplet();
        }
        droplets::complete_seed(self, &mut droplet)?;
        if !acted.contains(&droplet.id) {
            let id = self.ids.action();
            self.actions.insert(id, droplets::creation(id, &droplet));
        }
        self.droplets.insert(droplet.id, droplet);
        Ok(())
    }

    /// Adds every snapshot and backup to the droplet that it was taken of.
    fn link_images(&mut self) {
        for image in self.images.values().filter(|it| it.status != "deleted") {
            let Some(droplet) = image.droplet_id.and_then(|id| self.droplets.get_mut(id)) else {
                continue;
            };
            let ids = match image.kind.as_str() {
                "backup" => &mut droplet.backup_ids,
                _ => &mut droplet.snapshot_ids,
            };
            if !ids.contains(&image.id) {
                ids.push(image.id);
            }
        }
    }

    fn add_group(&mut self, group: &[Value]) -> Result<(), Flaw> {
        let droplets: Result<Vec<u64>, String> = group.iter().map(|it| self.droplet_named(it)).collect();
        self.neighbors.push(droplets.map_err(|message| flaw("", message))?);
        Ok(())
    }

    /// The droplet that a seed names by its ID or its name.
    pub(crate) fn droplet_named(&self, label: &Value) -> Result<u64, String> {
        let same = |it: &&Droplet| Some(it.id) == label.as_u64() || Some(&*it.name) == label.as_str();
        let found = self.droplets.values().find(same).map(|it| it.id);
        found.ok_or_else(|| format!("there is no droplet {label}"))
    }
}

/// The region of what a seed puts into none.
pub(crate) const DEFAULT_REGION: &str = "nyc3";

/// Takes over the objects of a list; the first that has a flaw is the error.
pub(crate) fn each<T>(
    list: &str,
    objects: Vec<T>,
    mut take: impl FnMut(T) -> Result<(), Flaw>,
) -> Result<(), SeedError> {
    let mut numbered = objects.into_iter().enumerate();
    numbered.try_for_each(|(index, object)| take(object).map_err(|flaw| SeedError::of(list, index, flaw)))
}

/// Fills in a field of an object of a seed that was left out.
pub(crate) fn fill(field: &mut String, default: &str) {
    if field.is_empty() {
        default.clone_into(field);
    }
}

fn used(document: &Document) -> Used {
    let records = document.domains.iter().flat_map(|domain| &domain.records);
    Used {
        action: document.actions.iter().map(|it| it.id).max(),
        droplet: document.droplets.iter().map(|it| it.id).max(),
        image: document.images.iter().map(|it| it.id).max(),
        key: document.ssh_keys.iter().map(|it| it.id).max(),
        record: records.map(|it| it.id).max(),
    }
}

/// The same UUID (of version 4) for the same name in every sandbox: of networks and of the default project.
pub(crate) fn uuid(name: &str) -> String {
    let bytes: [u8; 16] = Md5::digest(name).into();
    Builder::from_random_bytes(bytes).into_uuid().to_string()
}
