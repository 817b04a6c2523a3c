//! The address of a droplet as the data of a record.

use crate::error::{Result, failure, usage};
use crate::resolve::noun::DROPLET;
use crate::run::context::Context;
use serde_json::Value;

/// The public address of a droplet that a record of this type can hold.
pub(super) fn of_droplet(ctx: &Context, label: &str, kind: &str) -> Result<String> {
    let version = match kind {
        "A" => "v4",
        "AAAA" => "v6",
        _ => return Err(usage(format!("--droplet is for A and AAAA records, not for {kind}"))),
    };
    let droplet = ctx.find_one(&DROPLET.family, label)?;
    let networks: Value = droplet.object.get("networks").unwrap_or_default();
    let public = networks[version].as_array().into_iter().flatten().find(|network| network["type"] == "public");
    let address = public.and_then(|network| network["ip_address"].as_str()).map(str::to_owned);
    address.ok_or_else(|| failure(format!("droplet {label:?} has no public IP{version} address")))
}
