//! `doapi droplet scp` and `doapi droplet rsync`: the words go to the program as they are, but for the names of
//! droplets in front of paths.

use super::ssh::name;
use super::{Access, Login};
use crate::error::{Result, usage};
use crate::resolve::noun::DROPLET;
use crate::run::context::Context;
use crate::run::program;
use clap::Args;
use std::ffi::{OsStr, OsString};
use std::process::Command;

/// Copy files from and to a droplet
#[derive(Debug, Args)]
pub(crate) struct Copy {
    #[command(flatten)]
    access: Access,

    /// Files, and DROPLET:PATH for those on a droplet; after -- also options of the program
    #[arg(value_name = "FILE", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    files: Vec<OsString>,
}

/// The program that copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Copier {
    Scp,
    Rsync,
}

impl Copier {
    fn program(self) -> &'static str {
        match self {
            Copier::Scp => "scp",
            Copier::Rsync => "rsync",
        }
    }

    /// Whether the word after this option is its value.
    fn takes_value(self, option: &str) -> bool {
        let letters = match self {
            Copier::Scp => "DFJPScilox",
            Copier::Rsync => "BTefM",
        };
        let last = option.strip_prefix('-').filter(|rest| !rest.starts_with('-')).and_then(|rest| rest.chars().last());
        last.is_some_and(|last| letters.contains(last))
    }
}

impl Copy {
    pub(crate) fn run(&self, ctx: &Context, copier: Copier) -> Result<()> {
        let places: Vec<Option<(String, String)>> = self.places(copier);
        let mut names: Vec<String> = places.iter().flatten().map(|(name, _)| name.clone()).collect();
        names.sort_unstable();
        names.dedup();
        let [droplet] = names.as_slice() else {
            return Err(usage(match names.len() {
                0 => "no file is on a droplet; those are written DROPLET:PATH".to_owned(),
                _ => format!("files of one droplet at a time can be copied, not of {}", names.join(", ")),
            }));
        };
        let target = ctx.find_one(&DROPLET.family, droplet)?;
        let login = self.access.login(ctx, &target).map_err(|error| error.context(name(&target)))?;
        let mut command = Command::new(copier.program());
        match copier {
            Copier::Scp => drop(command.args(login.options())),
            Copier::Rsync => drop(command.arg("-e").arg(remote_shell(&login)?)),
        }
        command.args(self.files.iter().zip(&places).map(|(word, place)| match place {
            Some((_, path)) => OsString::from(format!("{}:{path}", login.host())),
            None => word.clone(),
        }));
        program::replace(ctx, command)
    }

    /// The droplet and path of each word, if it is a place on a droplet.
    fn places(&self, copier: Copier) -> Vec<Option<(String, String)>> {
        let mut is_value = false;
        let place = |word: &OsString| {
            let text = word.to_str()?;
            let is_option = text.starts_with('-');
            let was_value = std::mem::replace(&mut is_value, is_option && copier.takes_value(text));
            if is_option || was_value { None } else { place(text) }
        };
        self.files.iter().map(place).collect()
    }
}

/// `NAME:PATH`, as scp sees it: a colon before any slash.
fn place(text: &str) -> Option<(String, String)> {
    let (name, path) = text.split_once(':')?;
    let is_place = !name.is_empty() && !name.contains('/') && !path.starts_with("//");
    is_place.then(|| (name.to_owned(), path.to_owned()))
}

/// ssh with its options as one word, which rsync splits at spaces outside of quotes.
fn remote_shell(login: &Login) -> Result<OsString> {
    let mut shell = OsString::from("ssh");
    for option in login.options() {
        shell.push(" ");
        shell.push(quoted(&option)?);
    }
    Ok(shell)
}

/// A word for rsync, in which a quote is doubled.
fn quoted(word: &OsStr) -> Result<OsString> {
    let text = word.to_str().ok_or_else(|| usage(format!("rsync cannot be given the file {word:?}")))?;
    let is_plain = !text.contains([' ', '\t', '\n', '\'', '"']);
    Ok(if is_plain { text.into() } else { format!("'{}'", text.replace('\'', "''")).into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_a_droplet_has_a_colon_before_any_slash() {
        for (text, expected) in [
            ("web-1:/etc/hosts", Some(("web-1", "/etc/hosts"))),
            ("web-1:", Some(("web-1", ""))),
            ("web-1:a b;c", Some(("web-1", "a b;c"))),
            ("./web-1:x", None),
            (":x", None),
            ("file", None),
            ("rsync://host/x", None),
        ] {
            let expected = expected.map(|(name, path): (&str, &str)| (name.to_owned(), path.to_owned()));
            assert_eq!(place(text), expected, "{text}");
        }
    }

    #[test]
    fn words_for_rsync_are_quoted_in_its_way() {
        for (word, expected) in [("-o", "-o"), ("/a b/c", "'/a b/c'"), ("it's", "'it''s'")] {
            assert_eq!(quoted(OsStr::new(word)).unwrap(), expected);
        }
    }
}
