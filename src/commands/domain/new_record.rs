//! Adding records.

use crate::api::{Id, Listing, Object, Request};
use crate::args::body::given;
use crate::args::extra::Extra;
use crate::commands::domain::Of;
use crate::commands::domain::record::or_no_domain;
use crate::commands::domain::record_data::{check_data, family, full_name, list, relative_name, written_data};
use crate::complete;
use crate::error::Result;
use crate::run::context::Context;
use crate::verbs::lookup::send_all;
use clap::Args;
use serde_json::{Map, Value, json};

#[derive(Debug, Args)]
pub(super) struct NewRecord {
    /// After creating the record, delete the older ones of the same type and name
    #[arg(long)]
    delete: bool,

    /// The priority (MX and SRV records)
    #[arg(long, value_name = "INT")]
    priority: Option<u64>,

    /// The port on which the service is (SRV records)
    #[arg(long, value_name = "INT")]
    port: Option<u64>,

    /// The weight (SRV records)
    #[arg(long, value_name = "INT")]
    weight: Option<u64>,

    /// How long the record may be kept, in seconds
    #[arg(long, value_name = "SECONDS")]
    ttl: Option<u64>,

    /// The flags, from 0 to 255 (CAA records)
    #[arg(long, value_name = "INT")]
    flags: Option<u64>,

    /// The tag: issue, issuewild or iodef (CAA records)
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,

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

    /// What the record says: an address, a host, a text; only a text (TXT) may be empty
    #[arg(value_name = "DATA", allow_hyphen_values = true)]
    data: String,
}

impl NewRecord {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        check_data(Some(&self.kind), &self.data)?;
        let request = Request::post(list(&self.of.domain), &self.extra.added_to(self.body())?);
        let sent = ctx.client()?.send(&request).and_then(|reply| reply.object("domain_record"));
        let record = sent.map_err(|error| or_no_domain(&self.of, error.into()))?;
        ctx.ui.value(record.raw().get());
        if self.delete {
            ctx.tally.success();
            self.delete_older(ctx, &record)?;
        }
        Ok(())
    }

    fn body(&self) -> Value {
        let kind = self.kind.to_uppercase();
        let fields = [
            ("name", Some(json!(relative_name(&self.name, &self.of.domain)))),
            ("data", Some(json!(written_data(&kind, &self.data)))),
            ("priority", self.priority.map(Value::from)),
            ("port", self.port.map(Value::from)),
            ("weight", self.weight.map(Value::from)),
            ("ttl", self.ttl.map(Value::from)),
            ("flags", self.flags.map(Value::from)),
            ("tag", self.tag.clone().map(Value::from)),
        ];
        let mut body = Map::from_iter([("type".to_owned(), json!(kind))]);
        body.extend(given(fields));
        Value::Object(body)
    }

    /// The API's filter finds the older records; what it returns is checked again before anything is deleted.
    fn delete_older(&self, ctx: &Context, new: &Object) -> Result<()> {
        // `--extra` may have changed the type or the name.
        let name = full_name(new.text("name").as_ref().unwrap_or(&self.name), &self.of.domain);
        let kind = new.text("type").unwrap_or_else(|| self.kind.to_uppercase());
        let listing = Listing::at(list(&self.of.domain), "domain_records").query("type", kind).query("name", name);
        let mut older = Vec::new();
        for page in ctx.client()?.pages(listing) {
            older.extend(page?.objects().into_iter().filter(|old| is_older(old, new)).filter_map(|old| old.id()));
        }
        let family = family(&self.of.domain);
        let delete = |id: Id| (format!("record \"{id}\""), Request::delete(family.one(id)));
        send_all(ctx, older.into_iter().map(delete).collect())
    }
}

/// Whether a record is another one of the same type and name, made before. To the DNS, names are the same in any case.
fn is_older(old: &Object, new: &Object) -> bool {
    let same = |field| {
        let (old, new) = (old.text(field), new.text(field));
        old.zip(new).is_some_and(|(old, new)| old.eq_ignore_ascii_case(&new))
    };
    same("type") && same("name") && old.id() < new.id()
}
