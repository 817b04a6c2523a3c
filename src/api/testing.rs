//! A server and an observer for tests of what goes over the wire.

use super::{Cancel, Endpoint, Notice, Observer, Trace};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a request is answered, by the number of its connection, its own number on that, and its head.
type Script = dyn Fn(usize, usize, &str) -> Answer + Send + Sync;

#[derive(Clone, Copy)]
pub(super) enum Answer {
    /// 200 with this body; the connection stays.
    Ok(&'static str),
    /// 422 with this body; the connection stays.
    Refuse(&'static str),
    /// 200 with this body once [`Server::release`] was called.
    AfterCancel(&'static str),
    /// A body of one byte each time, with pauses.
    Slow { parts: usize, pause: Duration },
    /// No answer, and the connection is closed.
    Close,
    /// No answer, and the connection stays.
    Silence,
}

#[derive(Default)]
struct State {
    connections: Vec<TcpStream>,
    heads: Vec<String>,
    is_released: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

pub(super) struct Server {
    port: u16,
    shared: Arc<Shared>,
}

impl Server {
    pub(super) fn start(script: impl Fn(usize, usize, &str) -> Answer + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (shared, script): (Arc<Shared>, Arc<Script>) = (Arc::default(), Arc::new(script));
        let server = Server { port, shared: Arc::clone(&shared) };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (shared, script) = (Arc::clone(&shared), Arc::clone(&script));
                shared.lock().connections.push(stream.try_clone().unwrap());
                let number = shared.lock().connections.len() - 1;
                std::thread::spawn(move || serve(stream, number, &*script, &shared));
            }
        });
        server
    }

    pub(super) fn endpoint(&self) -> Endpoint {
        Endpoint::parse(&format!("http://127.0.0.1:{}", self.port), false).unwrap()
    }

    pub(super) fn encrypted_endpoint(&self) -> Endpoint {
        Endpoint::parse(&format!("https://127.0.0.1:{}", self.port), false).unwrap()
    }

    pub(super) fn connections(&self) -> usize {
        self.shared.lock().connections.len()
    }

    pub(super) fn requests(&self) -> usize {
        self.heads().len()
    }

    /// The requests, without their bodies.
    pub(super) fn heads(&self) -> Vec<String> {
        self.shared.lock().heads.clone()
    }

    pub(super) fn wait_for_requests(&self, count: usize) {
        let _state = self.shared.changed.wait_while(self.shared.lock(), |state| state.heads.len() < count).unwrap();
    }

    pub(super) fn close_all(&self) {
        self.shared.lock().connections.iter().for_each(|stream| stream.shutdown(Shutdown::Both).unwrap());
    }

    pub(super) fn release(&self) {
        self.shared.lock().is_released = true;
        self.shared.changed.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn serve(mut stream: TcpStream, connection: usize, script: &Script, shared: &Shared) {
    for request in 0.. {
        let Some(head) = read_head(&mut stream) else { return };
        let answer = script(connection, request, &head);
        shared.lock().heads.push(head);
        shared.changed.notify_all();
        match answer {
            Answer::Ok(body) => write_body(&mut stream, "200 OK", body),
            Answer::Refuse(body) => write_body(&mut stream, "422 Refused", body),
            Answer::AfterCancel(body) => {
                drop(shared.changed.wait_while(shared.lock(), |state| !state.is_released));
                write_body(&mut stream, "200 OK", body);
            }
            Answer::Slow { parts, pause } => write_slowly(&mut stream, parts, pause),
            Answer::Close => return drop(stream.shutdown(Shutdown::Both)),
            Answer::Silence => {}
        }
    }
}

/// Reads up to the end of a head and of the body, which is always `{}` where there is one.
fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    if head.contains("content-length: 2") {
        stream.read_exact(&mut [0; 2]).ok()?;
    }
    Some(head)
}

/// The client may be gone by now.
fn write_body(stream: &mut TcpStream, status: &str, body: &str) {
    let _ = write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
}

fn write_slowly(stream: &mut TcpStream, parts: usize, pause: Duration) {
    let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {parts}\r\n\r\n");
    for _ in 0..parts {
        std::thread::sleep(pause);
        let _ = stream.write_all(b"x");
    }
}

/// What an observer was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heard {
    Limited(Duration),
    Pacing(Duration),
    Retrying(Duration),
    /// An attempt ended; whether its request may have reached the server.
    Tried {
        was_sent: bool,
    },
}

#[derive(Clone, Default)]
pub(super) struct Recorder {
    heard: Arc<Mutex<Vec<Heard>>>,
    cancel: Option<Cancel>,
}

impl Recorder {
    /// Cancels whatever there is a notice of.
    pub(super) fn cancelling(self, cancel: Cancel) -> Recorder {
        Recorder { cancel: Some(cancel), ..self }
    }

    pub(super) fn count(&self, is_meant: impl Fn(&Heard) -> bool) -> usize {
        self.heard.lock().unwrap().iter().filter(|heard| is_meant(heard)).count()
    }
}

impl Observer for Recorder {
    fn traced(&self, trace: &Trace) {
        self.heard.lock().unwrap().push(Heard::Tried { was_sent: trace.was_sent });
    }

    fn noticed(&self, notice: &Notice) {
        self.heard.lock().unwrap().push(match notice {
            Notice::Limited { wait, .. } => Heard::Limited(*wait),
            Notice::Pacing { wait } => Heard::Pacing(*wait),
            Notice::Retrying { wait, .. } => Heard::Retrying(*wait),
        });
        if let Some(cancel) = &self.cancel {
            cancel.cancel();
        }
    }
}
