//! The command tree: universal options, one variant a noun, one match.

mod account;
mod action;
mod api;
mod applets;
mod catalog;
mod completions;
mod context;
mod domain;
mod droplet;
mod external;
mod floating_ip;
#[cfg(test)]
mod generated;
mod help;
mod image;
mod links;
mod login;
mod operation;
mod request;
#[cfg(feature = "sandbox")]
mod sandbox;
mod snapshot;
mod ssh_key;
mod tag;
mod wait_limit;

use applets::NON_APPLETS;
#[cfg(test)]
pub(crate) use applets::applet_nouns;
#[cfg(test)]
use applets::applets;
pub(crate) use applets::{all_applet_nouns, own_applets, words_of};
pub(crate) use completions::hooks;
pub(crate) use help::{Answer, answer};

use crate::args::empty::may_be_empty;
use crate::args::global::Global;
use crate::args::noun::{FloatingIpNoun, RegionNoun, ReservedIpNoun, SizeNoun};
use crate::error::CliError;
use crate::error::Result;
use crate::operations::{Invocation, Table};
use crate::resolve::noun::{self, NOUNS};
use crate::run::Context;
use crate::ui::mask_passwords;
use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue, ErrorKind as ClapKind};
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use operation::Line;
use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::time::Instant;
use wait_limit::WaitLimit;

/// Manage a DigitalOcean account from the command line
///
/// Names are as good as IDs, many targets go at once, results are JSON on stdout, everything else is on stderr.
#[derive(Parser)]
#[command(name = "doapi", version, propagate_version = true, subcommand_required = true, arg_required_else_help = true)]
#[command(infer_long_args = true, args_override_self = true, add = external::candidates())]
pub(crate) struct Cli {
    #[command(flatten)]
    global: Global,

    /// Pass the endpoint and the token to an external command, in its environment [env: DOAPI_PASS_TOKEN]
    #[arg(long, help_heading = "Universal options", hide_short_help = true)]
    pass_token: bool,

    #[command(subcommand)]
    command: Command,

    /// The names of the command that was given, for usage errors.
    #[arg(skip)]
    path: Vec<String>,

    /// The limit that `--wait-time` sets.
    #[arg(skip)]
    wait_limit: WaitLimit,

    /// The tree that parsed the line, if it is another than this one.
    #[arg(skip)]
    tree: Option<clap::Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Show the account, or its rate limit
    Account(account::Account),
    /// Show, wait for and look up actions
    Action(action::Action),
    /// Find the operations of the API, and call them by name
    Api(api::Api),
    /// Print the completion script of a shell
    Completions(completions::Completions),
    /// Manage contexts: accounts, each with a token and defaults
    Context(context::Contexts),
    /// Manage domains and their records
    Domain(domain::Domain),
    /// Manage droplets
    Droplet(droplet::Droplet),
    /// Manage floating IPs, which today are called reserved IPs
    FloatingIp(floating_ip::Ip<FloatingIpNoun>),
    /// Manage images
    Image(image::Image),
    /// Create links for the nouns, such as doapi-droplet
    Links(links::Links),
    /// Add a context: ask for a token, check it, and store it
    Login(login::Login),
    /// List regions
    Region(catalog::ListAll<RegionNoun>),
    /// Perform a raw request
    ///
    /// Like curl, with the token, retries and pages of doapi. The body of an error reply is printed too; the error
    /// itself goes to stderr.
    Request(Box<request::Request>),
    /// Manage reserved IPs
    ReservedIp(floating_ip::Ip<ReservedIpNoun>),
    /// Run a local DigitalOcean API to try commands and test scripts on
    #[cfg(feature = "sandbox")]
    Sandbox(sandbox::Sandbox),
    /// List droplet sizes
    Size(catalog::ListAll<SizeNoun>),
    /// Manage snapshots of droplets and volumes
    Snapshot(snapshot::Snapshot),
    /// Manage SSH keys
    SshKey(ssh_key::SshKey),
    /// Manage tags
    Tag(tag::Tag),
    /// A command of the table of the API's operations, which is not part of this tree.
    #[command(skip)]
    Operation(Box<Invocation>),
    /// An external program and its arguments.
    #[command(external_subcommand)]
    External(Vec<OsString>),
}

impl Cli {
    /// Parses a command line. A word that is neither a command of doapi nor an external one is clap's error for an
    /// unknown subcommand, with a suggestion.
    pub(crate) fn parse_line(line: Vec<OsString>) -> Result<Cli, clap::Error> {
        // The tree is some thousand allocations. Releasing them one by one would be a fifth of the work of a short command,
        // which ends soon after.
        let mut tree = ManuallyDrop::new(Cli::command());
        let matches = match tree.try_get_matches_from_mut(&line) {
            Err(error) if may_be_of_the_table(error.kind()) => {
                let is_option = error.kind() == ClapKind::UnknownArgument;
                let shown = || operation::with_options_of_show(&line, &tree).filter(|_| is_option);
                return match Line::of(&line, &tree) {
                    Some(line) => line.parse(),
                    None => shown().map_or(Err(error), Cli::parse_line),
                };
            }
            parsed => parsed?,
        };
        help::usage::check_empty(&mut tree, &matches, &names(&matches), may_be_empty)?;
        let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut Cli::command()))?;
        if let Command::Api(api) = &cli.command
            && let Some(line) = api.called().and_then(|id| Line::of_call(&line, id))
        {
            return line.parse();
        }
        let Command::External(given) = &cli.command else {
            return Ok(Cli { path: names(&matches), wait_limit: WaitLimit::of(&matches), ..cli });
        };
        match Line::of(&line, &tree) {
            Some(line) => line.parse(),
            None if external::is_there(given) => Ok(cli),
            None => Err(unknown_command(line, &tree)),
        }
    }

    /// Runs the command, reports its error if it ends with one, and returns the exit status.
    pub(crate) fn run(self, started: Instant) -> u8 {
        let global = if self.command.needs_no_account() { self.global.without_configuration() } else { self.global };
        let has_results = matches!(self.command, Command::Context(_) | Command::Links(_) | Command::Login(_));
        let is_text = matches!(self.command, Command::External(_)) || self.command.needs_no_account() && !has_results;
        let formats = if is_text { global.output.refuse() } else { Ok(()) };
        let limit = self.wait_limit.or_usual(&global);
        let ctx = Context::new(global, started, limit);
        ctx.ui.messages().set_scopes(|method, path| Table::read().scopes(method, path));
        let (command, path) = (self.command, self.path);
        if let Some(noun) = path.first().and_then(|command| noun::of_command(NOUNS, command)) {
            ctx.ui.default_columns(noun.columns);
        }
        let listening = || if command.handles_signals() { Ok(()) } else { ctx.listen_for_signals() };
        let ready = ctx.check().and(formats).and_then(|()| listening());
        let done = ready.and_then(|()| command.run(&ctx, self.pass_token));
        // Reported by clap, with the usage, as the errors that clap finds itself.
        ctx.end(done, |error| drop(usage_error(self.tree.clone(), &path, error).print()))
    }
}

/// The names of the commands on the line, outermost first.
fn names(matches: &ArgMatches) -> Vec<String> {
    let mut path = Vec::new();
    let mut at = matches;
    while let Some((name, inner)) = at.subcommand() {
        path.push(name.to_owned());
        at = inner;
    }
    path
}

/// The error as clap prints one of the command at `path`.
fn usage_error(tree: Option<clap::Command>, path: &[String], error: &CliError) -> clap::Error {
    let mut tree = tree.unwrap_or_else(builtin_commands);
    tree.build();
    error_of(&mut help::usage::at(tree, path, help::usage::with_usage), path, error)
}

fn error_of(command: &mut clap::Command, path: &[String], error: &CliError) -> clap::Error {
    if let Some((name, rest)) = path.split_first()
        && let Some(inner) = command.find_subcommand_mut(name)
    {
        return error_of(inner, rest, error);
    }
    command.error(ClapKind::ValueValidation, mask_passwords(&error.to_string()))
}

/// Whether a line that this tree does not know may name a command of the table.
fn may_be_of_the_table(kind: ClapKind) -> bool {
    matches!(kind, ClapKind::InvalidSubcommand | ClapKind::UnknownArgument)
}

fn unknown_command(line: Vec<OsString>, tree: &clap::Command) -> clap::Error {
    let unknown = || Cli::command().error(ClapKind::InvalidSubcommand, "there is no such command");
    let tip = operation::tip_for_doctl(&line, tree);
    let known = operation::with_new_nouns(builtin_commands());
    let mut error = known.try_get_matches_from(line).err().unwrap_or_else(unknown);
    if let Some(tip) = tip {
        error.remove(ContextKind::SuggestedSubcommand);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

/// The command tree without external commands, so that an unknown subcommand is an error.
pub(crate) fn builtin_commands() -> clap::Command {
    Cli::command().external_subcommand_value_parser(Resettable::Reset).allow_external_subcommands(false)
}

impl Command {
    /// Whether the command listens for signals itself.
    fn handles_signals(&self) -> bool {
        match self {
            #[cfg(feature = "sandbox")]
            Self::Sandbox(sandbox) => sandbox.runs_a_command(),
            _ => false,
        }
    }

    /// Whether the command works without any account, also where the configuration is wrong.
    fn needs_no_account(&self) -> bool {
        match self {
            Self::Completions(_) | Self::Context(_) | Self::Links(_) | Self::Login(_) => true,
            #[cfg(feature = "sandbox")]
            Self::Sandbox(_) => true,
            _ => false,
        }
    }

    fn run(self, ctx: &Context, pass_token: bool) -> Result<()> {
        match self {
            Self::Account(account) => account.run(ctx),
            Self::Action(action) => action.run(ctx),
            Self::Api(api) => api.run(ctx),
            Self::Completions(completions) => completions.run(ctx),
            Self::Context(contexts) => contexts.run(ctx),
            Self::Domain(domain) => domain.run(ctx),
            Self::Droplet(droplet) => droplet.run(ctx),
            Self::FloatingIp(ip) => ip.run(ctx),
            Self::Image(image) => image.run(ctx),
            Self::Links(links) => links.run(ctx),
            Self::Login(login) => login.run(ctx),
            Self::Region(region) => region.run(ctx),
            Self::Request(request) => request.run(ctx),
            Self::ReservedIp(ip) => ip.run(ctx),
            #[cfg(feature = "sandbox")]
            Self::Sandbox(sandbox) => sandbox.run(ctx),
            Self::Size(size) => size.run(ctx),
            Self::Snapshot(snapshot) => snapshot.run(ctx),
            Self::SshKey(ssh_key) => ssh_key.run(ctx),
            Self::Tag(tag) => tag.run(ctx),
            Self::Operation(invocation) => invocation.run(ctx),
            Self::External(given) => external::run(ctx, &given, pass_token),
        }
    }
}

#[cfg(test)]
mod tests;
