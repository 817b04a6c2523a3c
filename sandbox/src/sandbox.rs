//! A running sandbox.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use crate::config::{Config, Exchange};
use crate::faults::{Armed, Fault};
use crate::objects;
use crate::service::Service;
use crate::state::State;
use crate::store::Lock;
use crate::{server, store};

/// A local API, served by its own thread until it is stopped or dropped.
pub struct Sandbox {
    service: Arc<Service>,
    /// Where clients find it.
    address: SocketAddr,
    running: Option<Running>,
}

/// Dropping `stop` ends the thread.
struct Running {
    stop: oneshot::Sender<Infallible>,
    thread: JoinHandle<io::Result<()>>,
    _lock: Option<Lock>,
}

impl Sandbox {
    /// Starts a sandbox.
    ///
    /// # Errors
    ///
    /// When the port is taken, the seed or the state's file cannot be read, or the state cannot be saved. The cause of
    /// an error in the seed is a [`crate::SeedError`].
    pub fn start(config: Config) -> io::Result<Self> {
        let lock = Lock::take(&config)?;
        let state = store::opening(&config)?;
        if let Some(unknown) = config.scopes.iter().flatten().find(|it| !objects::facts().is_scope(it)) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("there is no scope {unknown:?}")));
        }
        let listener = listen(SocketAddr::new(config.bind, config.port))?;
        let address = reachable(listener.local_addr()?);
        let service = Arc::new(Service::new(config, state));
        store::save(&service)?;
        let (stop, stopped) = oneshot::channel();
        let served = Arc::clone(&service);
        let thread =
            thread::Builder::new().name("sandbox".to_owned()).spawn(move || server::run(listener, &served, stopped))?;
        let running = Some(Running { stop, thread, _lock: lock });
        Ok(Self { service, address, running })
    }

    /// The endpoint: `http://127.0.0.1:PORT`, or where else it listens.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The token that it accepts.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.service.config.token
    }

    /// The requests so far, in the order of their answers.
    #[must_use]
    pub fn requests(&self) -> Vec<Exchange> {
        self.service.lock().exchanges.clone()
    }

    /// The least scopes with which a token could have made the requests so far, sorted.
    #[must_use]
    pub fn scopes_used(&self) -> Vec<String> {
        self.service.lock().scopes_used()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.service.lock().exchanges.clear();
    }

    /// Adds a fault.
    pub fn add_fault(&self, fault: Fault) {
        self.service.lock().faults.push(Armed::from(fault));
    }

    /// Gives access to the current state.
    pub fn with_state<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        let mut inner = self.service.lock();
        let now = inner.clock.now();
        inner.state.settle(now);
        inner.changed = true;
        look(&mut inner.state)
    }

    /// Stops serving, and saves the state if it has a file.
    ///
    /// # Errors
    ///
    /// When the state cannot be saved.
    pub fn stop(mut self) -> io::Result<()> {
        self.end()
    }

    fn end(&mut self) -> io::Result<()> {
        let Some(running) = self.running.take() else {
            return Ok(());
        };
        let Running { stop, thread, _lock } = running;
        drop(stop);
        let served = thread.join();
        store::save(&self.service)?;
        served.unwrap_or_else(|_| Err(io::Error::other("the sandbox's thread panicked")))
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Errors of saving are reported only by `stop`.
        self.end().ok();
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)
        .map_err(|error| io::Error::new(error.kind(), format!("cannot listen on {address}: {error}")))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// What listens on all addresses is reached at the loopback one.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
