//! Invariants of the command tree.

mod empty_values;
mod synopsis;

use crate::commands::{Cli, NON_APPLETS, applet_nouns, applets};
use crate::resolve::noun::made_up::GADGET;
use clap::{Command, CommandFactory};

fn each(command: &Command, path: &str, check: &mut impl FnMut(&str, &Command)) {
    check(path, command);
    command.get_subcommands().for_each(|sub| each(sub, &format!("{path} {}", sub.get_name()), check));
}

#[test]
fn the_tree_holds_together() {
    Cli::command().debug_assert();
}

#[test]
fn everything_is_documented_in_one_style() {
    let mut tree = Cli::command();
    tree.build();
    each(&tree, "doapi", &mut |path, command| {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(!about.is_empty() && !about.ends_with('.'), "{path}: {about:?}");
        for argument in command.get_arguments() {
            let (id, help) = (argument.get_id(), argument.get_help().map(ToString::to_string).unwrap_or_default());
            assert!(!help.is_empty() && !help.ends_with('.'), "{path} {id}: {help:?}");
            for name in argument.get_value_names().into_iter().flatten() {
                assert_eq!(name.to_uppercase(), name.as_str(), "{path} {id}");
            }
        }
    });
}

/// Links, packages and completion have the names that the table of nouns gives.
#[test]
fn every_noun_of_the_table_is_a_command_with_a_link() {
    let tree = Cli::command();
    let mut names: Vec<&str> = tree.get_subcommands().map(Command::get_name).collect();
    names.retain(|name| !NON_APPLETS.contains(name));
    assert_eq!(applet_nouns(), names);
    assert!(applets(&[&GADGET]).contains(&"gadget".to_owned()) && !applet_nouns().contains(&"gadget".to_owned()));
}
