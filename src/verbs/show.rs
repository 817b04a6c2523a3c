//! `show`, the same on every noun: the objects that were named, or all.

use crate::args::noun::NounType;
use crate::complete;
use crate::error::Result;
use crate::resolve::Target;
use crate::run::context::Context;
use crate::run::print;
use crate::verbs::targets::{ACTS_ON, MultipleOption, by_key};
use clap::Args;
use std::marker::PhantomData;

/// Show objects that go by ID, slug or fingerprint, and name
#[derive(Debug, Clone, Args)]
pub(crate) struct ShowNamed<N: NounType> {
    #[command(flatten)]
    multiple: MultipleOption,

    #[arg(value_name = N::NOUN.value, help = N::NOUN.help_all, add = complete::objects(N::NOUN), help_heading = ACTS_ON)]
    labels: Vec<String>,

    #[arg(skip)]
    noun: PhantomData<N>,
}

/// Show objects that have one identifier
#[derive(Debug, Clone, Args)]
pub(crate) struct ShowKeyed<N: NounType> {
    #[arg(value_name = N::NOUN.value, help = N::NOUN.help_all, add = complete::objects(N::NOUN), value_parser = N::NOUN.key, help_heading = ACTS_ON)]
    keys: Vec<String>,

    #[arg(skip)]
    noun: PhantomData<N>,
}

impl<N: NounType> Default for ShowNamed<N> {
    fn default() -> Self {
        ShowNamed { multiple: MultipleOption::default(), labels: Vec::new(), noun: PhantomData }
    }
}

impl<N: NounType> Default for ShowKeyed<N> {
    fn default() -> Self {
        ShowKeyed { keys: Vec::new(), noun: PhantomData }
    }
}

impl<N: NounType> ShowNamed<N> {
    /// Prints the objects that were named, or those of the lists if none was.
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        if self.labels.is_empty() {
            return print::lists(ctx, N::NOUN.family.listings());
        }
        print(ctx, &ctx.find(&N::NOUN.family, &self.labels, self.multiple.choice())?);
        Ok(())
    }
}

impl<N: NounType> ShowKeyed<N> {
    /// Prints the objects that were named, or all.
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        if self.keys.is_empty() {
            return print::lists(ctx, N::NOUN.family.listings());
        }
        print(ctx, &by_key::<N>(ctx, &self.keys)?);
        Ok(())
    }
}

/// Prints objects that were found.
pub(crate) fn print(ctx: &Context, targets: &[Target]) {
    print::objects(ctx, targets.iter().map(|target| &target.object));
}
