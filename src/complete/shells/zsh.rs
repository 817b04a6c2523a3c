//! Zsh: it passes the words without their quotes, and quotes what it gets itself.

use super::{candidates, parts};
use crate::complete::quote;
use crate::complete::session::Hooks;
use clap::Command;
use clap_complete::env::EnvCompleter;
use std::ffi::OsString;
use std::io::{Result, Write};
use std::path::Path;

pub(super) struct Zsh(pub(super) Hooks);

impl EnvCompleter for Zsh {
    fn name(&self) -> &'static str {
        "zsh"
    }

    fn is(&self, name: &str) -> bool {
        name == "zsh"
    }

    fn write_registration(&self, var: &str, _: &str, bin: &str, completer: &str, to: &mut dyn Write) -> Result<()> {
        let script = include_str!("doapi.zsh").replace("NAMES", bin).replace("VARIABLE", var);
        to.write_all(script.replace("PROGRAM", &quote::posix(completer)).as_bytes())
    }

    /// A line a candidate: `/` for one that goes on and a space for one that is complete, then `value:description`.
    fn write_complete(
        &self,
        _: &mut Command,
        args: Vec<OsString>,
        dir: Option<&Path>,
        to: &mut dyn Write,
    ) -> Result<()> {
        for (text, help) in candidates(self.0, args, dir)?.iter().filter_map(parts) {
            let mark = if text.ends_with('/') { '/' } else { ' ' };
            let colon = if help.is_empty() { "" } else { ":" };
            writeln!(to, "{mark}{}{colon}{}", escaped(text), help.replace('\\', "\\\\"))?;
        }
        Ok(())
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(':', "\\:")
}
