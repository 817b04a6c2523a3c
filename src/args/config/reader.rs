//! From the text of the file to its meaning. An error names the line and the key; a key that is not known is a warning.

use super::{Config, Confirm, Entry, Settings, TokenSource, misconfigured};
use crate::api::Endpoint;
use crate::args::duration::limit;
use crate::args::nearest::did_you_mean;
use crate::args::output::formats;
use crate::error::{CliError, Result};
use crate::ui::format::Format;
use clap::ValueEnum;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml_edit::{Document, Item, TableLike};

const SETTINGS: [&str; 9] =
    ["output", "region", "ssh-user", "ssh-port", "ssh-key", "wait-time", "protect", "read-only", "confirm"];
const OF_A_CONTEXT: [&str; 3] = ["token-file", "token-command", "endpoint"];
const OF_THE_FILE: [&str; 2] = ["current-context", "context"];

/// Characters in a line that only a shell understands; without any, the line is a program and its arguments.
const OF_A_SHELL: &str = "|&;<>()$`*?[]{}~!#\n";

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    warnings: Vec<String>,
}

/// A key with its value.
struct Pair<'a> {
    key: &'a str,
    item: &'a Item,
    line: usize,
}

pub(super) fn read(path: PathBuf, text: &str) -> Result<Config> {
    let mut reader = Reader { path: &path, text, warnings: Vec::new() };
    let document = Document::parse(text).map_err(|error| {
        let line = reader.line(error.span());
        // The message of the parser has several lines for some errors.
        let why = error.message().split('\n').next().unwrap_or_default();
        misconfigured(format!("{}:{line}: {why}", path.display()))
    })?;
    let mut config = reader.file(document.as_table())?;
    config.warnings = reader.warnings;
    Ok(Config { path: Some(path), ..config })
}

impl Reader<'_> {
    fn line(&self, span: Option<Range<usize>>) -> usize {
        let before = self.text.get(..span.unwrap_or_default().start).unwrap_or(self.text);
        before.matches('\n').count() + 1
    }

    fn pairs<'a>(&self, table: &'a dyn TableLike) -> Vec<Pair<'a>> {
        let line =
            |key: &str, item: &Item| self.line(table.key(key).and_then(toml_edit::Key::span).or_else(|| item.span()));
        table.iter().map(|(key, item)| Pair { key, item, line: line(key, item) }).collect()
    }

    fn file(&mut self, table: &dyn TableLike) -> Result<Config> {
        let mut config = Config::default();
        for pair in self.pairs(table) {
            match pair.key {
                "current-context" => config.current = Some((self.text_of(&pair)?, pair.line)),
                "context" => {
                    let contexts = pair.item.as_table_like().ok_or_else(|| {
                        self.wrong(
                            &pair,
                            "must be tables, such as [context.work]; current-context = \"work\" chooses one",
                        )
                    })?;
                    for pair in self.pairs(contexts) {
                        config.contexts.insert(pair.key.to_owned(), self.context(&pair)?);
                    }
                }
                _ if self.setting(&mut config.defaults, &pair)? => {}
                _ => self.warn(&pair, &[&OF_THE_FILE, &SETTINGS]),
            }
        }
        Ok(config)
    }

    fn context(&mut self, context: &Pair) -> Result<Entry> {
        let table = context.item.as_table_like().ok_or_else(|| self.wrong(context, "must be a table of settings"))?;
        if context.key.is_empty() {
            return Err(self.wrong(context, "the name of a context must not be empty"));
        }
        let mut entry = Entry::default();
        for pair in self.pairs(table) {
            match pair.key {
                "token-file" | "token-command" if entry.token.is_some() => {
                    return Err(self.wrong(&pair, "token-file and token-command exclude each other"));
                }
                "token-file" => entry.token = Some(TokenSource::File(self.path_of(&pair)?)),
                "token-command" => entry.token = Some(self.command(&pair)?),
                "endpoint" => entry.endpoint = Some(self.endpoint(&pair)?),
                _ if self.setting(&mut entry.settings, &pair)? => {}
                _ => self.warn(&pair, &[&OF_A_CONTEXT, &SETTINGS]),
            }
        }
        Ok(entry)
    }

    /// Whether the key is a default of an option, which is then set.
    fn setting(&self, settings: &mut Settings, pair: &Pair) -> Result<bool> {
        match pair.key {
            "output" => settings.output = Some(self.format(pair)?),
            "region" => settings.region = Some(self.text_of(pair)?),
            "ssh-user" => settings.ssh_user = Some(self.text_of(pair)?),
            "ssh-port" => settings.ssh_port = Some(self.port(pair)?),
            "ssh-key" => settings.ssh_key = Some(self.path_of(pair)?),
            "wait-time" => settings.wait_time = Some(limit(&self.time(pair)?).map_err(|why| self.wrong(pair, &why))?),
            "protect" => settings.protect = self.texts(pair)?,
            "read-only" => {
                let flag = pair.item.as_bool().ok_or_else(|| self.wrong(pair, "must be true or false"))?;
                settings.read_only = Some(flag);
            }
            "confirm" => settings.confirm = Some(self.confirm(pair)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn warn(&mut self, pair: &Pair, known: &[&[&str]]) {
        let tip = did_you_mean(pair.key, known.concat().into_iter().map(str::to_owned));
        self.warnings.push(format!("{}:{}: {:?} is not a known key{tip}", self.path.display(), pair.line, pair.key));
    }

    fn wrong(&self, pair: &Pair, why: &str) -> CliError {
        misconfigured(format!("{}:{}: {}: {why}", self.path.display(), pair.line, pair.key.escape_debug()))
    }

    fn text_of(&self, pair: &Pair) -> Result<String> {
        match pair.item.as_str() {
            None => Err(self.wrong(pair, "must be a text")),
            Some("") => Err(self.wrong(pair, "must not be empty")),
            Some(text) => Ok(text.to_owned()),
        }
    }

    /// A list of texts, or one text.
    fn texts(&self, pair: &Pair) -> Result<Vec<String>> {
        let Some(list) = pair.item.as_array() else { return self.text_of(pair).map(|text| vec![text]) };
        let text = |value: &toml_edit::Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let texts = list.iter().map(text).collect::<Option<Vec<_>>>();
        texts.ok_or_else(|| self.wrong(pair, "must be a list of texts, none of them empty"))
    }

    fn format(&self, pair: &Pair) -> Result<Format> {
        let text = self.text_of(pair)?;
        Format::from_str(&text, true).map_err(|_| self.wrong(pair, &format!("must be one of {}", formats())))
    }

    fn confirm(&self, pair: &Pair) -> Result<Confirm> {
        let text = self.text_of(pair)?;
        Confirm::parse(&text).ok_or_else(|| self.wrong(pair, "must be one of always, selected, never"))
    }

    fn port(&self, pair: &Pair) -> Result<u16> {
        let port = pair.item.as_integer().and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0);
        port.ok_or_else(|| self.wrong(pair, "must be a number from 1 to 65535"))
    }

    fn endpoint(&self, pair: &Pair) -> Result<String> {
        let text = self.text_of(pair)?;
        match Endpoint::parse(&text, true) {
            Ok(_) => Ok(text),
            Err(error) => Err(self.wrong(pair, &error.to_string())),
        }
    }

    /// A time, which may be written as a number.
    fn time(&self, pair: &Pair) -> Result<String> {
        let number = pair.item.as_integer().map(|number| number.to_string());
        let number = number.or_else(|| pair.item.as_float().map(|number| number.to_string()));
        number.map_or_else(|| self.text_of(pair), Ok)
    }

    /// A path: relative ones begin at the directory of the file, and `~/` is the home.
    fn path_of(&self, pair: &Pair) -> Result<PathBuf> {
        let text = self.text_of(pair)?;
        let home = directories::BaseDirs::new();
        Ok(match (text.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => home.home_dir().join(rest),
            _ => self.path.parent().unwrap_or(Path::new("")).join(text),
        })
    }

    /// A list is a program and its arguments, and so is a line that needs no shell.
    fn command(&self, pair: &Pair) -> Result<TokenSource> {
        let text = match pair.item.as_array() {
            Some(list) if list.is_empty() => return Err(self.wrong(pair, "must not be empty")),
            Some(list) => {
                let words = list.iter().map(|word| word.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
                let words = words.filter(|words| words.first().is_some_and(|program| !program.is_empty()));
                let words = words.ok_or_else(|| self.wrong(pair, "must be a list of texts, first a program"))?;
                return Ok(TokenSource::Program(words));
            }
            None => self.text_of(pair)?,
        };
        if text.contains(|c| OF_A_SHELL.contains(c)) {
            return Ok(TokenSource::Shell(text));
        }
        let words = shlex::split(&text).ok_or_else(|| self.wrong(pair, "has a quote that does not end"))?;
        match words.first() {
            None => Err(self.wrong(pair, "must not be empty")),
            // An assignment to a variable.
            Some(first) if first.contains('=') => Ok(TokenSource::Shell(text)),
            Some(_) => Ok(TokenSource::Program(words)),
        }
    }
}

#[cfg(test)]
mod tests;
