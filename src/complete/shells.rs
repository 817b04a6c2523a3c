//! The shells: how each asks for candidates, and in which form it expects them.

mod bash;
mod fish;
mod plain;
mod zsh;

use super::candidates::attach;
use super::session::{Hooks, Session};
use bash::Bash;
use clap_complete::engine::{CompletionCandidate, complete};
use clap_complete::env::EnvCompleter;
use fish::Fish;
use plain::{Elvish, PowerShell};
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::sync::Arc;
use zsh::Zsh;

/// A shell that doapi can complete in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Shell {
    /// Bash, of any version
    Bash,
    /// Z shell
    Zsh,
    /// Friendly interactive shell
    Fish,
    /// Elvish
    Elvish,
    /// PowerShell
    #[value(alias = "pwsh")]
    Powershell,
}

impl Shell {
    /// The script that sets completion up, for a start-up file or the shell's directory of completions.
    pub(crate) fn shim(self) -> &'static str {
        match self {
            Self::Bash => include_str!("../../completions/doapi.bash"),
            Self::Zsh => include_str!("../../completions/_doapi"),
            Self::Fish => include_str!("../../completions/doapi.fish"),
            Self::Elvish => include_str!("../../completions/doapi.elv"),
            Self::Powershell => include_str!("../../completions/doapi.ps1"),
        }
    }
}

/// The protocol of each shell.
pub(super) struct Protocols {
    bash: Bash,
    zsh: Zsh,
    fish: Fish,
    elvish: Elvish,
    powershell: PowerShell,
}

impl Protocols {
    pub(super) fn of(hooks: Hooks) -> Protocols {
        Protocols {
            bash: Bash(hooks),
            zsh: Zsh(hooks),
            fish: Fish(hooks),
            elvish: Elvish(hooks),
            powershell: PowerShell(hooks),
        }
    }

    pub(super) fn all(&self) -> [&dyn EnvCompleter; 5] {
        [&self.bash, &self.zsh, &self.fish, &self.elvish, &self.powershell]
    }
}

/// The candidates for the last of the words. Which tree they are in depends on the words before it, which
/// `clap_complete` does not know when it makes a tree for the shell.
fn candidates(hooks: Hooks, words: Vec<OsString>, dir: Option<&Path>) -> io::Result<Vec<CompletionCandidate>> {
    let session = Arc::new(Session::new(hooks, words));
    let words = session.words().to_vec();
    let last = words.len().saturating_sub(1);
    let nothing_typed = words.last().is_some_and(|word| word.is_empty());
    let mut tree = attach(session.tree(), &session);
    let mut found = complete(&mut tree, words, last, dir)?;
    if nothing_typed {
        leave_options_out(&mut found);
    }
    Ok(found)
}

/// Leaves options out unless a dash was typed: among names they would only be noise.
fn leave_options_out(found: &mut Vec<CompletionCandidate>) {
    let is_option = |candidate: &CompletionCandidate| candidate.get_value().as_encoded_bytes().starts_with(b"-");
    if !found.iter().all(is_option) {
        found.retain(|candidate| !is_option(candidate));
    }
}

/// The text of a candidate, and its description on one line.
fn parts(candidate: &CompletionCandidate) -> Option<(&str, String)> {
    let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
    Some((candidate.get_value().to_str()?, help.lines().next().unwrap_or_default().to_owned()))
}
