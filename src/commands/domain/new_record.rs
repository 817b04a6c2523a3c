//! Adding records.

use super::fields::RecordFields;
use super::hints::refused;
use super::record::{delete_records, deletion, or_no_domain};
use super::record_data::{check_data, family, list, relative_name, written_data};
use super::replace::{is_conflict, replace};
use super::which::named;
use super::{Of, address};
use crate::api::{Object, Request};
use crate::args::extra::Extra;
use crate::args::traits::{Needed, Prints};
use crate::complete;
use crate::error::{Result, usage};
use crate::run::Missing;
use crate::run::context::Context;
use clap::Args;
use serde_json::{Map, Value, json};

#[derive(Debug, Args)]
#[command(add = Prints::Object)]
pub(super) struct NewRecord {
    /// After creating the record, delete the older ones of the same type and name. A CNAME also replaces A and AAAA
    /// records, and they replace it: then the old ones go first, and come back if the new one is refused
    #[arg(long)]
    delete: bool,

    #[command(flatten)]
    fields: RecordFields,

    /// Use the public address of this droplet as DATA (A and AAAA records)
    #[arg(long, value_name = "DROPLET", add = complete::droplets(), conflicts_with = "data")]
    droplet: Option<String>,

    #[command(flatten)]
    extra: Extra,

    #[command(flatten)]
    of: Of,

    /// The type of the record, such as A or MX
    #[arg(value_name = "TYPE", add = complete::record_types())]
    kind: String,

    /// The name, relative to the domain (@ for itself) or in full
    #[arg(value_name = "NAME")]
    name: String,

    /// The data: an address, a host name or a text; only a text (TXT) may be empty
    #[arg(value_name = "DATA", allow_hyphen_values = true, required_unless_present = "droplet", add = Needed(&["droplet"]))]
    data: Option<String>,
}

impl NewRecord {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let kind = self.kind.to_uppercase();
        self.data.as_deref().map_or(Ok(()), |data| check_data(Some(&kind), data))?;
        let extra = self.extra.fields()?;
        let mut body = self.body(&kind, &self.data(ctx, &kind)?);
        body.extend(extra);
        let request = Request::post(list(self.of.domain.name()), &Value::Object(body));
        let record = self.create(ctx, &kind, &request)?;
        ctx.ui.value(record.raw().get());
        if self.delete {
            ctx.tally.success();
            self.delete_older(ctx, &record)?;
        }
        Ok(())
    }

    fn data(&self, ctx: &Context, kind: &str) -> Result<String> {
        match (&self.data, &self.droplet) {
            (Some(data), _) => Ok(data.clone()),
            (None, Some(droplet)) => address::of_droplet(ctx, droplet, kind),
            (None, None) => Err(usage("DATA is missing")),
        }
    }

    fn create(&self, ctx: &Context, kind: &str, request: &Request) -> Result<Object> {
        let label = format!("{kind} record {:?}", self.name);
        match ctx.client()?.send(request).and_then(|reply| reply.object("domain_record")) {
            Ok(record) => Ok(record),
            Err(error) if self.delete && is_conflict(&error) => {
                replace(ctx, &self.of, kind, &self.name, request, &label)
            }
            Err(error) if error.is_not_found() => Err(or_no_domain(&self.of, error.into())),
            Err(error) => Err(refused(error, &label)),
        }
    }

    fn body(&self, kind: &str, data: &str) -> Map<String, Value> {
        let mut body = Map::from_iter([
            ("type".to_owned(), json!(kind)),
            ("name".to_owned(), json!(relative_name(&self.name, self.of.domain.name()))),
            ("data".to_owned(), json!(written_data(kind, self.fields.tag.as_deref(), data))),
        ]);
        body.extend(self.fields.given());
        body
    }

    fn delete_older(&self, ctx: &Context, new: &Object) -> Result<()> {
        // `--extra` may have changed the type or the name.
        let name = new.text("name").unwrap_or_else(|| self.name.clone());
        let kind = new.text("type").unwrap_or_else(|| self.kind.to_uppercase());
        let same = named(ctx, self.of.domain.name(), Some(&kind), &name)?;
        let older = same.into_iter().filter_map(|record| record.id()).filter(|id| Some(id) < new.id().as_ref());
        let family = family(self.of.domain.name());
        let deletions = older.map(|id| deletion(&family, &id.to_string(), &id)).collect();
        delete_records(ctx, deletions, Missing::Refuse)
    }
}
