//! `doapi sandbox serve`.

use crate::commands::sandbox::options::{Logged, SandboxOptions, variables};
use crate::error::{Context as _, Result};
use crate::run::context::Context;
use std::time::Duration;

/// Serves the API until a signal comes.
pub(super) fn serve(ctx: &Context, options: &SandboxOptions, port: u16) -> Result<()> {
    let sandbox = options.start(ctx, port, Logged::Unknown)?;
    let exports = variables(&sandbox).map(|(name, value)| format!("export {name}={value}\n")).concat();
    ctx.ui.text(&exports);
    ctx.ui.note(format_args!("serving a local DigitalOcean API at {}; Ctrl-C ends it", sandbox.url()));
    while ctx.interrupt.cancel().sleep(Duration::from_secs(3600)) {}
    sandbox.stop().context("cannot stop the sandbox")
}
