//! `doapi droplet ssh`.

use super::{Access, Login};
use crate::args::traits::CHOSEN_OR_TAGGED;
use crate::complete;
use crate::error::{Result, usage};
use crate::resolve::Target;
use crate::resolve::noun::DROPLET;
use crate::run::context::Context;
use crate::run::{Missing, program};
use crate::verbs::select::Chosen;
use crate::verbs::targets::{ACTS_ON, MultipleOption, find_named, find_tagged};
use clap::Args;
use std::ffi::OsString;
use std::process::Command;

/// Log in on a droplet, or run a command there
#[derive(Debug, Args)]
pub(crate) struct Ssh {
    #[command(flatten)]
    access: Access,

    #[command(flatten)]
    multiple: MultipleOption,

    #[command(flatten)]
    chosen: Chosen,

    /// Every droplet that has this tag, one after another
    #[arg(long, value_name = "TAG", add = complete::tags(), help_heading = ACTS_ON)]
    tag: Option<String>,

    /// The ID, name or address of a droplet (none with --tag, --where or --all), and what is for ssh: the command, and
    /// options after --
    #[arg(value_name = "DROPLET [COMMAND]", trailing_var_arg = true, add = complete::droplets(), required_unless_present_any = CHOSEN_OR_TAGGED, help_heading = ACTS_ON)]
    command: Vec<OsString>,
}

impl Ssh {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        let (droplet, words) = self.words()?;
        let targets = self.targets(ctx, droplet)?;
        let command = |login: &Login| {
            let mut command = Command::new("ssh");
            command.args(login.options()).arg(login.address.to_string()).args(&words);
            command
        };
        let ready = |target: &Target| self.access.login(ctx, target).map(|login| command(&login));
        if let [target] = targets.as_slice() {
            return program::replace(ctx, ready(target).map_err(|error| error.context(name(target)))?);
        }
        let commands = targets.iter().map(|target| (name(target), ready(target))).collect();
        program::run_each(ctx, commands);
        Ok(())
    }

    /// Whether the droplets are chosen by something else than a name, so that all words are the command.
    fn is_chosen(&self) -> bool {
        self.tag.is_some() || self.chosen.is_given()
    }

    /// The name of the droplet, if it is not chosen, and the words for ssh. ssh has no long options, so one of those was
    /// meant for doapi, which reads its own in front of the name.
    fn words(&self) -> Result<(Option<String>, Vec<OsString>)> {
        let mut words = self.command.iter().cloned();
        let droplet = if self.is_chosen() { None } else { words.next() };
        let droplet = droplet.map(|name| name.into_string().map_err(|_| usage("the name of the droplet is no UTF-8")));
        if droplet.as_ref().is_some_and(|name| name.as_ref().is_ok_and(String::is_empty)) {
            return Err(usage("the name of the droplet must not be empty"));
        }
        let mut words: Vec<OsString> = words.collect();
        match words.first().and_then(|word| word.to_str()) {
            Some("--") => drop(words.remove(0)),
            Some(option) if option.starts_with("--") => {
                return Err(usage(format!("{option} stands behind the name of the droplet, where all is for ssh")));
            }
            _ => {}
        }
        Ok((droplet.transpose()?, words))
    }

    fn targets(&self, ctx: &Context, droplet: Option<String>) -> Result<Vec<Target>> {
        if let Some(tag) = &self.tag {
            return find_tagged(ctx, tag, &self.chosen);
        }
        let names: Vec<String> = droplet.into_iter().collect();
        find_named(ctx, &DROPLET.family, &names, self.multiple.choice(), &self.chosen, Missing::default())
    }
}

/// What messages call a droplet.
pub(super) fn name(target: &Target) -> String {
    DROPLET.family.labelled(&target.label)
}
