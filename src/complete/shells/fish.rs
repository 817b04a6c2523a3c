//! Fish: it passes the words before the cursor without their quotes and the one at it as it is typed, and quotes what
//! it gets itself.

use super::{candidates, parts};
use crate::complete::quote;
use crate::complete::session::Hooks;
use crate::complete::words::fish_token;
use clap::Command;
use clap_complete::env::EnvCompleter;
use std::ffi::OsString;
use std::io::{Result, Write};
use std::path::Path;

pub(super) struct Fish(pub(super) Hooks);

impl EnvCompleter for Fish {
    fn name(&self) -> &'static str {
        "fish"
    }

    fn is(&self, name: &str) -> bool {
        name == "fish"
    }

    fn write_registration(&self, var: &str, _: &str, bin: &str, completer: &str, to: &mut dyn Write) -> Result<()> {
        let script = include_str!("doapi.fish").replace("NAMES", bin).replace("VARIABLE", var);
        to.write_all(script.replace("PROGRAM", &quote::fish(completer)).as_bytes())
    }

    fn write_complete(
        &self,
        _: &mut Command,
        mut args: Vec<OsString>,
        dir: Option<&Path>,
        to: &mut dyn Write,
    ) -> Result<()> {
        if let Some(last) = args.last_mut() {
            *last = fish_token(&last.to_string_lossy()).into();
        }
        candidates(self.0, args, dir)?
            .iter()
            .filter_map(parts)
            .try_for_each(|(text, help)| writeln!(to, "{text}\t{help}"))
    }
}
