//! `show`, the same on every noun: the objects that were named, or all.

use crate::api::{Listing, Resource};
use crate::args::noun::Noun;
use crate::error::Result;
use crate::resolve::Target;
use crate::run::context::Context;
use crate::run::print;
use crate::verbs::targets::{ACTS_ON, MultipleOption, by_key};
use clap::Args;
use std::marker::PhantomData;

/// Show objects that go by ID, slug or fingerprint, and name
#[derive(Debug, Clone, Args)]
pub(crate) struct ShowNamed<N: Noun> {
    #[command(flatten)]
    multiple: MultipleOption,

    #[arg(value_name = N::VALUE, help = N::HELP_ALL, add = N::candidates(), help_heading = ACTS_ON)]
    labels: Vec<String>,

    #[arg(skip)]
    noun: PhantomData<N>,
}

/// Show objects that have one identifier
#[derive(Debug, Clone, Args)]
pub(crate) struct ShowKeyed<N: Noun> {
    #[arg(value_name = N::VALUE, help = N::HELP_ALL, add = N::candidates(), value_parser = N::key, help_heading = ACTS_ON)]
    keys: Vec<String>,

    #[arg(skip)]
    noun: PhantomData<N>,
}

impl<N: Noun> Default for ShowNamed<N> {
    fn default() -> Self {
        ShowNamed { multiple: MultipleOption::default(), labels: Vec::new(), noun: PhantomData }
    }
}

impl<N: Noun> Default for ShowKeyed<N> {
    fn default() -> Self {
        ShowKeyed { keys: Vec::new(), noun: PhantomData }
    }
}

impl<N: Noun> ShowNamed<N> {
    /// Prints the objects that were named, or those of the lists if none was.
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        if self.labels.is_empty() {
            return print::lists(ctx, all(N::RESOURCE));
        }
        print(ctx, &ctx.find(N::RESOURCE, &self.labels, self.multiple.choice())?);
        Ok(())
    }
}

impl<N: Noun> ShowKeyed<N> {
    /// Prints the objects that were named, or all.
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        if self.keys.is_empty() {
            return print::lists(ctx, all(N::RESOURCE));
        }
        print(ctx, &by_key::<N>(ctx, &self.keys)?);
        Ok(())
    }
}

/// Prints objects that were found.
pub(crate) fn print(ctx: &Context, targets: &[Target]) {
    print::objects(ctx, targets.iter().map(|target| &target.object));
}

/// The lists that hold all objects of a kind: the plain one of droplets leaves those with GPUs out.
fn all(resource: &'static Resource) -> Vec<Listing> {
    let list = Listing::of(resource);
    if *resource == Resource::DROPLETS { vec![list.clone(), list.query("type", "gpus")] } else { vec![list] }
}
