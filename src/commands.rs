//! The command tree: universal options, one variant a noun, one match.

mod account;
mod action;
mod actions;
mod context;
mod delete;
mod domain;
mod droplet;
mod errors;
mod extra;
mod floating_ip;
#[cfg(test)]
mod generated;
mod given;
mod global;
mod help;
mod image;
mod log;
mod lost;
mod messages;
mod nouns;
mod objects;
mod operate;
mod output;
mod progress;
mod public_key;
mod region;
mod request;
#[cfg(feature = "sandbox")]
mod sandbox;
mod seconds;
mod show;
mod size;
mod ssh_key;
mod status;
mod tag;
mod targets;
mod token;
mod waiting;

pub(crate) use help::{Answer, answer};
pub(crate) use messages::report;
pub(crate) use status::Status;

use crate::api::Interrupt;
use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};
use context::Context;
use global::Global;
use nouns::{FloatingIpNoun, ReservedIpNoun};
use std::time::Instant;

/// Manage a DigitalOcean account: droplets and what goes with them, as JSON
///
/// Names are as good as IDs, many targets go at once, results are JSON on stdout, everything else is on stderr.
#[derive(Parser)]
#[command(name = "doapi", version, propagate_version = true, subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    global: Global,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Show the account, or its rate limit
    Account(account::Account),
    /// Show, wait for and look up actions
    Action(action::Action),
    /// Manage domains and their records
    Domain(domain::Domain),
    /// Manage droplets
    Droplet(droplet::Droplet),
    /// Manage floating IPs, which today are called reserved IPs
    FloatingIp(floating_ip::Ip<FloatingIpNoun>),
    /// Manage images
    Image(image::Image),
    /// List the regions in which droplets can be
    Region(region::Region),
    /// Perform a raw request
    Request(Box<request::Request>),
    /// Manage reserved IPs
    ReservedIp(floating_ip::Ip<ReservedIpNoun>),
    /// Run a local DigitalOcean API to try commands and test scripts on
    #[cfg(feature = "sandbox")]
    Sandbox(sandbox::Sandbox),
    /// List the sizes that droplets can have
    Size(size::Size),
    /// Manage SSH keys
    SshKey(ssh_key::SshKey),
    /// Manage tags
    Tag(tag::Tag),
}

impl Cli {
    /// Runs the command, writes what is to be said of how it ended, and returns the status.
    pub(crate) fn run(self, started: Instant, interrupt: Interrupt) -> Status {
        let ctx = Context::new(self.global.clone(), started, interrupt);
        let done = self.global.check().and_then(|()| self.command.run(&ctx));
        let printed = ctx.output.finish().map_err(|error| anyhow::Error::new(error).context("cannot write to stdout"));
        for ended in [done, printed] {
            match ended.as_ref().map_err(report) {
                Ok(()) | Err(Status::Done) => {}
                Err(status) => ctx.tally.end(status),
            }
        }
        match (ctx.tally.status(), ctx.interrupt.signal()) {
            (Status::Interrupted(_), Some(signal)) => Status::Interrupted(u8::try_from(signal).unwrap_or(2)),
            (status, _) => status,
        }
    }
}

/// The nouns, each of which is also the end of a name that doapi answers to.
pub(crate) fn names_of_nouns() -> Vec<String> {
    let tree = Cli::command();
    tree.get_subcommands().map(|noun| noun.get_name().to_owned()).filter(|name| name != "help").collect()
}

impl Command {
    fn run(self, ctx: &Context) -> Result<()> {
        match self {
            Self::Account(account) => account.run(ctx),
            Self::Action(action) => action.run(ctx),
            Self::Domain(domain) => domain.run(ctx),
            Self::Droplet(droplet) => droplet.run(ctx),
            Self::FloatingIp(ip) => ip.run(ctx),
            Self::Image(image) => image.run(ctx),
            Self::Region(region) => region.run(ctx),
            Self::Request(request) => request.run(ctx),
            Self::ReservedIp(ip) => ip.run(ctx),
            #[cfg(feature = "sandbox")]
            Self::Sandbox(sandbox) => sandbox.run(ctx),
            Self::Size(size) => size.run(ctx),
            Self::SshKey(ssh_key) => ssh_key.run(ctx),
            Self::Tag(tag) => tag.run(ctx),
        }
    }
}

#[cfg(test)]
mod tests;
