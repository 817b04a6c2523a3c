//! `--dump-header`: where the headers of a reply go.

use super::headers;
use crate::error::{Context as _, Result};
use crate::run::context::Context;
use crate::ui::stdout::Output;
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// Where the headers go. A file is open from before the request, so that one that cannot be written is known in time.
pub(super) enum Dump {
    Nowhere,
    Stdout,
    File(File, String),
}

impl Dump {
    /// Opens the file. What is in it stays until there are headers.
    pub(super) fn open(file: Option<&Path>) -> Result<Dump> {
        match file {
            None => Ok(Dump::Nowhere),
            Some(file) if file.as_os_str() == "-" => Ok(Dump::Stdout),
            Some(file) => {
                let name = format!("cannot write {file:?}");
                let open = File::options().create(true).write(true).truncate(false).open(file);
                Ok(Dump::File(open.context(name.clone())?, name))
            }
        }
    }

    /// Writes the headers as a JSON object.
    pub(super) fn write(self, ctx: &Context, headers: &[(String, String)]) -> Result<()> {
        let json = ctx.ui.redacted(&headers::json(headers)).into_owned();
        match self {
            Dump::Nowhere => Ok(()),
            Dump::Stdout => {
                ctx.ui.value(&json);
                Ok(())
            }
            Dump::File(mut file, name) => {
                // A pipe or a terminal has no length to set.
                let _ = file.set_len(0);
                file.write_all(&Output::laid_out(&json)).context(name)
            }
        }
    }
}
