//! What a fake is told: a request that is expected, and its reply.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

/// A request that is expected, and what it is answered.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    line: String,
    body: Option<Value>,
    reply: Reply,
    repeated: bool,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    end: End,
    delay: Duration,
}

/// How far an answer gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    BeforeHeaders,
    InBody,
    /// It stops in its body, but the connection stays.
    Stalled,
}

/// Expects a GET.
pub(crate) fn get(path: &str) -> Exchange {
    Exchange::new("GET", path)
}

/// Expects a POST with this body.
pub(crate) fn post(path: &str, body: Value) -> Exchange {
    Exchange::new("POST", path).with(body)
}

/// Expects a DELETE.
pub(crate) fn delete(path: &str) -> Exchange {
    Exchange::new("DELETE", path)
}

impl Exchange {
    /// Expects a request, which is answered `200 {}`.
    pub(crate) fn new(method: &str, path: &str) -> Exchange {
        let reply =
            Reply { status: 200, headers: Vec::new(), body: "{}".to_owned(), end: End::Whole, delay: Duration::ZERO };
        Exchange { line: normal(&format!("{method} {path}")), body: None, reply, repeated: false }
    }

    /// Expects this body, too.
    pub(crate) fn with(self, body: Value) -> Exchange {
        Exchange { body: Some(body), ..self }
    }

    /// Answers with this status and body.
    pub(crate) fn gives(mut self, status: u16, body: impl fmt::Display) -> Exchange {
        (self.reply.status, self.reply.body) = (status, body.to_string());
        self
    }

    /// Answers with one more header.
    pub(crate) fn header(mut self, name: &str, value: impl fmt::Display) -> Exchange {
        self.reply.headers.push((name.to_owned(), value.to_string()));
        self
    }

    /// Answers with another type than JSON.
    pub(crate) fn content_type(self, kind: &str) -> Exchange {
        self.header("content-type", kind)
    }

    /// Answers later.
    pub(crate) fn late(mut self, delay: Duration) -> Exchange {
        self.reply.delay = delay;
        self
    }

    /// Closes the connection without an answer.
    pub(crate) fn cut_off(self) -> Exchange {
        self.ending(End::BeforeHeaders)
    }

    /// Closes the connection in the middle of the answer's body.
    pub(crate) fn cut_in_its_body(self) -> Exchange {
        self.ending(End::InBody)
    }

    /// Stops in the middle of the answer's body.
    pub(crate) fn stalls(self) -> Exchange {
        self.ending(End::Stalled)
    }

    /// May be asked at any time, any number of times.
    pub(crate) fn at_any_time(self) -> Exchange {
        Exchange { repeated: true, ..self }
    }

    /// As many of them.
    pub(crate) fn times(self, count: usize) -> Vec<Exchange> {
        vec![self; count]
    }

    fn ending(mut self, end: End) -> Exchange {
        self.reply.end = end;
        self
    }

    pub(crate) fn is_repeated(&self) -> bool {
        self.repeated
    }

    /// Whether this is the request that it speaks of.
    pub(crate) fn expects(&self, line: &str, body: &str) -> bool {
        let same = |expected: &Value| serde_json::from_str::<Value>(body).is_ok_and(|body| body == *expected);
        self.line == line && self.body.as_ref().is_none_or(same)
    }

    pub(crate) fn into_reply(self) -> Reply {
        self.reply
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.line, self.body.as_ref().map(ToString::to_string).unwrap_or_default())
    }
}

impl Reply {
    /// The answer to what a script does not foresee: nothing that a client would try again.
    pub(crate) fn unforeseen() -> Reply {
        Exchange::new("", "").gives(418, r#"{"id":"unforeseen","message":"not in the script"}"#).reply
    }

    /// The whole answer as it goes over the wire; `None` if nothing does.
    pub(crate) fn text(&self) -> Option<String> {
        let mut text = format!("HTTP/1.1 {} Status\r\n", self.status);
        for (name, value) in &self.headers {
            text.extend([name, ": ", value, "\r\n"]);
        }
        let length =
            if self.status == 204 { String::new() } else { format!("content-length: {}\r\n", self.body.len()) };
        if !self.headers.iter().any(|(name, _)| name == "content-type") {
            text.push_str("content-type: application/json; charset=utf-8\r\n");
        }
        text.extend([&length, "connection: close\r\n\r\n"]);
        if self.status != 204 {
            text.push_str(&self.body);
        }
        (self.end != End::BeforeHeaders).then_some(text)
    }

    /// How much of the text comes before a break.
    pub(crate) fn first_part(&self, text: &str) -> usize {
        let half = text.len() - self.body.len() / 2;
        if self.end == End::Whole { text.len() } else { (0..=half).rfind(|at| text.is_char_boundary(*at)).unwrap_or(0) }
    }

    pub(crate) fn delay(&self) -> Duration {
        self.delay
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.end == End::Whole
    }

    pub(crate) fn is_stalled(&self) -> bool {
        self.end == End::Stalled
    }
}

/// A method and a path with the parts of its query sorted: their order means nothing.
pub(crate) fn normal(line: &str) -> String {
    let Some((path, query)) = line.split_once('?') else { return line.to_owned() };
    let mut parts: Vec<&str> = query.split('&').collect();
    parts.sort_unstable();
    format!("{path}?{}", parts.join("&"))
}
