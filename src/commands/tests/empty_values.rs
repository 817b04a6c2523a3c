//! What an empty value means to each argument of each command, as an unset variable of a shell gives one.

use super::each;
use crate::args::empty::{MAY_BE_EMPTY, may_be_empty, refuse_empty};
use crate::commands::Cli;
use clap::{Arg, Command, CommandFactory};
use std::collections::BTreeSet;

/// Every argument that refuses an empty value, by its ID in the tree, and a value that it takes. A new argument has to
/// be added here, or to [`MAY_BE_EMPTY`] where an empty value has a meaning that help states.
const REFUSE: [(&str, &str); 77] = [
    ("action_time", "1s"),
    ("actions", "7"),
    ("address", "192.0.2.1"),
    ("api_token_file", "file"),
    ("backup", "nightly"),
    ("backup_policy", "daily"),
    ("bind", "127.0.0.1"),
    ("burst", "250"),
    ("color", "never"),
    ("columns", "name"),
    ("conditions", "status=off"),
    ("context", "work"),
    ("dir", "/"),
    ("distribution", "Debian"),
    ("domain", "example.com"),
    ("droplet", "web"),
    ("droplets", "web"),
    ("dump_header", "file"),
    ("endpoint", "https://api.digitalocean.com"),
    ("errors", "json"),
    ("extra", "{}"),
    ("faults", "GET /v2/account cut"),
    ("file", "file"),
    ("files", "web:file"),
    ("flags", "0"),
    ("headers", "Accept: application/json"),
    ("host", "web"),
    ("identity", "file"),
    ("image", "debian-13-x64"),
    ("ip", "192.0.2.1"),
    ("jobs", "4"),
    ("jq", ".[].id"),
    ("kernel", "7"),
    ("key", "home"),
    ("keys", "192.0.2.1"),
    ("kind", "A"),
    ("labels", "home"),
    ("latency", "0ms"),
    ("method", "GET"),
    ("name", "www"),
    ("names", "web"),
    ("output", "json"),
    ("paginate", "droplets"),
    ("params", "{}"),
    ("per_page", "200"),
    ("port", "80"),
    ("priority", "10"),
    ("raw", "a=b"),
    ("record", "7"),
    ("records", "7"),
    ("region", "nyc3"),
    ("scopes", "droplet:read"),
    ("seed", "file"),
    ("services", "ssh"),
    ("shell", "bash"),
    ("size", "s-1vcpu-1gb"),
    ("ssh_keys", "home"),
    ("ssh_port", "22"),
    ("state", "file"),
    ("status", "active"),
    ("tag", "web"),
    ("tags", "web"),
    ("target", "account"),
    ("timeout", "60"),
    ("token_command", "pass show do"),
    ("token_file", "file"),
    ("ttl", "60"),
    ("typed", "a=b"),
    ("user", "dev"),
    ("volumes", "4de7ac8b-495b-4884-9a69-1050c6793cd6"),
    ("vpc", "c33931f2-a26a-4e61-b85c-4e95a2ec431b"),
    ("wait_interval", "2"),
    ("grace", "2"),
    ("keep", "2"),
    ("wait_time", "60"),
    ("weight", "1"),
    ("words", "volume"),
];

/// Words that some commands need besides their required arguments: one of a group, or targets that `--tag` may replace.
const COMPANIONS: [&[&str]; 9] = [
    &[],
    &["web"],
    &["--region=nyc3"],
    &["7"],
    &["-S=s-1vcpu-1gb", "-I=debian-13-x64", "-B"],
    &["--method=POST"],
    &["--token-file=file"],
    &["--reboot", "web"],
    &["--list"],
];

fn takes_value(argument: &Arg) -> bool {
    argument.get_action().takes_values()
}

fn sample(argument: &Arg) -> String {
    let known = REFUSE.iter().find(|(id, _)| argument.get_id() == id).map(|(_, sample)| (*sample).to_owned());
    let values = argument.get_possible_values();
    values.first().map(|value| value.get_name().to_owned()).or(known).unwrap_or_else(|| "text".to_owned())
}

/// The words that give an argument this value.
fn words(argument: &Arg, value: &str) -> Vec<String> {
    match (argument.get_long(), argument.get_short()) {
        (Some(long), _) => vec![format!("--{long}={value}")],
        (None, Some(short)) => vec![format!("-{short}"), value.to_owned()],
        (None, None) => vec![value.to_owned()],
    }
}

/// The arguments of a command, with this value for the one that is tested.
fn line(command: &Command, tested: &Arg, value: &str, companions: &[&str]) -> Vec<String> {
    let last = tested.get_index().unwrap_or(0);
    let mut line = vec!["doapi".to_owned()];
    line.extend(companions.iter().filter(|word| word.starts_with('-')).map(|&word| word.to_owned()));
    let (positional, options): (Vec<&Arg>, Vec<&Arg>) =
        command.get_arguments().filter(|argument| takes_value(argument)).partition(|argument| argument.is_positional());
    for argument in options.into_iter().chain(positional) {
        if argument.get_id() == tested.get_id() {
            line.extend(words(argument, value));
        } else if argument.is_required_set() || argument.get_index().is_some_and(|index| index < last) {
            line.extend(words(argument, &sample(argument)));
        }
    }
    line.extend(companions.iter().filter(|word| !word.starts_with('-')).map(|&word| word.to_owned()));
    line
}

fn parses(command: &Command, line: &[String]) -> Result<(), clap::Error> {
    let mut tree = command.clone().disable_help_subcommand(true);
    let matches = tree.try_get_matches_from_mut(line)?;
    refuse_empty(&mut tree, &matches, may_be_empty)
}

fn check(path: &str, command: &Command, tested: &Arg) {
    let id = tested.get_id();
    // With another value the same line is right, so that it is the empty value that is refused.
    let companions = COMPANIONS
        .iter()
        .find(|companions| parses(command, &line(command, tested, &sample(tested), companions)).is_ok());
    let Some(companions) = companions else {
        let error = parses(command, &line(command, tested, &sample(tested), &[])).unwrap_err();
        panic!("{path} {id}: no line is right: {error}");
    };
    let parsed = parses(command, &line(command, tested, "", companions));
    if MAY_BE_EMPTY.contains(&id.as_str()) {
        assert!(parsed.is_ok(), "{path} {id}: {parsed:?}");
    } else {
        assert_eq!(parsed.map_err(|error| error.exit_code()), Err(2), "{path} {id}");
    }
}

#[test]
fn no_argument_of_any_command_takes_an_empty_value_unless_it_has_a_meaning() {
    let mut tree = Cli::command();
    tree.build();
    let mut seen = BTreeSet::new();
    each(&tree, "doapi", &mut |path, command| {
        if command.has_subcommands() || path.contains(" help") {
            return;
        }
        for argument in command.get_arguments().filter(|argument| takes_value(argument)) {
            // Universal options are the same everywhere.
            if !argument.is_global_set() || path == "doapi account" {
                seen.insert(argument.get_id().to_string());
                check(path, command, argument);
            }
        }
    });
    let known: BTreeSet<String> = REFUSE.iter().map(|(id, _)| *id).chain(MAY_BE_EMPTY).map(str::to_owned).collect();
    assert_eq!(seen, known, "the table and the command tree differ");
}
