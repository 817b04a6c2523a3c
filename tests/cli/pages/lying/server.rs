//! A server that answers each request as a world says, and remembers what it answered.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::spawn;

use super::world::World;
use crate::runner::Api;

/// A running server.
pub(super) struct Server {
    address: SocketAddr,
    is_over: Arc<AtomicBool>,
    transcript: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Listens on a free port.
    pub(super) fn start(world: World) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (is_over, transcript) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let (ended, answered) = (Arc::clone(&is_over), Arc::clone(&transcript));
        spawn(move || {
            // One request at a time, so that a list changes between two of them and not during one.
            for stream in listener.incoming().flatten().take_while(|_| !ended.load(Ordering::SeqCst)) {
                answer(stream, &world, &answered).ok();
            }
        });
        Server { address, is_over, transcript }
    }

    /// The requests and their answers, one a line.
    pub(super) fn transcript(&self) -> Vec<String> {
        self.transcript.lock().unwrap().clone()
    }
}

impl Api for Server {
    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn token(&self) -> String {
        "token".to_owned()
    }
}

/// Thousands of servers would be too many open files.
impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        TcpStream::connect(self.address).ok();
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
