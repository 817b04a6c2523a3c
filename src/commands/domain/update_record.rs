//! Changing records.

use super::fields::RecordFields;
use super::hints::refused;
use super::record_data::{check_data, family, relative_name, rewritten_data, written_data};
use super::which::{Which, find};
use super::{Of, address};
use crate::api::{Object, Request};
use crate::args::body::given;
use crate::args::extra::Extra;
use crate::args::traits::{Needed, Prints};
use crate::complete;
use crate::error::{Result, usage};
use crate::resolve::Target;
use crate::run::Missing;
use crate::run::context::Context;
use clap::Args;
use serde_json::{Map, Value, json};

#[derive(Debug, Args)]
#[command(add = Prints::Object)]
pub(super) struct UpdateRecord {
    /// Change the type
    #[arg(long = "type", value_name = "TYPE", add = complete::record_types(), add = Needed(&["name", "data", "droplet", "ttl"]))]
    kind: Option<String>,

    /// Change the name, relative to the domain (@ for itself) or in full
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Change the data; it may be empty with --type TXT only
    #[arg(long, value_name = "DATA", allow_hyphen_values = true)]
    data: Option<String>,

    /// Change the data to the public address of this droplet (A and AAAA records)
    #[arg(long, value_name = "DROPLET", add = complete::droplets(), conflicts_with = "data")]
    droplet: Option<String>,

    #[command(flatten)]
    fields: RecordFields,

    /// Unset the port
    #[arg(long, conflicts_with = "port")]
    no_port: bool,

    /// Unset the priority
    #[arg(long, conflicts_with = "priority")]
    no_priority: bool,

    /// Unset the weight
    #[arg(long, conflicts_with = "weight")]
    no_weight: bool,

    #[command(flatten)]
    extra: Extra,

    #[command(flatten)]
    of: Of,

    /// The ID of the record, or its type and name, such as A www
    #[arg(value_name = "RECORD", add = complete::records(), required = true, num_args = 1..=2)]
    record: Vec<String>,
}

impl UpdateRecord {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let changes = self.changes();
        let is_any = self.data.is_some() || self.droplet.is_some() || self.extra.is_given();
        if changes.is_empty() && !is_any {
            return Err(usage("nothing to change: give at least one option that sets or unsets a field"));
        }
        // Before the record is read, its type is known only where it is to change.
        self.data.as_deref().map_or(Ok(()), |data| check_data(self.kind.as_deref(), data))?;
        let records = Which::parse(&self.record)?;
        if records.len() > 1 {
            return Err(usage("only one record is changed at a time"));
        }
        let extra = self.extra.fields()?;
        for found in find(ctx, &self.of, &records, false, Missing::Refuse)? {
            let mut body = self.unchanged(&found.object);
            body.extend(changes.clone());
            if let Some(data) = self.new_data(ctx, &found, &body)? {
                body.insert("data".to_owned(), json!(data));
            }
            body.extend(extra.clone());
            self.send(ctx, &found, body)?;
        }
        Ok(())
    }

    fn send(&self, ctx: &Context, found: &Target, body: Map<String, Value>) -> Result<()> {
        let path = family(self.of.domain.name()).one(&found.id);
        let request = Request::patch(path, &Value::Object(body));
        let sent = ctx.client()?.send(&request).and_then(|reply| reply.object("domain_record"));
        let record = sent.map_err(|error| refused(error, &format!("record {:?}", found.label)))?;
        ctx.ui.value(record.raw().get());
        Ok(())
    }

    /// The data that was given, as the type and the tag that the record will have want it.
    fn new_data(&self, ctx: &Context, found: &Target, body: &Map<String, Value>) -> Result<Option<String>> {
        let kind = body.get("type").and_then(Value::as_str).unwrap_or_default();
        let data = match (&self.data, &self.droplet) {
            (Some(data), _) => data.clone(),
            (None, Some(droplet)) => address::of_droplet(ctx, droplet, kind)?,
            (None, None) => return Ok(None),
        };
        Ok(Some(written_data(kind, self.tag_of(&found.object).as_deref(), &data)))
    }

    /// The tag that the record will have.
    fn tag_of(&self, record: &Object) -> Option<String> {
        self.fields.tag.clone().or_else(|| record.text("tag"))
    }

    /// The fields that were set or unset, but for the data.
    fn changes(&self) -> Map<String, Value> {
        let unset = [("port", self.no_port), ("priority", self.no_priority), ("weight", self.no_weight)];
        let set = [
            ("type", self.kind.as_ref().map(|kind| json!(kind.to_uppercase()))),
            ("name", self.name.as_ref().map(|name| json!(relative_name(name, self.of.domain.name())))),
        ];
        let unset = unset.map(|(name, unset)| (name, unset.then_some(Value::Null)));
        given(set.into_iter().chain(unset)).into_iter().chain(self.fields.given()).collect()
    }

    /// The fields that every change has to send: the type, and the data of a record that names a host. The API checks
    /// for the final dot of the data, which it does not store, also where the data does not change.
    fn unchanged(&self, record: &Object) -> Map<String, Value> {
        let kind = record.text("type").unwrap_or_default();
        let new_kind = self.kind.as_ref().map_or_else(|| kind.clone(), |kind| kind.to_uppercase());
        let rewritten = |data: String| rewritten_data(&kind, self.tag_of(record).as_deref(), &data);
        let is_host = rewritten_data(&new_kind, None, "").is_some();
        let data = record.text("data").and_then(rewritten).filter(|_| is_host);
        given([("type", Some(json!(kind))), ("data", data.map(Value::from))])
    }
}
