//! The `clap` command of the one command that a line names, with as much of the tree around it as errors and help need.

use super::candidates;
use super::field::{FieldOption, option_id, options};
use super::forms;
use super::node::{Node, Noun};
use super::offers::Offers;
use super::operation::Operation;
use super::words;
use crate::args::traits::{CHOSEN, Needed, Prints};
use crate::verbs::approve::Approval;
use crate::verbs::missing::IgnoreMissing;
use crate::verbs::select::{Chosen, Where};
use crate::verbs::targets::MultipleOption;
use crate::verbs::wait::{WaitOptions, WaitTiming};
use clap::{Arg, ArgAction, Args, Command};
use indexmap::IndexMap;

/// The ID of the argument at a place.
pub(crate) fn label_id(at: usize) -> String {
    format!("label{at}")
}

/// Options of ours that no field can have.
const OURS: [&str; 14] = [
    "all",
    "body",
    "extra",
    "help",
    "ignore-missing",
    "multiple",
    "replace",
    "skeleton",
    "unique",
    "unprotect",
    "until",
    "wait",
    "where",
    "yes",
];

/// The root with the commands on the way to the node, the node's own with all its arguments.
pub(crate) fn tree(root: Command, noun: &Noun, node: &Node) -> Command {
    let reserved: Vec<String> = root.get_arguments().filter_map(|one| one.get_long().map(str::to_owned)).collect();
    let mut inner = full(noun, node, &reserved);
    for depth in (1..node.words.len()).rev() {
        let Some(above) = noun.at(&node.words[..depth]) else {
            inner = Command::new(node.words[depth - 1].clone()).subcommand(inner);
            continue;
        };
        let taken = inner.get_name().to_owned();
        let siblings = above.children.iter().filter(|child| **child != taken).map(|child| named(noun, &above, child));
        let siblings: Vec<Command> = siblings.collect();
        inner = bare(&above).subcommands(siblings).subcommand(inner);
    }
    root.subcommand_required(true).subcommand(inner)
}

/// What the command of a node is about.
pub(crate) fn about(node: &Node) -> String {
    let about =
        if node.operations.is_empty() { words::about_noun(&node.words) } else { words::about(&node.operations) };
    let about = if node.is_wait() { words::about_wait(&node.words) } else { about };
    node.form.map_or(about, |form| form.about.to_owned())
}

/// A command with its name and what it is about.
fn bare(node: &Node) -> Command {
    let command = Command::new(node.verb().to_owned()).about(about(node)).disable_help_subcommand(true);
    command.aliases(words::aliases(node.verb()))
}

fn named(noun: &Noun, above: &Node, child: &str) -> Command {
    let words: Vec<String> = above.words.iter().cloned().chain([child.to_owned()]).collect();
    noun.at(&words).map_or_else(|| Command::new(child.to_owned()), |node| bare(&node))
}

/// The command of a node with everything that it takes.
fn full(noun: &Noun, node: &Node, reserved: &[String]) -> Command {
    let children: Vec<Command> = node.children.iter().map(|child| named(noun, node, child)).collect();
    let command = bare(node).subcommands(children);
    if node.operations.is_empty() {
        return command.subcommand_required(true).arg_required_else_help(true);
    }
    let offers = Offers::of(noun, node);
    let command =
        command.args(labels(node, offers)).subcommand_negates_reqs(true).args_conflicts_with_subcommands(true);
    let command = command.after_long_help(requests(&node.operations));
    if node.is_wait() {
        return with_args::<WaitTiming>(command).arg(until()).add(Prints::Finished);
    }
    let command = match prints(node) {
        Some(prints) => command.add(prints),
        None => command,
    };
    if let (Some(form), [operation]) = (node.form, node.operations.as_slice()) {
        let argument = form.argument(operation).map(|(argument, field)| candidates::with(argument, &field));
        return with_offers(command.args(argument), offers);
    }
    let fields = fields(&node.operations, reserved);
    let has_version = fields.iter().any(|field| field.get_long() == Some("version"));
    let command = command.args(fields).args(forms::rule_options(&node.words));
    with_offers(if has_version { without_long_version(command) } else { command }, offers)
}

/// What the command prints, as far as the table says it.
fn prints(node: &Node) -> Option<Prints> {
    let any = |is: &dyn Fn(&Operation) -> bool| node.operations.iter().any(is);
    let is_action = any(&|one| !one.only_reads() && one.root.as_deref() == Some("action"));
    match node.takes_several() {
        several if is_action => Some(if several { Prints::Actions } else { Prints::Action }),
        _ if any(&|one| one.only_reads() && (one.is_list || one.takes_several())) => Some(Prints::Objects),
        _ if node.verb() == "delete" && any(&|one| one.root.is_none()) => Some(Prints::Nothing),
        false if any(&|one| one.root.is_some()) => Some(Prints::Object),
        _ => None,
    }
}

/// Where the API has a field of that name, such as the version of a database, only `-V` prints that of doapi.
fn without_long_version(command: Command) -> Command {
    let version = Arg::new("version-of-doapi").short('V').action(ArgAction::Version).help("Print version");
    command.version(env!("CARGO_PKG_VERSION")).disable_version_flag(true).arg(version)
}

/// The arguments in the path.
fn labels(node: &Node, offers: Offers) -> Vec<Arg> {
    let names = node.arguments();
    let least = node.operations.first().map_or(0, |one| one.arguments().len());
    let least = if node.is_wait() { names.len() } else { least };
    let owner = node.words.iter().rev().nth(1).map(String::as_str).unwrap_or_default();
    let argument = |(at, name): (usize, &&str)| {
        let argument = Arg::new(label_id(at)).value_name(words::placeholder(name, owner)).required(at < least);
        let is_last = at + 1 == names.len();
        let ways: &[&str] = if offers.several && is_last { &CHOSEN } else { &[] };
        let stands_for =
            [(offers.body, "skeleton"), (offers.several && is_last, "conditions"), (offers.several && is_last, "all")];
        let stands_for: Vec<&str> = stands_for.into_iter().filter(|(is, _)| *is).map(|(_, id)| id).collect();
        let argument = match (at < least, stands_for.is_empty()) {
            (true, false) => argument.required(false).required_unless_present_any(stands_for).add(Needed(ways)),
            _ => argument,
        };
        let several = is_last && (node.takes_several() || node.is_wait());
        let argument = if several { argument.num_args(1..) } else { argument };
        let argument = argument.help(words::label_help(name, owner, several));
        argument.help_heading(crate::verbs::targets::ACTS_ON).add(candidates::labels(node, at))
    };
    names.iter().enumerate().map(argument).collect()
}

/// The options of all fields of these operations, each once.
fn fields(operations: &[Operation], reserved: &[String]) -> Vec<Arg> {
    let mut found: IndexMap<String, Arg> = IndexMap::new();
    for operation in operations {
        let (queries, bodies) = (options(&operation.query), operation.body.as_ref().map(options).unwrap_or_default());
        for (field, heading) in
            queries.iter().map(|one| (one, "Filters")).chain(bodies.iter().map(|one| (one, "Fields")))
        {
            let field = FieldOption { required: field.required && !operation.is_update(), ..field.clone() };
            found.entry(option_id(&field.long)).or_insert_with(|| option(&field, heading, reserved));
        }
    }
    found.into_values().collect()
}

/// The option of one field. Where doapi has an option of that name, the field's has `field.` before it.
fn option(field: &FieldOption, heading: &'static str, reserved: &[String]) -> Arg {
    let is_taken =
        reserved.contains(&field.long) || OURS.contains(&field.long.as_str()) || field.long.starts_with("wait-");
    let long = if is_taken { format!("field.{}", field.long) } else { field.long.clone() };
    let argument =
        Arg::new(option_id(&field.long)).long(long).value_name(value_name(field)).help(words::field_help(field));
    let argument = candidates::with(argument.help_heading(heading).allow_hyphen_values(true), field);
    // The whole body may hold it too, so that clap does not ask for it.
    let argument = if field.required { argument.add(Needed(&[])) } else { argument };
    match (field.repeats(), field.is_switch()) {
        (true, _) => argument.action(ArgAction::Append),
        (_, true) => argument.num_args(0..=1).require_equals(true).default_missing_value("true"),
        _ => argument,
    }
}

fn value_name(field: &FieldOption) -> String {
    match field.reference() {
        Some(place) if field.placeholder() != "JSON|@FILE" => words::of_place(place).replace(' ', "_").to_uppercase(),
        _ => field.placeholder().to_owned(),
    }
}

fn with_offers(mut command: Command, offers: Offers) -> Command {
    if offers.body {
        command = command.args([body(), extra(), skeleton()]);
    }
    if offers.replace {
        command = command.arg(switch("replace", "Send only what is said: what is not gets its default"));
    }
    if offers.unique {
        command = command.arg(switch("unique", "Fail if the name is in use already"));
    }
    if offers.several || offers.shows_several {
        command = with_args::<MultipleOption>(command);
    }
    if offers.several {
        command = with_args::<Chosen>(command);
    } else if offers.filters {
        command = with_args::<Where>(command);
    }
    if offers.ignores_missing {
        command = with_args::<IgnoreMissing>(command);
    }
    if offers.destroys {
        command = with_args::<Approval>(command);
    }
    if offers.wait { with_args::<WaitOptions>(command) } else { command }
}

/// With the arguments of a group. What a command is about does not come from a group of its arguments.
fn with_args<T: Args>(command: Command) -> Command {
    let about = command.get_about().cloned();
    T::augment_args(command).about(about.unwrap_or_default()).long_about(None)
}

fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn body() -> Arg {
    let help = "The whole body of the request; fields that are options are laid over it";
    Arg::new("body").long("body").value_name("JSON|@FILE").help(help).add(crate::complete::at_file())
}

fn extra() -> Arg {
    let help = "Fields to add to the request body as they are";
    Arg::new("extra").long("extra").value_name("JSON|@FILE").help(help).add(crate::complete::at_file())
}

fn skeleton() -> Arg {
    switch("skeleton", "Print a body to start from, which --body takes, and send nothing")
}

fn until() -> Arg {
    let help = "The state to wait for, or deleted; without it, any in which nothing more happens";
    Arg::new("until").long("until").value_name("STATE").help(help)
}

/// What the command asks of the API, and the scopes that a token needs for it.
fn requests(operations: &[Operation]) -> String {
    let lines = operations.iter().map(|one| {
        let scopes =
            if one.scopes.is_empty() { String::new() } else { format!(" ({})", one.scopes.replace(' ', ", ")) };
        format!("  {} {}{scopes}\n", one.method, one.path)
    });
    format!(
        "Requests, and the scopes for them:\n{}\nOptions of all commands: doapi help options",
        lines.collect::<String>()
    )
}

/// How the command of a node is called.
#[cfg(test)]
pub(crate) fn usage(noun: &Noun, node: &Node) -> String {
    let mut command = full(noun, node, &[]).bin_name(format!("doapi {}", node.words.join(" ")));
    command.render_usage().to_string().trim_start_matches("Usage: ").lines().next().unwrap_or_default().to_owned()
}
