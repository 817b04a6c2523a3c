//! The usage line of a command: what is needed and what may be left out. Help, man pages and errors show the same.

use crate::args::empty::refuse_empty;
use crate::args::traits::Needed;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command};

/// More ways than these are not listed: the options of a command that changes something are in its help.
const MOST: usize = 4;

/// The command with its usage line. One that has commands below it keeps that of clap.
pub(crate) fn with_usage(command: Command, path: &str) -> Command {
    if command.has_subcommands() {
        return command;
    }
    let usage = usage(&command, path);
    command.override_usage(usage)
}

/// What has to be typed, such as `doapi droplet delete [OPTIONS] {DROPLET... | --tag <TAG> | --all}`.
fn usage(command: &Command, path: &str) -> String {
    let is_option = |argument: &&Arg| !argument.is_positional() && !argument.is_global_set();
    let options = command.get_arguments().filter(is_option).filter_map(|option| needed(command, option));
    let is_grouped = |argument: &&Arg| groups(command).any(|group| group.get_args().any(|id| id == argument.get_id()));
    let positionals = command.get_positionals().filter(|argument| !is_grouped(argument));
    let positionals = positionals.map(|argument| needed(command, argument).unwrap_or_else(|| optional(argument)));
    let words = options.chain(groups(command).map(|group| of_group(command, group))).chain(positionals);
    let start = format!("doapi {path} [OPTIONS]");
    std::iter::once(start).chain(words).collect::<Vec<_>>().join(" ")
}

/// The groups of arguments one of which is needed.
fn groups(command: &Command) -> impl Iterator<Item = &ArgGroup> {
    command.get_groups().filter(|group| group.is_required_set())
}

/// The arguments of a group, positional ones first.
fn of_group(command: &Command, group: &ArgGroup) -> String {
    let is_positional = |id: &&str| command.get_positionals().any(|argument| argument.get_id() == *id);
    let (first, rest): (Vec<&str>, Vec<&str>) = group.get_args().map(clap::Id::as_str).partition(is_positional);
    choice(command, first.into_iter().chain(rest))
}

/// How an argument that is needed is shown; nothing if it may be left out.
fn needed(command: &Command, argument: &Arg) -> Option<String> {
    match argument.get::<Needed>() {
        Some(Needed([])) if argument.is_positional() => Some(format!("<{}>", shown(argument))),
        Some(Needed([])) => Some(shown(argument)),
        Some(Needed(others)) => {
            Some(choice(command, std::iter::once(argument.get_id().as_str()).chain(others.iter().copied())))
        }
        None if !argument.is_required_set() => None,
        None if argument.is_positional() => Some(format!("<{}>{}", name(argument), dots(argument))),
        None => Some(shown(argument)),
    }
}

fn optional(argument: &Arg) -> String {
    format!("[{}]{}", name(argument), dots(argument))
}

/// Arguments one of which is needed.
fn choice<'a>(command: &Command, ids: impl Iterator<Item = &'a str>) -> String {
    let find = |id: &str| command.get_arguments().find(|argument| argument.get_id() == id);
    let mut ways: Vec<String> = ids.filter_map(find).map(shown).collect();
    if ways.len() > MOST {
        ways.truncate(MOST - 1);
        ways.push("…".to_owned());
    }
    format!("{{{}}}", ways.join(" | "))
}

/// An argument as one of several.
pub(super) fn shown(argument: &Arg) -> String {
    let takes_value = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    match argument.get_long() {
        None => format!("{}{}", name(argument), dots(argument)),
        Some(long) if takes_value => format!("--{long} <{}>", name(argument)),
        Some(long) => format!("--{long}"),
    }
}

fn name(argument: &Arg) -> String {
    let id = || argument.get_id().as_str().to_uppercase();
    argument.get_value_names().and_then(|names| names.first()).map_or_else(id, ToString::to_string)
}

fn dots(argument: &Arg) -> &'static str {
    if is_several(argument) { "..." } else { "" }
}

/// Whether a positional argument takes several values.
pub(crate) fn is_several(argument: &Arg) -> bool {
    let by_number = argument.get_num_args().is_some_and(|range| range.max_values() > 1);
    argument.is_positional() && (by_number || matches!(argument.get_action(), ArgAction::Append))
}

/// A tree whose command at `path` has been changed.
pub(crate) fn at(tree: Command, path: &[String], change: fn(Command, &str) -> Command) -> Command {
    fn descend(tree: Command, path: &[String], depth: usize, change: fn(Command, &str) -> Command) -> Command {
        match path.get(depth) {
            Some(word) => tree.mut_subcommand(word, |below| descend(below, path, depth + 1, change)),
            None => change(tree, &path.join(" ")),
        }
    }
    descend(tree, path, 0, change)
}

/// An error with the usage line of the command at `path`, which has to be built.
pub(crate) fn complete(error: &mut clap::Error, command: &Command, path: &str) {
    if command.has_subcommands() || path.is_empty() || error.get(ContextKind::Usage).is_none() {
        return;
    }
    let header = *command.get_styles().get_usage();
    let line = format!("{header}Usage:{header:#} {}", usage(command, path));
    error.insert(ContextKind::Usage, ContextValue::StyledStr(StyledStr::from(line)));
    let Some(ContextValue::Strings(missing)) = error.get(ContextKind::InvalidArg) else { return };
    let wanted = |text: &String| {
        // clap shows a group as its members.
        if let Some(group) = groups(command).next().filter(|_| text.starts_with('<') && text.contains('|')) {
            return of_group(command, group);
        }
        let is_it = |argument: &&Arg| {
            argument.to_string().trim_matches(['[', ']', '<', '>', '.']) == text.trim_matches(['[', ']', '<', '>', '.'])
        };
        command
            .get_arguments()
            .find(is_it)
            .and_then(|argument| needed(command, argument))
            .unwrap_or_else(|| text.clone())
    };
    let missing = missing.iter().map(wanted).collect();
    error.insert(ContextKind::InvalidArg, ContextValue::Strings(missing));
}

/// Refuses empty values, by an error with the usage line that help has.
pub(crate) fn check_empty(
    tree: &mut Command,
    matches: &ArgMatches,
    path: &[String],
    allowed: fn(&str) -> bool,
) -> Result<(), clap::Error> {
    let explained = |tree: &Command| at(tree.clone(), path, with_usage);
    refuse_empty(tree, matches, allowed).or_else(|_| refuse_empty(&mut explained(tree), matches, allowed))
}
