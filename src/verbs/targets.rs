//! The targets of a verb. The type of its arguments says whether it takes `-M` or `--tag`, and whether targets are
//! required.

use crate::api::{Id, Object};
use crate::args::noun::{DropletNoun, NounType};
use crate::args::traits::{CHOSEN, CHOSEN_OR_TAGGED, Needed};
use crate::complete;
use crate::error::{Result, failure, usage};
use crate::resolve::noun::Noun;
use crate::resolve::noun::{DROPLET, TAG};
use crate::resolve::{Family, Problem, Target};
use crate::run::context::{Context, Multiple, unknown};
use crate::run::{Missing, near};
use crate::verbs::labels;
use crate::verbs::lookup::{find_labelled, get_optional};
pub(crate) use crate::verbs::select::ACTS_ON;
use crate::verbs::select::{Chosen, Selection, target};
use clap::Args;
use indexmap::IndexMap;
use serde_json::Value;
use std::marker::PhantomData;

/// `-M`.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct MultipleOption {
    /// Match every object with the name
    #[arg(short = 'M', long, help_heading = ACTS_ON)]
    multiple: bool,
}

impl MultipleOption {
    pub(crate) fn choice(&self) -> Multiple {
        if self.multiple { Multiple::On } else { Multiple::Off }
    }
}

/// Arguments that name objects.
pub(crate) trait Targets: Args {
    /// The kind of objects.
    fn objects() -> &'static Noun;

    /// The kind of objects.
    fn noun(&self) -> &'static Noun {
        Self::objects()
    }

    /// The objects; an error unless all of them are found.
    fn find(&self, ctx: &Context) -> Result<Vec<Target>> {
        self.find_existing(ctx, Missing::Refuse)
    }

    /// The same; whether some of them may be missing is up to `missing`.
    fn find_existing(&self, ctx: &Context, missing: Missing) -> Result<Vec<Target>>;

    /// The tag that stands for all of them, in one request for all.
    fn tag(&self) -> Option<&str> {
        None
    }

    /// How they were chosen.
    fn selection(&self) -> Selection;
}

/// Objects that are identified by ID, slug or fingerprint, and name.
#[derive(Debug, Clone, Args)]
pub(crate) struct Named<N: NounType> {
    #[command(flatten)]
    multiple: MultipleOption,

    #[command(flatten)]
    chosen: Chosen,

    #[arg(value_name = N::NOUN.value, help = N::NOUN.help, add = complete::objects(N::NOUN), required_unless_present_any = CHOSEN, conflicts_with = "all", add = Needed(&CHOSEN), help_heading = ACTS_ON)]
    labels: Vec<String>,

    #[arg(skip)]
    noun: PhantomData<N>,
}

impl<N: NounType> Targets for Named<N> {
    fn objects() -> &'static Noun {
        N::NOUN
    }

    fn find_existing(&self, ctx: &Context, missing: Missing) -> Result<Vec<Target>> {
        find_named(ctx, &N::NOUN.family, &self.labels, self.multiple.choice(), &self.chosen, missing)
    }

    fn selection(&self) -> Selection {
        selection(&self.labels, self.multiple.choice(), &self.chosen)
    }
}

/// Objects by their labels and those in files, or chosen among all.
pub(crate) fn find_named(
    ctx: &Context,
    family: &Family,
    typed: &[String],
    multiple: Multiple,
    chosen: &Chosen,
    missing: Missing,
) -> Result<Vec<Target>> {
    let named = || ctx.find_existing(family, &labels::expand(family, typed)?, multiple, missing);
    chosen.among(ctx, family, (!typed.is_empty()).then_some(named))
}

/// How the targets of such arguments were chosen.
pub(crate) fn selection(typed: &[String], multiple: Multiple, chosen: &Chosen) -> Selection {
    match multiple {
        _ if chosen.is_given() => Selection::Chosen,
        Multiple::On => Selection::Listed,
        _ if typed.iter().any(|label| labels::is_file(label)) => Selection::Listed,
        _ => Selection::Typed,
    }
}

/// Droplets by ID or name.
pub(crate) type Droplets = Named<DropletNoun>;

/// Objects that have one identifier.
#[derive(Debug, Clone, Args)]
pub(crate) struct Keyed<N: NounType> {
    #[command(flatten)]
    chosen: Chosen,

    #[arg(value_name = N::NOUN.value, help = N::NOUN.help, add = complete::objects(N::NOUN), required_unless_present_any = CHOSEN, conflicts_with = "all", add = Needed(&CHOSEN), value_parser = key_or_file::<N>, help_heading = ACTS_ON)]
    keys: Vec<String>,

    #[arg(skip)]
    noun: PhantomData<N>,
}

impl<N: NounType> Targets for Keyed<N> {
    fn objects() -> &'static Noun {
        N::NOUN
    }

    fn find_existing(&self, ctx: &Context, missing: Missing) -> Result<Vec<Target>> {
        let named = || by_key::<N>(ctx, &self.keys, missing);
        self.chosen.among(ctx, &N::NOUN.family, (!self.keys.is_empty()).then_some(named))
    }

    fn selection(&self) -> Selection {
        selection(&self.keys, Multiple::NotOffered, &self.chosen)
    }
}

/// A key of the right form, or the name of a file that holds some; as it was typed.
pub(crate) fn key_or_file<N: NounType>(typed: &str) -> Result<String, String> {
    if labels::is_file(typed) { Ok(typed.to_owned()) } else { (N::NOUN.key)(typed).map(|_| typed.to_owned()) }
}

/// The objects of these keys; whether some may be missing is up to `missing`.
pub(crate) fn by_key<N: NounType>(ctx: &Context, typed: &[String], missing: Missing) -> Result<Vec<Target>> {
    let labels = labels::expand(&N::NOUN.family, typed)?;
    let key = |label: &String| (N::NOUN.key)(label).map_err(|why| usage(format!("{label:?} {why}")));
    let keys = labels.iter().map(key).collect::<Result<Vec<String>>>()?;
    // Messages show a name in the letters that were typed, not in punycode.
    let label = |key: &str| {
        let mut same = labels.iter().zip(&keys).filter(|(label, known)| !label.is_ascii() && *known == key);
        same.next().map_or_else(|| key.to_owned(), |(label, _)| label.clone())
    };
    let found = find_labelled(ctx, &N::NOUN.family, &keys, missing, label)?.into_iter();
    Ok(found.map(|(key, object)| Target { label: label(&key), id: Id::Text(key), object }).collect())
}

/// Droplets by ID or name, or all that have a tag.
#[derive(Debug, Clone, Args)]
pub(crate) struct TaggedDroplets {
    #[command(flatten)]
    multiple: MultipleOption,

    #[command(flatten)]
    chosen: Chosen,

    /// Every droplet that has this tag, instead of droplets by ID or name
    #[arg(long, value_name = "TAG", conflicts_with_all = ["droplets", "all"], add = complete::tags(), help_heading = ACTS_ON)]
    tag: Option<String>,

    /// IDs, names or addresses of droplets
    #[arg(value_name = "DROPLET", required_unless_present_any = CHOSEN_OR_TAGGED, conflicts_with = "all", add = Needed(&CHOSEN_OR_TAGGED), add = complete::droplets(), help_heading = ACTS_ON)]
    droplets: Vec<String>,
}

impl Targets for TaggedDroplets {
    fn objects() -> &'static Noun {
        &DROPLET
    }

    fn find_existing(&self, ctx: &Context, missing: Missing) -> Result<Vec<Target>> {
        match &self.tag {
            Some(tag) => self.chosen.among(ctx, &DROPLET.family, Some(|| only_tagged(ctx, tag, missing))),
            None => find_named(ctx, &DROPLET.family, &self.droplets, self.multiple.choice(), &self.chosen, missing),
        }
    }

    /// With conditions, the tag stands for others too.
    fn tag(&self) -> Option<&str> {
        self.tag.as_deref().filter(|_| !self.chosen.is_given())
    }

    fn selection(&self) -> Selection {
        match selection(&self.droplets, self.multiple.choice(), &self.chosen) {
            Selection::Typed if self.tag.is_some() => Selection::Listed,
            selection => selection,
        }
    }
}

/// The droplets of a tag that conditions hold for.
pub(crate) fn find_tagged(ctx: &Context, tag: &str, chosen: &Chosen) -> Result<Vec<Target>> {
    chosen.among(ctx, &DROPLET.family, Some(|| only_tagged(ctx, tag, Missing::default())))
}

/// The droplets that have a tag, each once. A tag that does not exist is an unknown target.
pub(crate) fn tagged_droplets(ctx: &Context, tag: &str, missing: Missing) -> Result<Vec<Target>> {
    let mut targets: IndexMap<Id, Target> = IndexMap::new();
    for (at, listing) in DROPLET.family.tagged(tag).into_iter().enumerate() {
        for page in ctx.client()?.pages(listing) {
            // Only the first list is filtered by the API: in the others, a droplet has to show the tag.
            for object in page?.objects().into_iter().filter(|object| at == 0 || shows_tag(object, tag)) {
                let target = target(&DROPLET.family, object)?;
                targets.entry(target.id.clone()).or_insert(target);
            }
        }
    }
    if targets.is_empty() {
        check_empty(ctx, tag, missing)?;
    }
    Ok(targets.into_values().collect())
}

/// Whether an object has a tag. Without the scope `tag:read` the API shows no `tags`, and the tag is assumed to be
/// there.
pub(crate) fn has_tag(object: &Object, tag: &str) -> bool {
    object.get::<Value>("tags").is_none_or(|tags| tags.is_null()) || shows_tag(object, tag)
}

fn shows_tag(object: &Object, tag: &str) -> bool {
    let tags: Vec<String> = object.get("tags").unwrap_or_default();
    tags.iter().any(|one| one.eq_ignore_ascii_case(tag))
}

/// The same for verbs that change something. A server that did not filter the list would not filter the change either,
/// so a droplet without the tag ends the run before anything is sent.
fn only_tagged(ctx: &Context, tag: &str, missing: Missing) -> Result<Vec<Target>> {
    let targets = tagged_droplets(ctx, tag, missing)?;
    match targets.iter().find(|target| !has_tag(&target.object, tag)) {
        Some(other) => Err(failure(format!(
            "tag {tag:?}: the API also lists droplet {:?}, which does not have the tag; nothing was changed",
            other.label
        ))),
        None => Ok(targets),
    }
}

/// Makes sure that a tag exists and is on no droplet: the API returns the same empty list for a tag that does not
/// exist, and possibly for one whose droplets the plain list leaves out.
fn check_empty(ctx: &Context, tag: &str, missing: Missing) -> Result<()> {
    let Some(found) = get_optional(ctx.client()?, &TAG.family, tag)? else {
        let problems = ctx.remaining(vec![Problem::unknown(&TAG.family, tag)], missing);
        let error = || near::with_suggestion(ctx, unknown(&TAG.family, tag), &TAG.family, tag);
        return if problems.is_empty() { Ok(()) } else { Err(error()) };
    };
    let resources: Value = found.get("resources").unwrap_or_default();
    match resources["droplets"]["count"].as_u64() {
        None | Some(0) => Ok(()),
        Some(count) => {
            Err(failure(format!("tag {tag:?}: the API lists none of its {count} droplets; name them by their IDs")))
        }
    }
}
