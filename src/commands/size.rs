//! `doapi size`.

use crate::api::Listing;
use crate::error::Result;
use crate::resolve::noun::SIZE;
use crate::run::context::Context;
use crate::run::print;
use clap::Args;

/// List the sizes
#[derive(Debug, Args)]
pub(crate) struct Size {}

impl Size {
    #[expect(clippy::unused_self, reason = "every noun is run alike")]
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        print::lists(ctx, vec![Listing::of(&SIZE.family.collection)])
    }
}
