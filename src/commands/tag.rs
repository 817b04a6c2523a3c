//! `doapi tag`.

mod rename;

use crate::api::{Request, parallel_map};
use crate::args::extra::{Extra, extended};
use crate::args::noun::TagNoun;
use crate::args::traits::Prints;
use crate::error::Result;
use crate::resolve::noun::TAG;
use crate::run::context::Context;
use crate::verbs::delete::Delete;
use crate::verbs::lookup::{dedup, get_optional};
use crate::verbs::show::ShowKeyed;
use crate::verbs::targets::Keyed;
use clap::{Args, Subcommand};
use serde_json::json;

/// Manage tags
#[derive(Debug, Args)]
pub(crate) struct Tag {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Create tags
    #[command(aliases = ["create"])]
    New(New),
    /// Show tags: those given, or all
    #[command(aliases = ["list", "ls", "get"])]
    Show(ShowKeyed<TagNoun>),
    /// Rename a tag: create the new one, give it to everything that has the old one, delete the old one
    ///
    /// The API has no request for this any more. Firewalls whose droplets, sources or destinations are chosen by the
    /// old tag name both tags before the first resource gets the new one; load balancers follow once all droplets have
    /// it; firewalls let go of the old tag, and the old tag is deleted, last. Alert policies stay as they are, with a
    /// warning.
    ///
    /// Interrupted at any moment, the same command finishes the work. A new name that is in use already is refused
    /// without --merge, unless everything looks as an interrupted rename leaves it: nothing has the new tag but what
    /// also has the old one, and it is on the first resources in the order in which a rename goes through them
    /// (droplets, images, volumes, snapshots of volumes, databases, a hundred a request).
    ///
    /// Right before the end, resources, firewalls and load balancers are looked at once more. Whatever gets the old tag
    /// after that look loses it, and so does what the token may not see. Tags of other kinds of objects, such as
    /// Kubernetes node pools and autoscale pools, are not moved.
    Update(rename::Update),
    /// Delete tags; what had them stays
    #[command(aliases = ["rm", "destroy"])]
    Delete(Delete<Keyed<TagNoun>>),
}

#[derive(Debug, Args)]
#[command(add = Prints::Objects)]
struct New {
    /// Take tags that exist already as they are: report them on stderr, print them, and send nothing for them
    #[arg(long)]
    ensure: bool,

    #[command(flatten)]
    extra: Extra,

    /// Names of tags
    #[arg(value_name = "TAG", required = true, value_parser = TAG.key)]
    tags: Vec<String>,
}

impl Tag {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        match self.verb.unwrap_or(Verb::Show(ShowKeyed::default())) {
            Verb::New(new) => new.run(ctx),
            Verb::Show(show) => show.run(ctx),
            Verb::Update(update) => update.run(ctx),
            Verb::Delete(delete) => delete.run(ctx),
        }
    }
}

impl New {
    /// A tag that exists already is no error to the API; it answers with the tag.
    fn run(&self, ctx: &Context) -> Result<()> {
        let tags = dedup(ctx, &TAG.family.noun, &self.tags);
        let extra = self.extra.fields()?;
        let body = |tag: &String| (tag.clone(), extended(json!({"name": tag}), extra.clone()));
        let (ensure, bodies) = (self.ensure, tags.iter().map(body).collect());
        let posted = parallel_map(ctx.client()?, bodies, move |client, (tag, body)| {
            let existing = if ensure { get_optional(client, &TAG.family, &tag)? } else { None };
            let post = || client.send(&Request::post(TAG.family.list(), &body))?.object("tag");
            existing.map_or_else(|| Ok((post()?, false)), |tag| Ok((tag, true)))
        });
        let mut array = ctx.ui.array();
        for (tag, posted) in tags.iter().zip(posted) {
            match posted {
                Ok((object, exists)) => {
                    if exists {
                        ctx.ui.messages().done(format_args!("tag {tag:?} exists already"));
                    }
                    if !ctx.is_dry_run() {
                        array.push(object.raw().get());
                        array.flush();
                    }
                    ctx.tally.success();
                }
                Err(error) => ctx.fail(format_args!("tag {tag:?}"), error),
            }
        }
        array.finish();
        Ok(())
    }
}
