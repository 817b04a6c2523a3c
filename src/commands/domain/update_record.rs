//! Changing records.

use crate::api::{Object, Request};
use crate::args::body::given;
use crate::args::extra::Extra;
use crate::commands::domain::Of;
use crate::commands::domain::record::find;
use crate::commands::domain::record_data::{
    check_data, family, is_host_valued, relative_name, rewritten_data, written_data,
};
use crate::complete;
use crate::error::Result;
use crate::error::usage;
use crate::run::context::Context;
use crate::run::print;
use clap::Args;
use serde_json::{Map, Value, json};

#[derive(Debug, Args)]
pub(super) struct UpdateRecord {
    /// Change the type
    #[arg(long = "type", value_name = "TYPE", add = complete::record_types())]
    kind: Option<String>,

    /// Change the name, relative to the domain (@ for itself) or in full
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Change what the record says; it may be empty with --type TXT only
    #[arg(long, value_name = "DATA", allow_hyphen_values = true)]
    data: Option<String>,

    /// Change the port
    #[arg(long, value_name = "INT", conflicts_with = "no_port")]
    port: Option<u64>,

    /// Unset the port
    #[arg(long)]
    no_port: bool,

    /// Change the priority
    #[arg(long, value_name = "INT", conflicts_with = "no_priority")]
    priority: Option<u64>,

    /// Unset the priority
    #[arg(long)]
    no_priority: bool,

    /// Change the weight
    #[arg(long, value_name = "INT", conflicts_with = "no_weight")]
    weight: Option<u64>,

    /// Unset the weight
    #[arg(long)]
    no_weight: bool,

    /// Change how long the record may be kept, in seconds
    #[arg(long, value_name = "SECONDS")]
    ttl: Option<u64>,

    /// Change the flags of a CAA record
    #[arg(long, value_name = "INT")]
    flags: Option<u64>,

    /// Change the tag of a CAA record
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,

    #[command(flatten)]
    extra: Extra,

    #[command(flatten)]
    of: Of,

    /// The ID of the record
    #[arg(value_name = "RECORD", add = complete::records())]
    record: u64,
}

impl UpdateRecord {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let changes = self.changes();
        if changes.is_empty() && !self.extra.is_given() {
            return Err(usage("nothing to change: give at least one option that sets or unsets a field"));
        }
        // Before the record is read, its type is known only where it is to change.
        if let Some(data) = &self.data {
            check_data(self.kind.as_deref(), data)?;
        }
        let extra = self.extra.fields()?;
        for (id, record) in find(ctx, &self.of, &[self.record])? {
            let mut body = self.unchanged(&record);
            body.extend(changes.clone());
            if let Some(data) = &self.data {
                let kind = body.get("type").and_then(Value::as_str).unwrap_or_default();
                let data = json!(written_data(kind, data));
                body.insert("data".to_owned(), data);
            }
            body.extend(extra.clone());
            let path = family(&self.of.domain).one(&id);
            let request = Request::patch(path, &Value::Object(body));
            print::changed(ctx, &request, "domain_record", format_args!("record {id:?}"))?;
        }
        Ok(())
    }

    fn changes(&self) -> Map<String, Value> {
        let number = |set: Option<u64>, unset: bool| set.map(Value::from).or_else(|| unset.then_some(Value::Null));
        let fields = [
            ("type", self.kind.as_ref().map(|kind| json!(kind.to_uppercase()))),
            ("name", self.name.as_ref().map(|name| json!(relative_name(name, &self.of.domain)))),
            ("data", self.data.as_ref().map(|data| json!(data))),
            ("port", number(self.port, self.no_port)),
            ("priority", number(self.priority, self.no_priority)),
            ("weight", number(self.weight, self.no_weight)),
            ("ttl", self.ttl.map(Value::from)),
            ("flags", self.flags.map(Value::from)),
            ("tag", self.tag.clone().map(Value::from)),
        ];
        given(fields)
    }

    /// The fields that every change has to send: the type, and the data of a record that names a host. The API checks
    /// for the final dot of the data, which it does not store, also where the data does not change.
    fn unchanged(&self, record: &Object) -> Map<String, Value> {
        let kind = record.text("type").unwrap_or_default();
        let stays_host = self.kind.as_ref().is_none_or(|new| is_host_valued(&new.to_uppercase()));
        let data = record.text("data").filter(|_| is_host_valued(&kind) && stays_host);
        let fields = [("type", Some(kind)), ("data", data.map(|data| rewritten_data(&data)))];
        given(fields.map(|(name, value)| (name, value.map(Value::from))))
    }
}
