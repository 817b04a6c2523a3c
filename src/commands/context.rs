//! `doapi context`: the accounts in the configuration.

use crate::args::config::{Account, Config, DOCTL, Settings, TokenKey, TokenSource, misconfigured, remove_token};
use crate::args::global::context_names;
use crate::error::{Result, usage};
use crate::run::context::Context;
use clap::{Args, Subcommand, ValueHint};
use clap_complete::engine::ArgValueCandidates;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

const COLUMNS: &[&str] = &["name", "current", "token-file", "token-command", "endpoint"];

/// Manage contexts: accounts, each with a token and defaults
#[derive(Debug, Args)]
pub(crate) struct Contexts {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show contexts: those given, or all; a token is never shown
    #[command(aliases = ["list", "ls", "get"])]
    Show {
        /// Names of contexts
        #[arg(value_name = "CONTEXT", add = ArgValueCandidates::new(context_names))]
        names: Vec<String>,
    },
    /// Use a context from now on, unless another is named
    Use {
        /// Use none: tokens are looked for elsewhere
        #[arg(long, conflicts_with = "name")]
        none: bool,

        /// The name of a context
        #[arg(value_name = "CONTEXT", required_unless_present = "none", add = ArgValueCandidates::new(context_names))]
        name: Option<String>,
    },
    /// Add a context whose token is already kept somewhere; login asks for one
    #[command(aliases = ["create"])]
    New(New),
    /// Delete contexts, and the tokens that login stored for them
    #[command(aliases = ["rm", "destroy"])]
    Delete {
        /// Names of contexts
        #[arg(value_name = "CONTEXT", required = true, add = ArgValueCandidates::new(context_names))]
        names: Vec<String>,
    },
}

#[derive(Debug, Args)]
struct New {
    /// The file that holds the token
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, required_unless_present = "token_command")]
    token_file: Option<PathBuf>,

    /// The command that prints the token, such as 'pass show digitalocean'
    #[arg(long, value_name = "COMMAND", conflicts_with = "token_file")]
    token_command: Option<String>,

    /// The name of the new context
    #[arg(value_name = "CONTEXT")]
    name: String,
}

impl Contexts {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        match self.verb.unwrap_or(Verb::Show { names: Vec::new() }) {
            Verb::Show { names } => show(ctx, &names),
            Verb::Use { name, .. } => choose(ctx, name.as_deref()),
            Verb::New(new) => new.run(ctx),
            Verb::Delete { names } => delete(ctx, &names),
        }
    }
}

fn show(ctx: &Context, names: &[String]) -> Result<()> {
    let config = Config::load()?;
    config.warnings.iter().for_each(|text| ctx.ui.warning(text));
    let current = ctx.named_context()?.or(config.current_name().map(str::to_owned));
    let all = || config.contexts().map(|(name, _)| name.clone()).collect();
    let names: Vec<String> = if names.is_empty() { all() } else { names.to_vec() };
    let accounts = names.iter().map(|name| config.context(name)).collect::<Result<Vec<_>>>()?;
    let mut array = ctx.ui.array_of(COLUMNS);
    for account in &accounts {
        let is_current = current.as_deref() == Some(account.name.as_str());
        array.push(&described(account, is_current).to_string());
    }
    array.finish();
    Ok(())
}

/// What is known of a context, in the words of the configuration.
fn described(account: &Account, is_current: bool) -> Value {
    let (token, settings) = (account.entry.token.as_ref(), &account.entry.settings);
    let (file, command) = match token {
        Some(TokenSource::File(file)) => (Some(json!(file)), None),
        Some(TokenSource::Program(words)) => (None, Some(json!(words.iter().map(|it| masked(it)).collect::<Vec<_>>()))),
        Some(TokenSource::Shell(line)) => (None, Some(json!(masked(line)))),
        None => (None, None),
    };
    let fields = [
        ("name", Some(json!(account.name))),
        ("current", Some(json!(is_current))),
        ("token-file", file),
        ("token-command", command),
        ("endpoint", account.entry.endpoint.clone().map(Value::from)),
    ];
    let known = fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(known.chain(defaults(settings)).collect())
}

fn defaults(settings: &Settings) -> Map<String, Value> {
    let fields = [
        ("output", settings.output.map(|format| json!(format.name()))),
        ("region", settings.region.clone().map(Value::from)),
        ("ssh-user", settings.ssh_user.clone().map(Value::from)),
        ("ssh-port", settings.ssh_port.map(Value::from)),
        ("ssh-key", settings.ssh_key.as_ref().map(|key| json!(key))),
        ("wait-time", settings.wait_time.map(|limit| json!(limit.to_string()))),
        ("protect", (!settings.protect.is_empty()).then(|| json!(settings.protect))),
        ("read-only", settings.read_only.map(Value::from)),
        ("confirm", settings.confirm.map(|confirm| json!(confirm.name()))),
    ];
    fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

/// A text without what looks like a token of the API: somebody may have written it into a command.
fn masked(text: &str) -> String {
    let mut shown = text.to_owned();
    for prefix in ["dop_v1_", "doo_v1_", "dor_v1_"] {
        while let Some(start) = shown.find(prefix) {
            let rest = &shown[start + prefix.len()..];
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            shown.replace_range(start..start + prefix.len() + length, "(redacted)");
        }
    }
    shown
}

fn choose(ctx: &Context, name: Option<&str>) -> Result<()> {
    let config = Config::load()?;
    let account = name.map(|name| config.context(name)).transpose()?;
    account.as_ref().map(Account::doctl_token).transpose()?;
    ctx.change_configuration(&config, |edit| {
        edit.set_current(name);
        Ok(())
    })?;
    let used = name.map_or_else(|| "no context is used".to_owned(), |name| format!("the context {name:?} is used"));
    ctx.ui.messages().done(format_args!("{used} from now on, unless another is named"));
    ctx.warn_of_other_tokens();
    Ok(())
}

impl New {
    fn run(self, ctx: &Context) -> Result<()> {
        let config = Config::load_to_change()?;
        if config.has(&self.name) {
            let path = config.place()?;
            return Err(misconfigured(format!("there is a context {:?} in {path:?} already", self.name)));
        }
        let token = match (self.token_file, self.token_command) {
            (Some(file), _) => TokenKey::File(std::path::absolute(&file).unwrap_or(file)),
            (None, Some(line)) => TokenKey::Command(line),
            (None, None) => return Err(usage("a new context needs --token-file or --token-command")),
        };
        ctx.add_context(&config, &self.name, &token)?;
        ctx.ui.messages().done(format_args!("created context {:?} in {:?}", self.name, config.place()?));
        Ok(())
    }
}

fn delete(ctx: &Context, names: &[String]) -> Result<()> {
    let config = Config::load()?;
    if let Some(name) = names.iter().find(|name| name.starts_with(DOCTL) && !config.has(name)) {
        return Err(misconfigured(format!("the context {name:?} is one of doctl, whose file doapi only reads")));
    }
    let accounts = names.iter().map(|name| config.context(name)).collect::<Result<Vec<_>>>()?;
    let was_current = accounts.iter().any(|account| config.current_name() == Some(&account.name));
    ctx.change_configuration(&config, |edit| {
        accounts.iter().for_each(|account| edit.remove_context(&account.name));
        if was_current {
            edit.set_current(None);
        }
        Ok(())
    })?;
    for account in &accounts {
        if let (Some(TokenSource::File(file)), false) = (&account.entry.token, ctx.is_dry_run()) {
            remove_token(&config, &account.name, file)?;
        }
        ctx.ui.messages().done(format_args!("deleted context {:?}", account.name));
    }
    if was_current {
        ctx.ui.messages().done("no context is used from now on, unless one is named");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_token_in_a_command_is_not_shown() {
        for (text, shown) in [
            ("pass show do", "pass show do"),
            ("echo dop_v1_0123abc; true", "echo (redacted); true"),
            ("a doo_v1_1 dor_v1_2 dop_v1_", "a (redacted) (redacted) (redacted)"),
        ] {
            assert_eq!(masked(text), shown);
        }
    }
}
