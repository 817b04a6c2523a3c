//! `doapi sandbox serve`.

use crate::commands::sandbox::options::{SandboxOptions, variables};
use crate::error::Result;
use crate::run::context::Context;
use std::time::Duration;

/// Serves the API until a signal comes.
pub(super) fn serve(ctx: &Context, options: &SandboxOptions, port: u16) -> Result<()> {
    let sandbox = options.start(ctx.ui.messages(), port, true, ctx.is_verbose()?)?;
    let exports = variables(&sandbox).map(|(name, value)| format!("export {name}={value}\n")).concat();
    ctx.ui.text(&exports);
    ctx.ui.note(format_args!("serving a local DigitalOcean API at {}; Ctrl-C ends it", sandbox.url()));
    while ctx.interrupt.cancel().sleep(Duration::from_secs(3600)) {}
    Ok(())
}
