//! A scripted API: a test states which requests it expects and what each is answered. Whatever else is asked, and
//! whatever is left over at the end, is a failure of the test. The token must come with every request.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{sleep, spawn};
use std::time::Duration;

use serde_json::Value;

use crate::runner::Api;
use crate::script::{Exchange, Reply};

/// The token that a fake accepts.
pub(crate) const TOKEN: &str = "dop_v1_fa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4e";

/// A connection, encrypted or not.
pub(crate) trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

/// One request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// Such as `GET /v2/droplets?name=web`, with the parts of the query sorted.
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

#[derive(Default)]
struct State {
    /// Steps in their order; the requests within one come in any order.
    steps: VecDeque<Vec<Exchange>>,
    /// What may be asked at any time, any number of times.
    always: Vec<Exchange>,
    requests: Vec<Request>,
    complaints: Vec<String>,
    connections: usize,
    any_token: bool,
}

/// A running script.
#[must_use]
pub(crate) struct Fake {
    url: String,
    state: Arc<Mutex<State>>,
    finished: bool,
}

impl Fake {
    /// Expects these requests in this order.
    pub(crate) fn of(exchanges: impl IntoIterator<Item = Exchange>) -> Fake {
        Fake::steps(exchanges.into_iter().map(|exchange| vec![exchange]))
    }

    /// Expects these groups of requests in this order, those of a group in any order.
    pub(crate) fn steps(steps: impl IntoIterator<Item = Vec<Exchange>>) -> Fake {
        Fake::start(steps, "http", |stream| Some(Box::new(stream)))
    }

    /// Listens on a free port; `wrap` makes of each connection what the requests are read from.
    pub(crate) fn start(
        steps: impl IntoIterator<Item = Vec<Exchange>>,
        scheme: &str,
        wrap: impl Fn(TcpStream) -> Option<Box<dyn Stream>> + Send + Sync + 'static,
    ) -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("{scheme}://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let mut state = State::default();
        for step in steps {
            let (always, step) = step.into_iter().partition(Exchange::is_repeated);
            state.always.extend::<Vec<_>>(always);
            state.steps.push_back(step);
        }
        let state = Arc::new(Mutex::new(state));
        let (shared, wrap) = (Arc::clone(&state), Arc::new(wrap));
        spawn(move || {
            for stream in listener.incoming().flatten() {
                let (state, wrap) = (Arc::clone(&shared), Arc::clone(&wrap));
                lock(&state).connections += 1;
                spawn(move || serve(stream, &*wrap, &state));
            }
        });
        Fake { url, state, finished: false }
    }

    /// Lets any token in.
    pub(crate) fn with_any_token(self) -> Fake {
        lock(&self.state).any_token = true;
        self
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        lock(&self.state).requests.clone()
    }

    /// How many connections there were.
    pub(crate) fn connections(&self) -> usize {
        lock(&self.state).connections
    }

    /// Asserts that everything came as expected, and gives the requests.
    #[track_caller]
    pub(crate) fn finish(mut self) -> Vec<Request> {
        self.finished = true;
        let state = lock(&self.state);
        assert!(state.complaints.is_empty(), "{}\nall requests: {:#?}", state.complaints.join("\n"), state.lines());
        let missing: Vec<String> = state.steps.iter().flatten().map(ToString::to_string).collect();
        assert!(missing.is_empty(), "never asked: {missing:#?}\nall requests: {:#?}", state.lines());
        state.requests.clone()
    }
}

impl Api for Fake {
    fn url(&self) -> String {
        self.url.clone()
    }

    fn token(&self) -> String {
        TOKEN.to_owned()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        assert!(self.finished || std::thread::panicking(), "a test has to `finish` its fake");
    }
}

impl State {
    fn lines(&self) -> Vec<String> {
        self.requests.iter().map(|request| format!("{} {}", request.line, request.body)).collect()
    }

    /// The reply to a request; a complaint where none was foreseen.
    fn answer(&mut self, request: &Request) -> Reply {
        self.requests.push(request.clone());
        if !self.any_token && request.header("authorization") != Some(&format!("Bearer {TOKEN}")) {
            self.complaints.push(format!("without the token: {}", request.line));
        }
        while self.steps.front().is_some_and(Vec::is_empty) {
            self.steps.pop_front();
        }
        let matches = |exchange: &Exchange| exchange.expects(&request.line, &request.body);
        let now = self.steps.front_mut();
        if let Some((step, at)) = now.and_then(|step| step.iter().position(matches).map(|at| (step, at))) {
            return step.remove(at).into_reply();
        }
        if let Some(exchange) = self.always.iter().find(|exchange| matches(exchange)) {
            return exchange.clone().into_reply();
        }
        self.complaints.push(format!("not expected now: {} {}", request.line, request.body));
        Reply::unforeseen()
    }
}

impl Request {
    /// The value of a header, whose name is in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Reads one request and answers it; a connection is not used twice.
fn serve(stream: TcpStream, wrap: &dyn Fn(TcpStream) -> Option<Box<dyn Stream>>, state: &Mutex<State>) {
    let raw = stream.try_clone().unwrap();
    let Some(mut stream) = wrap(stream) else { return };
    match read(&mut stream) {
        Ok(request) => {
            let reply = lock(state).answer(&request);
            write(&mut stream, &reply).ok();
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n").ok();
        }
        // A connection without a request is none: a client may have seen the certificate and gone.
        Err(_) => {}
    }
    raw.shutdown(Shutdown::Both).ok();
}

fn read(stream: &mut impl Read) -> io::Result<Request> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        if head.is_empty() && !byte[0].is_ascii_uppercase() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let (first, rest) = head.split_once("\r\n").unwrap_or_default();
    let headers = rest.lines().filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    let line = crate::script::normal(first.trim_end_matches(" HTTP/1.1"));
    let mut request = Request { line, headers, body: String::new() };
    let length = request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    request.body = String::from_utf8_lossy(&body).into_owned();
    Ok(request)
}

fn write(stream: &mut impl Stream, reply: &Reply) -> io::Result<()> {
    sleep(reply.delay());
    let Some(text) = reply.text() else { return Ok(()) };
    let (now, later) = text.split_at(reply.first_part(&text));
    stream.write_all(now.as_bytes())?;
    stream.flush()?;
    if reply.is_stalled() {
        // Longer than any test; the thread ends with the test's process.
        sleep(Duration::from_secs(600));
    }
    if reply.is_whole() {
        stream.write_all(later.as_bytes())?;
    }
    stream.flush()
}
