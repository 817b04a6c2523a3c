//! Runs doapi as a user would, in a clean environment, and keeps its output.

mod run;

pub(crate) use run::Run;

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Nothing here takes so long; what does hangs.
const FOREVER: Duration = Duration::from_secs(90);

/// An API that doapi can be pointed at.
pub(crate) trait Api {
    fn url(&self) -> String;
    fn token(&self) -> String;
}

/// A command line that has not been run yet.
#[must_use]
pub(crate) struct Invocation {
    command: Command,
    home: TempDir,
    stdin: Vec<u8>,
    keeps_stdin: bool,
}

/// `doapi` with these arguments and nothing else: no variables, no proxies, an empty home.
pub(crate) fn doapi<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Invocation {
    Invocation::of(env!("CARGO_BIN_EXE_doapi"), arguments)
}

/// The same for a command line that is one text, split at the spaces.
pub(crate) fn line(line: &str) -> Invocation {
    doapi(line.split_whitespace())
}

impl Invocation {
    /// Another program, or doapi under another name.
    pub(crate) fn of<A: AsRef<OsStr>>(
        program: impl AsRef<OsStr>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Invocation {
        let home = TempDir::with_prefix("doapi-test-").unwrap();
        let mut command = Command::new(program);
        command.args(arguments).env_clear().env("HOME", home.path()).current_dir(home.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Invocation { command, home, stdin: Vec::new(), keeps_stdin: false }
    }

    /// With the endpoint and the token of this API in the environment.
    pub(crate) fn at(self, api: &impl Api) -> Invocation {
        let (url, token) = (api.url(), api.token());
        self.env("DOAPI_ENDPOINT", url).env("DO_API_TOKEN", token)
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Invocation {
        self.command.env(name, value);
        self
    }

    /// With waits of doapi that take this fraction of their time.
    pub(crate) fn clock_rate(self, rate: u32) -> Invocation {
        self.env("DOAPI_TEST_CLOCK_RATE", rate.to_string())
    }

    /// Under another name than `doapi`.
    pub(crate) fn arg0(mut self, name: &str) -> Invocation {
        self.command.arg0(name);
        self
    }

    pub(crate) fn stdin(mut self, text: &str) -> Invocation {
        self.stdin = text.into();
        self
    }

    /// With a stdin that others write to.
    pub(crate) fn stdin_from(mut self, source: impl Into<Stdio>) -> Invocation {
        self.command.stdin(source);
        self
    }

    /// With its stdout somewhere else; then nothing of it is seen here.
    pub(crate) fn stdout(mut self, target: impl Into<Stdio>) -> Invocation {
        self.command.stdout(target);
        self
    }

    /// With its stderr somewhere else.
    pub(crate) fn stderr(mut self, target: impl Into<Stdio>) -> Invocation {
        self.command.stderr(target);
        self
    }

    /// With a file in its home, which is also its current directory, that only its owner can read.
    #[track_caller]
    pub(crate) fn file(self, name: &str, text: &str) -> Invocation {
        self.file_with_mode(name, text, 0o600)
    }

    #[track_caller]
    pub(crate) fn file_with_mode(self, name: &str, text: &str, mode: u32) -> Invocation {
        let path = self.home.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        self
    }

    /// With a directory in its home.
    #[track_caller]
    pub(crate) fn dir(self, name: &str) -> Invocation {
        std::fs::create_dir(self.home.path().join(name)).unwrap();
        self
    }

    /// Its home, which is also its current directory.
    pub(crate) fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    /// With a variable that holds a path in its home.
    pub(crate) fn env_in_home(self, name: &str, path: &str) -> Invocation {
        let path = self.home.path().join(path);
        self.env(name, path)
    }

    /// With a stdin that stays open, for [`Running::types`].
    pub(crate) fn keeps_stdin(mut self) -> Invocation {
        self.keeps_stdin = true;
        self
    }

    /// Runs it to its end.
    #[must_use]
    #[track_caller]
    pub(crate) fn run(self) -> Run {
        self.spawn().finish()
    }

    /// Runs it to its end and types an answer when it has asked the question.
    #[track_caller]
    pub(crate) fn run_and_answer(mut self, question: &str, answer: &str) -> Run {
        self.keeps_stdin = true;
        let mut running = self.spawn();
        until(|| running.printed().contains(question) || running.child.try_wait().unwrap().is_some());
        if let Some(mut stdin) = running.stdin.take() {
            stdin.write_all(answer.as_bytes()).ok();
        }
        running.finish()
    }

    /// Starts it.
    #[track_caller]
    pub(crate) fn spawn(mut self) -> Running {
        let started = Instant::now();
        let mut child = self.command.spawn().unwrap();
        let mut stdin = child.stdin.take();
        if let Some(stdin) = &mut stdin {
            // doapi may end without reading its stdin.
            stdin.write_all(&self.stdin).ok();
        }
        let stdin = stdin.filter(|_| self.keeps_stdin);
        let (stdout, stderr) = (Stream::of(child.stdout.take()), Stream::of(child.stderr.take()));
        Running { child, stdin, stdout, stderr, started, home: self.home }
    }
}

/// What comes out of a pipe, as far as it has come.
struct Stream {
    text: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Stream {
    fn of(pipe: Option<impl Read + Send + 'static>) -> Stream {
        let text = Arc::default();
        let shared = Arc::clone(&text);
        let reader = spawn(move || {
            if let Some(pipe) = pipe {
                drain(pipe, &shared);
            }
        });
        Stream { text, reader }
    }

    fn so_far(&self) -> String {
        String::from_utf8(self.text.lock().unwrap().clone()).unwrap()
    }

    fn whole(self) -> String {
        self.reader.join().unwrap();
        let bytes = std::mem::take(&mut *self.text.lock().unwrap());
        String::from_utf8(bytes).unwrap()
    }
}

fn drain(mut pipe: impl Read, text: &Mutex<Vec<u8>>) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = pipe.read(&mut buffer) {
        text.lock().unwrap().extend_from_slice(&buffer[..length]);
    }
}

/// A doapi at work.
#[must_use]
pub(crate) struct Running {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: Stream,
    stderr: Stream,
    started: Instant,
    home: TempDir,
}

impl Running {
    /// Its home.
    pub(crate) fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    /// What it has printed so far.
    pub(crate) fn printed(&self) -> String {
        self.stdout.so_far()
    }

    /// What it has written to stderr so far.
    pub(crate) fn told(&self) -> String {
        self.stderr.so_far()
    }

    /// Writes to its stdin.
    #[track_caller]
    pub(crate) fn types(mut self, keys: &str) -> Running {
        self.stdin.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Sends a signal, such as `INT`.
    #[track_caller]
    pub(crate) fn signal(self, name: &str) -> Running {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success(), "cannot send SIG{name}");
        self
    }

    /// Waits for its end.
    #[must_use]
    #[track_caller]
    pub(crate) fn finish(mut self) -> Run {
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if self.started.elapsed() > FOREVER {
                self.child.kill().unwrap();
                let status = self.child.wait().unwrap();
                panic!("it hangs:\n{}", Run::of(self, status));
            }
            sleep(Duration::from_millis(5));
        };
        Run::of(self, status)
    }
}

/// Waits until something is so.
#[track_caller]
pub(crate) fn until(mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < FOREVER, "it never came to that");
        sleep(Duration::from_millis(5));
    }
}
