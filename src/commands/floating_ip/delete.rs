//! Releasing IPs.

use crate::api::{Client, Error, Method, Object, Request};
use crate::args::noun::NounType;
use crate::args::traits::Prints;
use crate::error::Result;
use crate::resolve::Family;
use crate::resolve::Target;
use crate::resolve::noun::ACTION;
use crate::run::context::Context;
use crate::verbs::approve::Approval;
use crate::verbs::lookup::{Change, delete_each, get_optional};
use crate::verbs::missing::IgnoreMissing;
use crate::verbs::targets::{Keyed, Targets};
use crate::verbs::wait::{INTERVAL, READ_LAG, is_finished};
use clap::Args;
use serde_json::{Value, json};
use std::time::Duration;

/// The polling interval for an unassignment.
const LOOK: Duration = Duration::from_secs(1);

/// Release IPs
#[derive(Debug, Args)]
#[command(add = Prints::Nothing)]
pub(super) struct Delete<N: NounType> {
    #[command(flatten)]
    approval: Approval,

    #[command(flatten)]
    missing: IgnoreMissing,

    #[command(flatten)]
    on: Keyed<N>,
}

impl<N: NounType> Delete<N> {
    /// Releasing an assigned IP takes several requests, so the unit of concurrency is the IP and not the request.
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        self.approval.check(ctx, self.on.selection())?;
        let targets = self.on.find_existing(ctx, self.missing.policy())?;
        self.approval.obtain(ctx, "release", N::NOUN.into(), self.on.selection(), &targets)?;
        let change = |ip: Target| {
            let target = N::NOUN.family.labelled(&ip.label);
            Change { done: vec![format!("deleted {target}")], target, input: ip }
        };
        let changes = targets.into_iter().map(change).collect();
        delete_each(ctx, changes, self.missing.policy(), |client, ip| delete(client, &N::NOUN.family, &ip))
    }
}

fn delete(client: &Client, family: &Family, ip: &Target) -> Result<(), Error> {
    let key = ip.id.to_string();
    if !is_assigned(&ip.object) {
        return client.send(&Request::delete(family.one(key))).map(drop);
    }
    unassign(client, family, &key)?;
    delete_until_gone(client, family, &key)
}

fn is_assigned(ip: &Object) -> bool {
    ip.get::<Value>("droplet").is_some_and(|droplet| droplet.is_object())
}

/// Unassigns the IP and waits for the action. The API answers 422 if the IP is not assigned any more.
fn unassign(client: &Client, family: &Family, ip: &str) -> Result<(), Error> {
    let request = Request::post(family.collection.actions_of(ip), &json!({"type": "unassign"}));
    let mut action = match client.send(&request) {
        Err(_) if !get_optional(client, family, ip)?.is_some_and(|ip| is_assigned(&ip)) => return Ok(()),
        sent => sent?.object("action")?,
    };
    while let Some(id) = action.id().filter(|_| !is_finished(&action)) {
        client.sleep(LOOK)?;
        action = client.get(ACTION.family.one(id))?.object("action")?;
    }
    Ok(())
}

/// Deletes the IP, more than once if need be: while the API still considers it assigned, a DELETE may only unassign it,
/// or be refused. Any other refusal is final.
fn delete_until_gone(client: &Client, family: &Family, ip: &str) -> Result<(), Error> {
    let end = client.clock().now() + READ_LAG;
    loop {
        let deleted = client.send(&Request::delete(family.one(ip))).map(drop);
        let gone = get_optional(client, family, ip)?.is_none();
        let is_final = deleted.as_ref().is_err_and(|error| error.status() != Some(422));
        if gone || is_final || client.clock().now() > end {
            return if gone { Ok(()) } else { deleted.and(Err(still_there(family, ip))) };
        }
        client.sleep(INTERVAL)?;
    }
}

fn still_there(family: &Family, ip: &str) -> Error {
    let what = "the API accepts the request, but the IP is still there".to_owned();
    Error::Malformed { method: Method::Delete, path: family.one(ip), what }
}
