//! `doapi sandbox`.

mod child;
mod exec;
mod options;
mod serve;

use crate::error::Result;
use crate::run::context::Context;
use clap::{Args, Subcommand, ValueHint};
use options::SandboxOptions;
use std::ffi::OsString;
use std::net::IpAddr;

/// Run a local DigitalOcean API to try commands and test scripts on
#[derive(Debug, Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Sandbox {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Run a command against a fresh API that ends with it
    ///
    /// The endpoint and the token are in the command's environment, under the names that doapi and other tools look
    /// for; doapi and its doapi-… names are in its PATH. Ends with the status of the command.
    Exec {
        /// The command and its arguments
        #[arg(value_name = "COMMAND", value_hint = ValueHint::AnyPath, required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<OsString>,

        /// Fail if the command asked for what the sandbox does not serve
        #[arg(long)]
        strict: bool,

        #[command(flatten)]
        options: SandboxOptions,
    },
    /// Serve the API until Ctrl-C, and print the variables to export
    Serve {
        /// The address to listen on: 0.0.0.0 lets containers and other machines in
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
        bind: IpAddr,

        /// The port [default: a free one]
        #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
        port: u16,

        #[command(flatten)]
        options: SandboxOptions,
    },
}

impl Sandbox {
    /// Whether a command is run that signals are passed on to.
    pub(crate) fn runs_a_command(&self) -> bool {
        matches!(self.verb, Verb::Exec { .. })
    }

    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        match self.verb {
            Verb::Exec { options, strict, command } => exec::exec(ctx, &options, strict, &command),
            Verb::Serve { options, bind, port } => {
                // A signal ends the API, which may have a state to save.
                ctx.interrupt.arm();
                serve::serve(ctx, &options, bind, port)
            }
        }
    }
}
