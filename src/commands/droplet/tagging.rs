//! `doapi droplet tag` and `untag`.

use crate::api::{Client, Error, Method, Path, Request};
use crate::args::traits::Prints;
use crate::complete;
use crate::error::Result;
use crate::resolve::Target;
use crate::resolve::noun::{DROPLET, TAG};
use crate::run::context::{Context, unknown};
use crate::run::near;
use crate::verbs::lookup::{Change, for_each, full_name, try_each};
use crate::verbs::targets::{Droplets, Targets};
use clap::Args;
use serde_json::{Value, json};

/// How many droplets are tagged with one request.
const AT_ONCE: usize = 100;

/// A tag and droplets
#[derive(Debug, Args)]
#[command(add = Prints::Nothing)]
pub(super) struct Tagging {
    /// The name of an existing tag
    #[arg(value_name = "TAG", add = complete::tags())]
    tag: String,

    #[command(flatten)]
    on: Droplets,
}

impl Tagging {
    pub(super) fn tag(&self, ctx: &Context) -> Result<()> {
        self.run(ctx, Method::Post)
    }

    pub(super) fn untag(&self, ctx: &Context) -> Result<()> {
        self.run(ctx, Method::Delete)
    }

    /// One request does for many droplets. Where the API does not find one of them, each is sent by itself.
    fn run(&self, ctx: &Context, method: Method) -> Result<()> {
        let targets = self.on.find(ctx)?;
        if !Path::can_hold(&self.tag) {
            return Err(unknown(&TAG.family, &self.tag));
        }
        let chunks = targets.chunks(AT_ONCE).map(|chunk| self.change(method, chunk)).collect();
        let mut not_found = Vec::new();
        try_each(
            ctx,
            chunks,
            |client, request| send(client, &request),
            |index, error| {
                let chunk = &targets[index * AT_ONCE..targets.len().min((index + 1) * AT_ONCE)];
                if error.is_not_found() {
                    not_found.push((chunk, error));
                } else {
                    ctx.fail(names(chunk), error);
                }
            },
        )?;
        if not_found.is_empty() { Ok(()) } else { self.send_singly(ctx, method, not_found) }
    }

    fn how_to_create(&self) -> String {
        format!("create it first: doapi tag new {}", shlex::try_quote(&self.tag).unwrap_or_default())
    }

    /// The API answers 404 for a tag that does not exist, and also for a droplet that was deleted in the meantime.
    fn send_singly(&self, ctx: &Context, method: Method, not_found: Vec<(&[Target], Error)>) -> Result<()> {
        match ctx.client()?.get(TAG.family.one(&self.tag)) {
            Err(error) if error.is_not_found() => {
                let error = match method {
                    Method::Post => unknown(&TAG.family, &self.tag).hint(self.how_to_create()),
                    _ => unknown(&TAG.family, &self.tag),
                };
                return Err(near::with_suggestion(ctx, error, &TAG.family, &self.tag));
            }
            tag => drop(tag?),
        }
        let mut changes = Vec::new();
        for (chunk, error) in not_found {
            if chunk.len() == 1 {
                ctx.fail(names(chunk), error);
            } else {
                changes.extend(chunk.iter().map(|target| self.change(method, std::slice::from_ref(target))));
            }
        }
        for_each(ctx, changes, |client, request| send(client, &request))
    }

    fn change(&self, method: Method, chunk: &[Target]) -> Change<Request> {
        let done = if method == Method::Post { "tagged" } else { "untagged" };
        let line = |target: &Target| format!("{done} {}: {:?}", full_name(&DROPLET.family, target), self.tag);
        let path = TAG.family.collection.below(&self.tag, "resources");
        Change {
            target: names(chunk),
            done: chunk.iter().map(line).collect(),
            input: Request::new(method, path).with_body(&resources(chunk)),
        }
    }
}

fn send(client: &Client, request: &Request) -> Result<(), Error> {
    client.send(request).map(drop)
}

/// What a message calls the droplets of one request.
fn names(chunk: &[Target]) -> String {
    let names: Vec<String> = chunk.iter().map(|target| format!("{:?}", target.label)).collect();
    format!("{} {}", if chunk.len() == 1 { "droplet" } else { "droplets" }, names.join(" "))
}

fn resources(targets: &[Target]) -> Value {
    let resource = |target: &Target| json!({"resource_id": target.id.to_string(), "resource_type": "droplet"});
    json!({"resources": targets.iter().map(resource).collect::<Vec<_>>()})
}
