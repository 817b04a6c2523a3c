//! Shells that use `clap_complete`'s own scripts, one for each name of the program.

use super::{candidates, parts};
use crate::complete::quote;
use crate::complete::session::Hooks;
use clap::Command;
use clap_complete::env::{self, EnvCompleter};
use std::ffi::OsString;
use std::io::{Result, Write};
use std::path::Path;

pub(super) struct Elvish(pub(super) Hooks);

impl EnvCompleter for Elvish {
    fn name(&self) -> &'static str {
        "elvish"
    }

    fn is(&self, name: &str) -> bool {
        name == "elvish"
    }

    fn write_registration(&self, var: &str, name: &str, bin: &str, completer: &str, to: &mut dyn Write) -> Result<()> {
        bin.split(' ').try_for_each(|bin| env::Elvish.write_registration(var, name, bin, completer, to))
    }

    fn write_complete(
        &self,
        _: &mut Command,
        args: Vec<OsString>,
        dir: Option<&Path>,
        to: &mut dyn Write,
    ) -> Result<()> {
        candidates(self.0, args, dir)?.iter().filter_map(parts).try_for_each(|(text, _)| writeln!(to, "{text}"))
    }
}

pub(super) struct PowerShell(pub(super) Hooks);

impl EnvCompleter for PowerShell {
    fn name(&self) -> &'static str {
        "powershell"
    }

    fn is(&self, name: &str) -> bool {
        env::Powershell.is(name)
    }

    fn write_registration(&self, var: &str, name: &str, bin: &str, completer: &str, to: &mut dyn Write) -> Result<()> {
        bin.split(' ').try_for_each(|bin| env::Powershell.write_registration(var, name, bin, completer, to))
    }

    /// PowerShell inserts what it gets as it is.
    fn write_complete(
        &self,
        _: &mut Command,
        args: Vec<OsString>,
        dir: Option<&Path>,
        to: &mut dyn Write,
    ) -> Result<()> {
        for (text, help) in candidates(self.0, args, dir)?.iter().filter_map(parts) {
            let help = if help.is_empty() { text } else { &help };
            writeln!(to, "{}\t{help}", quote::powershell(text))?;
        }
        Ok(())
    }
}
