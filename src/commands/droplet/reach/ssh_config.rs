//! `doapi droplet ssh-config`: entries for ssh and the programs that call it.

use super::{Access, Login};
use crate::args::private_file;
use crate::error::{Context as _, Result, failure, usage};
use crate::resolve::Target;
use crate::resolve::noun::DROPLET;
use crate::run::context::Context;
use crate::verbs::select::{Chosen, Where};
use clap::Args;
use std::path::{Path, PathBuf};

/// What the configuration of ssh includes; each context has a file of its own.
const FILE: &str = "doapi_config";

/// Print entries for the configuration of ssh
#[derive(Debug, Args)]
pub(crate) struct SshConfig {
    /// Write them to ~/.ssh/doapi_config, which ~/.ssh/config is made to include
    #[arg(long)]
    install: bool,

    #[command(flatten)]
    access: Access,

    #[command(flatten)]
    filter: Where,
}

impl SshConfig {
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        let text = self.entries(ctx, &all(ctx, &self.filter)?)?;
        if !self.install {
            ctx.ui.text(&text);
            return Ok(());
        }
        let home = directories::BaseDirs::new().context("there is no home directory")?.home_dir().join(".ssh");
        if !ctx.is_dry_run() {
            install(&home, &file_name(ctx)?, &text)?;
        }
        ctx.ui.messages().done(format_args!("wrote {:?}", home.join(file_name(ctx)?)));
        Ok(())
    }

    fn entries(&self, ctx: &Context, targets: &[Target]) -> Result<String> {
        let mut text = String::from("# Written by doapi droplet ssh-config\n");
        for target in targets {
            // A droplet without an address is still being made, or was asked for by an address that it lacks.
            if self.access.which.of(&target.object).is_none() {
                ctx.ui.warning(format_args!("droplet {:?} has no such address, and is left out", target.label));
                continue;
            }
            let is_unique = super::has_own_name(targets, target) && is_host(&target.label);
            if !is_unique {
                let alias = super::alias(target);
                ctx.ui.warning(format_args!("droplet {:?} is called {alias}: its name is not its own", target.label));
            }
            text.push_str(&entry(&self.access.login(ctx, target)?, is_unique.then_some(&target.label))?);
        }
        Ok(text)
    }
}

/// All droplets that fit.
pub(super) fn all(ctx: &Context, filter: &Where) -> Result<Vec<Target>> {
    let chosen = Chosen { filter: filter.clone(), all: true };
    chosen.among(ctx, &DROPLET.family, None::<fn() -> Result<Vec<Target>>>)
}

/// Whether ssh takes a name for the name of one host.
fn is_host(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('-') && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

fn entry(login: &Login, name: Option<&String>) -> Result<String> {
    let names: Vec<&str> = name.into_iter().map(String::as_str).chain([login.alias.as_str()]).collect();
    let mut text = format!("\nHost {}\n", names.join(" "));
    let mut line = |key: &str, value: &str| text.extend(["    ", key, " ", value, "\n"]);
    line("HostName", &login.address.to_string());
    login.host_settings().iter().for_each(|(key, value)| line(key, value));
    line("User", &login.user);
    if let Some(port) = login.port {
        line("Port", &port.to_string());
    }
    if let Some(key) = &login.key {
        let path = key.to_str().filter(|path| !path.contains(['"', '\n']));
        let path = path.ok_or_else(|| usage(format!("the configuration of ssh cannot hold the file name {key:?}")))?;
        line("IdentityFile", &format!("\"{path}\""));
    }
    Ok(text)
}

fn file_name(ctx: &Context) -> Result<String> {
    Ok(ctx.context_name()?.map_or_else(|| FILE.to_owned(), |name| format!("{FILE}.{}", name.replace([':', '/'], "-"))))
}

/// Writes the file, and makes ssh's own configuration include it: at its beginning, since an Include below a Host would
/// belong to that.
fn install(dir: &Path, name: &str, text: &str) -> Result<()> {
    let write = |path: PathBuf, text: &str| {
        private_file::write(&path, text.as_bytes()).with_context(|| format!("cannot write {path:?}"))
    };
    write(dir.join(name), text)?;
    let (path, include) = (dir.join("config"), format!("Include {FILE}*\n"));
    let before = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(failure(format!("cannot read {path:?}: {error}"))),
        Ok(text) => text,
    };
    let is_included = before.lines().any(|line| line.trim() == include.trim());
    if is_included { Ok(()) } else { write(path.canonicalize().unwrap_or(path), &format!("{include}\n{before}")) }
}
