//! `doapi ssh-key`.

use crate::api::Request;
use crate::args::extra::Extra;
use crate::args::noun::SshKeyNoun;
use crate::args::public_key::PublicKey;
use crate::args::traits::Prints;
use crate::complete;
use crate::error::Result;
use crate::resolve::noun::SSH_KEY;
use crate::run::context::Context;
use crate::run::{names, print};
use crate::verbs::delete::Delete;
use crate::verbs::ensure::print_existing;
use crate::verbs::show::ShowNamed;
use crate::verbs::targets::Named;
use clap::{Args, Subcommand, ValueHint};
use serde_json::json;
use std::path::PathBuf;

/// Manage SSH keys
#[derive(Debug, Args)]
pub(crate) struct SshKey {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Register a public key
    #[command(aliases = ["create"])]
    New(New),
    /// Show SSH keys: those given, or all
    #[command(aliases = ["list", "ls", "get"])]
    Show(ShowNamed<SshKeyNoun>),
    /// Rename an SSH key
    Update(Update),
    /// Delete SSH keys from the account; droplets keep them
    #[command(aliases = ["rm", "destroy"])]
    Delete(Delete<Named<SshKeyNoun>>),
}

#[derive(Debug, Args)]
#[command(add = Prints::Object)]
struct New {
    /// Refuse a name that another SSH key has; without this, that is a warning
    #[arg(long)]
    unique: bool,

    /// Take the key as it is if the account has it already, under any name: report it on stderr, print it, and send
    /// nothing. Another key of this name is an error
    #[arg(long, conflicts_with = "unique")]
    ensure: bool,

    #[command(flatten)]
    extra: Extra,

    /// The name of the key
    #[arg(value_name = "NAME")]
    name: String,

    /// The file with the public key [default: stdin]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(add = Prints::Object)]
struct Update {
    /// Refuse a name that another SSH key has; without this, that is a warning
    #[arg(long)]
    unique: bool,

    #[command(flatten)]
    extra: Extra,

    /// The ID, fingerprint or name of an SSH key
    #[arg(value_name = "SSH_KEY", add = complete::ssh_keys())]
    key: String,

    /// The new name
    #[arg(value_name = "NEW_NAME")]
    name: String,
}

impl SshKey {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        match self.verb.unwrap_or(Verb::Show(ShowNamed::default())) {
            Verb::New(new) => new.run(ctx),
            Verb::Show(show) => show.run(ctx),
            Verb::Update(update) => update.run(ctx),
            Verb::Delete(delete) => delete.run(ctx),
        }
    }
}

impl New {
    fn run(&self, ctx: &Context) -> Result<()> {
        let key = match self.file.as_deref().filter(|file| file.as_os_str() != "-") {
            Some(file) => PublicKey::from_file(file)?,
            None => PublicKey::read(std::io::stdin().lock(), "stdin")?,
        };
        let body = self.extra.added_to(json!({"name": self.name, "public_key": key.line()}))?;
        if self.ensure
            && let Some(known) = ctx
                .all(&SSH_KEY.family)?
                .into_iter()
                .find(|known| known.text("public_key").is_some_and(|line| key.is_in(&line)))
        {
            print_existing(ctx, &SSH_KEY, known);
            return Ok(());
        }
        names::check(ctx, &SSH_KEY.family, std::slice::from_ref(&self.name), self.unique || self.ensure)?;
        let request = Request::post(SSH_KEY.family.list(), &body);
        print::changed(ctx, &request, "ssh_key", format_args!("SSH key {:?}", self.name))
    }
}

impl Update {
    fn run(&self, ctx: &Context) -> Result<()> {
        let body = self.extra.added_to(json!({"name": self.name}))?;
        let key = ctx.find_one(&SSH_KEY.family, &self.key)?;
        names::check_new(ctx, &SSH_KEY.family, &key, &self.name, self.unique)?;
        let request = Request::put(SSH_KEY.family.one(key.id), &body);
        print::changed(ctx, &request, "ssh_key", format_args!("SSH key {:?}", self.key))
    }
}
