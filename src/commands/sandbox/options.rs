//! The options that `exec` and `serve` share.

use crate::args::duration::seconds;
use crate::error::{Context as _, Result};
use crate::run::context::Context;
use crate::ui::{Messages, escape};
use clap::{Args, ValueHint};
use doapi_sandbox::{Config, Exchange, Fault, Limits, Log, Sandbox, SeedError};
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the API behaves
#[derive(Debug, Args)]
#[command(next_help_heading = "How the API behaves")]
pub(super) struct SandboxOptions {
    /// What the account holds at the start
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    seed: Option<PathBuf>,

    /// Keep the state in this file across runs
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    state: Option<PathBuf>,

    /// How long an action takes
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "1s")]
    action_time: Duration,

    /// How long every answer takes
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "0s")]
    latency: Duration,

    /// How many requests a minute are allowed
    #[arg(long, value_name = "N", default_value_t = 250)]
    burst: u64,

    /// Let the token do only this: scopes such as droplet:read,droplet:create; without LIST, say at the end what was needed
    #[arg(long, value_name = "LIST", num_args = 0..=1, default_missing_value = NEEDED, value_parser = scopes)]
    scopes: Option<Scopes>,

    /// Make requests fail: METHOD PATH [#HITS] WHAT, such as 'POST /v2/droplets #2 status=503'
    ///
    /// METHOD may be *, and PATH may have * for any text. #2 is the second hit, #2-4 a range, #3+ from the third on.
    /// WHAT is status=N, with header=NAME:VALUE and body=TEXT; cut, lost (done, but not answered), cut-body, delay=2s,
    /// stall=2s, errored for an action that fails, hidden=2s for a new droplet or action that is 404 at first, or
    /// networks=2s for a new droplet that is active before it has addresses.
    #[arg(long = "fault", value_name = "RULE", value_parser = fault)]
    faults: Vec<Fault>,
}

/// Stands for a list of scopes that was not given.
const NEEDED: &str = "needed";

/// What `--scopes` says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Scopes {
    /// The token has only these.
    Only(Vec<String>),
    /// Those that were needed are reported at the end.
    Needed,
}

/// Scopes as they are typed, separated by commas. An empty text is an unset variable, and no wish to see them all.
fn scopes(text: &str) -> Result<Scopes, String> {
    match text {
        NEEDED => Ok(Scopes::Needed),
        _ if text.split(',').all(|scope| scope.contains(':')) => {
            Ok(Scopes::Only(text.split(',').map(str::to_owned).collect()))
        }
        _ => Err("a scope is written as RESOURCE:VERB, such as droplet:read; before a command, write --".to_owned()),
    }
}

fn fault(text: &str) -> Result<Fault, String> {
    text.parse()
}

impl SandboxOptions {
    /// Starts the API. With `-v` every request is logged.
    pub(super) fn start(&self, ctx: &Context, (bind, port): (IpAddr, u16), unless_verbose: Logged) -> Result<Sandbox> {
        let seed = self.seed.as_deref().map(read_seed).transpose()?;
        self.say_what_counts(ctx);
        let logged = if ctx.is_verbose()? { Logged::All } else { unless_verbose };
        let mut config = Config {
            bind,
            port,
            action_time: self.action_time,
            latency: self.latency,
            faults: self.faults.clone(),
            state_file: self.state.clone(),
            seed,
            limits: self.limits(),
            scopes: self.granted(),
            log: Some(log(logged, ctx.ui.messages().clone())),
            ..Config::default()
        };
        if let Some(token) = ctx.token_on_the_line()? {
            token.reveal().clone_into(&mut config.token);
        }
        Sandbox::start(config).map_err(|error| self.in_seed(error)).context("cannot start the sandbox")
    }

    /// The scopes that the token has, where it has not all of them.
    fn granted(&self) -> Option<Vec<String>> {
        match &self.scopes {
            Some(Scopes::Only(scopes)) => Some(scopes.clone()),
            Some(Scopes::Needed) | None => None,
        }
    }

    /// Says which scopes a token would have needed, if that was asked for.
    pub(super) fn report_scopes(&self, ctx: &Context, sandbox: &Sandbox) {
        if self.scopes != Some(Scopes::Needed) {
            return;
        }
        let needed = sandbox.scopes_used();
        let needed = if needed.is_empty() { "none".to_owned() } else { needed.join(",") };
        ctx.ui.note(format_args!("scopes that a token needs for this: {needed}"));
    }

    /// The error, with the file and line if it is one of the seed.
    fn in_seed(&self, error: io::Error) -> io::Error {
        let mistake = error.get_ref().and_then(|it| it.downcast_ref::<SeedError>());
        let (Some(mistake), Some(file)) = (mistake, &self.seed) else { return error };
        let text = std::fs::read_to_string(file).unwrap_or_default();
        io::Error::new(error.kind(), mistake.in_file(&file.display().to_string(), &text))
    }

    fn say_what_counts(&self, ctx: &Context) {
        let kept = self.state.as_deref().filter(|file| self.seed.is_some() && file.exists());
        if let Some(file) = kept {
            ctx.ui.note(format_args!("--seed is ignored, as {file:?} holds the state of an earlier run"));
        }
    }

    /// The hourly limit and the limit on lists of keys are derived from the limit per minute.
    fn limits(&self) -> Limits {
        let real = Limits::default();
        Limits {
            burst: self.burst,
            hourly: real.hourly.max(self.burst),
            keys_list: (self.burst / (real.burst / real.keys_list)).max(1),
            ..real
        }
    }
}

/// Which requests are logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Logged {
    None,
    /// Requests for which the sandbox has no route.
    Unknown,
    All,
}

fn log(logged: Logged, messages: Messages) -> Log {
    Box::new(move |exchange| {
        if logged == Logged::All || (logged == Logged::Unknown && exchange.unknown_route) {
            messages.note(describe(exchange));
        }
    })
}

fn read_seed(file: &Path) -> Result<serde_json::Value> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {file:?}"))?;
    serde_json::from_str(&text).with_context(|| format!("{file:?} is not JSON"))
}

fn describe(exchange: &Exchange) -> String {
    let status = exchange.status.map_or_else(|| "cut off".to_owned(), |status| status.to_string());
    let unknown = if exchange.unknown_route { " (the sandbox has no such route)" } else { "" };
    format!("sandbox: {} {} → {status}{unknown}", exchange.method, escape(&exchange.path))
}

/// The variables in which doapi and other tools look for the endpoint and the token.
pub(super) fn variables(sandbox: &Sandbox) -> [(&'static str, String); 5] {
    let (url, token) = (sandbox.url(), sandbox.token().to_owned());
    [
        ("DOAPI_ENDPOINT", url.clone()),
        ("DO_API_TOKEN", token.clone()),
        ("DIGITALOCEAN_API_URL", url),
        ("DIGITALOCEAN_ACCESS_TOKEN", token.clone()),
        ("DIGITALOCEAN_TOKEN", token),
    ]
}
