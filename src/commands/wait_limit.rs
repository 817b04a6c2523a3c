//! How long a command may wait, by its line and by the configuration.

use crate::args::duration::Limit;
use crate::args::global::Global;
use clap::ArgMatches;
use std::time::Duration;

/// The time that the command may take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum WaitLimit {
    /// The command does not wait.
    #[default]
    None,
    /// It waits, and the line sets no limit.
    Usual,
    Given(Limit),
}

impl WaitLimit {
    pub(super) fn of(matches: &ArgMatches) -> WaitLimit {
        if let Some((_, inner)) = matches.subcommand() {
            return WaitLimit::of(inner);
        }
        match matches.try_get_one::<Limit>("wait_time") {
            Ok(Some(limit)) => WaitLimit::Given(*limit),
            // A command without --wait always waits.
            Ok(None) if matches.try_get_one::<bool>("wait").map_or(true, |wait| wait == Some(&true)) => {
                WaitLimit::Usual
            }
            _ => WaitLimit::None,
        }
    }

    /// The limit, or that of the configuration. An error in that is reported when the line is checked.
    pub(super) fn or_usual(self, global: &Global) -> Option<Duration> {
        match self {
            WaitLimit::None => None,
            WaitLimit::Given(limit) => limit.0,
            WaitLimit::Usual => global.usual_wait_time().ok().flatten()?.0,
        }
    }
}
