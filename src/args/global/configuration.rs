//! What the configuration adds to the options and variables.

use super::Global;
use crate::args::config::{Account, Config, Confirm, Settings, misconfigured};
use crate::args::duration::Limit;
use crate::args::output::OutputOptions;
use crate::args::variable::variable;
use crate::error::Result;
use crate::ui::format::Format;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

impl Global {
    /// The same without any configuration, for commands that use no account.
    pub(crate) fn without_configuration(self) -> Global {
        Global { config: Arc::new(OnceLock::from(Ok((Config::default(), None)))), ..self }
    }

    fn configuration(&self) -> Result<&(Config, Option<Account>)> {
        let read = || {
            let config = Config::load().map_err(|error| error.to_string())?;
            let account = self.find_account(&config).map_err(|error| error.to_string())?;
            Ok((config, account))
        };
        self.config.get_or_init(read).as_ref().map_err(misconfigured)
    }

    /// What is odd about the file.
    pub(crate) fn configuration_warnings(&self) -> &[String] {
        self.configuration().map_or(&[], |(config, _)| &config.warnings)
    }

    /// Where the configuration is.
    pub(crate) fn configuration_path(&self) -> Option<PathBuf> {
        self.configuration().ok().and_then(|(config, _)| config.path.clone())
    }

    /// The context whose token is used, if it is from a context.
    pub(crate) fn account(&self) -> Result<Option<&Account>> {
        self.configuration().map(|(_, account)| account.as_ref())
    }

    /// The context that the line or a variable names, and how it does.
    pub(crate) fn named_context(&self) -> Result<Option<(String, &'static str)>> {
        let on_the_line = self.context.clone().map(|name| (name, "--context"));
        Ok(on_the_line.or(variable("DOAPI_CONTEXT")?.map(|name| (name, "DOAPI_CONTEXT"))))
    }

    /// A token that is given some other way puts a context out of effect; where both were asked for, nobody can know
    /// which account was meant.
    fn find_account(&self, config: &Config) -> Result<Option<Account>> {
        let named = self.named_context()?;
        if self.api_token.is_some() || self.api_token_file.is_some() {
            let option = if self.api_token.is_some() { "--api-token" } else { "--api-token-file" };
            let both = format!("--context and {option} exclude each other: each names an account");
            return if self.context.is_some() { Err(misconfigured(both)) } else { Ok(None) };
        }
        for name in ["DO_API_TOKEN", "DOAPI_API_TOKEN_FILE"] {
            match (variable(name)?, &named) {
                (None, _) => {}
                (Some(_), None) => return Ok(None),
                (Some(_), Some((context, how))) => {
                    let text = format!("{how} names the context {context:?}, but {name} is set too; unset one of them");
                    return Err(misconfigured(text));
                }
            }
        }
        named.map_or_else(|| config.current(), |(name, _)| config.context(&name).map(Some))
    }

    /// The settings that apply: of the context, then of the file.
    pub(super) fn settings(&self) -> Result<Vec<&Settings>> {
        let (config, account) = self.configuration()?;
        let of_context = account.iter().map(|account| &account.entry.settings);
        Ok(of_context.chain([config.defaults()]).collect())
    }

    pub(super) fn setting<T>(&self, pick: impl Fn(&Settings) -> Option<T>) -> Result<Option<T>> {
        Ok(self.settings()?.into_iter().find_map(pick))
    }

    /// Which destructions have to be confirmed.
    pub(crate) fn confirm(&self) -> Result<Confirm> {
        Ok(self.setting(|settings| settings.confirm)?.unwrap_or_default())
    }

    /// The region of new objects.
    pub(crate) fn region(&self) -> Result<Option<String>> {
        self.setting(|settings| settings.region.clone())
    }

    /// The limit of waits for which the line has none.
    pub(crate) fn usual_wait_time(&self) -> Result<Option<Limit>> {
        self.setting(|settings| settings.wait_time)
    }

    /// How droplets are reached.
    pub(crate) fn ssh(&self) -> Result<Settings> {
        Ok(Settings {
            ssh_user: self.setting(|settings| settings.ssh_user.clone())?,
            ssh_port: self.setting(|settings| settings.ssh_port)?,
            ssh_key: self.setting(|settings| settings.ssh_key.clone())?,
            ..Settings::default()
        })
    }

    /// The endpoint on the line or in its variable.
    pub(crate) fn given_endpoint(&self) -> Result<Option<String>> {
        if self.endpoint.is_some() {
            return Ok(self.endpoint.clone());
        }
        variable("DOAPI_ENDPOINT")
    }

    /// The format that the configuration names, which counts on a terminal only.
    pub(super) fn usual_format(&self) -> Result<Option<Format>> {
        if OutputOptions::is_for_a_terminal() { self.setting(|settings| settings.output) } else { Ok(None) }
    }

    /// The format of the result.
    pub(crate) fn format(&self) -> Result<Format> {
        self.output.format(self.usual_format()?)
    }
}
