//! `doapi request`.

mod fields;
mod headers;

use crate::api::{Endpoint, Error, Listing, Method, Path, Reply, StatusError};
use crate::args::at_file;
use crate::complete;
use crate::error::{CliError, Context as _, Result, usage};
use crate::run::context::Context;
use crate::ui::stdout::Output;
use clap::{Args, ValueHint};
use fields::Fields;
use serde_json::value::RawValue;
use std::path::PathBuf;

/// Perform a raw request
///
/// It is like curl, with the token, retries and pages of doapi. A reply that is an error is printed too, its line goes
/// to stderr, and the exit status tells.
#[derive(Debug, Args)]
pub(crate) struct Request {
    /// The method: GET, HEAD, POST, PUT, PATCH or DELETE [default: GET, or POST with --data or fields]
    #[arg(short = 'X', long = "request", value_name = "METHOD", add = complete::methods(), value_parser = method)]
    method: Option<Method>,

    /// The body of the request, which must be JSON
    #[arg(short, long, value_name = "JSON|@FILE", add = complete::at_file(), conflicts_with = "paginate")]
    data: Option<String>,

    #[command(flatten)]
    fields: Fields,

    /// Write the headers of the last reply to a file as a JSON object, or to stdout if it is -
    #[arg(short = 'D', long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    dump_header: Option<PathBuf>,

    /// Print the status and the headers before the body
    #[arg(short, long, conflicts_with = "paginate")]
    include: bool,

    /// Follow all pages of a list and print them as one array: the list under KEY, or the only one in the reply
    #[arg(long, value_name = "KEY", num_args = 0..=1)]
    #[expect(clippy::option_option, reason = "an option whose value may be left out")]
    paginate: Option<Option<String>>,

    /// A path such as /v2/account, or a URL at the endpoint
    #[arg(value_name = "URL|PATH", required_unless_present = "paginate")]
    target: Option<String>,
}

fn method(text: &str) -> Result<Method, String> {
    Method::parse(text).ok_or_else(|| "must be GET, HEAD, POST, PUT, PATCH or DELETE".to_owned())
}

impl Request {
    pub(crate) fn run(self, ctx: &Context) -> Result<()> {
        let (target, key) = self.target_and_key()?;
        let has_body = self.fields.is_given() || self.data.is_some();
        let method = self.method.unwrap_or(if has_body { Method::Post } else { Method::Get });
        let data = self.data.as_deref().map(json).transpose()?;
        let endpoint = &ctx.client()?.settings().endpoint;
        let path = self.fields.in_query(method, path(endpoint, target)?)?;
        if self.paginate.is_some() {
            return self.pages(ctx, method, path, key.map(str::to_owned));
        }
        let body = if method.only_reads() { data } else { self.fields.in_body(data)? };
        let request = crate::api::Request { method, path, body };
        self.print(ctx, &ctx.client()?.exchange(request)?)
    }

    /// `--paginate /v2/droplets` reads as if the path were the key.
    fn target_and_key(&self) -> Result<(&str, Option<&str>)> {
        match (&self.target, &self.paginate) {
            (Some(target), paginate) => Ok((target, paginate.as_ref().and_then(Option::as_deref))),
            (None, Some(Some(target))) if target.contains('/') => Ok((target, None)),
            _ => Err(usage("a URL or a path is needed, such as /v2/account")),
        }
    }

    fn pages(&self, ctx: &Context, method: Method, path: Path, key: Option<String>) -> Result<()> {
        if method != Method::Get {
            return Err(usage(format!("--paginate goes with GET only, not with {method}")));
        }
        let mut array = ctx.ui.array();
        let mut last = Vec::new();
        for page in ctx.client()?.pages(Listing::of_anything(path, key)) {
            let page = page?;
            page.texts().for_each(|text| array.push(text));
            array.flush();
            last = page.headers;
            if ctx.ui.is_broken() {
                return Ok(());
            }
        }
        array.finish();
        self.dump(ctx, &last)
    }

    fn print(&self, ctx: &Context, reply: &Reply) -> Result<()> {
        // It has been carried out: what came of it is printed also if the headers cannot be written.
        let dumped = self.dump(ctx, &reply.headers);
        if self.include {
            ctx.ui.foreign_text(&headers::http(reply));
        }
        print_body(ctx, &reply.body);
        if !(200..300).contains(&reply.status) {
            let error = CliError::from(Error::Status(Box::new(StatusError::from(reply))));
            ctx.tally.failure(error.status);
            ctx.ui.report(&error);
        }
        dumped
    }

    fn dump(&self, ctx: &Context, headers: &[(String, String)]) -> Result<()> {
        let Some(file) = &self.dump_header else { return Ok(()) };
        let json = ctx.ui.redacted(&headers::json(headers)).into_owned();
        if file.as_os_str() == "-" {
            ctx.ui.value(&json);
            return Ok(());
        }
        std::fs::write(file, Output::laid_out(&json)).with_context(|| format!("cannot write {file:?}"))
    }
}

/// JSON is laid out; anything else, such as the text of a 503, is printed as it came.
fn print_body(ctx: &Context, body: &str) {
    match serde_json::from_str::<&RawValue>(body) {
        Ok(json) => ctx.ui.value(json.get()),
        Err(_) if body.trim().is_empty() => {}
        Err(_) => ctx.ui.foreign_text(body),
    }
}

/// The text of `--data`, sent as it is.
fn json(given: &str) -> Result<String> {
    let text = at_file::text(given)?;
    serde_json::from_str::<&RawValue>(&text).map_err(|error| usage(format!("--data is not valid JSON: {error}")))?;
    Ok(text)
}

fn path(endpoint: &Endpoint, target: &str) -> Result<Path> {
    if target.contains(char::is_control) {
        return Err(usage(format!("{target:?} is no URL and no path: it has control characters in it")));
    }
    // What follows a # is never sent, and would swallow a query that is added.
    let target = target.split('#').next().unwrap_or_default();
    if target.starts_with('/') {
        return Ok(Path::new(target));
    }
    if target.starts_with("v2/") {
        return Ok(Path::new(format!("/{target}")));
    }
    endpoint.path_of(target).map_err(|error| usage(error.to_string()))
}
