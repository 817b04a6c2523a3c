//! A server that answers each request as a world says, and remembers what it answered.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::spawn;

use super::world::World;
use crate::runner::Api;

/// A running server.
pub(super) struct Server {
    url: String,
    transcript: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Listens on a free port.
    pub(super) fn start(world: World) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let transcript = Arc::default();
        let answered = Arc::clone(&transcript);
        spawn(move || {
            // One request at a time, so that a list changes between two of them and not during one.
            for stream in listener.incoming().flatten() {
                answer(stream, &world, &answered).ok();
            }
        });
        Server { url, transcript }
    }

    /// The requests and their answers, one a line.
    pub(super) fn transcript(&self) -> Vec<String> {
        self.transcript.lock().unwrap().clone()
    }
}

impl Api for Server {
    fn url(&self) -> String {
        self.url.clone()
    }

    fn token(&self) -> String {
        "token".to_owned()
    }
}

fn answer(mut stream: TcpStream, world: &World, answered: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut target = String::new();
    reader.read_line(&mut target)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let target = target.split(' ').nth(1).unwrap_or_default().to_owned();
    let body = {
        let mut answered = answered.lock().unwrap();
        let body = world.reply(&target, answered.len() as u64);
        answered.push(format!("{target} {body}"));
        body
    };
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ";
    stream.write_all(format!("{head}{}\r\n\r\n{body}", body.len()).as_bytes())?;
    stream.shutdown(Shutdown::Both)
}
