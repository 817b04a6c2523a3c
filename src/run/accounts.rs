//! Changes of the configuration, and the question for a token.

use super::Context;
use super::token::{self, LocatedToken, Reading};
use crate::api::Client;
use crate::args::config::{Config, Edit, Settings, TokenKey, TokenSource, misconfigured};
use crate::args::variable::variable;
use crate::error::{Context as _, Result, interrupted};
use crate::ui::question::ask_hidden;
use std::io::IsTerminal;

/// A longer line is no token.
const LONGEST: u64 = 64 << 10;

impl Context {
    /// What may be done for a token.
    pub(super) fn reading(&self) -> Reading<'_> {
        Reading::Full { interrupt: &self.interrupt, clock: &self.clock }
    }

    /// The client with a token that no configuration has yet. It has to be asked for before any other.
    pub(crate) fn client_with(&self, found: LocatedToken, endpoint: Option<&str>) -> Result<&Client> {
        let client = self.client_of(self.global.endpoint_or(endpoint)?, found)?.with_deadline(self.last_moment());
        self.interrupt.arm();
        Ok(self.client.get_or_init(|| client))
    }

    /// The token that a source gives, to try it.
    fn token_of(&self, source: &TokenSource, context: &str) -> Result<LocatedToken> {
        token::printed_by(source, context, self.reading())
    }

    /// How droplets are reached, where the configuration says it.
    pub(crate) fn ssh_settings(&self) -> Result<Settings> {
        self.global.ssh()
    }

    /// The name of the context that is used.
    pub(crate) fn context_name(&self) -> Result<Option<String>> {
        Ok(self.global.account()?.map(|account| account.name.clone()))
    }

    /// The region of new objects, where the configuration names one.
    pub(crate) fn region(&self) -> Result<Option<String>> {
        self.global.region()
    }

    /// The context that the line or a variable names.
    pub(crate) fn named_context(&self) -> Result<Option<String>> {
        Ok(self.global.named_context()?.map(|(name, _)| name))
    }

    /// Changes the file; a dry run does not.
    pub(crate) fn change_configuration(
        &self,
        config: &Config,
        change: impl FnOnce(&mut Edit) -> Result<()>,
    ) -> Result<()> {
        config.warnings.iter().for_each(|text| self.ui.warning(text));
        let mut edit = Edit::of(config)?;
        change(&mut edit)?;
        if self.is_dry_run() { Ok(()) } else { edit.save() }
    }

    /// Sets the token of a context, and its endpoint if one was given. The first context is also the one that is used.
    pub(crate) fn add_context(&self, config: &Config, name: &str, token: &TokenKey) -> Result<()> {
        check_name(config, name)?;
        let endpoint = self.global.given_endpoint()?;
        if let Some(endpoint) = &endpoint {
            crate::api::Endpoint::parse(endpoint, true)
                .map_err(|error| misconfigured(format!("the endpoint {error}")))?;
        }
        let is_first = config.current_name().is_none() && config.contexts().next().is_none();
        self.change_configuration(config, |edit| {
            if is_first {
                edit.set_current(Some(name));
            }
            edit.set_context(name, token, endpoint.as_deref())
        })
    }

    /// The token that a context would get.
    pub(crate) fn token_of_key(&self, config: &Config, key: &TokenKey, name: &str) -> Result<LocatedToken> {
        let path = config.place()?.to_owned();
        let source = key.source(path)?;
        self.token_of(&source, name)
    }

    /// A token that somebody types, which is not shown; without a terminal, the first line of stdin.
    pub(crate) fn ask_secret(&self, question: &str) -> Result<Option<String>> {
        if !std::io::stdin().is_terminal() {
            let mut line = String::new();
            let stdin = std::io::Read::take(std::io::stdin().lock(), LONGEST);
            std::io::BufRead::read_line(&mut std::io::BufReader::new(stdin), &mut line).context("cannot read stdin")?;
            return Ok(Some(line.trim().to_owned()).filter(|line| !line.is_empty()));
        }
        self.interrupt.arm();
        let answer = ask_hidden(self.ui.messages(), question, self.interrupt.cancel());
        if self.interrupt.is_set() {
            return Err(interrupted());
        }
        Ok(answer.context("cannot read from the terminal")?.filter(|answer| !answer.is_empty()))
    }

    /// Says which variables count before a context that was just chosen.
    pub(crate) fn warn_of_other_tokens(&self) {
        for name in ["DO_API_TOKEN", "DOAPI_API_TOKEN_FILE"] {
            if variable(name).ok().flatten().is_some() {
                self.ui.warning(format_args!("{name} is set, and counts before any context that is not named"));
            }
        }
    }
}

/// Names that are in the file already are used as they are; a new one is also the name of a file.
pub(crate) fn check_name(config: &Config, name: &str) -> Result<()> {
    let fits = name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if config.has(name) || fits && !name.starts_with(['.', '-']) {
        return Ok(());
    }
    Err(misconfigured(format!("the name of a context may hold letters, digits and the characters . _ -, not {name:?}")))
}
