//! Renaming a tag, which the API dropped: create, move, delete, each step safe to repeat.
//!
//! Firewalls that select by the old tag select by both before the first droplet has the new one, and let go of the old
//! one after the last droplet has it, so that no droplet is without its rules at any moment.

mod firewall;
mod selectors;
mod tagged;

use crate::api::{Client, Object, Path, Request};
use crate::args::extra::Extra;
use crate::args::traits::Prints;
use crate::complete;
use crate::error::{CliError, Context as _, Result, Status, failure, usage};
use crate::resolve::noun::TAG;
use crate::run::Missing;
use crate::run::context::Context;
use crate::verbs::lookup::{find_by_key, get_optional};
use clap::Args;
use selectors::Selectors;
use serde_json::{Value, json};
use tagged::Tagged;

#[derive(Debug, Args)]
#[command(add = Prints::Object)]
pub(super) struct Update {
    /// Go on where the new name is a tag that is in use: afterwards it is on everything that had either
    #[arg(long)]
    merge: bool,

    #[command(flatten)]
    extra: Extra,

    /// The name of a tag
    #[arg(value_name = "TAG", add = complete::tags(), value_parser = TAG.key)]
    tag: String,

    /// The new name
    #[arg(value_name = "NEW_NAME", value_parser = TAG.key)]
    name: String,
}

/// The tags of a rename, in the spelling of the API.
struct Names<'a> {
    old: &'a str,
    new: &'a str,
}

impl Update {
    pub(super) fn run(&self, ctx: &Context) -> Result<()> {
        let body = self.extra.added_to(json!({"name": self.name}))?;
        // Otherwise the tag that is deleted at the end would be the new one.
        if self.name.eq_ignore_ascii_case(&self.tag) {
            return Err(usage("the API ignores case in names of tags: the new name must differ in more than that"));
        }
        let before = self.check(ctx)?;
        let client = ctx.client()?;
        let new = self.create(client, &body)?;
        let names = Names { old: &self.tag, new: &new };
        let renamed =
            move_all(client, &names, &before).with_context(|| format!("tag {:?} is not deleted yet", self.tag))?;
        let deleted = client.send(&Request::delete(TAG.family.one(&self.tag)));
        deleted.with_context(|| format!("tag {:?} may still be there; all that had it has {new:?}", self.tag))?;
        ctx.ui.value(renamed.raw().get());
        Ok(())
    }

    /// Reads all that the rename is about. An error leaves everything as it is.
    fn check(&self, ctx: &Context) -> Result<Before> {
        let (_, old) = find_by_key(ctx, &TAG.family, std::slice::from_ref(&self.tag), Missing::Refuse)?.remove(0);
        let (client, names) = (ctx.client()?, Names { old: &self.tag, new: &self.name });
        let tag = || format!("tag {:?}", self.tag);
        let new = get_optional(client, &TAG.family, &self.name).with_context(tag)?;
        let tagged = Tagged::read(client, &old, &names).with_context(tag)?;
        tagged.check_complete().with_context(tag)?;
        let selectors = Selectors::read(client, &names).with_context(tag)?;
        if !self.merge {
            self.check_unused(&tagged, &selectors, new.as_ref())?;
        }
        selectors::warn_of_alerts(ctx, &self.tag);
        Ok(Before { tagged, selectors })
    }

    /// Refuses a new name that is in use, unless everything looks as an interrupted rename leaves it.
    fn check_unused(&self, tagged: &Tagged, selectors: &Selectors, new: Option<&Object>) -> Result<()> {
        let others = new.map_or(0, |new| tagged.others(new));
        let user = if others > 0 {
            Some(format!("{others} resources that do not have {:?}", self.tag))
        } else if !tagged.are_moved_in_order() {
            Some(format!("some of the resources that have {:?}", self.tag))
        } else {
            selectors.user_of_new(&Names { old: &self.tag, new: &self.name }, tagged.are_moved())
        };
        let Some(user) = user else { return Ok(()) };
        let text = format!("tag {:?} is already in use by {user}; nothing was changed", self.name);
        Err(CliError::new(Status::Unresolved, anyhow::Error::msg(text)).hint("to merge the two tags, add --merge"))
    }

    /// Creates the new tag, or finds that it is there. Returns its name: the API may know it in another case.
    fn create(&self, client: &Client, body: &Value) -> Result<String> {
        let created = client.send(&Request::post(TAG.family.list(), body)).and_then(|reply| reply.object("tag"));
        let created = created.with_context(|| format!("tag {:?}", self.name))?;
        let name = created.text("name").unwrap_or_else(|| self.name.clone());
        if name.eq_ignore_ascii_case(&self.name) {
            return Ok(name);
        }
        Err(failure(format!("tag {:?}: the API answered with tag {name:?} instead; nothing was moved", self.name)))
    }
}

/// What there was before the first change.
struct Before {
    tagged: Tagged,
    selectors: Selectors,
}

/// Gives the new tag to all that has or names the old one, and makes sure that nothing was left out. Returns the new
/// tag.
fn move_all(client: &Client, names: &Names, before: &Before) -> Result<Object> {
    before.selectors.add_to_firewalls(client, names)?;
    before.tagged.give(client, names)?;
    let renamed = check_moved(client, names)?;
    before.selectors.move_load_balancers(client, names)?;
    let now = Selectors::read(client, names)?;
    now.check_ready(names)?;
    if !now.is_empty() {
        // That took time, in which somebody may have used the old tag.
        check_moved(client, names)?;
    }
    now.remove_from_firewalls(client, names)?;
    Ok(renamed)
}

/// Makes sure that everything that has the old tag has the new one. Returns the new tag.
fn check_moved(client: &Client, names: &Names) -> Result<Object> {
    let old = client.get(TAG.family.one(names.old))?.object("tag")?;
    let tagged = Tagged::read(client, &old, names)?;
    tagged.check_complete()?;
    if !tagged.are_moved() {
        return Err(failure(format!("not everything that has it has {:?} yet; run this again", names.new)));
    }
    Ok(client.get(TAG.family.one(names.new))?.object("tag")?)
}

/// The path under which resources get and lose a tag.
fn resources(tag: &str) -> Path {
    TAG.family.collection.below(tag, "resources")
}

/// Whether these are the same tag.
fn same(one: &Value, other: &str) -> bool {
    one.as_str().is_some_and(|one| one.eq_ignore_ascii_case(other))
}
