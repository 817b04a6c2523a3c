//! `doapi floating-ip` and `doapi reserved-ip`: one command for the two names that the API has for the same addresses.

mod delete;
mod new;

use crate::api::{Id, Object};
use crate::args::noun::NounType;
use crate::args::traits::Prints;
use crate::complete;
use crate::error::Result;
use crate::resolve::Target;
use crate::resolve::noun::DROPLET;
use crate::run::Missing;
use crate::run::context::Context;
use crate::verbs::actions::{Act, ListActions, WaitForActions};
use crate::verbs::ensure::{Ensure, EnsureActions, Goal, start_one_if_needed};
use crate::verbs::lookup::full_name;
use crate::verbs::show::ShowKeyed;
use crate::verbs::start_action::{ActionRequest, start_one};
use crate::verbs::targets::{Keyed, by_key};
use crate::verbs::wait::WaitOptions;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::marker::PhantomData;

/// Manage IPs that move between droplets
#[derive(Debug, Args)]
pub(crate) struct Ip<N: NounType> {
    #[command(subcommand)]
    verb: Option<Verb<N>>,
}

#[derive(Debug, Subcommand)]
enum Verb<N: NounType> {
    /// Create an IP, for a droplet or in a region
    #[command(aliases = ["create"])]
    New(new::New<N>),
    /// Show IPs: those given, or all
    #[command(aliases = ["list", "ls", "get"])]
    Show(ShowKeyed<N>),
    /// Assign an IP to a droplet
    Assign(Assign<N>),
    /// Unassign IPs from their droplets
    Unassign(EnsureActions<Keyed<N>>),
    /// Perform an action of any type
    Act(Act<Keyed<N>>),
    /// List the actions performed on IPs, one array an IP
    Actions(ListActions<Keyed<N>>),
    /// Wait for the actions in progress on IPs
    Wait(WaitForActions<Keyed<N>>),
    /// Release IPs; those that are assigned are unassigned first
    #[command(aliases = ["rm", "destroy"])]
    Delete(delete::Delete<N>),
}

#[derive(Debug, Args)]
#[command(add = Prints::Action)]
struct Assign<N: NounType> {
    #[command(flatten)]
    ensure: Ensure,

    #[command(flatten)]
    wait: WaitOptions,

    /// The IP, dotted or as a 32-bit integer
    #[arg(value_name = "IP", add = complete::objects(N::NOUN), value_parser = N::NOUN.key)]
    ip: String,

    /// The ID or name of a droplet
    #[arg(value_name = "DROPLET", add = complete::droplets())]
    droplet: String,

    #[arg(skip)]
    noun: PhantomData<N>,
}

impl<N: NounType> Ip<N> {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        match self.verb.unwrap_or_else(|| Verb::Show(ShowKeyed::default())) {
            Verb::New(new) => new.run(ctx),
            Verb::Show(show) => show.run(ctx),
            Verb::Assign(assign) => assign.run(ctx),
            Verb::Unassign(on) => on.run(ctx, &json!({"type": "unassign"}), &unassigned()),
            Verb::Act(act) => act.run(ctx),
            Verb::Actions(actions) => actions.run(ctx),
            Verb::Wait(wait) => wait.run(ctx),
            Verb::Delete(delete) => delete.run(ctx),
        }
    }
}

impl<N: NounType> Assign<N> {
    fn run(&self, ctx: &Context) -> Result<()> {
        let ips = by_key::<N>(ctx, std::slice::from_ref(&self.ip), Missing::Refuse)?;
        let droplet = ctx.find_one(&DROPLET.family, &self.droplet)?;
        let body = json!({"type": "assign", "droplet_id": droplet.id});
        let goal = assigned_to(&droplet);
        ips.iter().try_for_each(|ip| {
            if self.ensure.ensure {
                return start_one_if_needed(ctx, N::NOUN, ip, &body, &goal, &self.wait);
            }
            start_one(ctx, ActionRequest::of(&N::NOUN.family, ip, body.clone()), &self.wait)
        })
    }
}

/// The droplet that an IP is assigned to.
fn droplet_of(ip: &Object) -> Option<Id> {
    let droplet: Value = ip.get("droplet")?;
    droplet["id"].as_u64().map(Id::Number)
}

/// An action in progress does not say to which droplet it assigns the IP, so none leads here for sure.
fn assigned_to(droplet: &Target) -> Goal {
    let words = format!("is assigned to {} already", full_name(&DROPLET.family, droplet));
    let id = droplet.id.clone();
    Goal { words, is_reached: Box::new(move |ip| droplet_of(ip).as_ref() == Some(&id)), actions: &[] }
}

fn unassigned() -> Goal {
    let is_reached = |ip: &Object| ip.get::<Value>("droplet").is_none_or(|droplet| droplet.is_null());
    Goal {
        words: "is not assigned".to_owned(),
        is_reached: Box::new(is_reached),
        actions: &["unassign_ip", "unassign"],
    }
}
