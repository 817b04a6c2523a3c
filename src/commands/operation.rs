//! Lines that name commands of the table: whatever the nouns that are written by hand do not have.

use super::help::facts::{explained, with_compact};
use super::help::topics;
use super::help::usage::{at, check_empty};
use super::{Cli, Command};
use crate::args::global::Global;
use crate::args::global::without_universal;
use crate::operations::{self, Asked, Table};
use clap::{Args, CommandFactory, FromArgMatches};
use std::ffi::{OsStr, OsString};

/// A line whose command is in the table.
pub(super) struct Line {
    words: Vec<OsString>,
    asked: Asked,
}

impl Line {
    /// The line as a command of the table; nothing if it names none that the tree, which is written by hand, has not.
    pub(super) fn of(line: &[OsString], tree: &clap::Command) -> Option<Line> {
        let (first, rest) = after_options(line)?;
        let asked = Asked::of(&first, &rest)?;
        match with_show(line, &rest, &asked).or_else(|| with_help(line, &rest, &asked)) {
            Some(line) => Line::of(&line, tree),
            None => Line::unless_by_hand(line, &first, asked, tree),
        }
    }

    fn unless_by_hand(line: &[OsString], first: &str, asked: Asked, tree: &clap::Command) -> Option<Line> {
        let is_new = match tree.find_subcommand(first) {
            None => true,
            Some(noun) => asked.words().get(1).is_some_and(|verb| noun.find_subcommand(verb).is_none()),
        };
        is_new.then(|| Line { words: line.to_vec(), asked })
    }

    /// The line `doapi api call ID …`.
    pub(super) fn of_call(line: &[OsString], id: &str) -> Option<Line> {
        Some(Line { words: line.to_vec(), asked: Asked::of_call(id)? })
    }

    /// The tree that parses the line and has its help.
    pub(super) fn tree(&self) -> clap::Command {
        self.asked.tree(root())
    }

    /// Its help, in which the universal options are one line.
    pub(super) fn help(&self) -> Option<clap::Error> {
        let tree = at(self.tree(), self.asked.words(), explained);
        let tree =
            if self.words.iter().any(|word| word == "-h") { tree } else { with_compact(tree, self.asked.words()) };
        tree.mut_args(without_universal).try_get_matches_from(&self.words).err()
    }

    /// Parses it.
    pub(super) fn parse(self) -> Result<Cli, clap::Error> {
        let mut tree = self.tree();
        let matches = tree.try_get_matches_from_mut(&self.words)?;
        check_empty(&mut tree, &matches, self.asked.words(), operations::may_be_empty)?;
        let global = Global::from_arg_matches(&matches)?;
        let path = super::names(&matches);
        let command = Command::Operation(Box::new(self.asked.invocation(&matches)));
        let wait_limit = super::WaitLimit::of(&matches);
        Ok(Cli { global, pass_token: false, command, path, wait_limit, tree: Some(tree) })
    }
}

/// The tree in which the next word of a line is completed: that of the table's command that the line names, or the
/// usual one with the nouns and the commands that the table adds.
pub(super) fn completion_tree(before: &[OsString]) -> clap::Command {
    let tree = Cli::command();
    let named = after_options(before).and_then(|(first, rest)| {
        let asked = Asked::of(&first, &rest)?;
        Line::unless_by_hand(before, &first, asked, &tree)
    });
    if let Some(line) = named {
        return line.tree();
    }
    let nouns: Vec<clap::Command> = if before.len() > 1 {
        Vec::new()
    } else {
        new_nouns(&tree, &Table::read()).map(|noun| Asked::bare(&noun)).collect()
    };
    let tree =
        tree.mut_subcommands(|noun| if is_on_line(&noun, before) { with_table_verbs(noun) } else { outline(&noun) });
    tree.subcommands(nouns)
}

/// Whether a word of the line is the name of this noun, so that the line may be about it.
pub(super) fn is_on_line(noun: &clap::Command, line: &[OsString]) -> bool {
    line.iter().any(|word| word == noun.get_name())
}

/// What is offered of a noun that is not on the line. clap builds every command of a tree that it completes in, which
/// for all nouns would take longer than everything else.
fn outline(noun: &clap::Command) -> clap::Command {
    let outline = clap::Command::new(noun.get_name().to_owned()).hide(noun.is_hide_set());
    let outline = outline.visible_aliases(noun.get_visible_aliases().map(str::to_owned));
    outline.about(noun.get_about().cloned().unwrap_or_default())
}

fn with_table_verbs(noun: clap::Command) -> clap::Command {
    let table = Table::read();
    let mut verbs: Vec<String> =
        new_verbs(&noun, &table).filter_map(|verb| Some(verb.split(' ').next()?.to_owned())).collect();
    verbs.dedup();
    noun.subcommands(verbs.into_iter().map(clap::Command::new))
}

/// A tree with the nouns that only the table has, so that they are suggested for a word that is no command.
pub(super) fn with_new_nouns(tree: clap::Command) -> clap::Command {
    let nouns: Vec<clap::Command> = new_nouns(&tree, &Table::read()).map(clap::Command::new).collect();
    tree.subcommands(nouns)
}

/// The nouns of the table that are not written by hand.
fn new_nouns(tree: &clap::Command, table: &Table) -> impl Iterator<Item = String> {
    table.first_words().into_iter().filter(|noun| tree.find_subcommand(noun).is_none())
}

/// The commands that the table adds to a noun that is written by hand, without the noun; none to one that has no verbs.
fn new_verbs<'a>(noun: &clap::Command, table: &'a Table) -> impl Iterator<Item = &'a str> {
    let name = format!("{} ", noun.get_name());
    let verbs = table.commands().into_iter().filter_map(move |command| command.strip_prefix(&name));
    let is_new = |verb: &&str| verb.split(' ').next().is_some_and(|first| !has_verb(noun, first));
    verbs.filter(is_new).filter(|_| noun.has_subcommands())
}

/// Whether the noun has this verb, or its plural: `droplet neighbors` is written by hand, and a TAB after `neigh` could
/// not choose between it and the table's `neighbor show`, which asks for the same.
fn has_verb(noun: &clap::Command, verb: &str) -> bool {
    noun.find_subcommand(verb).is_some() || noun.find_subcommand(format!("{verb}s")).is_some()
}

/// Groups of doctl, and nouns that it has in the plural.
const OF_DOCTL: [(&str, Option<&str>); 8] = [
    ("compute", None),
    ("databases", Some("database")),
    ("projects", Some("project")),
    ("apps", Some("app")),
    ("vpcs", Some("vpc")),
    ("registries", Some("registry")),
    ("invoices", Some("invoice")),
    ("serverless", Some("functions")),
];

/// What a line in doctl's words is in those of doapi, if that is a command.
pub(super) fn tip_for_doctl(line: &[OsString], tree: &clap::Command) -> Option<String> {
    let (first, rest) = after_options(line)?;
    let (_, ours) = OF_DOCTL.iter().find(|(word, _)| *word == first)?;
    let rest: Vec<String> = rest.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let words: Vec<String> = ours.iter().map(|word| (*word).to_owned()).chain(rest).collect();
    let is_by_hand = words.first().is_some_and(|noun| tree.find_subcommand(noun).is_some());
    let is_ours = is_by_hand || Line::of(&line_of(words.iter().map(String::as_str)), tree).is_some();
    let shown: Vec<&str> = words.iter().map(String::as_str).take_while(|word| !word.starts_with('-')).collect();
    let tip = "'doapi help from-doctl' has doctl's commands and ours";
    Some(if is_ours { format!("this may be 'doapi {}'; {tip}", shown.join(" ")) } else { tip.to_owned() })
}

/// The help of a command of the table that these words name.
pub(super) fn help_of(words: &[String], tree: &clap::Command) -> Option<clap::Error> {
    let line = line_of(words.iter().map(String::as_str).chain(["--help"]));
    let line = Line::of(&line, tree).filter(|line| line.asked.used() + 1 == words.len())?;
    line.help()
}

/// The nouns of the table that are not written by hand, for the help of doapi.
pub(super) fn more_nouns(tree: &clap::Command, table: &Table) -> String {
    format!("More nouns, each with its own help:\n{}", listed(new_nouns(tree, table).collect()))
}

/// The commands of a noun that is written by hand which only the table has.
pub(super) fn more_verbs(noun: &clap::Command, table: &Table) -> Option<String> {
    let verbs: Vec<String> = new_verbs(noun, table).map(str::to_owned).collect();
    (!verbs.is_empty()).then(|| format!("More commands, each with its own help:\n{}", listed(verbs)))
}

/// Names in indented lines of at most 80 characters.
fn listed(names: Vec<String>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for name in names {
        match lines.last_mut() {
            Some(line) if line.len() + name.len() < 76 => line.extend([", ", &name]),
            _ => lines.push(format!("  {name}")),
        }
    }
    lines.join(",\n")
}

/// `doapi` with the universal options and nothing else, which takes options in the forms that the other commands do.
fn root() -> clap::Command {
    let root = clap::Command::new("doapi").version(env!("CARGO_PKG_VERSION")).propagate_version(true);
    Global::augment_args(root.infer_long_args(true).args_override_self(true)).disable_help_subcommand(true)
}

/// The line that has these words after the name of the program.
fn line_of(words: impl Iterator<Item = impl Into<OsString>>) -> Vec<OsString> {
    std::iter::once("doapi".into()).chain(words.map(Into::into)).collect()
}

/// The first word of a line that is no universal option, and all that follows it.
pub(super) fn after_options(line: &[OsString]) -> Option<(String, Vec<OsString>)> {
    let matches = root().allow_external_subcommands(true).ignore_errors(true).try_get_matches_from(line).ok()?;
    let (first, rest) = matches.subcommand()?;
    let rest = rest.get_many::<OsString>("").into_iter().flatten().cloned().collect();
    Some((first.to_owned(), rest))
}

/// The line with the verb that a noun alone means; nothing if there is more in it than the noun.
fn with_show(line: &[OsString], rest: &[OsString], asked: &Asked) -> Option<Vec<OsString>> {
    let after = &rest[asked.used().min(rest.len())..];
    let is_option = |word: &OsString| word.to_string_lossy().starts_with('-');
    // What follows an option is its value.
    let is_more =
        |at: usize, word: &OsString| is_help(word) || !(is_option(word) || at > 0 && is_option(&after[at - 1]));
    if !asked.shows_when_alone() || after.iter().enumerate().any(|(at, word)| is_more(at, word)) {
        return None;
    }
    let mut words = line.to_vec();
    words.insert(line.len() - rest.len() + asked.used(), "show".into());
    Some(words)
}

/// The line `doapi droplet --where status=off` with the verb that it means; nothing if it is another one.
pub(super) fn with_options_of_show(line: &[OsString], tree: &clap::Command) -> Option<Vec<OsString>> {
    let (noun, rest) = after_options(line)?;
    let show = tree.find_subcommand(noun)?.find_subcommand("show")?;
    let is_option = rest.first()?.to_string_lossy().starts_with('-');
    let mut words = line.to_vec();
    words.insert(line.len() - rest.len(), show.get_name().into());
    let asks_for_help = rest.iter().any(|word| is_help(word) || word == "help");
    (is_option && !asks_for_help).then_some(words)
}

/// The line `doapi volume help new` as `doapi volume new --help`; nothing if it is another one, or asks for a topic.
fn with_help(line: &[OsString], rest: &[OsString], asked: &Asked) -> Option<Vec<OsString>> {
    let mut after = rest.iter().skip(asked.used());
    let is_word = asked.is_group() && after.next().is_some_and(|word| word == "help");
    let is_topic = after.next().is_some_and(|word| topics::is_topic(word));
    (is_word && !is_topic).then(|| {
        let mut words = line.to_vec();
        words.remove(line.len() - rest.len() + asked.used());
        words.push("--help".into());
        words
    })
}

fn is_help(word: &OsStr) -> bool {
    word == "--help" || word == "-h"
}
