//! `doapi region` and `doapi size`: nouns whose objects are only listed.

use crate::args::noun::NounType;
use crate::args::traits::Prints;
use crate::error::Result;
use crate::run::context::Context;
use crate::run::print;
use clap::Args;
use std::marker::PhantomData;

/// List all objects
#[derive(Debug, Args)]
#[command(add = Prints::Objects)]
pub(crate) struct ListAll<N: NounType> {
    #[arg(skip)]
    noun: PhantomData<N>,
}

impl<N: NounType> ListAll<N> {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        let ListAll { noun: PhantomData } = self;
        print::lists(ctx, N::NOUN.family.listings())
    }
}
