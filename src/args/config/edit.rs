//! Changes of the file. What else stands in it stays as it is, comments too, and a reader sees the old file or the new
//! one.

use super::{Config, TokenSource, misconfigured};
use crate::args::private_file::write;
use crate::error::{Context as _, Result};
use std::fs;
use std::path::{Path, PathBuf};
use toml_edit::{DocumentMut, Item, Table, Value, value};

/// The file as it is to be.
pub(crate) struct Edit {
    path: PathBuf,
    document: DocumentMut,
}

/// What a context says about its token.
#[derive(Debug, Clone)]
pub(crate) enum TokenKey {
    File(PathBuf),
    /// A line, as it was given.
    Command(String),
}

impl TokenKey {
    /// Where the token then is, as a reader of the file at `path` will find it.
    pub(crate) fn source(&self, path: PathBuf) -> Result<TokenSource> {
        match self {
            TokenKey::File(file) => Ok(TokenSource::File(file.clone())),
            TokenKey::Command(line) => {
                let text = format!("context.new.token-command = {}", Value::from(line));
                let entry = super::reader::read(path, &text)?.context("new")?.entry;
                entry.token.ok_or_else(|| misconfigured("--token-command is empty"))
            }
        }
    }
}

impl Edit {
    pub(crate) fn of(config: &Config) -> Result<Edit> {
        let path = config.place()?.to_owned();
        let text = super::file::read(&path)?.unwrap_or_default();
        // It was read before, so only somebody who changes it at this moment can have broken it.
        let document = text.parse().map_err(|_| misconfigured(format!("{path:?} has changed meanwhile")))?;
        Ok(Edit { path, document })
    }

    /// Makes a context the one that is used unless another is named; without a name, there is none.
    pub(crate) fn set_current(&mut self, name: Option<&str>) {
        match (name, self.document.get_mut("current-context")) {
            (Some(name), Some(item)) => replace(item, name.into()),
            (Some(name), None) => {
                self.document.insert("current-context", value(name));
            }
            (None, _) => drop(self.document.remove("current-context")),
        }
    }

    /// Sets where the token of a context is from, and its endpoint; makes the context if there is none.
    pub(crate) fn set_context(&mut self, name: &str, token: &TokenKey, endpoint: Option<&str>) -> Result<()> {
        let context = self.context(name)?;
        let (key, other, given) = match token {
            TokenKey::File(file) => ("token-file", "token-command", Value::from(file.to_string_lossy().as_ref())),
            TokenKey::Command(line) => ("token-command", "token-file", Value::from(line)),
        };
        context.remove(other);
        context.insert(key, value(given));
        if let Some(endpoint) = endpoint {
            context.insert("endpoint", value(endpoint));
        }
        Ok(())
    }

    fn context(&mut self, name: &str) -> Result<&mut dyn toml_edit::TableLike> {
        let mut contexts = Table::new();
        contexts.set_implicit(true);
        let contexts = self.document.entry("context").or_insert(Item::Table(contexts)).as_table_like_mut();
        let context = contexts.map(|contexts| contexts.entry(name).or_insert(Item::Table(Table::new())));
        let path = &self.path;
        context
            .and_then(Item::as_table_like_mut)
            .ok_or_else(|| misconfigured(format!("{path:?} has changed meanwhile")))
    }

    pub(crate) fn remove_context(&mut self, name: &str) {
        if let Some(contexts) = self.document.get_mut("context").and_then(Item::as_table_like_mut) {
            contexts.remove(name);
        }
    }

    /// Writes the file, which only its owner can read from then on.
    pub(crate) fn save(&self) -> Result<()> {
        // A link stays a link to the file that it names.
        let path = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        write(&path, self.document.to_string().as_bytes()).with_context(|| format!("cannot write {path:?}"))
    }
}

/// Replaces a value, with the comment after it left where it is.
fn replace(item: &mut Item, mut new: Value) {
    if let Some(old) = item.as_value() {
        *new.decor_mut() = old.decor().clone();
    }
    *item = Item::Value(new);
}

/// The file of the token of a context that doapi itself keeps.
fn token_file(config: &Config, name: &str) -> Result<PathBuf> {
    Ok(config.place()?.with_file_name("tokens").join(name))
}

/// Stores a token beside the configuration, where only its owner can read it.
pub(crate) fn keep_token(config: &Config, name: &str, token: &str) -> Result<PathBuf> {
    let path = token_file(config, name)?;
    write(&path, format!("{token}\n").as_bytes()).with_context(|| format!("cannot write {path:?}"))?;
    Ok(path)
}

/// Removes a token that [`keep_token`] stored. Another file is left alone.
pub(crate) fn remove_token(config: &Config, name: &str, file: &Path) -> Result<bool> {
    if file != token_file(config, name)? {
        return Ok(false);
    }
    match fs::remove_file(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        removed => removed.map(|()| true).with_context(|| format!("cannot remove {file:?}")),
    }
}
