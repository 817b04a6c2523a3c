//! Which objects a verb means where they are not named one by one: conditions on their fields, or all of them.

use crate::api::{Id, Listing, Object};
use crate::error::{Result, failure, usage};
use crate::resolve::condition::Condition;
use crate::resolve::{Family, Target};
use crate::run::context::Context;
use clap::Args;
use indexmap::IndexMap;
use std::time::SystemTime;

/// The heading of target arguments in help. It is set on each argument: if it were set on a group, clap would apply it
/// to the arguments after the group too.
pub(crate) const ACTS_ON: &str = "Targets";

/// How targets were chosen, which decides whether destroying them has to be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Selection {
    /// Each was named on the command line.
    Typed,
    /// By a tag, by a name that may mean several, or by a list from elsewhere.
    Listed,
    /// By conditions, or all.
    Chosen,
}

/// `--where`.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Where {
    /// Only those with PATH OP VALUE, such as region=nyc3, name~web-* or age>30d; of several, all must hold
    #[arg(long = "where", value_name = "CONDITION", help_heading = ACTS_ON)]
    pub(crate) conditions: Vec<Condition>,
}

impl Where {
    /// Whether all conditions hold for an object now.
    pub(crate) fn holds(&self, json: &str) -> bool {
        let now = SystemTime::now();
        self.conditions.iter().all(|condition| condition.holds(json, now))
    }

    /// The lists of a family, filtered by the API as far as it can: `/v2/droplets` takes `tag_name` neither beside
    /// `name` nor beside `type`.
    pub(crate) fn listings(&self, family: &Family) -> Vec<Listing> {
        let equal = |path: &str| self.conditions.iter().find_map(|condition| condition.equals(path));
        let name = equal(&family.name).filter(|_| family.lists.finds_names);
        let tag = equal("tags").filter(|_| family.lists.finds_tags);
        let narrowed = |(index, listing): (usize, Listing)| match (name, tag) {
            (Some(name), _) => listing.query("name", name),
            (None, Some(tag)) if index == 0 => listing.query("tag_name", tag),
            _ => listing,
        };
        family.listings().into_iter().enumerate().map(narrowed).collect()
    }
}

/// `--where` and `--all`, for verbs that act on several targets.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Chosen {
    #[command(flatten)]
    pub(crate) filter: Where,

    /// All that the account has
    #[arg(long, help_heading = ACTS_ON)]
    pub(crate) all: bool,
}

impl Chosen {
    /// Whether anything was chosen by it.
    pub(crate) fn is_given(&self) -> bool {
        self.all || !self.filter.conditions.is_empty()
    }

    /// The targets among those that were named, or among all where none was.
    pub(crate) fn among(
        &self,
        ctx: &Context,
        family: &Family,
        named: Option<impl FnOnce() -> Result<Vec<Target>>>,
    ) -> Result<Vec<Target>> {
        let mut targets = match named {
            Some(_) if self.all => return Err(usage("--all and names exclude each other")),
            Some(named) => named()?,
            None => self.of_account(ctx, family)?,
        };
        targets.retain(|target| self.filter.holds(target.object.raw().get()));
        if targets.is_empty() && self.is_given() {
            ctx.ui.note(format_args!("no {} matches; nothing to do", family.noun));
        }
        Ok(targets)
    }

    /// All that the account owns: public images are on the same list as its own, and the filter is checked again.
    fn of_account(&self, ctx: &Context, family: &Family) -> Result<Vec<Target>> {
        let mut targets: IndexMap<Id, Target> = IndexMap::new();
        let own =
            |listing: Listing| family.lists.own.iter().fold(listing, |list, (name, value)| list.query(name, value));
        for listing in self.filter.listings(family).into_iter().map(own) {
            for page in ctx.client()?.pages(listing) {
                let is_own = |object: &Object| family.lists.own.is_none() || object.get("public") != Some(true);
                for object in page?.objects().into_iter().filter(is_own) {
                    let target = target(family, object)?;
                    targets.insert(target.id.clone(), target);
                }
            }
        }
        Ok(targets.into_values().collect())
    }
}

/// An object of a list as a target; one without a name is called by its ID.
pub(crate) fn target(family: &Family, object: Object) -> Result<Target> {
    let name = family.name_of(&object);
    let Some(id) = family.id_of(&object) else {
        let name = name.unwrap_or_default();
        return Err(failure(format!("the API lists {} {name:?} without an ID; nothing was changed", family.noun)));
    };
    Ok(Target { label: name.unwrap_or_else(|| id.to_string()), id, object })
}
