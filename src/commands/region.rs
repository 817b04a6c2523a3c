//! `doapi region`.

use crate::api::Listing;
use crate::error::Result;
use crate::resolve::noun::REGION;
use crate::run::context::Context;
use crate::run::print;
use clap::Args;

/// List the regions
#[derive(Debug, Args)]
pub(crate) struct Region {}

impl Region {
    #[expect(clippy::unused_self, reason = "every noun is run alike")]
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        print::lists(ctx, vec![Listing::of(&REGION.family.collection)])
    }
}
