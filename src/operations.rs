//! Commands that are made from the table of the API's operations: what the nouns that are written by hand do not do.
//!
//! The table holds facts only and is read when a line asks for one of its commands. `clap` then builds the commands of
//! the one noun that the line names, so nothing of this costs anything elsewhere.

mod body;
mod candidates;
mod command;
mod describe;
mod family;
mod field;
mod forms;
mod goal;
mod invocation;
mod json;
mod node;
mod offers;
mod operation;
mod place;
mod reference;
mod reply;
mod run;
mod shape;
mod table;
#[cfg(test)]
mod tests;
mod value;
mod wait;
mod words;

pub(crate) use describe::describe;
pub(crate) use field::may_be_empty;
pub(crate) use invocation::Invocation;
pub(crate) use operation::Operation;
pub(crate) use table::Table;

use clap::{ArgMatches, Command};
use node::{Located, Node, Noun};
use std::ffi::OsString;

/// A command of the table that a line names.
pub(crate) struct Asked {
    table: Table,
    noun: Noun,
    found: Located,
}

impl Asked {
    /// The command that these words name, the first of them a noun; nothing if the table has no such noun.
    pub(crate) fn of(first: &str, rest: &[OsString]) -> Option<Asked> {
        let table = Table::read();
        let noun = Noun::of(&table, first)?;
        let found = noun.descend(rest)?;
        Some(Asked { table, noun, found })
    }

    /// The operation of this identifier, to be called as `doapi api call ID`.
    pub(crate) fn of_call(id: &str) -> Option<Asked> {
        let table = Table::read();
        let operation = table.of_id(id)?;
        let noun = Noun::of(&table, operation.command.split(' ').next()?)?;
        let words = ["api", "call", id].map(str::to_owned).to_vec();
        let node = Node { words, operations: vec![operation], children: Vec::new(), form: None };
        Some(Asked { table, noun, found: Located { node, used: 0 } })
    }

    /// A noun of the table with its name and what it is about.
    pub(crate) fn bare(noun: &str) -> Command {
        Command::new(noun.to_owned()).about(words::about_noun(&[noun.to_owned()]))
    }

    /// How many of the words after the first name the command.
    pub(crate) fn used(&self) -> usize {
        self.found.used
    }

    /// The words of the command.
    pub(crate) fn words(&self) -> &[String] {
        &self.found.node.words
    }

    /// Whether the command is a noun that can be shown, with no verb said.
    pub(crate) fn shows_when_alone(&self) -> bool {
        self.is_group() && self.found.node.children.iter().any(|child| child == "show")
    }

    /// Whether it has only commands below it, and is none itself.
    pub(crate) fn is_group(&self) -> bool {
        self.found.node.operations.is_empty()
    }

    /// The command tree below `root` that parses the line.
    pub(crate) fn tree(&self, root: Command) -> Command {
        command::tree(root, &self.noun, &self.found.node)
    }

    /// What is to be run, with what the line says.
    pub(crate) fn invocation(self, matches: &ArgMatches) -> Invocation {
        let mut matches = matches;
        while let Some((_, inner)) = matches.subcommand() {
            matches = inner;
        }
        Invocation { table: self.table, noun: self.noun, node: self.found.node, matches: matches.clone() }
    }
}

/// Every command of a noun: how it is called, what it is about, and its requests.
#[cfg(test)]
pub(crate) fn overview(first: &str) -> Vec<(String, String, Vec<String>)> {
    let Some(noun) = Noun::of(&Table::read(), first) else { return Vec::new() };
    let mut found = Vec::new();
    let mut left = vec![vec![first.to_owned()]];
    while let Some(node) = left.pop().and_then(|words| noun.at(&words)) {
        let below =
            node.children.iter().rev().map(|child| [node.words.as_slice(), std::slice::from_ref(child)].concat());
        left.extend(below);
        if !node.operations.is_empty() {
            let requests = node.operations.iter().map(|one| format!("{} {}", one.method, one.path)).collect();
            found.push((command::usage(&noun, &node), command::about(&node), requests));
        }
    }
    found
}
