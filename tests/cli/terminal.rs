//! A terminal to run doapi on.

use std::ffi::OsStr;

use crate::runner::Invocation;

/// A shell command on a terminal of its own, 80 columns wide, in which `doapi` is this program; what the terminal
/// shows, of both stdout and stderr, is the stdout of the run. `script` is a part of util-linux.
pub(crate) fn on_terminal(command: &str) -> Invocation {
    let doapi = env!("CARGO_BIN_EXE_doapi");
    let command = format!("stty cols 80 rows 24 -onlcr; doapi() {{ '{doapi}' \"$@\"; }}; {command}");
    let words: [&OsStr; 3] = ["-qec".as_ref(), command.as_ref(), "/dev/null".as_ref()];
    Invocation::of("/usr/bin/script", words).env("PATH", "/usr/bin:/bin").env("SHELL", "/bin/sh").env("TERM", "xterm")
}
