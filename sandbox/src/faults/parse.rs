//! The text form of a [`Fault`].

use std::fs;
use std::str::FromStr;
use std::time::Duration;

use super::{Fault, Hits, Injected, Pattern, What};
use crate::http::Reply;

impl FromStr for Fault {
    type Err = String;

    /// Reads `METHOD PATH [#HITS] WHAT`.
    fn from_str(rule: &str) -> Result<Self, String> {
        let (method, rest) = word(rule);
        let (path, mut rest) = word(rest);
        if method.is_empty() || path.is_empty() {
            return Err(format!("a fault is METHOD PATH [#HITS] WHAT, not {rule:?}"));
        }
        let mut fault = Self {
            method: method.to_ascii_uppercase(),
            path: Pattern::new(path),
            hits: Hits::ALL,
            injected: Injected::default(),
        };
        if let Some(hits) = rest.strip_prefix('#') {
            let (hits, after) = word(hits);
            (fault.hits, rest) = (Hits::read(hits)?, after);
        }
        if rest.is_empty() {
            return Err(format!("the fault {rule:?} does not say what happens"));
        }
        while !rest.is_empty() {
            rest = fault.injected.read(rest)?;
        }
        Ok(fault)
    }
}

/// The first word, and what follows it.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let (word, rest) = text.split_once(|c: char| c.is_whitespace()).unwrap_or((text, ""));
    (word, rest.trim())
}

impl Injected {
    /// Parses one word of WHAT, and returns the rest; a body takes all of the rest.
    fn read<'a>(&mut self, text: &'a str) -> Result<&'a str, String> {
        if let Some(body) = text.strip_prefix("body=") {
            self.answer()?.body = contents(body)?;
            return Ok("");
        }
        let (first, rest) = word(text);
        match first.split_once('=').unwrap_or((first, "")) {
            ("cut", "") => self.what = What::Cut,
            ("lost", "") => self.what = What::Lost,
            ("cut-body", "") => self.what = What::CutBody,
            ("errored", "") => self.what = What::Errored,
            ("stall", time) => self.what = What::Stall(span(time)?),
            ("delay", time) => self.delay = span(time)?,
            ("hidden", time) => self.lag.hidden = span(time)?,
            ("networks", time) => self.lag.networks = span(time)?,
            ("status", status) => self.what = What::Answer(reply(status)?),
            ("header", header) => {
                let (name, value) = pair(header)?;
                self.answer()?.headers.push((name, value));
            }
            _ => return Err(format!("unknown kind of fault: {first:?}")),
        }
        Ok(rest)
    }

    fn answer(&mut self) -> Result<&mut Reply, String> {
        match &mut self.what {
            What::Answer(reply) => Ok(reply),
            _ => Err("header= and body= belong after status=".to_owned()),
        }
    }
}

fn reply(status: &str) -> Result<Reply, String> {
    let known = status.parse().ok().filter(|it| (200..=599).contains(it));
    known.map(Reply::empty).ok_or_else(|| format!("not a status: {status:?}"))
}

fn pair(header: &str) -> Result<(String, String), String> {
    let parts = header.split_once(':');
    let (name, value) = parts.ok_or_else(|| format!("a header is NAME:VALUE, not {header:?}"))?;
    hyper::header::HeaderName::from_str(name).map_err(|error| format!("{name:?}: {error}"))?;
    hyper::header::HeaderValue::from_str(value).map_err(|error| format!("{value:?}: {error}"))?;
    Ok((name.to_ascii_lowercase(), value.to_owned()))
}

fn contents(body: &str) -> Result<Vec<u8>, String> {
    match body.strip_prefix('@') {
        Some(file) => fs::read(file).map_err(|error| format!("{file}: {error}")),
        None => Ok(body.as_bytes().to_vec()),
    }
}

fn span(time: &str) -> Result<Duration, String> {
    humantime::parse_duration(time).map_err(|error| format!("{time:?}: {error}"))
}

impl Hits {
    const ALL: Self = Self { first: 1, last: u64::MAX };

    /// Reads `2`, `2-4` or `3+`.
    fn read(text: &str) -> Result<Self, String> {
        let wrong = || format!("hits are #2, #2-4 or #3+, not #{text}");
        let number = |text: &str| text.parse::<u64>().map_err(|_| wrong());
        if let Some(first) = text.strip_suffix('+') {
            let first = number(first)?;
            return Ok(Self { first, ..Self::ALL });
        }
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let (first, last) = (number(first)?, number(last)?);
        if first == 0 || last < first {
            return Err(wrong());
        }
        Ok(Self { first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Fault, Hits, What};

    #[test]
    fn hits_are_one_some_or_the_rest() {
        let table = [("2", (2, 2)), ("2-4", (2, 4)), ("3+", (3, u64::MAX))];
        for (text, (first, last)) in table {
            assert_eq!(Hits::read(text), Ok(Hits { first, last }));
        }
        for text in ["", "0", "4-2", "x", "+"] {
            assert!(Hits::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_body_is_the_rest_of_the_line() {
        let rule = r#"POST /v2/droplets status=503 header=Retry-After:3 body={"a": "b  c"}"#;
        let fault: Fault = rule.parse().unwrap();
        let What::Answer(reply) = fault.injected.what else {
            panic!("not an answer");
        };
        assert_eq!(reply.status, 503);
        assert_eq!(reply.headers, [("retry-after".to_owned(), "3".to_owned())]);
        assert_eq!(reply.body, br#"{"a": "b  c"}"#);
    }

    #[test]
    fn rules_that_say_nothing_sensible_are_refused() {
        for rule in [
            "",
            "GET",
            "GET /v2/account",
            "GET /v2/account #2",
            "GET /v2/account #x cut",
            "GET /v2/account explode",
            "GET /v2/account status=9",
            "GET /v2/account body=x",
            "GET /v2/account delay=soon",
            "POST /v2/droplets hidden=long",
            "POST /v2/droplets networks",
            "GET /v2/account status=500 header=nothing",
            "GET /v2/account status=500 body=@/no/such/file",
        ] {
            assert!(rule.parse::<Fault>().is_err(), "{rule}");
        }
    }
}
