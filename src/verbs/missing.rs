//! `--ignore-missing`.

use crate::run::Missing;
use crate::verbs::select::ACTS_ON;
use clap::Args;

/// For `show` and `delete`: what becomes of targets that do not exist.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct IgnoreMissing {
    /// Skip those that do not exist, with a line on stderr for each, instead of failing
    #[arg(long, help_heading = ACTS_ON)]
    ignore_missing: bool,
}

impl IgnoreMissing {
    pub(crate) fn policy(self) -> Missing {
        if self.ignore_missing { Missing::Ignore } else { Missing::Refuse }
    }
}
