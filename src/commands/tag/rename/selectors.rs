//! What selects droplets by a tag: firewalls and load balancers, which a rename changes, and alert policies, of which
//! it only warns.

use super::firewall::{body, is_applied, names_without, with_new, without_old};
use super::{Names, firewall, same};
use crate::api::{Client, Listing, Path, Request};
use crate::error::{Context as _, Result, failure};
use crate::run::context::Context;
use serde_json::{Map, Value};
use std::time::Duration;

const FIREWALLS: &str = "/v2/firewalls";
const LOAD_BALANCERS: &str = "/v2/load_balancers";
const ALERTS: &str = "/v2/monitoring/alerts";

/// Fields of a load balancer that the API sets itself, that it takes no more, or that exclude a tag.
const NOT_SENT: [&str; 7] = ["id", "ip", "ipv6", "status", "created_at", "algorithm", "droplet_ids"];

/// How long a firewall may take to reach its droplets, and how often it is looked at.
const APPLIED_WITHIN: Duration = Duration::from_secs(120);
const INTERVAL: Duration = Duration::from_secs(1);

/// The firewalls and load balancers that name the old or the new tag.
pub(super) struct Selectors {
    firewalls: Vec<Value>,
    load_balancers: Vec<Value>,
}

impl Selectors {
    pub(super) fn read(client: &Client, of: &Names) -> Result<Selectors> {
        let mut firewalls = read(client, FIREWALLS, "firewalls").context("cannot list firewalls")?;
        firewalls.retain(|one| firewall::names(one, of.old) || firewall::names(one, of.new));
        let mut load_balancers =
            read(client, LOAD_BALANCERS, "load_balancers").context("cannot list load balancers")?;
        load_balancers.retain(|one| same(&one["tag"], of.old) || same(&one["tag"], of.new));
        Ok(Selectors { firewalls, load_balancers })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.firewalls.is_empty() && self.load_balancers.is_empty()
    }

    /// What selects by the new tag and would get other droplets by the rename. Where all droplets have the new tag
    /// already, nothing would change for them.
    pub(super) fn user_of_new(&self, of: &Names, all_moved: bool) -> Option<String> {
        if all_moved {
            return None;
        }
        let firewall = self.firewalls.iter().find(|one| names_without(one, of.new, of.old));
        let balancer = || self.load_balancers.iter().find(|one| same(&one["tag"], of.new));
        firewall.map(|one| label("firewall", one)).or_else(|| Some(label("load balancer", balancer()?)))
    }

    /// Makes the firewalls that name the old tag name the new one, too.
    pub(super) fn add_to_firewalls(&self, client: &Client, of: &Names) -> Result<()> {
        for one in self.firewalls.iter().filter(|one| names_without(one, of.old, of.new)) {
            let added = |now: &Value| !names_without(now, of.old, of.new);
            let add = || {
                let now = get_firewall(client, one)?;
                replace_firewall(client, &now, with_new(now.clone(), of), added)
            };
            add().with_context(|| label("firewall", one))?;
        }
        Ok(())
    }

    /// Makes the load balancers of the old tag those of the new one. They have one tag, so all droplets must have both.
    pub(super) fn move_load_balancers(&self, client: &Client, of: &Names) -> Result<()> {
        for one in self.load_balancers.iter().filter(|one| same(&one["tag"], of.old)) {
            move_load_balancer(client, one, of).with_context(|| label("load balancer", one))?;
        }
        Ok(())
    }

    /// Makes sure that nothing selects by the old tag alone.
    pub(super) fn check_ready(&self, of: &Names) -> Result<()> {
        let firewall = self.firewalls.iter().find(|one| names_without(one, of.old, of.new));
        let balancer = || self.load_balancers.iter().find(|one| same(&one["tag"], of.old));
        let left = firewall.map(|one| label("firewall", one)).or_else(|| Some(label("load balancer", balancer()?)));
        left.map_or(Ok(()), |left| Err(failure(format!("{left} selects by it alone; run this again"))))
    }

    /// Takes the old tag out of the firewalls, once their droplets have the rules with the new one.
    pub(super) fn remove_from_firewalls(&self, client: &Client, of: &Names) -> Result<()> {
        for one in self.firewalls.iter().filter(|one| firewall::names(one, of.old)) {
            let removed = |now: &Value| !firewall::names(now, of.old);
            let remove = || {
                let now = applied_firewall(client, one)?;
                replace_firewall(client, &now, without_old(now.clone(), of), removed)
            };
            remove().with_context(|| label("firewall", one))?;
        }
        Ok(())
    }
}

/// All objects of a list. An API that has no such list has no such objects.
fn read(client: &Client, path: &str, root: &'static str) -> Result<Vec<Value>> {
    let mut found = Vec::new();
    for page in client.pages(Listing::at(Path::new(path), root)) {
        match page {
            Err(error) if error.is_not_found() && found.is_empty() => break,
            page => found.extend(page?.texts().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?),
        }
    }
    Ok(found)
}

/// What a message calls one of them.
fn label(noun: &str, object: &Value) -> String {
    format!("{noun} {:?}", object["name"].as_str().or(object["id"].as_str()).unwrap_or_default())
}

fn path_of(list: &'static str, object: &Value) -> Result<Path> {
    let id = object["id"].as_str().filter(|id| Path::can_hold(id)).context("it has no usable ID")?;
    Ok(Path::new(list).segment(id))
}

fn get_firewall(client: &Client, listed: &Value) -> Result<Value> {
    Ok(client.get(path_of(FIREWALLS, listed)?)?.parse("firewall")?)
}

/// The firewall once its droplets have its latest rules. Until then, taking a tag out may leave them without any.
fn applied_firewall(client: &Client, listed: &Value) -> Result<Value> {
    let end = client.clock().now() + APPLIED_WITHIN;
    loop {
        let now = get_firewall(client, listed)?;
        if is_applied(&now) {
            return Ok(now);
        }
        if client.clock().now() + INTERVAL > end || client.sleep(INTERVAL).is_err() {
            return Err(failure("its last change has not reached all droplets; run this again"));
        }
    }
}

/// Replaces a firewall, unless it is `done` already. The API has requests for single rules, but does not say what they
/// do to a rule with several sources.
fn replace_firewall(client: &Client, now: &Value, wanted: Value, done: impl Fn(&Value) -> bool) -> Result<()> {
    if done(now) {
        return Ok(());
    }
    let sent = body(wanted).context("the API does not show its droplets (scope droplet:read)")?;
    let request = Request::put(path_of(FIREWALLS, now)?, &sent);
    let replaced: Value = client.send(&request)?.parse("firewall")?;
    if done(&replaced) { Ok(()) } else { Err(failure("the API did not change it as it was asked to")) }
}

fn move_load_balancer(client: &Client, listed: &Value, of: &Names) -> Result<()> {
    let path = path_of(LOAD_BALANCERS, listed)?;
    let now: Map<String, Value> = client.get(path.clone())?.parse("load_balancer")?;
    let has_units = now.get("size_unit").is_some_and(|units| !units.is_null());
    let is_sent =
        |name: &str, value: &Value| !(value.is_null() || NOT_SENT.contains(&name) || (name == "size" && has_units));
    let mut body: Map<String, Value> = now.into_iter().filter(|(name, value)| is_sent(name, value)).collect();
    if let Some(region) = body.get("region").and_then(|region| region.get("slug")).cloned() {
        body.insert("region".to_owned(), region);
    }
    body.insert("tag".to_owned(), Value::from(of.new));
    let request = Request::put(path, &Value::Object(body));
    let moved: Value = client.send(&request)?.parse("load_balancer")?;
    if same(&moved["tag"], of.new) { Ok(()) } else { Err(failure("the API did not give it the new tag")) }
}

/// Names the alert policies that are for droplets of the old tag. Nobody is without protection because of them, so that
/// they cannot be read is no reason to stop.
pub(super) fn warn_of_alerts(ctx: &Context, old: &str) {
    let policies = match ctx.client().and_then(|client| read(client, ALERTS, "policies")) {
        Ok(policies) => policies,
        Err(error) => {
            return ctx.ui.warning(format_args!("cannot look for alert policies that name tag {old:?}: {error}"));
        }
    };
    let named = |policy: &&Value| policy["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| same(tag, old)));
    for policy in policies.iter().filter(named) {
        let what = policy["description"].as_str().or(policy["uuid"].as_str()).unwrap_or_default();
        ctx.ui.warning(format_args!("alert policy {what:?} names tag {old:?}, and stays as it is"));
    }
}
