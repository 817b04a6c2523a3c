//! A command of the table as it was given on a command line.

use super::body::Given;
use super::command::label_id;
use super::node::{Node, Noun};
use super::offers::Offers;
use super::place::Finder;
use super::table::Table;
use crate::resolve::condition::Condition;
use crate::run::context::Multiple;
use crate::run::{Context, Missing};
use crate::verbs::approve::Approval;
use crate::verbs::select::{Chosen, Where};
use clap::{ArgMatches, FromArgMatches};

/// A command of the table with what the line said.
pub(crate) struct Invocation {
    pub(super) table: Table,
    pub(super) noun: Noun,
    pub(super) node: Node,
    pub(super) matches: ArgMatches,
}

impl Invocation {
    /// The labels on the line, in their order.
    pub(super) fn labels(&self) -> Vec<String> {
        let given = Given(&self.matches);
        (0..self.node.arguments().len()).flat_map(|at| given.texts(&label_id(at))).collect()
    }

    pub(super) fn finder<'a>(&'a self, ctx: &'a Context) -> Finder<'a> {
        let offers = Offers::of(&self.noun, &self.node);
        let multiple = match (offers.shows_several, Given(&self.matches).flag("multiple")) {
            (false, _) => Multiple::NotOffered,
            (true, false) => Multiple::Off,
            (true, true) => Multiple::On,
        };
        let approval = offers.destroys.then(|| Approval::from_arg_matches(&self.matches).ok()).flatten();
        Finder { ctx, table: &self.table, multiple, chosen: self.chosen(), approval, missing: self.missing() }
    }

    /// What becomes of objects that do not exist, where the command has an option for it.
    pub(super) fn missing(&self) -> Missing {
        if Given(&self.matches).flag("ignore_missing") { Missing::Ignore } else { Missing::Refuse }
    }

    /// What was chosen by conditions, where the command has them.
    pub(super) fn chosen(&self) -> Chosen {
        let conditions = self.matches.try_get_many::<Condition>("conditions").ok().flatten();
        let filter = Where { conditions: conditions.into_iter().flatten().cloned().collect() };
        Chosen { filter, all: Given(&self.matches).flag("all") }
    }
}
