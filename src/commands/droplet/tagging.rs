//! `doapi droplet tag` and `untag`.

use crate::api::{Id, Method, Path, Request};
use crate::complete;
use crate::error::{CliError, Context as _, Result};
use crate::resolve::noun::TAG;
use crate::run::context::{Context, unknown};
use crate::verbs::targets::{Droplets, Targets};
use clap::Args;
use serde_json::{Value, json};

/// How many droplets are tagged with one request.
const AT_ONCE: usize = 100;

/// A tag and droplets
#[derive(Debug, Args)]
pub(super) struct Tagging {
    /// The name of an existing tag
    #[arg(value_name = "TAG", add = complete::tags())]
    tag: String,

    #[command(flatten)]
    on: Droplets,
}

impl Tagging {
    pub(super) fn tag(&self, ctx: &Context) -> Result<()> {
        self.send(ctx, Method::Post)
    }

    pub(super) fn untag(&self, ctx: &Context) -> Result<()> {
        self.send(ctx, Method::Delete)
    }

    /// Sends one request for many droplets. Tagging is safe to repeat too, but the client knows this only of DELETE.
    fn send(&self, ctx: &Context, method: Method) -> Result<()> {
        let ids: Vec<Id> = self.on.find(ctx)?.into_iter().map(|target| target.id).collect();
        if !Path::can_hold(&self.tag) {
            return Err(unknown(&TAG.family, &self.tag));
        }
        let path = Path::new(format!("{}/resources", TAG.family.one(&self.tag)));
        for some in ids.chunks(AT_ONCE) {
            let request = Request::new(method, path.clone()).with_body(resources(some).to_string());
            match ctx.client()?.send(request) {
                Err(error) if error.is_not_found() => return Err(self.why_not_found(ctx, error)?),
                sent => sent.map(drop).with_context(|| format!("tag {:?}", self.tag))?,
            }
        }
        Ok(())
    }

    /// The API answers 404 for a tag that does not exist, and also for a droplet that was deleted in the meantime.
    fn why_not_found(&self, ctx: &Context, error: crate::api::Error) -> Result<CliError> {
        match ctx.client()?.get(TAG.family.one(&self.tag)) {
            Err(error) if error.is_not_found() => Ok(unknown(&TAG.family, &self.tag)),
            _ => Ok(CliError::from(error).context(format!("tag {:?}", self.tag))),
        }
    }
}

fn resources(ids: &[Id]) -> Value {
    let resource = |id: &Id| json!({"resource_id": id.to_string(), "resource_type": "droplet"});
    json!({"resources": ids.iter().map(resource).collect::<Vec<_>>()})
}
