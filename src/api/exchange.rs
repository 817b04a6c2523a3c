//! One try: a request goes out, an answer comes in or does not.

use super::retry::Outcome;
use super::tls::{causes, is_distrust};
use super::{Endpoint, Error, Reply, Request, Token};
use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use std::io::Read;
use std::time::{Duration, Instant, SystemTime};

/// No answer of the API is near this; a larger one would only fill the memory.
const LARGEST_BODY: u64 = 512 << 20;

/// Why a try gave no answer.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) outcome: Outcome,
    pub(crate) why: String,
}

/// Makes one try. Redirects come back as what they are.
pub(crate) fn exchange(
    http: &Client,
    endpoint: &Endpoint,
    token: &Token,
    request: &Request,
) -> Result<Result<Reply, Broken>, Error> {
    let started = Instant::now();
    let builder = http.request(method(request), endpoint.url(&request.path)?).header(AUTHORIZATION, token.header());
    let sent = with_body(builder, request).send();
    Ok(sent.map_err(not_answered).and_then(|response| read(request, response, started)))
}

fn method(request: &Request) -> reqwest::Method {
    match request.method {
        super::Method::Get => reqwest::Method::GET,
        super::Method::Head => reqwest::Method::HEAD,
        super::Method::Post => reqwest::Method::POST,
        super::Method::Put => reqwest::Method::PUT,
        super::Method::Patch => reqwest::Method::PATCH,
        super::Method::Delete => reqwest::Method::DELETE,
    }
}

fn with_body(builder: RequestBuilder, request: &Request) -> RequestBuilder {
    let mut headers = HeaderMap::new();
    if request.body.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, value) in &request.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    let builder = builder.headers(headers);
    match &request.body {
        Some(json) => builder.body(json.clone()),
        None => builder,
    }
}

fn not_answered(error: reqwest::Error) -> Broken {
    let outcome = match (error.is_connect() || error.is_builder(), is_distrust(&error)) {
        (true, true) => Outcome::Distrusted,
        (true, false) => Outcome::NotSent,
        (false, _) => Outcome::Lost,
    };
    let why = if error.is_timeout() { "timed out".to_owned() } else { causes(error) };
    Broken { outcome, why }
}

fn read(request: &Request, response: Response, started: Instant) -> Result<Reply, Broken> {
    let status = response.status().as_u16();
    let version = version(&response);
    let headers = headers(&response);
    let body = read_body(response).map_err(|why| Broken { outcome: Outcome::Lost, why })?;
    Ok(Reply {
        method: request.method,
        path: request.path.clone(),
        version,
        status,
        headers,
        body,
        elapsed: started.elapsed(),
        repeated: false,
    })
}

fn read_body(response: Response) -> Result<String, String> {
    let mut bytes =
        Vec::with_capacity(usize::try_from(response.content_length().unwrap_or(0)).unwrap_or(0).min(1 << 20));
    response.take(LARGEST_BODY + 1).read_to_end(&mut bytes).map_err(|error| root_cause(&error))?;
    if bytes.len() as u64 > LARGEST_BODY {
        return Err(format!("the body is larger than {} MiB", LARGEST_BODY >> 20));
    }
    String::from_utf8(bytes).or_else(|error| Ok(String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

fn root_cause(error: &std::io::Error) -> String {
    let mut last: &dyn std::error::Error = error;
    while let Some(inner) = last.source() {
        last = inner;
    }
    if last.to_string().contains("timed out") { "timed out".to_owned() } else { last.to_string() }
}

fn headers(response: &Response) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn version(response: &Response) -> &'static str {
    if response.version() == reqwest::Version::HTTP_2 { "HTTP/2" } else { "HTTP/1.1" }
}

/// What the retry table needs to know of an answer.
pub(crate) fn outcome(reply: &Reply) -> Outcome {
    if reply.status != 429 {
        return Outcome::Status(reply.status);
    }
    let seconds = |name| reply.header(name).and_then(|text| text.trim().parse::<u64>().ok());
    Outcome::Limited {
        retry_after: seconds("retry-after").map(Duration::from_secs),
        reset: seconds("ratelimit-reset").and_then(until),
    }
}

/// How far away a Unix time is; `None` where it lies in the past, as it does when nothing is spent.
fn until(epoch: u64) -> Option<Duration> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Duration::from_secs(epoch).checked_sub(now).map(|left| left + Duration::from_secs(1))
}
