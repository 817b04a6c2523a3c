//! Creating IPs.

use crate::api::{Id, Object, Reply, Request, Schedule};
use crate::args::extra::{Extra, extended};
use crate::args::noun::NounType;
use crate::args::traits::Prints;
use crate::complete;
use crate::error::{Result, failure};
use crate::resolve::noun::DROPLET;
use crate::run::context::Context;
use crate::run::near;
use crate::verbs::lookup::get_optional;
use crate::verbs::wait::{INTERVAL, READ_LAG, Started, WaitOptions, no_usable_id, wait_for_actions};
use clap::{ArgGroup, Args};
use serde_json::json;
use std::marker::PhantomData;

/// Create an IP
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("place").required(true).args(["droplet", "region"])))]
#[command(add = Prints::Object)]
pub(super) struct New<N: NounType> {
    /// Assign the IP to this droplet, by ID or name; it is in the droplet's region
    #[arg(short = 'D', long, value_name = "DROPLET", add = complete::droplets())]
    droplet: Option<String>,

    /// Reserve the IP in this region, by slug
    #[arg(short = 'R', long, value_name = "REGION", add = complete::regions())]
    region: Option<String>,

    #[command(flatten)]
    extra: Extra,

    #[command(flatten)]
    wait: WaitOptions,

    #[arg(skip)]
    noun: PhantomData<N>,
}

impl<N: NounType> New<N> {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let extra = self.extra.fields()?;
        let droplet = self.droplet.as_ref().map(|droplet| ctx.find_one(&DROPLET.family, droplet)).transpose()?;
        let body = match &droplet {
            Some(droplet) => json!({"droplet_id": droplet.id}),
            None => json!({"region": self.region}),
        };
        let request = Request::post(N::NOUN.family.list(), &extended(body, extra));
        let sent = ctx.client()?.send(&request);
        let reply = sent.map_err(|error| near::refused(ctx, error, &json!({"region": self.region})))?;
        let created = reply.object(&N::NOUN.family.collection.singular)?;
        if !self.wait.is_wanted() {
            ctx.ui.value(created.raw().get());
            return Ok(());
        }
        let Some(ip) = created.text("ip") else {
            ctx.ui.value(created.raw().get());
            return Err(failure("the API created an IP, but its answer does not say which"));
        };
        let name = format!("{} {ip:?}", N::NOUN.family.noun);
        // If the wait is cut short, the user must still know the address, which may cost money.
        ctx.ui.note(format_args!("created {name}"));
        ctx.ui.output().count_as_printed(created.raw().get());
        let now = self.wait_for(ctx, &reply, &ip, &name)?.unwrap_or(created);
        ctx.ui.value(now.raw().get());
        Ok(())
    }

    /// The IP after the actions that the reply names; nothing if they did not finish.
    fn wait_for(&self, ctx: &Context, reply: &Reply, ip: &str, name: &str) -> Result<Option<Object>> {
        let named = reply.started_actions();
        named.iter().filter(|id| id.is_none()).for_each(|_| ctx.fail(name, no_usable_id()));
        let started = named.into_iter().flatten().filter_map(|id| in_progress(&id, name)).collect();
        let timing = self.wait.timing.timing(ctx, INTERVAL);
        let left = wait_for_actions(ctx, started, &timing, |_, _| Ok(()))?;
        if ctx.interrupt.is_set() {
            return Ok(None);
        }
        Ok(settled::<N>(ctx, ip, &timing, left.is_empty()).unwrap_or_else(|error| {
            ctx.fail(name, error);
            None
        }))
    }
}

/// An action that the reply's links name, as it is known without a request: in progress.
fn in_progress(id: &Id, name: &str) -> Option<Started> {
    let action = Object::from_value(&json!({"id": id, "status": "in-progress", "type": "assign_ip"}))?;
    Some(Started { target: name.to_owned(), action })
}

/// Reads the IP. Reads lag behind actions by some seconds, so it is read again while it is still locked.
fn settled<N: NounType>(ctx: &Context, ip: &str, timing: &Schedule, finished: bool) -> Result<Option<Object>> {
    let lag = ctx.clock.now() + READ_LAG;
    let end = timing.deadline.map_or(lag, |deadline| deadline.min(lag));
    loop {
        let now = get_optional(ctx.client()?, &N::NOUN.family, ip)?;
        let lags = finished && now.as_ref().is_some_and(|ip| ip.get("locked") == Some(true));
        if !lags {
            return Ok(now);
        }
        if ctx.clock.now() + timing.interval > end || ctx.client()?.sleep(timing.interval).is_err() {
            ctx.ui.warning(format_args!("{} {ip:?} is assigned, but still shown as locked", N::NOUN.family.noun));
            return Ok(now);
        }
    }
}
