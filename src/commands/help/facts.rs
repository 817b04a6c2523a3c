//! What is true of many commands, in one line each on the help of those that it concerns: what is printed and when, what
//! happens if a target is unknown, which arguments exclude each other, and which may be repeated.

use super::usage::{at, is_several, with_usage};
use crate::args::traits::Prints;
use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

/// A command with its usage line and what is true of many. That each has `--version` too is not said on every page.
pub(crate) fn explained(command: Command, path: &str) -> Command {
    with_facts(with_usage(command, path)).disable_version_flag(true)
}

/// A tree in which the `--help` of the command at `path` has each option on a line, as `-h` has it. One that has commands
/// below it stays as it is.
pub(crate) fn with_compact(tree: Command, path: &[String]) -> Command {
    let command = path.iter().try_fold(&tree, |command, word| command.find_subcommand(word));
    if command.is_none_or(Command::has_subcommands) {
        return tree;
    }
    let hidden = |argument: Arg| {
        let is_universal = argument.is_global_set();
        argument.hide(is_universal)
    };
    at(tree.mut_args(hidden), path, compact)
}

fn compact(command: Command, _: &str) -> Command {
    let about = command.get_long_about().or_else(|| command.get_about()).cloned().unwrap_or_default();
    let after = command.get_after_long_help().or_else(|| command.get_after_help()).cloned().unwrap_or_default();
    let command = command.about(about).long_about(None).after_help(after).after_long_help(None);
    command.mut_args(|argument| {
        let help = argument.get_long_help().or_else(|| argument.get_help()).cloned().unwrap_or_default();
        argument.help(help).long_help(None)
    })
}

/// The command with these lines in its long description.
fn with_facts(command: Command) -> Command {
    let facts = facts(&command);
    if facts.is_empty() || command.has_subcommands() {
        return command;
    }
    let about = command.get_long_about().or_else(|| command.get_about()).map(StyledStr::to_string).unwrap_or_default();
    command.long_about(format!("{about}\n\n{}", facts.join("\n")))
}

fn facts(command: &Command) -> Vec<String> {
    let prints = command.get::<Prints>().copied();
    let results = [prints.map(printed).map(str::to_owned), all_or_none(command, prints)];
    let results: Vec<String> = results.into_iter().flatten().collect();
    let lines = [Some(results.join(" ")), exclusive(command), repeatable(command)];
    lines.into_iter().flatten().filter(|line| !line.is_empty()).collect()
}

fn printed(prints: Prints) -> &'static str {
    match prints {
        Prints::Nothing => "Prints nothing on stdout; what was done is said on stderr.",
        Prints::Object => "Prints an object.",
        Prints::Objects => "Prints a list of objects.",
        Prints::Lists => "Prints a list with a list for each object that is named.",
        Prints::Action => "Prints the action; with --wait, as it ended.",
        Prints::Actions => "Prints a list of actions; with --wait, each as soon as it has ended.",
        Prints::Finished => {
            "Prints a list, each element as soon as it is finished. An object on which nothing is in progress adds nothing."
        }
    }
}

/// Of a command that changes what it is given: it changes all of it or nothing.
fn all_or_none(command: &Command, prints: Option<Prints>) -> Option<String> {
    let changes = matches!(prints, Some(Prints::Nothing | Prints::Actions));
    let several = command.get_positionals().any(is_several);
    let but = if option(command, "ignore-missing").is_some() { ", unless --ignore-missing is given" } else { "" };
    (changes && several).then(|| format!("If one of the objects does not exist, nothing is changed{but}."))
}

fn option<'a>(command: &'a Command, long: &str) -> Option<&'a Arg> {
    command.get_arguments().find(|argument| argument.get_long() == Some(long))
}

/// The arguments that exclude each other: groups of which only one may be given, and those that exclude several others.
fn exclusive(command: &Command) -> Option<String> {
    let arguments: Vec<&Arg> = command.get_arguments().filter(|argument| !argument.is_global_set()).collect();
    let says =
        |one: &Arg, other: &Arg| command.get_arg_conflicts_with(one).iter().any(|arg| arg.get_id() == other.get_id());
    let excludes = |one: &Arg, other: &Arg| says(one, other) || says(other, one);
    let mut said: Vec<(usize, usize)> = Vec::new();
    let mut parts = Vec::new();
    let order = (0..arguments.len()).filter(|&at| arguments[at].is_positional());
    let order = order.chain((0..arguments.len()).filter(|&at| !arguments[at].is_positional()));
    for at in order {
        let is_new =
            |&other: &usize| other != at && !said.contains(&(at, other)) && excludes(arguments[at], arguments[other]);
        let others: Vec<usize> = (0..arguments.len()).filter(is_new).collect();
        let all_exclude = others
            .iter()
            .all(|&one| others.iter().all(|&other| one == other || excludes(arguments[one], arguments[other])));
        let together: Vec<usize> = std::iter::once(at).chain(others.iter().copied()).collect();
        if others.is_empty() {
            continue;
        }
        if all_exclude {
            parts.push(listed(&together.iter().map(|&one| name(arguments[one])).collect::<Vec<_>>(), "or"));
            said.extend(together.iter().flat_map(|&one| together.iter().map(move |&other| (one, other))));
        } else {
            let names: Vec<String> = others.iter().map(|&one| name(arguments[one])).collect();
            parts.push(format!("{} with {}", name(arguments[at]), listed(&names, "or")));
            said.extend(others.iter().flat_map(|&other| [(at, other), (other, at)]));
        }
    }
    let are = if parts.len() == 1 && !parts[0].contains(" with ") { "Only one of" } else { "Not together:" };
    let parts: Vec<String> = parts
        .into_iter()
        .map(|part| if are == "Not together:" { part.replace(" or ", " and ") } else { part })
        .collect();
    (!parts.is_empty()).then(|| format!("{are} {}.", parts.join("; ")))
}

/// The options that may be given several times, each for one more value.
fn repeatable(command: &Command) -> Option<String> {
    let is_said = |argument: &Arg| argument.get_help().is_some_and(|help| help.to_string().contains("repeatable]"));
    let repeats = |argument: &&Arg| {
        !argument.is_positional()
            && !argument.is_global_set()
            && matches!(argument.get_action(), ArgAction::Append)
            && !is_said(argument)
    };
    let names: Vec<String> = command.get_arguments().filter(repeats).map(name).collect();
    (!names.is_empty()).then(|| format!("{} may be repeated.", listed(&names, "and")))
}

fn name(argument: &Arg) -> String {
    let value =
        || argument.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default();
    argument.get_long().map_or_else(value, |long| format!("--{long}"))
}

fn listed(names: &[String], last: &str) -> String {
    match names {
        [first @ .., end] if !first.is_empty() => format!("{} {last} {end}", first.join(", ")),
        _ => names.join(", "),
    }
}
