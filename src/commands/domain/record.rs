//! Showing and deleting records.

use super::Of;
use super::record_data::family;
use super::which::{Filter, Which, by_id, find};
use crate::api::{Client, Id, Request};
use crate::args::traits::Prints;
use crate::complete;
use crate::error::{CliError, Result};
use crate::resolve::{Family, Target};
use crate::run::context::Context;
use crate::run::{Missing, print};
use crate::verbs::lookup::{Change, delete_each};
use crate::verbs::missing::IgnoreMissing;
use clap::Args;

#[derive(Debug, Args)]
#[command(add = Prints::Objects)]
pub(super) struct ShowRecord {
    /// Only records of this type, such as A or MX
    #[arg(long = "type", value_name = "TYPE", add = complete::record_types(), conflicts_with = "records")]
    kind: Option<String>,

    /// Only records of this name, relative to the domain (@ for itself) or in full
    #[arg(long, value_name = "NAME", conflicts_with = "records")]
    name: Option<String>,

    #[command(flatten)]
    missing: IgnoreMissing,

    #[command(flatten)]
    of: Of,

    /// IDs of records; without any, all
    #[arg(value_name = "RECORD", add = complete::records())]
    records: Vec<u64>,
}

#[derive(Debug, Args)]
#[command(add = Prints::Nothing)]
pub(super) struct DeleteRecord {
    /// Delete every record of the type and name
    #[arg(short = 'M', long)]
    multiple: bool,

    #[command(flatten)]
    missing: IgnoreMissing,

    #[command(flatten)]
    of: Of,

    /// IDs of records, or types and names such as A www; if one does not exist, nothing is deleted
    #[arg(value_name = "RECORD", add = complete::records(), required = true)]
    records: Vec<String>,
}

impl ShowRecord {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let domain = self.of.domain.name();
        if !self.records.is_empty() {
            let ids: Vec<String> = self.records.iter().map(u64::to_string).collect();
            let found = by_id(ctx, &self.of, &ids, self.missing.policy())?;
            print::objects(ctx, found.iter().map(|record| &record.object));
            return Ok(());
        }
        let kind = self.kind.as_ref().map(|kind| kind.to_uppercase());
        let filter = Filter::new(domain, kind.as_deref(), self.name.as_deref());
        let shown = print::lists_of(ctx, vec![filter.listing()], |record| filter.fits(record));
        shown.map_err(|error| or_no_domain(&self.of, error))
    }
}

impl DeleteRecord {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let missing = self.missing.policy();
        let found = find(ctx, &self.of, &Which::parse(&self.records)?, self.multiple, missing)?;
        let family = family(self.of.domain.name());
        delete_records(ctx, found.iter().map(|one: &Target| deletion(&family, &one.label, &one.id)).collect(), missing)
    }
}

/// The request that deletes a record. Several may have the label, so the message names the ID too.
pub(super) fn deletion(family: &Family, label: &str, id: &Id) -> Change<Request> {
    let target = format!("record {label:?}");
    let done = if id.to_string() == label { target.clone() } else { format!("{target} ({id})") };
    Change { target, done: vec![format!("deleted {done}")], input: Request::delete(family.one(id)) }
}

pub(super) fn delete_records(ctx: &Context, records: Vec<Change<Request>>, missing: Missing) -> Result<()> {
    delete_each(ctx, records, missing, |client: &Client, request| client.send(&request).map(drop))
}

/// The error for a failure to read or add records: a 404 of the list means that the domain does not exist.
pub(super) fn or_no_domain(of: &Of, error: CliError) -> CliError {
    if error.is_not_found() { of.unknown() } else { error }
}
