//! The faults, and what comes of each.

use std::time::{SystemTime, UNIX_EPOCH};

use super::kinds::Does;
use super::way::{Strike, http, json};

/// What comes of a command whose request is struck, and how often that request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// All is well.
    Well(usize),
    /// It fails.
    Fails(usize),
    /// The token is refused.
    Refused(usize),
    /// It fails, and says that the request may have been carried out.
    Maybe,
    /// The same after the request was made five times.
    MaybeAtLast,
}

use End::{Fails, Maybe, MaybeAtLast, Refused, Well};

/// A fault.
pub(super) struct Fault {
    pub(super) name: &'static str,
    pub(super) strike: Strike,
    /// How many of the requests are struck.
    pub(super) times: usize,
    /// What comes of requests that read, start, delete and change something; and of `request`, which takes any body.
    ends: [End; 5],
    /// Whether no whole answer comes: that of a request that changes something is exit 8.
    pub(super) loses_the_answer: bool,
}

impl Fault {
    /// What comes of a command whose struck request does this.
    pub(super) fn end(&self, does: Does, is_raw: bool) -> End {
        match does {
            Does::Read if is_raw => self.ends[4],
            Does::Read => self.ends[0],
            Does::Start => self.ends[1],
            Does::Delete => self.ends[2],
            Does::Change => self.ends[3],
        }
    }
}

/// Struck every time.
fn always(name: &'static str, strike: Strike, [read, start, repeat]: [End; 3]) -> Fault {
    Fault { name, strike, times: usize::MAX, ends: [read, start, repeat, repeat, read], loses_the_answer: false }
}

/// Struck once.
fn once(name: &'static str, strike: Strike, ends: [End; 3]) -> Fault {
    Fault { times: 1, ..always(name, strike, ends) }
}

/// An answer of another shape: only `request` takes it for one, and only what shows nothing can do without.
fn misshapen(name: &'static str, body: &'static str) -> Fault {
    let strike = Strike::After(json(200, body));
    Fault { ends: [Fails(1), Maybe, Well(1), Fails(1), Well(1)], ..always(name, strike, [Well(1); 3]) }
}

/// An answer that says it is JSON and is not: `request` shows it, and fails too.
fn not_json(name: &'static str, body: &'static str) -> Fault {
    Fault { ends: [Fails(1), Maybe, Well(1), Fails(1), Fails(1)], ..misshapen(name, body) }
}

/// An answer that breaks: it is lost, and asked for once more where that does no harm.
fn breaks(name: &'static str, strike: Strike) -> Fault {
    Fault { loses_the_answer: true, ..once(name, strike, [Well(2), Maybe, Well(2)]) }
}

fn refusal(status: u16, id: &str, message: &str) -> Strike {
    Strike::Instead(json(status, &format!(r#"{{"id":"{id}","message":"{message}"}}"#)))
}

fn limited(header: Option<(&str, u64)>) -> Strike {
    let value = header.map(|(_, value)| value.to_string()).unwrap_or_default();
    let headers: Vec<(&str, &str)> = header.iter().map(|(name, _)| (*name, value.as_str())).collect();
    Strike::Instead(http(429, &headers, r#"{"id":"too_many_requests","message":"Too many requests"}"#))
}

fn redirect(to: &str) -> Strike {
    Strike::Instead(http(302, &[("location", to)], ""))
}

fn soon(seconds: u64) -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() + seconds
}

/// Every fault of an answer. `elsewhere` is the address of somebody who must never be asked.
pub(super) fn faults(elsewhere: &str) -> Vec<Fault> {
    [refusals(), limits(), failures(), shapes(), breaks_of_all_kinds(), redirects(elsewhere)]
        .into_iter()
        .flatten()
        .collect()
}

fn refusals() -> Vec<Fault> {
    vec![
        always("401", refusal(401, "Unauthorized", "Unable to authenticate you"), [Refused(1); 3]),
        always("403", refusal(403, "forbidden", "You do not have permission."), [Refused(1); 3]),
        always("404", refusal(404, "not_found", "Could not be found."), [Fails(1); 3]),
        always("409", refusal(409, "conflict", "A conflict."), [Fails(1); 3]),
        always("422", refusal(422, "unprocessable_entity", "Pending event."), [Fails(1); 3]),
        always("418 without a body", Strike::Instead(http(418, &[], "")), [Fails(1); 3]),
    ]
}

fn limits() -> Vec<Fault> {
    vec![
        once("429 burst", limited(Some(("retry-after", 1))), [Well(2); 3]),
        always("429 burst without end", limited(Some(("retry-after", 1))), [Fails(5); 3]),
        once("429 with a near reset", limited(Some(("ratelimit-reset", soon(2)))), [Well(2); 3]),
        once("429 with a past reset", limited(Some(("ratelimit-reset", 1_444_931_833))), [Well(2); 3]),
        always("429 with a far reset", limited(Some(("ratelimit-reset", soon(1800)))), [Fails(1); 3]),
        always("429 with a far retry-after", limited(Some(("retry-after", 1800))), [Fails(1); 3]),
        once("429 with a retry-after that is no number", limited_badly(), [Well(2); 3]),
        once("429 without headers", limited(None), [Well(2); 3]),
        always("429 without headers or end", limited(None), [Fails(5); 3]),
    ]
}

fn limited_badly() -> Strike {
    Strike::Instead(http(429, &[("retry-after", "-1e99"), ("ratelimit-reset", "soon")], ""))
}

fn failures() -> Vec<Fault> {
    let error = json(500, r#"{"id":"server_error","message":"Unexpected server-side error"}"#);
    let html = http(502, &[("content-type", "text/html")], "<html><head><title>502 Bad Gateway</title></head></html>");
    let text = http(503, &[("content-type", "text/plain")], "Server Temporarily Unavailable");
    vec![
        always("500 without end", Strike::Instead(error.clone()), [Fails(5), Maybe, MaybeAtLast]),
        once("500", Strike::Instead(error.clone()), [Well(2), Maybe, Well(2)]),
        once("500 of what was carried out", Strike::After(error), [Well(2), Maybe, Well(2)]),
        once("502 as HTML", Strike::Instead(html), [Well(2), Maybe, Well(2)]),
        once("503 as text", Strike::Instead(text), [Well(2), Maybe, Well(2)]),
        once("504 of what was carried out", Strike::After(http(504, &[], "")), [Well(2), Maybe, Well(2)]),
    ]
}

fn shapes() -> Vec<Fault> {
    let page = http(200, &[("content-type", "text/html")], "<html><title>Log in to the airport</title></html>");
    vec![
        misshapen("an empty 200", ""),
        misshapen("a 200 of white space", " \r\n\t "),
        not_json("invalid JSON", r#"{"droplets":[{"id":1},"#),
        not_json("two values", "{}{}"),
        misshapen("null", "null"),
        misshapen("a list", "[1,2]"),
        misshapen("a number", "1e999"),
        misshapen("no root", r#"{"something":[],"links":{},"meta":{"total":0}}"#),
        misshapen("a root of null", r#"{"droplets":null,"droplet":null,"action":null,"actions":null,"ssh_key":null}"#),
        misshapen("a root of another type", r#"{"droplets":{},"droplet":[],"action":[],"actions":7,"ssh_key":"x"}"#),
        Fault {
            ends: [Fails(1), Maybe, Fails(1), Fails(1), Fails(1)],
            ..always("a page of HTML", Strike::After(page), [Well(1); 3])
        },
        Fault {
            ends: [Fails(1), Maybe, Well(1), Fails(1), Well(1)],
            ..always("a 204", Strike::After(http(204, &[], "")), [Well(1); 3])
        },
    ]
}

fn breaks_of_all_kinds() -> Vec<Fault> {
    let gzip = [("content-encoding", "gzip"), ("content-type", "application/json")];
    let bomb = "x-bomb: 1\r\n".repeat(5000);
    let long = format!("x-bomb: {}\r\n", "x".repeat(1 << 20));
    let with_head = |head: &str| format!("HTTP/1.1 200 OK\r\n{head}content-length: 2\r\n\r\n{{}}").into_bytes();
    vec![
        breaks("a cut before the headers", Strike::Instead(Vec::new())),
        Fault {
            loses_the_answer: true,
            ..always("cuts without end", Strike::Instead(Vec::new()), [Fails(5), Maybe, MaybeAtLast])
        },
        breaks("an answer that is lost", Strike::After(Vec::new())),
        breaks("a cut in the headers", Strike::After(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec())),
        breaks("a cut in the body", Strike::Half),
        breaks("a stall in the body", Strike::Stall),
        breaks("gzip of garbage", Strike::After(http(200, &gzip, "this is not gzip at all"))),
        breaks("gzip that ends early", Strike::After(http(200, &gzip, [31, 139, 8, 0, 0, 0, 0, 0]))),
        breaks(
            "a broken chunk",
            Strike::After(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}".to_vec()),
        ),
        breaks("what is not HTTP", Strike::After(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec())),
        breaks("five thousand headers", Strike::After(with_head(&bomb))),
        breaks("a header of a megabyte", Strike::After(with_head(&long))),
    ]
}

fn redirects(elsewhere: &str) -> Vec<Fault> {
    vec![
        always("a redirect to the same origin", redirect("/v2/account"), [Fails(1); 3]),
        always("a redirect to another origin", redirect(&format!("{elsewhere}/v2/account")), [Fails(1); 3]),
        always("a redirect to nowhere", redirect("\t:::"), [Fails(1); 3]),
    ]
}
