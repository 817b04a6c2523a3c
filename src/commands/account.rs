//! `doapi account`.

use crate::api::Path;
use crate::error::Result;
use crate::run::context::Context;
use clap::Args;
use serde_json::{Map, Value};

/// Show the account
#[derive(Debug, Args)]
pub(crate) struct Account {
    /// Show the rate limit, as the headers of the reply tell it, instead of the account
    #[arg(short = 'R', long)]
    rate_limit: bool,
}

impl Account {
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        let reply = ctx.client()?.get(Path::new("/v2/account"))?;
        if self.rate_limit {
            ctx.ui.value(&Value::Object(rate_limit(&reply.headers)).to_string());
        } else {
            ctx.ui.value(reply.object("account")?.raw().get());
        }
        Ok(())
    }
}

/// The headers that begin with `ratelimit`, numbers as numbers.
fn rate_limit(headers: &[(String, String)]) -> Map<String, Value> {
    let value = |text: &String| text.parse::<u64>().map_or_else(|_| Value::from(text.as_str()), Value::from);
    let ours = headers.iter().filter(|(name, _)| name.starts_with("ratelimit"));
    ours.map(|(name, text)| (name.clone(), value(text))).collect()
}
