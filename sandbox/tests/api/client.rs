//! The smallest HTTP client that sees everything: the exact body, every header, and a connection that breaks off.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::Duration;

use doapi_sandbox::{Config, Sandbox};
use serde_json::{Value, json};

/// A sandbox and what is asked of it.
pub(crate) struct Api {
    pub(crate) sandbox: Sandbox,
}

/// One reply.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// An account whose actions take no time.
pub(crate) fn account(seed: Value) -> Api {
    start(Config { seed: Some(seed), action_time: Duration::ZERO, ..Config::default() })
}

/// An account whose actions do not end by themselves.
pub(crate) fn slow_account(seed: Value) -> Api {
    start(Config { seed: Some(seed), action_time: Duration::from_secs(3_600), ..Config::default() })
}

/// An account with one droplet, number 1.
pub(crate) fn one_droplet() -> Api {
    account(json!({"droplets": [{"id": 1, "name": "web-1"}]}))
}

#[track_caller]
pub(crate) fn start(config: Config) -> Api {
    Api { sandbox: Sandbox::start(config).unwrap() }
}

impl Api {
    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// The value at a JSON pointer in the reply to a GET.
    #[track_caller]
    pub(crate) fn value(&self, path: &str, pointer: &str) -> Value {
        self.get(path).at(pointer)
    }

    #[track_caller]
    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask("POST", path, &body.to_string())
    }

    #[track_caller]
    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path, "")
    }

    /// Starts an action on droplet 1.
    #[track_caller]
    pub(crate) fn act(&self, action: &Value) -> Answer {
        self.post("/v2/droplets/1/actions", action)
    }

    #[track_caller]
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> Answer {
        self.try_ask(method, path, body).unwrap()
    }

    pub(crate) fn try_ask(&self, method: &str, path: &str, body: &str) -> io::Result<Answer> {
        let token = format!("Bearer {}", self.sandbox.token());
        self.send(method, path, &[("Authorization", &token)], body)
    }

    /// Asks with one header more than the token.
    #[track_caller]
    pub(crate) fn ask_with(&self, method: &str, path: &str, header: (&str, &str)) -> Answer {
        let token = format!("Bearer {}", self.sandbox.token());
        let headers = [("Authorization", token.as_str()), header];
        self.send(method, path, &headers, "").unwrap()
    }

    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> io::Result<Answer> {
        let url = self.sandbox.url();
        let host = ("Host", url.trim_start_matches("http://"));
        let headers: Vec<(&str, &str)> = [&[host], headers].concat();
        self.send_to_host(method, path, &headers, body)
    }

    /// Sends these headers and no other `Host`.
    pub(crate) fn send_to_host(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> io::Result<Answer> {
        let length = body.len().to_string();
        let headers = [headers, &[("Content-Length", &length)]].concat();
        let mut stream = self.open(method, path, &headers)?;
        stream.write_all(body.as_bytes())?;
        let mut reply = String::new();
        stream.read_to_string(&mut reply)?;
        read(&reply, method == "HEAD")
    }

    /// A connection on which everything but the body was sent.
    pub(crate) fn open(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect(self.sandbox.url().trim_start_matches("http://"))?;
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in headers {
            request.extend([name, ": ", value, "\r\n"]);
        }
        write!(stream, "{request}\r\n")?;
        Ok(stream)
    }

    /// Ends all actions in progress.
    pub(crate) fn finish(&self) {
        self.sandbox.with_state(doapi_sandbox::State::finish_actions);
    }
}

fn read(reply: &str, headless: bool) -> io::Result<Answer> {
    let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let (head, body) = reply.split_once("\r\n\r\n").ok_or_else(cut)?;
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let headers = lines.filter_map(|line| line.split_once(": "));
    let answer = Answer {
        status: status.and_then(|it| it.parse().ok()).ok_or_else(cut)?,
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        body: body.to_owned(),
    };
    let length = answer.header("content-length").unwrap_or("0");
    if !headless && length != body.len().to_string() {
        return Err(cut());
    }
    Ok(answer)
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    #[track_caller]
    pub(crate) fn at(&self, pointer: &str) -> Value {
        let json = self.json();
        let value = json.pointer(pointer);
        value.cloned().unwrap_or_else(|| panic!("no {pointer} in {json:#}"))
    }

    /// The value at a pointer in a reply of this status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16, pointer: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.at(pointer)
    }

    #[track_caller]
    pub(crate) fn number(&self, pointer: &str) -> u64 {
        self.at(pointer).as_u64().unwrap()
    }

    /// The keys of the object at a pointer, in their order.
    #[track_caller]
    pub(crate) fn keys(&self, pointer: &str) -> String {
        let value = self.at(pointer);
        let keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        keys.join(" ")
    }

    /// Asserts what was refused and in which words.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, message: &str) {
        assert_eq!((self.status, self.at("/message")), (status, json!(message)));
    }
}

/// Waits until the sandbox's clock has moved on.
pub(crate) fn a_moment() {
    sleep(Duration::from_millis(450));
}
