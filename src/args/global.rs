//! The universal options, and the variables that stand for them.

mod configuration;

use crate::api::{Endpoint, EndpointError};
use crate::args::config::{self, Account, Config};
use crate::args::duration::seconds;
use crate::args::output::OutputOptions;
use crate::args::variable::{flag, or_variable, variable};
use crate::error::{CliError, Result, usage};
use crate::ui::ColorWhen;
use clap::{Args, ValueEnum, ValueHint};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

const ENDPOINT: &str = "The base URL of the API [env: DOAPI_ENDPOINT] [default: https://api.digitalocean.com]";

/// How long the API may be silent unless said otherwise.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Accepted before and after every subcommand.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Universal options")]
pub(crate) struct Global {
    /// Use this OAuth token [env: DO_API_TOKEN]
    #[arg(long, global = true, value_name = "TOKEN", hide_short_help = true)]
    pub(crate) api_token: Option<String>,

    /// Read the OAuth token from a file, or from stdin if it is - [env: DOAPI_API_TOKEN_FILE]
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, hide_short_help = true)]
    pub(crate) api_token_file: Option<PathBuf>,

    /// Use the account of this context in the configuration; doctl:NAME is one of doctl's [env: DOAPI_CONTEXT]
    #[arg(long, global = true, value_name = "NAME", add = ArgValueCandidates::new(context_names), hide_short_help = true)]
    context: Option<String>,

    // Addresses and brackets in documentation are links, and this is help too.
    #[arg(long, global = true, help = ENDPOINT, value_name = "URL", hide_short_help = true)]
    endpoint: Option<String>,

    /// Send the token unencrypted to an http endpoint that is not this machine [env: DOAPI_INSECURE_HTTP]
    #[arg(long, global = true, hide_short_help = true)]
    insecure_http: bool,

    /// The longest silence of the API, 0 for no limit; connecting has the same limit, but at most 10s, before that
    /// [env: DOAPI_TIMEOUT] [default: 60s]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds, hide_short_help = true)]
    timeout: Option<Duration>,

    /// Objects per page of a list, 1 to 200 [env: DOAPI_PER_PAGE] [default: 200]
    #[arg(long, global = true, value_name = "N", value_parser = per_page, hide_short_help = true)]
    per_page: Option<u32>,

    /// Concurrent requests, 1 to 64 [env: DOAPI_JOBS] [default: 8]
    #[arg(long, global = true, value_name = "N", value_parser = jobs, hide_short_help = true)]
    jobs: Option<usize>,

    /// Log every request to stderr; twice, bodies too [env: DOAPI_VERBOSE]
    #[arg(short, long, global = true, action = clap::ArgAction::Count, hide_short_help = true)]
    verbose: u8,

    /// Print neither progress nor reasons for waiting; errors and warnings are still shown [env: DOAPI_QUIET]
    #[arg(short, long, global = true, hide_short_help = true)]
    quiet: bool,

    /// When to colour the JSON on stdout [env: DOAPI_COLOR, NO_COLOR, CLICOLOR_FORCE] [default: auto]
    #[arg(long, global = true, value_name = "WHEN", value_enum, hide_short_help = true)]
    color: Option<ColorWhen>,

    /// How to write failures to stderr; with json, each is an object on one line [env: DOAPI_ERRORS] [default: text]
    #[arg(long, global = true, value_name = "FORMAT", value_enum, hide_short_help = true)]
    errors: Option<ErrorFormat>,

    /// Show the requests that would change something instead of sending them
    #[arg(long, global = true, hide_short_help = true)]
    dry_run: bool,

    /// Refuse to send anything that could change something [env: DOAPI_READ_ONLY]
    #[arg(long, global = true, hide_short_help = true)]
    read_only: bool,

    #[command(flatten)]
    pub(crate) output: OutputOptions,

    /// The configuration and the context in it, read when they are first needed. An error is kept as its text.
    #[arg(skip)]
    config: Arc<OnceLock<Loaded>>,
}

/// The configuration and the context that is used, or what is wrong with them.
type Loaded = Result<(Config, Option<Account>), String>;

/// The candidates for the name of a context.
pub(crate) fn context_names() -> Vec<CompletionCandidate> {
    config::names().into_iter().map(CompletionCandidate::new).collect()
}

/// How failures are written to stderr.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ErrorFormat {
    // Without doc comments, which help would repeat beside each name.
    #[default]
    Text,
    Json,
}

fn per_page(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|n| (1..=200).contains(n)).ok_or_else(|| "must be a number from 1 to 200".to_owned())
}

fn jobs(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|n| (1..=64).contains(n)).ok_or_else(|| "must be a number from 1 to 64".to_owned())
}

impl Global {
    /// The endpoint; an error if the token must not be sent there.
    pub(crate) fn endpoint(&self) -> Result<Endpoint> {
        let account = self.account()?;
        self.endpoint_or(account.and_then(|account| account.entry.endpoint.as_deref()))
    }

    /// The endpoint that was given, or else that of a context.
    pub(crate) fn endpoint_or(&self, of_context: Option<&str>) -> Result<Endpoint> {
        let given = self.given_endpoint()?;
        let text = given.as_deref().or(of_context).unwrap_or(Endpoint::OFFICIAL);
        Endpoint::parse(text, self.insecure_http || flag("DOAPI_INSECURE_HTTP")?)
            .map_err(|error| not_an_endpoint(&error))
    }

    /// How long the API may send nothing before a request has timed out.
    pub(crate) fn timeout(&self) -> Result<Option<Duration>> {
        let timeout = or_variable(self.timeout, "DOAPI_TIMEOUT", seconds)?.unwrap_or(TIMEOUT);
        Ok(Some(timeout).filter(|timeout| !timeout.is_zero()))
    }

    pub(crate) fn per_page(&self) -> Result<u32> {
        Ok(or_variable(self.per_page, "DOAPI_PER_PAGE", per_page)?.unwrap_or(200))
    }

    /// How many requests may be under way at once, if that was chosen.
    pub(crate) fn jobs(&self) -> Result<Option<usize>> {
        or_variable(self.jobs, "DOAPI_JOBS", jobs)
    }

    pub(crate) fn verbosity(&self) -> Result<u8> {
        let level = |text: &str| text.parse().map_err(|_| "must be 0, 1 or 2".to_owned());
        let given = Some(self.verbose).filter(|&level| level > 0);
        Ok(or_variable(given, "DOAPI_VERBOSE", level)?.unwrap_or(0))
    }

    /// Whether to be quiet about waiting.
    pub(crate) fn quiet(&self) -> Result<bool> {
        Ok(self.quiet || flag("DOAPI_QUIET")?)
    }

    pub(crate) fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    pub(crate) fn is_read_only(&self) -> Result<bool> {
        if self.read_only || variable("DOAPI_READ_ONLY")?.is_some() {
            return Ok(self.read_only || flag("DOAPI_READ_ONLY")?);
        }
        Ok(self.setting(|settings| settings.read_only)?.unwrap_or(false))
    }

    /// What verbs that destroy refuse: patterns of names, or `tag:NAME`. What the configuration says for all contexts
    /// and what it says for one are added up.
    pub(crate) fn protected_patterns(&self) -> Result<Vec<String>> {
        if let Some(patterns) = variable("DOAPI_PROTECT")? {
            return Ok(patterns.split([',', ' ']).filter(|pattern| !pattern.is_empty()).map(str::to_owned).collect());
        }
        Ok(self.settings()?.into_iter().flat_map(|settings| settings.protect.clone()).collect())
    }

    pub(crate) fn color(&self) -> Result<ColorWhen> {
        let when = |text: &str| ColorWhen::from_str(text, true).map_err(|_| "must be auto, always or never".to_owned());
        Ok(or_variable(self.color, "DOAPI_COLOR", when)?.unwrap_or_default())
    }

    pub(crate) fn errors(&self) -> Result<ErrorFormat> {
        let format = |text: &str| ErrorFormat::from_str(text, true).map_err(|_| "must be text or json".to_owned());
        Ok(or_variable(self.errors, "DOAPI_ERRORS", format)?.unwrap_or_default())
    }

    /// What the grammar cannot check: options that exclude each other, one of them before the subcommand and one after
    /// (clap looks at one level at a time, clap-rs/clap#1204).
    pub(crate) fn check(&self) -> Result<()> {
        if self.api_token.is_some() && self.api_token_file.is_some() {
            return Err(usage("--api-token and --api-token-file exclude each other"));
        }
        // Errors in these were ignored when the messages were set up, so they are reported here.
        self.color().and(self.errors()).and(self.quiet()).and(self.is_read_only())?;
        self.output.check(self.usual_format()?)
    }
}

fn not_an_endpoint(error: &EndpointError) -> CliError {
    let remedy = match error {
        EndpointError::PlainHttp(_) => "; use https, or --insecure-http to send it anyway",
        EndpointError::NotAUrl(_) | EndpointError::Foreign(_) => "",
    };
    usage(format!("the endpoint {error}{remedy}"))
}

/// Leaves a universal option out of long help: the help of a command is about what is special to it.
pub(crate) fn without_universal(argument: clap::Arg) -> clap::Arg {
    let is_universal = argument.is_global_set();
    if is_universal { argument.hide_long_help(true) } else { argument }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_may_be_silent_for_a_minute_unless_said_otherwise() {
        let timeout = |timeout| Global { timeout, ..Global::default() }.timeout().unwrap();
        assert_eq!(timeout(None), Some(Duration::from_secs(60)));
        assert_eq!(timeout(Some(Duration::from_secs(5))), Some(Duration::from_secs(5)));
        assert_eq!(timeout(Some(Duration::ZERO)), None);
    }
}
