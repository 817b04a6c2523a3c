//! The contexts of doctl, read from its own file.

use super::{misconfigured, open_quickly};
use crate::args::nearest::nearest;
use crate::error::Result;
use std::io::{ErrorKind, Read};
use std::path::PathBuf;
use yaml_rust2::{Yaml, YamlLoader};

/// What the names of these contexts begin with here.
pub(crate) const PREFIX: &str = "doctl:";

/// doctl's name for the token at the top of its file.
const DEFAULT: &str = "default";

/// A larger file is not doctl's.
const LARGEST: u64 = 1 << 20;

/// Where doctl looks for its configuration.
fn path() -> Result<PathBuf> {
    let dirs = directories::BaseDirs::new();
    let dir = dirs.map(|dirs| dirs.config_dir().join("doctl/config.yaml"));
    dir.ok_or_else(|| misconfigured("there is no directory for the configuration of doctl"))
}

fn read() -> Result<(Yaml, PathBuf)> {
    let path = path()?;
    let wrong = |why: String| misconfigured(format!("cannot read the configuration of doctl, {path:?}: {why}"));
    let file = open_quickly(&path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => misconfigured(format!("doctl has no configuration at {path:?}")),
        _ => wrong(error.to_string()),
    })?;
    let mut text = String::new();
    file.take(LARGEST).read_to_string(&mut text).map_err(|error| wrong(error.to_string()))?;
    let documents = YamlLoader::load_from_str(&text).map_err(|error| wrong(error.to_string()))?;
    Ok((documents.into_iter().next().unwrap_or(Yaml::Null), path))
}

/// The contexts in a file of doctl: their names and tokens.
fn contexts(file: &Yaml) -> Vec<(String, String)> {
    let token = |value: &Yaml| value.as_str().filter(|token| !token.is_empty()).map(str::to_owned);
    let first = token(&file["access-token"]).map(|token| (DEFAULT.to_owned(), token));
    let others = file["auth-contexts"].as_hash().into_iter().flatten();
    let others = others.filter_map(|(name, value)| Some((name.as_str()?.to_owned(), token(value)?)));
    let others = others.filter(|(name, _)| name != DEFAULT);
    first.into_iter().chain(others).collect()
}

/// The token of a context, and the path of the file. doctl writes names in small letters, however they were given.
pub(super) fn token(name: &str) -> Result<(String, PathBuf)> {
    let (file, path) = read()?;
    let contexts = contexts(&file);
    let found = contexts.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, token)| (token.clone(), path.clone())).ok_or_else(|| {
        let near = nearest(name, contexts.iter().map(|(known, _)| known.clone()));
        let tip = near.map(|near| format!("; did you mean \"{PREFIX}{near}\"?")).unwrap_or_default();
        misconfigured(format!("doctl has no context {name:?} with a token in {path:?}{tip}"))
    })
}

/// The endpoint of all its contexts, where it has another than the official one.
pub(super) fn endpoint() -> Result<Option<String>> {
    Ok(read()?.0["api-url"].as_str().filter(|url| !url.is_empty()).map(str::to_owned))
}

/// The names of its contexts, as they are called here.
pub(super) fn names() -> Vec<String> {
    let contexts = read().map(|(file, _)| contexts(&file)).unwrap_or_default();
    contexts.into_iter().map(|(name, _)| format!("{PREFIX}{name}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contexts_of_doctl_are_its_default_one_and_the_others() {
        let text = "access-token: one\napi-url: \"\"\nauth-contexts:\n  home: two\n  empty: \"\"\n  default: old\n  7: three\n\
                    context: default\noutput: text\n";
        let file = &YamlLoader::load_from_str(text).unwrap()[0];
        let expected = [("default", "one"), ("home", "two")].map(|(name, token)| (name.to_owned(), token.to_owned()));
        assert_eq!(contexts(file), expected);
        assert!(contexts(&Yaml::Null).is_empty());
    }
}
