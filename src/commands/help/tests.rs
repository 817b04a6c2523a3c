//! The examples and topics of help agree with the program.

use super::*;
use clap::Parser;

/// Every command, with its path.
fn each(command: &Command, path: &str, check: &mut impl FnMut(&str, &Command)) {
    check(path, command);
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        each(sub, format!("{path} {}", sub.get_name()).trim_start(), check);
    }
}

/// The words of a command line as a shell would split it, up to the first pipe or comment.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quoted, mut open) = (vec![String::new()], false, false);
    for char in line.chars() {
        match char {
            '\'' => (quoted, open) = (!quoted, true),
            '|' if !quoted => break,
            '#' if !quoted && !open => break,
            ' ' if !quoted => {
                if open {
                    words.push(String::new());
                }
                open = false;
            }
            char => {
                open = true;
                words.last_mut().unwrap().push(char);
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn command_lines(examples: &str) -> Vec<String> {
    let joined = examples.replace("\\\n ", "");
    joined.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn every_command_has_examples_that_are_true() {
    each(&Cli::command(), "", &mut |path, _| {
        let examples = examples(path).unwrap_or_else(|| panic!("{path:?} has no examples"));
        let lines = command_lines(&examples);
        assert!(lines.iter().any(|line| line.replace("doapi-", "doapi ").starts_with(format!("doapi {path}").trim())));
        for line in &lines {
            let words = words(&line.replacen("doapi-", "doapi ", 1));
            let parsed = Cli::try_parse_from(&words).map(drop);
            assert!(parsed.is_ok(), "{path}: {line}\n{}", parsed.unwrap_err());
        }
        assert!(examples.lines().all(|line| line.chars().count() <= WIDTH - 2), "{path}: too wide");
        let mut commands = examples.lines().filter(|line| !line.starts_with('#'));
        assert!(commands.all(|line| line.chars().count() <= WIDTH - 11), "{path}: too wide for a man page");
        assert!(examples.starts_with("# "), "{path}: no comment");
    });
}

#[test]
fn every_example_belongs_to_a_command() {
    let mut paths = Vec::new();
    each(&Cli::command(), "", &mut |path, _| paths.push(path.to_owned()));
    for line in EXAMPLES.lines().filter_map(|line| line.strip_prefix("==")) {
        assert!(paths.contains(&line.trim().to_owned()) || line.contains("sandbox"), "{line}");
    }
}

#[test]
fn topics_are_known_and_no_command_has_their_name_in_vain() {
    for topic in TOPICS {
        let text = topic.text();
        assert!(text.starts_with(topic.title) && text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    }
}

#[test]
fn the_exit_statuses_are_all_told() {
    let listed: Vec<&str> = EXIT_CODES.rows.iter().map(|(code, _)| *code).collect();
    assert_eq!(listed, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "129, 130, 131, 143"]);
}

#[test]
fn every_universal_option_with_a_variable_is_in_the_topic() {
    for argument in Cli::command().get_arguments() {
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let Some((_, variables)) = help.split_once("[env: ") else { continue };
        for variable in variables.split(']').next().unwrap().split(", ") {
            let listed = ENVIRONMENT.rows.iter().any(|(names, _)| names.contains(&format!("`{variable}`")));
            assert!(listed, "{variable}");
        }
    }
}
