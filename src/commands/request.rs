//! `doapi request`.

mod dump;
mod fields;
mod headers;
mod target;

use crate::api::{Body, Error, Listing, Method, Path, Reply};
use crate::args::at_file;
use crate::args::traits::Needed;
use crate::complete;
use crate::error::{CliError, Result, usage};
use crate::run::context::Context;
use clap::{Args, ValueHint};
use dump::Dump;
use fields::Fields;
use headers::Header;
use serde_json::value::RawValue;
use std::path::PathBuf;

/// Perform a raw request
///
/// Like curl, with the token, retries and pages of doapi. The body of an error reply is printed too, and so is a body
/// that should be JSON but is not; the error itself goes to stderr.
#[derive(Debug, Args)]
pub(crate) struct Request {
    /// The method: GET, HEAD, POST, PUT, PATCH or DELETE [default: GET, or POST with --data or fields]
    #[arg(short = 'X', long = "request", value_name = "METHOD", add = complete::methods(), value_parser = method)]
    method: Option<Method>,

    /// The body of the request, which must be JSON; - or @- is stdin
    #[arg(short, long, value_name = "JSON|@FILE", allow_hyphen_values = true, add = complete::at_file(), conflicts_with = "paginate")]
    data: Option<String>,

    #[command(flatten)]
    fields: Fields,

    /// Send one more header
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE", value_parser = headers::parse, conflicts_with = "paginate")]
    headers: Vec<Header>,

    /// Write the headers of the last reply to a file as a JSON object, or to stdout if it is -; the file is opened
    /// before anything is sent
    #[arg(short = 'D', long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    dump_header: Option<PathBuf>,

    /// Print the status and the headers before the body
    #[arg(short, long, conflicts_with = "paginate")]
    include: bool,

    /// Follow all pages of a list and print them as one array: the list under KEY, or the only one in the reply. GET
    /// only
    #[arg(long, value_name = "KEY", num_args = 0..=1)]
    #[expect(clippy::option_option, reason = "an option whose value may be left out")]
    paginate: Option<Option<String>>,

    /// A path such as /v2/account or account, or a URL at the endpoint
    #[arg(value_name = "URL|PATH", required_unless_present = "paginate", add = Needed(&[]))]
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
        let endpoint = ctx.client()?.endpoint();
        let path = self.fields.in_query(method, target::path(endpoint, target)?)?;
        if self.paginate.is_some() {
            return self.pages(ctx, method, path, key.map(str::to_owned));
        }
        let body = if method.only_reads() { data } else { self.fields.in_body(data)? };
        let dump = Dump::open(self.dump_header.as_deref())?;
        let headers = self.headers.iter().map(|header| (header.name.clone(), header.value.clone())).collect();
        let request = crate::api::Request { method, path, body, headers };
        self.print(ctx, &ctx.client()?.send_any_status(&request)?, dump)
    }

    /// clap takes the path of `--paginate /v2/droplets` for the optional KEY, so it is moved to where it belongs.
    fn target_and_key(&self) -> Result<(&str, Option<&str>)> {
        match (&self.target, &self.paginate) {
            (Some(target), paginate) => Ok((target, paginate.as_ref().and_then(Option::as_deref))),
            (None, Some(Some(target))) if target.contains('/') => Ok((target, None)),
            _ => Err(usage("a URL or a path is needed, such as /v2/account")),
        }
    }

    fn pages(&self, ctx: &Context, method: Method, path: Path, key: Option<String>) -> Result<()> {
        if method != Method::Get {
            return Err(usage(format!("--paginate can only be used with GET, not with {method}")));
        }
        let dump = Dump::open(self.dump_header.as_deref())?;
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
        dump.write(ctx, &last)
    }

    fn print(&self, ctx: &Context, reply: &Reply, dump: Dump) -> Result<()> {
        // The request has been carried out, so its result is printed even if the headers cannot be written.
        let dumped = dump.write(ctx, &reply.headers);
        if self.include {
            ctx.ui.foreign_text(&headers::http(reply));
        }
        let printed = print_body(ctx, &reply.body);
        if let Some(error) = self.failure(reply, matches!(printed, Ok(true))) {
            let error = CliError::from(error);
            ctx.tally.failure(error.status);
            ctx.ui.report(&error);
        }
        printed.and(dumped)
    }

    /// What is wrong with a reply. A body that should be JSON and is not comes from somebody on the way, such as the
    /// login page of a network; whoever asks for the headers too sees that.
    fn failure(&self, reply: &Reply, is_json: bool) -> Option<Error> {
        if !(200..300).contains(&reply.status) {
            return Some(Error::from(reply));
        }
        let kind = reply.header("content-type").unwrap_or_default().to_ascii_lowercase();
        let is_expected =
            is_json || self.include || !(kind.is_empty() || kind.contains("json") || kind.contains("html"));
        if is_expected { None } else { Some(reply.malformed("", "is not JSON")) }
    }
}

/// JSON is laid out; anything else, such as the text of a 503, is printed as it came. Whether there was nothing else.
fn print_body(ctx: &Context, body: &Body) -> Result<bool> {
    let json = serde_json::from_str::<&RawValue>(body);
    match &json {
        Ok(json) => ctx.ui.value(json.get()),
        Err(_) if body.trim().is_empty() => {}
        Err(_) => ctx.ui.foreign_body(body)?,
    }
    Ok(json.is_ok() || body.trim().is_empty())
}

/// The text of `--data`, sent as it is.
fn json(given: &str) -> Result<String> {
    let text = at_file::text(if given == "-" { "@-" } else { given })?;
    serde_json::from_str::<&RawValue>(&text).map_err(|error| usage(format!("--data is not valid JSON: {error}")))?;
    Ok(text)
}
