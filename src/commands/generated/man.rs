//! Man pages: one for doapi, one for each noun and one for each of its commands.

mod table;

use crate::commands::Cli;
use crate::commands::help::facts::explained;
use crate::commands::help::usage::is_several;
use crate::commands::help::{TOPICS, Topic, examples};
use crate::operations::Table;
use clap::{Arg, Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};
use std::collections::{BTreeMap, BTreeSet};

/// The day of the release, which each page shows. It is set together with the version.
const RELEASED: &str = "2026-11-23";

/// Every page, by the name of its file.
pub(super) fn pages() -> BTreeMap<String, String> {
    let mut tree = Cli::command().disable_help_subcommand(true);
    tree.build();
    let mut pages = BTreeMap::new();
    add(&tree, "", &mut pages);
    for noun in Table::read().first_words() {
        pages.entry(format!("doapi-{noun}.1")).or_insert_with(|| table::page(&noun));
    }
    pages
}

fn add(command: &Command, path: &str, pages: &mut BTreeMap<String, String>) {
    pages.insert(format!("{}.1", page_of(path)), page(command, path));
    for sub in command.get_subcommands() {
        add(sub, format!("{path} {}", sub.get_name()).trim_start(), pages);
    }
}

/// `droplet new` is on the page `doapi-droplet-new`.
fn page_of(path: &str) -> String {
    std::iter::once("doapi").chain(path.split_whitespace()).collect::<Vec<_>>().join("-")
}

fn page(command: &Command, path: &str) -> String {
    let command = if path.is_empty() { command.clone() } else { explained(command.clone(), path) };
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").to_owned();
    let is_sub = !path.is_empty();
    let command = command.clone().override_usage(usage).mut_args(for_paper).mut_args(|argument| {
        let is_elsewhere = is_sub && argument.is_global_set();
        if is_elsewhere { argument.hide(true) } else { argument }
    });
    let man = Man::new(command.clone())
        .title(page_of(path).to_uppercase())
        .date(RELEASED)
        .source(format!("doapi {}", env!("CARGO_PKG_VERSION")))
        .manual("doapi manual");
    let mut text = Vec::new();
    man.render_title(&mut text).unwrap();
    man.render_name_section(&mut text).unwrap();
    man.render_synopsis_section(&mut text).unwrap();
    man.render_description_section(&mut text).unwrap();
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text).unwrap();
    }
    man.render_options_section(&mut text).unwrap();
    ours(path).to_writer(&mut text).unwrap();
    tidy(&String::from_utf8(text).unwrap())
}

/// An argument as a page shows it: with its long help and its values in the running text. `--help` is left out, since
/// every command has it.
fn for_paper(argument: Arg) -> Arg {
    let values: Vec<String> = argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let is_common = ["help", "version"].contains(&argument.get_id().as_str());
    let takes_any = values.is_empty() || !argument.get_action().takes_values();
    let argument = argument.hide_short_help(false).hide_possible_values(true).hide(is_common);
    let argument = if is_several(&argument) { with_dots(argument) } else { argument };
    if takes_any {
        return argument;
    }
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    argument.help(format!("{help} [possible values: {}]", values.join(", ")))
}

/// clap's pages leave out that an argument may be repeated.
fn with_dots(argument: Arg) -> Arg {
    let name = argument.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    argument.value_name(format!("{}...", name.unwrap_or_default()))
}

/// Each section comes with the definitions that only the first needs; long lines of running text are broken, as mandoc
/// wants them.
fn tidy(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut as_it_is = false;
    for (at, line) in in_ascii(text).lines().enumerate() {
        as_it_is = if line == ".nf" || line == ".fi" { line == ".nf" } else { as_it_is };
        let is_definition = line.contains(".ds Aq") || line.starts_with(".el .ds");
        let needless =
            is_definition && at > 1 || line == ".PP" && lines.last().is_some_and(|last| last.starts_with(".SH"));
        if !needless {
            lines.extend(if as_it_is || line.starts_with('.') { vec![line.to_owned()] } else { broken(line) });
        }
    }
    // Neither justified nor hyphenated, so that names of variables and options stay readable.
    let title = lines.iter_mut().find(|line| line.starts_with(".TH")).unwrap();
    title.push_str("\n.nh\n.ad l");
    lines.join("\n") + "\n"
}

/// Other characters as troff's own names of them.
fn in_ascii(text: &str) -> String {
    let spelt = |char: char| if char.is_ascii() { char.to_string() } else { format!("\\[u{:04X}]", u32::from(char)) };
    text.chars().map(spelt).collect()
}

/// A line in several. A word that begins with a dot or an apostrophe must not begin a line.
fn broken(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let last = lines.last_mut().unwrap();
        if last.len() + word.len() > 78 && !last.is_empty() && !word.starts_with(['.', '\'']) {
            lines.push(word.to_owned());
        } else {
            last.push_str(if last.is_empty() { "" } else { " " });
            last.push_str(word);
        }
    }
    lines
}

/// The sections that do not come from the command tree.
fn ours(path: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXAMPLES"]);
    write_examples(&mut roff, &examples(path).unwrap_or_default());
    if path == "api" {
        let grammar = TOPICS.iter().find(|topic| topic.name == "operations").unwrap();
        write_topic(&mut roff, "COMMANDS OF THE API", grammar);
    }
    if path.is_empty() {
        for topic in TOPICS {
            write_topic(&mut roff, &topic.title.to_uppercase(), topic);
        }
    } else {
        roff.control("SH", ["OPTIONS OF ALL COMMANDS"]);
        roff.text(inline("`--output`, `--jq`, `--dry-run`, `--timeout` and all others, exit statuses, variables and files are described in `doapi`(1)."));
    }
    roff.control("SH", ["SEE ALSO"]);
    roff.text(see_also(path));
    roff
}

fn write_examples(roff: &mut Roff, examples: &str) {
    for line in examples.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            roff.control("PP", []);
            roff.text([roman(format!("{comment}:"))]);
        } else {
            roff.control("RS", ["4"]);
            roff.control("nf", []);
            roff.text([bold(line)]);
            roff.control("fi", []);
            roff.control("RE", []);
        }
    }
}

fn write_topic(roff: &mut Roff, title: &str, topic: &Topic) {
    roff.control("SH", [title]);
    if !topic.before.is_empty() {
        roff.text(inline(topic.before));
    }
    for (term, meaning) in topic.rows {
        roff.control("TP", []);
        roff.text(if term.contains('`') { inline(term) } else { vec![bold(*term)] });
        roff.text(inline(meaning));
    }
    for paragraph in topic.after {
        roff.control("PP", []);
        roff.text(inline(paragraph));
    }
}

/// Text in which code is bold.
fn inline(text: &str) -> Vec<Inline> {
    let parts = text.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 1 { bold(part) } else { roman(part) }).collect()
}

/// The pages above this one, and those of the commands that its examples use.
fn see_also(path: &str) -> Vec<Inline> {
    let words: Vec<&str> = path.split_whitespace().collect();
    let mut pages: BTreeSet<String> = (0..words.len()).map(|depth| page_of(&words[..depth].join(" "))).collect();
    pages.extend(examples(path).unwrap_or_default().lines().filter_map(page_of_line));
    pages.remove(&page_of(path));
    let pages: Vec<Vec<Inline>> = pages.into_iter().map(|page| vec![bold(page), roman("(1)")]).collect();
    let listed = pages.join(&roman(", "));
    if listed.is_empty() { vec![italic("https://docs.digitalocean.com/reference/api/")] } else { listed }
}

/// The page of the command that a line of an example runs.
fn page_of_line(line: &str) -> Option<String> {
    let tree = Cli::command();
    let mut words = line.strip_prefix("doapi")?.trim_start_matches('-').split_whitespace();
    let noun = tree.find_subcommand(words.next()?)?;
    let verb = words.next().and_then(|word| noun.find_subcommand(word)).map(Command::get_name).unwrap_or_default();
    Some(page_of(&format!("{} {verb}", noun.get_name())))
}
