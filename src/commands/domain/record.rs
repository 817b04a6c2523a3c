//! Showing and deleting records.

use super::Of;
use super::record_data::family;
use super::which::{Filter, Which, find, or_domain};
use crate::api::Request;
use crate::complete;
use crate::error::{CliError, Result};
use crate::resolve::Target;
use crate::run::context::Context;
use crate::run::print;
use crate::verbs::lookup::{find_by_key, send_all};
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct ShowRecord {
    /// Only records of this type, such as A or MX
    #[arg(long = "type", value_name = "TYPE", add = complete::record_types(), conflicts_with = "records")]
    kind: Option<String>,

    /// Only records of this name, relative to the domain (@ for itself) or in full
    #[arg(long, value_name = "NAME", conflicts_with = "records")]
    name: Option<String>,

    #[command(flatten)]
    of: Of,

    /// IDs of records; without any, all
    #[arg(value_name = "RECORD", add = complete::records())]
    records: Vec<u64>,
}

#[derive(Debug, Args)]
pub(super) struct DeleteRecord {
    /// Delete every record of the type and name
    #[arg(short = 'M', long)]
    multiple: bool,

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
            let found = or_domain(ctx, &self.of, find_by_key(ctx, &family(domain), &ids))?;
            print::objects(ctx, found.iter().map(|(_, record)| record));
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
        let found = find(ctx, &self.of, &Which::parse(&self.records)?, self.multiple)?;
        let family = family(self.of.domain.name());
        let delete = |one: &Target| (format!("record {:?}", one.label), Request::delete(family.one(&one.id)));
        send_all(ctx, found.iter().map(delete).collect())
    }
}

/// The error for a failure to read or add records: a 404 of the list means that the domain does not exist.
pub(super) fn or_no_domain(of: &Of, error: CliError) -> CliError {
    if error.is_not_found() { of.unknown() } else { error }
}
