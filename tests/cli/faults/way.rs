//! The way between doapi and a sandbox, on which some requests are struck. Unlike a sandbox's own fault rules it speaks
//! in bytes, so it can answer what no server that keeps to HTTP would.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::spawn;

use doapi_sandbox::Sandbox;
use serde_json::Value;

use crate::runner::Api;

/// One request on its way.
pub(super) struct Asked {
    head: String,
    pub(super) body: String,
}

/// What happens to a request.
#[derive(Clone)]
pub(super) enum Strike {
    /// It never gets there, and these bytes are the answer; none are a cut.
    Instead(Vec<u8>),
    /// It is carried out, and these bytes are the answer.
    After(Vec<u8>),
    /// It is carried out, and half of the answer comes before the connection is closed.
    Half,
    /// It is carried out, half of the answer comes, and then silence.
    Stall,
    /// It is carried out, and the answer is changed.
    Rewritten(fn(&mut Value)),
    /// It is carried out, and the answer's object has a field of so many bytes more.
    Padded(usize),
}

/// Which requests are meant.
pub(super) type Picks = fn(&Asked) -> bool;

/// A way that is open.
pub(super) struct Way {
    url: String,
    token: String,
    shared: Arc<Shared>,
}

struct Shared {
    sandbox: String,
    picks: Picks,
    strike: Strike,
    times: usize,
    met: AtomicUsize,
}

impl Way {
    /// A way on which the first `times` of the requests that are picked are struck.
    pub(super) fn to(sandbox: &Sandbox, picks: Picks, strike: Strike, times: usize) -> Way {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Shared {
            sandbox: sandbox.url().trim_start_matches("http://").to_owned(),
            picks,
            strike,
            times,
            met: AtomicUsize::new(0),
        };
        let shared = Arc::new(shared);
        let served = Arc::clone(&shared);
        spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&served);
                spawn(move || shared.serve(stream));
            }
        });
        Way { url, token: sandbox.token().to_owned(), shared }
    }

    /// How many requests were picked, struck or not.
    pub(super) fn met(&self) -> usize {
        self.shared.met.load(Ordering::SeqCst)
    }
}

impl Api for Way {
    fn url(&self) -> String {
        self.url.clone()
    }

    fn token(&self) -> String {
        self.token.clone()
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) {
        if let Ok(asked) = read(&mut stream) {
            let struck = (self.picks)(&asked) && self.met.fetch_add(1, Ordering::SeqCst) < self.times;
            // doapi may go away before it has all of the answer, and the sandbox when the test is over.
            if struck { self.strike(&mut stream, &asked) } else { self.pass_on(&mut stream, &asked) }.ok();
        }
        stream.shutdown(Shutdown::Both).ok();
    }

    fn pass_on(&self, stream: &mut TcpStream, asked: &Asked) -> io::Result<()> {
        stream.write_all(&self.usual(asked)?)
    }

    fn strike(&self, stream: &mut TcpStream, asked: &Asked) -> io::Result<()> {
        if let Strike::Instead(answer) = &self.strike {
            return stream.write_all(answer);
        }
        let usual = self.usual(asked)?;
        match &self.strike {
            Strike::Half => stream.write_all(half(&usual)),
            Strike::Stall => {
                stream.write_all(half(&usual))?;
                // Until doapi gives up.
                io::copy(stream, &mut io::sink()).map(drop)
            }
            Strike::Rewritten(change) => stream.write_all(&rewritten(&usual, *change)),
            Strike::Padded(length) => padded(stream, &usual, *length),
            Strike::Instead(answer) | Strike::After(answer) => stream.write_all(answer),
        }
    }

    /// What the sandbox answers.
    fn usual(&self, asked: &Asked) -> io::Result<Vec<u8>> {
        let mut answer = Vec::new();
        let mut sandbox = TcpStream::connect(&self.sandbox)?;
        let head = asked.head.replacen("\r\n", "\r\nconnection: close\r\n", 1);
        sandbox.write_all(head.as_bytes())?;
        sandbox.write_all(asked.body.as_bytes())?;
        sandbox.read_to_end(&mut answer)?;
        Ok(answer)
    }
}

impl Asked {
    /// Such as `GET /v2/droplets?name=web`.
    pub(super) fn line(&self) -> &str {
        self.head.split(" HTTP/1.1").next().unwrap_or_default()
    }

    /// Whether it is of this method, for this path, with this in its query or body.
    pub(super) fn is(&self, method: &str, path: &str, holds: &str) -> bool {
        let (asked_method, target) = self.line().split_once(' ').unwrap_or_default();
        let (asked_path, query) = target.split_once('?').unwrap_or((target, ""));
        asked_method == method && asked_path == path && (query.contains(holds) || self.body.contains(holds))
    }

    /// The number of the page that it asks for.
    pub(super) fn page(&self) -> Option<&str> {
        let (_, query) = self.line().split_once('?')?;
        query.split('&').find_map(|pair| pair.strip_prefix("page="))
    }

    /// Whether the list that it asks for is one of droplets with GPUs.
    pub(super) fn is_of_gpus(&self) -> bool {
        self.line().contains("type=gpus")
    }
}

fn read(stream: &mut TcpStream) -> io::Result<Asked> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        match stream.read(&mut buffer)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            length => bytes.extend_from_slice(&buffer[..length]),
        }
    };
    let mut body = bytes.split_off(end);
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    let rest = length - body.len();
    stream.take(rest as u64).read_to_end(&mut body)?;
    Ok(Asked { head, body: String::from_utf8_lossy(&body).into_owned() })
}

/// The head, and half of the body; half of the head, where there is no body.
fn half(answer: &[u8]) -> &[u8] {
    let body = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |at| at + 4);
    let start = if body < answer.len() { body } else { 0 };
    &answer[..start + (answer.len() - start) / 2]
}

fn parted(answer: &[u8]) -> (String, String) {
    let text = String::from_utf8_lossy(answer).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let kept = head.split("\r\n").filter(|line| !line.to_ascii_lowercase().starts_with("content-length"));
    (kept.collect::<Vec<_>>().join("\r\n"), body.to_owned())
}

fn rewritten(answer: &[u8], change: fn(&mut Value)) -> Vec<u8> {
    let (head, body) = parted(answer);
    let Ok(mut value) = serde_json::from_str(&body) else { return answer.to_vec() };
    change(&mut value);
    let body = value.to_string();
    format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn padded(stream: &mut TcpStream, answer: &[u8], length: usize) -> io::Result<()> {
    const BLOCK: &[u8] = &[b'x'; 1 << 16];
    let (head, body) = parted(answer);
    let Some(rest) = body.strip_prefix('{') else { return stream.write_all(answer) };
    write!(stream, "{head}\r\n\r\n{{\"padding\":\"")?;
    for _ in 0..length / BLOCK.len() {
        stream.write_all(BLOCK)?;
    }
    write!(stream, "\",{rest}")
}

/// An answer as it goes over the wire.
pub(super) fn http(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status} Status\r\nconnection: close\r\n").into_bytes();
    for (name, value) in headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    if status != 204 {
        bytes.extend_from_slice(format!("content-length: {}\r\n", body.len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    bytes
}

/// An answer of JSON.
pub(super) fn json(status: u16, body: &str) -> Vec<u8> {
    http(status, &[("content-type", "application/json; charset=utf-8")], body)
}
