//! `doapi api`: the operations of the API and the commands that they have.

use crate::error::{Result, usage};
use crate::operations::{Operation, Table, describe};
use crate::run::Context;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::ffi::OsString;

/// Find the operations of the API, and call them by name
#[derive(Debug, Args)]
pub(crate) struct Api {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Find operations by words of their commands, paths and names
    Search(Search),
    /// Show what an operation takes and gives, of a command or by the operation's name
    Describe(Names),
    /// Show the scopes that a token needs for a command
    Scopes(Names),
    /// Call an operation by its name; what it takes, its --help tells
    Call(Call),
}

#[derive(Debug, Args)]
struct Search {
    /// Words, all of which must be there
    #[arg(value_name = "WORD", required = true)]
    words: Vec<String>,
}

#[derive(Debug, Args)]
struct Names {
    /// The words of a command, or the name of an operation
    #[arg(value_name = "COMMAND|OPERATION", required = true)]
    words: Vec<String>,
}

#[derive(Debug, Args)]
struct Call {
    /// The name of an operation, then what it takes
    #[arg(value_name = "OPERATION", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<OsString>,
}

impl Api {
    /// The operation that is called, if one is: another tree parses the rest of the line.
    pub(super) fn called(&self) -> Option<&str> {
        if let Verb::Call(call) = &self.verb { call.words.first()?.to_str() } else { None }
    }

    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        let table = Table::read();
        match self.verb {
            Verb::Search(search) => print(ctx, &search.found(&table)),
            Verb::Describe(names) => print(ctx, &names.found(&table)?.iter().map(describe).collect::<Vec<_>>()),
            Verb::Scopes(names) => {
                let mut scopes: Vec<String> = names.found(&table)?.iter().flat_map(scopes).collect();
                scopes.sort_unstable();
                scopes.dedup();
                ctx.ui.value(&json!(scopes).to_string());
            }
            Verb::Call(call) => {
                return Err(unknown(&call.words.first().cloned().unwrap_or_default().to_string_lossy()));
            }
        }
        Ok(())
    }
}

fn print(ctx: &Context, elements: &[Value]) {
    let mut array = ctx.ui.array();
    elements.iter().for_each(|element| array.push(&element.to_string()));
    array.finish();
}

fn scopes(operation: &Operation) -> Vec<String> {
    operation.scopes.split_whitespace().map(str::to_owned).collect()
}

fn unknown(name: &str) -> crate::error::CliError {
    usage(format!("there is no operation or command {name:?}")).hint("doapi api search WORD finds operations")
}

impl Search {
    fn found(&self, table: &Table) -> Vec<Value> {
        let words: Vec<String> = self.words.iter().map(|word| word.to_lowercase()).collect();
        let has_all = |one: &Operation| {
            let text = format!("{} {} {} {}", one.command, one.id, one.method, one.path).to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        let line = |one: Operation| json!({"command": one.command, "method": one.method.as_str(), "path": one.path, "operation": one.id});
        table.all().into_iter().filter(has_all).map(line).collect()
    }
}

impl Names {
    /// The operations of the command that the words are, or the one of that name.
    fn found(&self, table: &Table) -> Result<Vec<Operation>> {
        let command = self.words.join(" ");
        let all = table.all();
        let found: Vec<Operation> = all.into_iter().filter(|one| one.is_called(&command)).collect();
        if found.is_empty() { Err(unknown(&command)) } else { Ok(found) }
    }
}
