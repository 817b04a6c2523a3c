//! `doapi floating-ip` and `doapi reserved-ip`: one command for the two names that the API has for the same addresses.

mod delete;
mod new;

use crate::args::noun::NounType;
use crate::args::traits::Prints;
use crate::complete;
use crate::error::Result;
use crate::resolve::noun::DROPLET;
use crate::run::Missing;
use crate::run::context::Context;
use crate::verbs::actions::{Act, ListActions, WaitForActions};
use crate::verbs::show::ShowKeyed;
use crate::verbs::start_action::{ActionRequest, StartActions, start_one};
use crate::verbs::targets::{Keyed, by_key};
use crate::verbs::wait::WaitOptions;
use clap::{Args, Subcommand};
use serde_json::json;
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
    Unassign(StartActions<Keyed<N>>),
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
            Verb::Unassign(on) => on.run(ctx, &json!({"type": "unassign"})),
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
        ips.iter().try_for_each(|ip| start_one(ctx, ActionRequest::of(&N::NOUN.family, ip, body.clone()), &self.wait))
    }
}
