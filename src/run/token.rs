//! Finding the token.

mod command;
mod context;

pub(crate) use context::printed_by;

use super::interrupt::Interrupt;
use crate::api::{Cancel, Clock, Token};
use crate::args::at_file::without_bom;
use crate::args::global::Global;
use crate::args::variable::variable;
use crate::error::{CliError, Result, Status};
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A larger file is not a token file.
const LARGEST: u64 = 64 << 10;

/// There is no token, or one that cannot be used. The message names the places, never their contents.
#[derive(Debug)]
pub(crate) enum NoToken {
    /// No place has a token.
    Nowhere,
    /// This place has something that is not a token.
    Unusable(String),
    /// This place gives none, for this reason.
    Useless(String),
    /// This file cannot be read.
    Unreadable(String, std::io::Error),
}

impl std::error::Error for NoToken {}

impl fmt::Display for NoToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nowhere => {
                f.write_str("no API token: run doapi login, or give --api-token-file FILE, or set DO_API_TOKEN, or put it in ~/.doapi")
            }
            Self::Useless(text) => f.write_str(text),
            Self::Unusable(place) => {
                write!(f, "{place} is no API token: it is empty, or has characters that a header cannot carry")
            }
            Self::Unreadable(file, error) => write!(f, "cannot read the API token from {file}: {error}"),
        }
    }
}

impl From<NoToken> for CliError {
    fn from(error: NoToken) -> CliError {
        CliError::new(Status::Refused, error)
    }
}

/// A token, and a description of its source for messages.
pub(crate) struct LocatedToken {
    pub(crate) token: Token,
    pub(crate) place: String,
    pub(crate) warnings: Vec<String>,
}

/// What may be done for a token.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reading<'a> {
    /// Any file is read, and a command may ask something.
    Full { interrupt: &'a Interrupt, clock: &'a Clock },
    /// Only regular files are read, and a command gets a second: completion must neither block on a pipe nor prompt.
    Quick,
}

impl Reading<'_> {
    fn is_quick(self) -> bool {
        matches!(self, Reading::Quick)
    }

    /// The clock and the cancellation of a command. The signal that cancels it is recorded from now on, where otherwise
    /// it would end doapi and leave the command behind.
    fn clock_and_cancel(self) -> (Clock, Cancel) {
        match self {
            Reading::Full { interrupt, clock } => {
                interrupt.arm();
                (clock.clone(), interrupt.cancel().clone())
            }
            Reading::Quick => (Clock::system(), Cancel::default()),
        }
    }
}

/// The token, from the first place that has one: the options, `DO_API_TOKEN`, `DOAPI_API_TOKEN_FILE`, the context,
/// `~/.doapi`, and the variables of other tools. A context that is named beside one of the others is an error.
pub(crate) fn find(global: &Global, reading: Reading) -> Result<LocatedToken> {
    // This also refuses a context that is named beside another token.
    let account = global.account()?;
    if let Some(found) = on_the_line(global, reading)? {
        return Ok(found);
    }
    if let Some(account) = account {
        return context::find(global, account, reading);
    }
    let file = variable("DOAPI_API_TOKEN_FILE")?;
    if let Some(text) = variable("DO_API_TOKEN")? {
        let both = file.map(|_| "DO_API_TOKEN and DOAPI_API_TOKEN_FILE are both set; DO_API_TOKEN counts".to_owned());
        return Ok(LocatedToken {
            warnings: both.into_iter().collect(),
            ..usable(&text, "the value of DO_API_TOKEN")?
        });
    }
    if let Some(file) = file {
        return from_file(Path::new(&file), reading);
    }
    if let Some(file) = home_file().filter(|file| is_there(file)) {
        return from_file(&file, reading);
    }
    for name in ["DIGITALOCEAN_ACCESS_TOKEN", "DIGITALOCEAN_TOKEN"] {
        if let Some(text) = variable(name)? {
            return usable(&text, &format!("the value of {name}"));
        }
    }
    Err(NoToken::Nowhere.into())
}

/// The token from the options.
pub(crate) fn on_the_line(global: &Global, reading: Reading) -> Result<Option<LocatedToken>> {
    match (&global.api_token, &global.api_token_file) {
        (Some(text), _) => usable(text, "the value of --api-token").map(Some),
        (None, Some(file)) => from_file(file, reading).map(Some),
        (None, None) => Ok(None),
    }
}

/// A token that somebody typed.
pub(crate) fn typed(text: &str) -> Result<LocatedToken> {
    usable(text, "what was typed")
}

fn home_file() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|dirs| dirs.home_dir().join(".doapi"))
}

/// Whether the path exists. A dangling or circular link counts: it is an error, not a reason to try another token.
fn is_there(file: &Path) -> bool {
    file.symlink_metadata().is_ok()
}

fn usable(text: &str, place: &str) -> Result<LocatedToken> {
    let found = |token| LocatedToken { token, place: place.to_owned(), warnings: Vec::new() };
    Token::new(text).map(found).ok_or_else(|| NoToken::Unusable(place.to_owned()).into())
}

fn from_file(file: &Path, reading: Reading) -> Result<LocatedToken> {
    let stdin = file == Path::new("-");
    if reading.is_quick() && (stdin || !file.is_file()) {
        return Err(NoToken::Nowhere.into());
    }
    let place = if stdin { "stdin".to_owned() } else { format!("{file:?}") };
    let unreadable = |error| NoToken::Unreadable(place.clone(), error);
    let mut warnings = Vec::new();
    let text = if stdin {
        read(std::io::stdin().lock())
    } else {
        let opened = File::open(file).map_err(unreadable)?;
        if is_open_to_others(&opened) {
            warnings.push(format!("others can read the API token in {place}; chmod 600 keeps it yours"));
        }
        read(opened)
    };
    let found = usable(&text.map_err(unreadable)?, &format!("the text in {place}"))?;
    Ok(LocatedToken { warnings, ..found })
}

fn read(from: impl Read) -> std::io::Result<String> {
    let mut text = String::new();
    from.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(std::io::Error::other("it is too large to be one"));
    }
    Ok(without_bom(text))
}

#[cfg(unix)]
fn is_open_to_others(file: &File) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let regular = |meta: &std::fs::Metadata| meta.is_file();
    file.metadata().ok().filter(regular).is_some_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &File) -> bool {
    false
}
