//! `doapi login`.

use crate::api::Path;
use crate::args::config::{Config, DOCTL, TokenKey, keep_token, misconfigured};
use crate::error::{CliError, Result, Status};
use crate::run::accounts::check_name;
use crate::run::context::Context;
use crate::run::token::LocatedToken;
use crate::ui::escape;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Where somebody can make a token.
const TOKENS: &str = "https://cloud.digitalocean.com/account/api/tokens";

/// Add a context: ask for a token, check it, and store it
#[derive(Debug, Args)]
pub(crate) struct Login {
    /// Store where the token is instead: the file that holds it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    token_file: Option<PathBuf>,

    /// Store where the token is instead: the command that prints it, such as 'pass show digitalocean'
    #[arg(long, value_name = "COMMAND", conflicts_with = "token_file")]
    token_command: Option<String>,

    /// The name of the context
    #[arg(value_name = "CONTEXT", default_value = "default")]
    name: String,
}

impl Login {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        if self.name.starts_with(DOCTL) {
            return Err(misconfigured(format!(
                "the context {:?} would be one of doctl, whose file doapi only reads",
                self.name
            )));
        }
        // An error in the file is found before anybody has typed a token.
        let config = Config::load_to_change()?;
        check_name(&config, &self.name)?;
        let source = self.source();
        let found = match &source {
            Some(key) => ctx.token_of_key(&config, key, &self.name)?,
            None => ask(ctx)?,
        };
        let token = found.token.clone();
        let email = account(ctx, &config, &self.name, found)?;
        if !ctx.is_dry_run() {
            let key = source.map_or_else(|| keep_token(&config, &self.name, token.reveal()).map(TokenKey::File), Ok)?;
            ctx.add_context(&config, &self.name, &key)?;
        }
        let place = config.place()?;
        ctx.ui.messages().done(format_args!("logged in as {email}, context {:?} in {place:?}", self.name));
        ctx.warn_of_other_tokens();
        Ok(())
    }

    fn source(&self) -> Option<TokenKey> {
        let file = self.token_file.as_ref().map(|file| std::path::absolute(file).unwrap_or_else(|_| file.clone()));
        file.map(TokenKey::File).or(self.token_command.clone().map(TokenKey::Command))
    }
}

/// The token that somebody types, or that is on stdin.
fn ask(ctx: &Context) -> Result<LocatedToken> {
    let question = format!("A token from {TOKENS} (it is not shown): ");
    let Some(typed) = ctx.ask_secret(&question)? else {
        return Err(CliError::new(Status::Refused, anyhow::anyhow!("no API token was given; nothing was stored")));
    };
    crate::run::token::typed(&typed)
}

/// Who the token belongs to, as the API of that context says.
fn account(ctx: &Context, config: &Config, name: &str, found: LocatedToken) -> Result<String> {
    let of_context = if config.has(name) { config.context(name)?.entry.endpoint } else { None };
    let reply = ctx.client_with(found, of_context.as_deref())?.get(Path::new("/v2/account"))?;
    let email = reply.object("account")?.text("email").unwrap_or_default();
    Ok(escape(&email))
}
