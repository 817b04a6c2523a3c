//! Help beyond the command tree: examples for each command, and topics. It is added only when help is printed, so that
//! running a command costs nothing.

mod ambiguous;
pub(crate) mod facts;
pub(super) mod topics;
pub(crate) mod usage;

use super::operation::{self, Line, is_on_line};
use super::{Cli, builtin_commands, external};
use crate::args::global::without_universal;
use crate::operations::Table;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command, CommandFactory};
use facts::{explained, with_compact};
use std::ffi::OsString;
use std::fmt::Write;
#[cfg(test)]
pub(crate) use topics::{ENVIRONMENT, EXIT_CODES};
pub(crate) use topics::{TOPICS, Topic};

/// The examples of all commands: a line `== COMMAND`, then comments and command lines.
const EXAMPLES: &str = include_str!("help/examples.txt");

/// The greatest width of help.
const WIDTH: usize = 80;

/// What replaces clap's answer to a command line that asks for help or cannot be parsed.
pub(crate) enum Answer {
    /// Text for stdout.
    Text(String),
    /// A clearer error.
    Error(clap::Error),
}

/// The answer to a command line, given clap's own.
pub(crate) fn answer(arguments: &[OsString], error: clap::Error) -> Answer {
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand);
    let tree = is_help.then(Cli::command);
    if let Some(line) = tree.as_ref().and_then(|tree| Line::of(arguments, tree)) {
        return Answer::Error(line.help().unwrap_or(error));
    }
    let asked = Asked::parse(arguments);
    if asked.as_ref().is_some_and(|asked| asked.all) {
        return Answer::Text(format!("{}\n{}", documented().render_long_help(), external::list()));
    }
    if let Some(help) = asked.as_ref().and_then(|asked| operation::help_of(&asked.words, &Cli::command())) {
        return Answer::Error(help);
    }
    if asked.as_ref().is_some_and(|asked| asked.words == ["options"]) {
        return Answer::Text(universal_options());
    }
    if let Some(topic) = asked.as_ref().and_then(Asked::topic) {
        return Answer::Text(topic.text());
    }
    let better = match (tree, error.kind()) {
        (Some(tree), _) => {
            let tree = document(tree, |noun| is_on_line(noun, arguments));
            in_full(tree, arguments).try_get_matches_from(arguments).err()
        }
        (None, ErrorKind::InvalidSubcommand) => asked.and_then(|asked| unknown_topic(asked.words.first()?)),
        _ => None,
    };
    let mut error = better.unwrap_or(error);
    if error.use_stderr() {
        let tree = Cli::command();
        let mut tree = Line::of(arguments, &tree).map_or(tree, |line| line.tree());
        tree.build();
        ambiguous::explain(&mut error, &tree, arguments);
        let path = path_of(&tree, arguments);
        complete_usage(&mut error, &tree, &path);
    }
    Answer::Error(error)
}

/// The tree whose command on the line has its help in full, unless the line asks for a summary.
fn in_full(tree: Command, arguments: &[OsString]) -> Command {
    if arguments.iter().any(|word| word == "-h") {
        return tree;
    }
    let path = path_of(&tree, arguments);
    with_compact(tree, &path)
}

/// The words of a line that name its command.
fn path_of(tree: &Command, line: &[OsString]) -> Vec<String> {
    let mut command = tree;
    let below = |word: &OsString| {
        command = command.find_subcommand(word)?;
        Some(command.get_name().to_owned())
    };
    line.iter().skip(1).filter_map(below).collect()
}

/// An error with the usage line that help has.
fn complete_usage(error: &mut clap::Error, tree: &Command, path: &[String]) {
    let command = path.iter().try_fold(tree, |command, word| command.find_subcommand(word));
    command.iter().for_each(|command| usage::complete(error, command, &path.join(" ")));
}

/// What a command line with the `help` command asks for. clap's own `help` knows commands only, so the line is parsed
/// again by a tree whose `help`, of doapi and of each noun, takes any words.
struct Asked {
    all: bool,
    words: Vec<String>,
}

impl Asked {
    /// `None` if the line is no `help` command.
    fn parse(arguments: &[OsString]) -> Option<Asked> {
        if !arguments.iter().any(|word| word == HELP) {
            return None;
        }
        let tree = with_help(Cli::command());
        let nouns: Vec<String> = tree.get_subcommands().map(|noun| noun.get_name().to_owned()).collect();
        let nouns = nouns.into_iter().filter(|name| name != HELP);
        let tree = nouns.fold(tree, |tree, noun| tree.mut_subcommand(noun, with_help));
        let of_the_table = operation::after_options(arguments).filter(|(noun, _)| tree.find_subcommand(noun).is_none());
        let tree =
            of_the_table.into_iter().fold(tree, |tree, (noun, _)| tree.subcommand(with_help(Command::new(noun))));
        let matches = tree.try_get_matches_from(arguments).ok()?;
        let (name, inner) = matches.subcommand()?;
        let help = if name == HELP { inner } else { inner.subcommand_matches(HELP)? };
        let words = help.get_many::<String>("words").into_iter().flatten().cloned().collect();
        Some(Asked { all: help.get_flag("all"), words })
    }

    fn topic(&self) -> Option<&'static Topic> {
        let [word] = self.words.as_slice() else { return None };
        TOPICS.iter().find(|topic| topic.name == word)
    }
}

const HELP: &str = "help";

fn with_help(command: Command) -> Command {
    let all = Arg::new("all").short('a').long("all").action(ArgAction::SetTrue);
    let words = Arg::new("words").num_args(0..);
    // Asking for the help of a noun such as `request` must not fail because its required arguments are missing.
    let command = command.disable_help_subcommand(true).subcommand_negates_reqs(true);
    command.subcommand(Command::new(HELP).arg(all).arg(words))
}

/// The error of `doapi help WORD`, with suggestions. clap suggests only commands, so topics are added as commands here.
fn unknown_topic(word: &str) -> Option<clap::Error> {
    let tree = operation::with_new_nouns(builtin_commands());
    let topics = TOPICS.iter().filter(|topic| tree.find_subcommand(topic.name).is_none());
    let topics: Vec<Command> = topics.map(|topic| Command::new(topic.name)).collect();
    let tree = tree.subcommands(topics);
    tree.try_get_matches_from(["doapi", word]).err()
}

/// The command tree with examples and topics added.
pub(crate) fn documented() -> Command {
    document(Cli::command(), |_| true)
}

/// Adds topics to a tree, and examples to those of its nouns whose help may be shown.
fn document(tree: Command, is_shown: impl Fn(&Command) -> bool) -> Command {
    let topics: Vec<&str> = TOPICS.iter().map(|topic| topic.name).chain(["options"]).collect();
    let table = Table::read();
    let noun = |noun: Command| {
        let name = noun.get_name().to_owned();
        if is_shown(&noun) { with_more_verbs(with_examples(noun, &name), &table) } else { noun }
    };
    let tree = with_own_examples(tree.mut_subcommands(noun), "").mut_args(without_universal);
    let after = tree.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let more = operation::more_nouns(&tree, &table);
    let tree = tree.after_long_help(format!("{after}\n\n{more}\n\nMore help: doapi help {}", topics.join(" | ")));
    tree.after_help(more)
}

/// A noun with the commands that the table adds to it.
fn with_more_verbs(noun: Command, table: &Table) -> Command {
    let Some(more) = operation::more_verbs(&noun, table) else { return noun };
    let after = noun.get_after_help().map(ToString::to_string).unwrap_or_default();
    let after_long = noun.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    noun.after_long_help(format!("{more}\n\n{after_long}")).after_help(format!("{more}\n\n{after}"))
}

/// A command with its examples and those of all commands below it.
fn with_examples(command: Command, path: &str) -> Command {
    let below = |sub: Command| {
        let path = format!("{path} {}", sub.get_name());
        with_examples(sub, &path)
    };
    with_own_examples(command.mut_subcommands(below), path)
}

fn with_own_examples(command: Command, path: &str) -> Command {
    let header = *command.get_styles().get_header();
    let command = if path.is_empty() { command } else { explained(command, path).after_help(POINTER) };
    let pointer = if path.is_empty() { "" } else { POINTER };
    match examples(path) {
        Some(lines) => {
            let text = format!("{header}Examples:{header:#}\n{}\n\n{pointer}", indented(&lines));
            command.after_long_help(text.trim_end().to_owned())
        }
        None => command,
    }
}

/// What stands in the help of a command for the universal options.
pub(super) const POINTER: &str =
    "Options of all commands (--output, --jq, --dry-run, --timeout, …): doapi help options";

/// `doapi help options`.
fn universal_options() -> String {
    let tree = Cli::command();
    let universal = tree.get_arguments().filter(|argument| argument.is_global_set()).cloned();
    let shown = universal.map(|argument| argument.hide_short_help(false));
    let command = Command::new("options").disable_help_flag(true).disable_version_flag(true).args(shown);
    let options = command.help_template("{all-args}").term_width(WIDTH).render_long_help();
    format!("Options of all commands, before and after the subcommand\n\n{options}")
}

/// The examples of a command; in a build without the sandbox, without those that use it.
pub(crate) fn examples(command: &str) -> Option<String> {
    let mut sections = EXAMPLES.split("\n\n").filter_map(|section| section.strip_prefix("==")?.split_once('\n'));
    let (_, lines) = sections.find(|(name, _)| name.trim() == command)?;
    let examples = lines.trim_end().split("\n# ").enumerate();
    let examples = examples.map(|(at, text)| if at == 0 { text.to_owned() } else { format!("# {text}") });
    let works = |example: &String| cfg!(feature = "sandbox") || !example.contains("doapi sandbox ");
    Some(examples.filter(works).collect::<Vec<_>>().join("\n"))
}

fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

impl Topic {
    /// The topic for a terminal.
    fn text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        if !self.before.is_empty() {
            let _ = write!(text, "\n{}\n", wrapped(self.before, 0));
        }
        text.push('\n');
        for (term, meaning) in self.rows {
            text.push_str(&row(&plain(term), meaning));
        }
        for paragraph in self.after {
            let as_it_is = paragraph.starts_with(' ');
            let _ = write!(text, "\n{}\n", if as_it_is { (*paragraph).to_owned() } else { wrapped(paragraph, 0) });
        }
        text
    }
}

/// A term and its meaning, side by side if the term is short.
fn row(term: &str, meaning: &str) -> String {
    let meaning = wrapped(meaning, 12);
    match meaning.get(12..).filter(|_| term.len() < 10) {
        Some(meaning) => format!("  {term:<10}{meaning}\n"),
        None => format!("  {term}\n{meaning}\n"),
    }
}

/// Text without backticks.
pub(crate) fn plain(text: &str) -> String {
    text.replace('`', "")
}

/// Text in lines of at most [`WIDTH`], all of them indented.
fn wrapped(text: &str, indent: usize) -> String {
    let mut lines = vec![String::new()];
    for word in plain(text).split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if indent + line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| format!("{:indent$}{line}", "")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
