//! `--for`: whether what runs on a droplet answers, which is later than when the droplet is active.

use super::{Access, Login, Which};
use crate::api::{Id, Object, Poller, Schedule};
use crate::commands::droplet::polling::{name, wait_until};
use crate::error::{CliError, Result, failure};
use crate::resolve::Target;
use crate::resolve::noun::DROPLET;
use crate::run::context::Context;
use crate::run::program::output;
use crate::ui::escape;
use crate::verbs::wait::report_incomplete;
use clap::Args;
use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

/// How long one try may take.
const TRY: Duration = Duration::from_secs(3);
/// So much of an answer is read at the most, to see its first line.
const LONGEST: u64 = 4 << 10;

/// `--for`.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::commands::droplet) struct Services {
    /// Wait until this answers on the droplets, besides being active: ssh, tcp:PORT, http://:PORT/PATH or cloud-init;
    /// may be repeated. Implies --wait where that is an option
    #[arg(long = "for", value_name = "SERVICE", value_parser = service)]
    services: Vec<Service>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Service {
    /// A server that greets as those of ssh do.
    Ssh,
    Tcp(u16),
    Http {
        port: u16,
        path: String,
    },
    CloudInit,
}

fn service(text: &str) -> Result<Service, String> {
    let number = |text: &str| text.parse::<u16>().ok().filter(|port| *port > 0);
    let http = |rest: &str| {
        let (port, path) = rest.split_once('/').unwrap_or((rest, ""));
        let port = if port.is_empty() { Some(80) } else { number(port.strip_prefix(':')?) };
        let is_path = path.bytes().all(|byte| byte.is_ascii_graphic());
        Some(Service::Http { port: port.filter(|_| is_path)?, path: format!("/{path}") })
    };
    let service = match text {
        "ssh" => Some(Service::Ssh),
        "cloud-init" => Some(Service::CloudInit),
        _ => match (text.strip_prefix("tcp:"), text.strip_prefix("http://")) {
            (Some(port), _) => number(port).map(Service::Tcp),
            (_, Some(rest)) => http(rest),
            _ => None,
        },
    };
    service.ok_or_else(|| "must be ssh, tcp:PORT, http://:PORT/PATH or cloud-init".to_owned())
}

/// What a try showed.
enum Seen {
    Up,
    /// Not yet, for this reason.
    Not(String),
    /// It never will be.
    Failed(String),
}

/// The services that are waited for, and what was last seen of each droplet.
pub(in crate::commands::droplet) struct Watch<'a> {
    ctx: &'a Context,
    services: &'a [Service],
    last: RefCell<HashMap<Id, String>>,
    failed: RefCell<HashMap<Id, String>>,
}

impl Services {
    pub(in crate::commands::droplet) fn are_given(&self) -> bool {
        !self.services.is_empty()
    }

    pub(in crate::commands::droplet) fn watch<'a>(&'a self, ctx: &'a Context) -> Watch<'a> {
        Watch { ctx, services: &self.services, last: RefCell::default(), failed: RefCell::default() }
    }
}

impl Watch<'_> {
    /// Whether no further wait for a droplet is needed: everything answers, or never will.
    pub(in crate::commands::droplet) fn is_over(&self, droplet: &Object) -> bool {
        let Some(id) = droplet.id() else { return true };
        for service in self.services {
            match self.look(droplet, service) {
                Seen::Up => {}
                Seen::Not(why) => {
                    self.last.borrow_mut().insert(id, why);
                    return false;
                }
                Seen::Failed(why) => {
                    self.failed.borrow_mut().insert(id, why);
                    return true;
                }
            }
        }
        true
    }

    /// The error of a droplet on which something failed.
    pub(in crate::commands::droplet) fn failure(&self, droplet: &Object) -> Option<CliError> {
        self.failed.borrow().get(&droplet.id()?).map(failure)
    }

    /// Says what was last seen of droplets on which something does not answer yet.
    pub(in crate::commands::droplet) fn tell_last(&self, left: &[Object]) {
        for droplet in left {
            let Some(why) = droplet.id().and_then(|id| self.last.borrow().get(&id).cloned()) else { continue };
            self.ctx.ui.note(format_args!("{}: {why}", name(droplet)));
        }
    }

    /// Waits for droplets that are active.
    pub(in crate::commands::droplet) fn wait(&self, droplets: Vec<Object>, timing: &Schedule) -> Result<()> {
        let mut poller = Poller::new(self.ctx.client()?, &DROPLET.family.collection);
        let settled = |droplet: Object| match self.failure(&droplet) {
            Some(error) => self.ctx.fail(name(&droplet), error),
            None => self.ctx.tally.success(),
        };
        let ended = wait_until(self.ctx, &mut poller, timing, droplets, |droplet| self.is_over(droplet), settled)?;
        self.tell_last(&ended.left);
        report_incomplete(self.ctx, ended, "droplet wait --status active");
        Ok(())
    }

    fn look(&self, droplet: &Object, service: &Service) -> Seen {
        let Some(address) = Which::default().of(droplet) else {
            return Seen::Not("it has no public address".to_owned());
        };
        let left = self.ctx.deadline().map(|end| end.saturating_duration_since(Instant::now()));
        let limit = left.map_or(TRY, |left| left.clamp(Duration::from_millis(100), TRY));
        let at = |port: u16| SocketAddr::new(address, port);
        let result = match service {
            Service::Ssh => greets(at(self.ssh_port()), limit),
            Service::Tcp(port) => connect(at(*port), limit).map(drop),
            Service::Http { port, path } => answers(at(*port), path, limit),
            Service::CloudInit => return self.cloud_init(droplet),
        };
        result.map_or_else(Seen::Not, |()| Seen::Up)
    }

    fn ssh_port(&self) -> u16 {
        self.ctx.ssh_settings().ok().and_then(|settings| settings.ssh_port).unwrap_or(22)
    }

    /// What cloud-init says of itself, by way of ssh.
    fn cloud_init(&self, droplet: &Object) -> Seen {
        let Some(id) = droplet.id() else { return Seen::Not("it has no ID".to_owned()) };
        let label = droplet.text("name").unwrap_or_default();
        let login = match Access::default().login(self.ctx, &Target { label, id, object: droplet.clone() }) {
            Ok(login) => login,
            Err(error) => return Seen::Failed(error.to_string()),
        };
        match output(asking_cloud_init(&login)) {
            Ok(text) if text.contains("status: done") => Seen::Up,
            Ok(text) if text.contains("status: error") => Seen::Failed("cloud-init ended with an error".to_owned()),
            Ok(text) => Seen::Not(match text.lines().next() {
                Some(line) => format!("cloud-init says {:?}", escape(line)),
                None => "ssh does not get through to cloud-init".to_owned(),
            }),
            Err(error) => Seen::Failed(error.to_string()),
        }
    }
}

fn asking_cloud_init(login: &Login) -> Command {
    let mut command = Command::new("ssh");
    command.args(["-o", "BatchMode=yes", "-o", "ConnectTimeout=3", "-o", "ServerAliveInterval=3"]);
    command.args(login.options()).arg(login.address.to_string()).args(["cloud-init", "status"]);
    command
}

fn connect(at: SocketAddr, limit: Duration) -> Result<TcpStream, String> {
    let wrong = |error: std::io::Error| format!("{at}: {error}");
    let stream = TcpStream::connect_timeout(&at, limit).map_err(wrong)?;
    stream.set_read_timeout(Some(limit)).and_then(|()| stream.set_write_timeout(Some(limit))).map_err(wrong)?;
    Ok(stream)
}

fn greets(at: SocketAddr, limit: Duration) -> Result<(), String> {
    let line = first_line(connect(at, limit)?, at)?;
    if line.starts_with("SSH-") { Ok(()) } else { Err(format!("{at}: {:?} is no greeting of ssh", escape(&line))) }
}

/// Whether a page is there. A redirection counts as an answer, and is not followed.
fn answers(at: SocketAddr, path: &str, limit: Duration) -> Result<(), String> {
    let mut stream = connect(at, limit)?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {at}\r\nUser-Agent: doapi\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(|error| format!("{at}: {error}"))?;
    let line = first_line(stream, at)?;
    let status = line.strip_prefix("HTTP/").and_then(|rest| rest.split(' ').nth(1)?.parse::<u16>().ok());
    match status {
        Some(200..400) => Ok(()),
        _ => Err(format!("{at}: {:?}", escape(&line))),
    }
}

/// The first line that a server sends.
fn first_line(stream: TcpStream, at: SocketAddr) -> Result<String, String> {
    let mut line = Vec::new();
    let read = BufReader::new(stream.take(LONGEST)).read_until(b'\n', &mut line);
    read.map_err(|error| format!("{at}: {error}"))?;
    Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_those_that_can_be_looked_at() {
        let http = |port, path: &str| Some(Service::Http { port, path: path.to_owned() });
        for (text, expected) in [
            ("ssh", Some(Service::Ssh)),
            ("cloud-init", Some(Service::CloudInit)),
            ("tcp:5432", Some(Service::Tcp(5432))),
            ("http://:8080/health?x=1", http(8080, "/health?x=1")),
            ("http:///", http(80, "/")),
            ("tcp:0", None),
            ("tcp:", None),
            ("http://example.com/", None),
            ("http://:80/a b", None),
            ("http://:80/a\r\nHost: x", None),
            ("", None),
        ] {
            assert_eq!(service(text).ok(), expected, "{text:?}");
        }
    }
}
