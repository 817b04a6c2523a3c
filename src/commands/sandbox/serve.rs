//! `doapi sandbox serve`.

use crate::commands::sandbox::options::{Logged, SandboxOptions, variables};
use crate::error::{Context as _, Result};
use crate::run::context::Context;
use std::net::IpAddr;
use std::time::Duration;

/// Serves the API until a signal comes.
pub(super) fn serve(ctx: &Context, options: &SandboxOptions, bind: IpAddr, port: u16) -> Result<()> {
    let sandbox = options.start(ctx, (bind, port), Logged::Unknown)?;
    let exports = variables(&sandbox).map(|(name, value)| format!("export {name}={value}\n")).concat();
    ctx.ui.text(&exports);
    ctx.ui.note(format_args!("serving a local DigitalOcean API at {}; Ctrl-C ends it", sandbox.url()));
    if !bind.is_loopback() {
        ctx.ui.note(format_args!(
            "other machines can reach it at {bind}, without encryption; only the token keeps them out"
        ));
    }
    while ctx.interrupt.cancel().sleep(Duration::from_secs(3600)) {}
    options.report_scopes(ctx, &sandbox);
    sandbox.stop().context("cannot stop the sandbox")
}
