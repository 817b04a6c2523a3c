//! `doapi domain`.

mod address;
mod fields;
mod hints;
mod new_record;
mod record;
mod record_data;
mod replace;
mod update_record;
mod which;

use crate::api::Request;
use crate::args::domain_name::DomainName;
use crate::args::extra::Extra;
use crate::args::noun::DomainNoun;
use crate::args::traits::Prints;
use crate::complete;
use crate::error::{CliError, Context as _, Result, Status};
use crate::resolve::noun::DOMAIN;
use crate::run::context::{Context, unknown};
use crate::run::print;
use crate::verbs::delete::Delete;
use crate::verbs::ensure::create_if_missing;
use crate::verbs::show::ShowKeyed;
use crate::verbs::targets::Keyed;
use clap::{Args, Subcommand};
use serde_json::json;
use std::net::Ipv6Addr;

/// Manage domains and their records
#[derive(Debug, Args)]
pub(crate) struct Domain {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Add a domain to DigitalOcean's name servers; this does not register it
    #[command(aliases = ["create"])]
    New(New),
    /// Show domains: those given, or all
    #[command(aliases = ["list", "ls", "get"])]
    Show(ShowKeyed<DomainNoun>),
    /// Delete domains and all their records
    #[command(aliases = ["rm", "destroy"])]
    Delete(Delete<Keyed<DomainNoun>>),
    /// Add a record to a domain
    NewRecord(new_record::NewRecord),
    /// Show records of a domain: those given, those of a type or name, or all
    ShowRecord(record::ShowRecord),
    /// Change fields of a record
    UpdateRecord(update_record::UpdateRecord),
    /// Delete records of a domain
    DeleteRecord(record::DeleteRecord),
}

#[derive(Debug, Args)]
#[command(add = Prints::Object)]
struct New {
    /// Take a domain that exists already as it is, whatever address it has: report it on stderr, print it, and send
    /// nothing
    #[arg(long)]
    ensure: bool,

    #[command(flatten)]
    extra: Extra,

    /// The domain, without a subdomain
    #[arg(value_name = "DOMAIN", value_parser = DomainName::parse)]
    domain: DomainName,

    /// The IP address that the domain itself has; without one it has no address record
    #[arg(value_name = "IP_ADDRESS")]
    address: Option<String>,
}

/// The domain whose records are meant.
#[derive(Debug, Clone, Args)]
struct Of {
    /// The domain, without a subdomain
    #[arg(value_name = "DOMAIN", add = complete::domains(), value_parser = DomainName::parse)]
    domain: DomainName,
}

impl Of {
    /// The error of a domain that does not exist.
    fn unknown(&self) -> CliError {
        unknown(&DOMAIN.family, self.domain.typed())
    }
}

impl Domain {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        match self.verb.unwrap_or(Verb::Show(ShowKeyed::default())) {
            Verb::New(new) => new.run(ctx),
            Verb::Show(show) => show.run(ctx),
            Verb::Delete(delete) => delete.run(ctx),
            Verb::NewRecord(new) => new.run(of_records(ctx)),
            Verb::ShowRecord(show) => show.run(of_records(ctx)),
            Verb::UpdateRecord(update) => update.run(of_records(ctx)),
            Verb::DeleteRecord(delete) => delete.run(ctx),
        }
    }
}

/// Sets the columns of a table of records.
fn of_records(ctx: &Context) -> &Context {
    ctx.ui.default_columns(&["id", "type", "name", "data", "priority", "port", "ttl"]);
    ctx
}

impl New {
    fn run(&self, ctx: &Context) -> Result<()> {
        let name = self.domain.name();
        let body = match &self.address {
            Some(address) => json!({"name": name, "ip_address": address}),
            None => json!({"name": name}),
        };
        let request = Request::post(DOMAIN.family.list(), &self.extra.added_to(body)?);
        if self.ensure {
            let made =
                create_if_missing(ctx, &DOMAIN, name, &request).context(format!("domain {:?}", self.domain.typed()));
            made.map_err(|error| self.with_hint(error))?.iter().for_each(|made| ctx.ui.value(made.raw().get()));
            return Ok(());
        }
        let made = print::changed(ctx, &request, "domain", format_args!("domain {:?}", self.domain.typed()));
        made.map_err(|error| self.with_hint(error))
    }

    /// The API makes an A record of the address, so it may refuse another one than IPv4.
    fn with_hint(&self, error: CliError) -> CliError {
        let address = self.address.as_ref().filter(|address| address.parse::<Ipv6Addr>().is_ok());
        match address.filter(|_| error.status == Status::Failed) {
            Some(address) => error.hint(format!(
                "create the domain without an address, then: doapi domain new-record {} AAAA @ {address}",
                self.domain.name()
            )),
            None => error,
        }
    }
}
