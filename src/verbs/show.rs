//! `show`, the same on every noun: the objects that were named, or all.

use crate::args::noun::NounType;
use crate::args::traits::Prints;
use crate::complete;
use crate::error::Result;
use crate::resolve::Target;
use crate::run::context::Context;
use crate::run::print;
use crate::verbs::labels;
use crate::verbs::missing::IgnoreMissing;
use crate::verbs::select::Where;
use crate::verbs::targets::{ACTS_ON, MultipleOption, by_key, key_or_file};
use clap::Args;
use std::marker::PhantomData;

/// Show objects that are identified by ID, slug or fingerprint, and name
#[derive(Debug, Clone, Args)]
#[command(add = Prints::Objects)]
pub(crate) struct ShowNamed<N: NounType> {
    #[command(flatten)]
    multiple: MultipleOption,

    #[command(flatten)]
    pub(crate) missing: IgnoreMissing,

    #[command(flatten)]
    pub(crate) filter: Where,

    #[arg(value_name = N::NOUN.value, help = N::NOUN.help_all, add = complete::objects(N::NOUN), help_heading = ACTS_ON)]
    labels: Vec<String>,

    #[arg(skip)]
    noun: PhantomData<N>,
}

/// Show objects that have one identifier
#[derive(Debug, Clone, Args)]
#[command(add = Prints::Objects)]
pub(crate) struct ShowKeyed<N: NounType> {
    #[command(flatten)]
    missing: IgnoreMissing,

    #[command(flatten)]
    filter: Where,

    #[arg(value_name = N::NOUN.value, help = N::NOUN.help_all, add = complete::objects(N::NOUN), value_parser = key_or_file::<N>, help_heading = ACTS_ON)]
    keys: Vec<String>,

    #[arg(skip)]
    noun: PhantomData<N>,
}

impl<N: NounType> Default for ShowNamed<N> {
    fn default() -> Self {
        ShowNamed {
            multiple: MultipleOption::default(),
            missing: IgnoreMissing::default(),
            filter: Where::default(),
            labels: Vec::new(),
            noun: PhantomData,
        }
    }
}

impl<N: NounType> Default for ShowKeyed<N> {
    fn default() -> Self {
        ShowKeyed { missing: IgnoreMissing::default(), filter: Where::default(), keys: Vec::new(), noun: PhantomData }
    }
}

impl<N: NounType> ShowNamed<N> {
    /// Prints the objects that were named, or those of the lists if none was.
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        if self.labels.is_empty() {
            return print::matching(ctx, self.filter.listings(&N::NOUN.family), |json| self.filter.holds(json));
        }
        let labels = labels::expand(&N::NOUN.family, &self.labels)?;
        let (multiple, missing) = (self.multiple.choice(), self.missing.policy());
        print_matching(ctx, &self.filter, &ctx.find_existing(&N::NOUN.family, &labels, multiple, missing)?);
        Ok(())
    }
}

impl<N: NounType> ShowKeyed<N> {
    /// Prints the objects that were named, or all.
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        if self.keys.is_empty() {
            return print::matching(ctx, self.filter.listings(&N::NOUN.family), |json| self.filter.holds(json));
        }
        print_matching(ctx, &self.filter, &by_key::<N>(ctx, &self.keys, self.missing.policy())?);
        Ok(())
    }
}

/// Prints those of the objects that were found for which the conditions hold.
pub(crate) fn print_matching(ctx: &Context, filter: &Where, targets: &[Target]) {
    let objects = targets.iter().map(|target| &target.object);
    print::objects(ctx, objects.filter(|object| filter.holds(object.raw().get())));
}
