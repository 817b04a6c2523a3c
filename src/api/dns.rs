//! Names of hosts, looked up on a thread or, where none can be started, on the caller's.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::io;
use std::net::ToSocketAddrs;
use std::thread::Builder;
use tokio::sync::oneshot::channel;

/// The system's resolver. That of hyper ends the program where it gets no thread.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dns;

impl Resolve for Dns {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let (sender, receiver) = channel();
        let started = Builder::new().name("dns".to_owned()).spawn(move || sender.send(look_up(name.as_str())));
        Box::pin(async move {
            let found = match started {
                Ok(_) => receiver.await.map_err(io::Error::other)?,
                Err(_) => look_up(&host),
            };
            Ok(found?)
        })
    }
}

fn look_up(host: &str) -> io::Result<Addrs> {
    Ok(Box::new((host, 0).to_socket_addrs()?.collect::<Vec<_>>().into_iter()))
}
