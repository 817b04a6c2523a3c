//! `doapi account`.

use crate::api::{Error, Path, Request};
use crate::args::traits::Prints;
use crate::error::{Result, usage};
use crate::run::context::Context;
use clap::Args;
use serde_json::{Map, Value};

/// Show the account
#[derive(Debug, Args)]
#[command(add = Prints::Object)]
pub(crate) struct Account {
    /// Show the rate limit instead of the account: the headers of the reply as an object of texts, also of a 429
    #[arg(short = 'R', long)]
    rate_limit: bool,
}

impl Account {
    pub(crate) fn run(&self, ctx: &Context) -> Result<()> {
        let path = Path::new("/v2/account");
        if self.rate_limit && ctx.ui.prints_labels() {
            return Err(usage("the rate limit has neither name nor ID: -o name and -o id cannot be used with it"));
        }
        if self.rate_limit {
            ctx.ui.value(&Value::Object(rate_limit(&headers(ctx, path)?)).to_string());
        } else {
            ctx.ui.value(ctx.client()?.get(path)?.object("account")?.raw().get());
        }
        Ok(())
    }
}

/// The headers of a reply that shows the limit: a success, or a 429.
fn headers(ctx: &Context, path: Path) -> Result<Vec<(String, String)>> {
    match ctx.client()?.clone().impatient().send_any_status(&Request::get(path)) {
        Ok(reply) if reply.status == 429 || (200..300).contains(&reply.status) => Ok(reply.headers),
        Ok(reply) => Err(Error::from(&reply).into()),
        Err(error) => Err(error.into()),
    }
}

/// The headers that begin with `ratelimit`, as text, as doapi 0.2.0 printed them.
fn rate_limit(headers: &[(String, String)]) -> Map<String, Value> {
    let ours = headers.iter().filter(|(name, _)| name.starts_with("ratelimit"));
    ours.map(|(name, text)| (name.clone(), Value::from(text.as_str()))).collect()
}
