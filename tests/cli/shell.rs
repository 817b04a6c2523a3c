//! Scripts for a shell in which doapi has all its names.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::LazyLock;

use tempfile::TempDir;

use crate::runner::Invocation;

/// The nouns of the programs of doapi 0.2.0, and newer ones.
const NOUNS: [&str; 14] = [
    "account",
    "action",
    "domain",
    "droplet",
    "floating-ip",
    "image",
    "inventory",
    "region",
    "request",
    "reserved-ip",
    "size",
    "ssh-key",
    "tag",
    "volume",
];

/// Directories in the home of the shell.
const DIRS: [&str; 6] = [".ssh", ".local", ".local/bin", ".config", ".config/doapi", ".config/doctl"];

/// `doapi` and its links, in a directory of their own.
static PROGRAMS: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = TempDir::with_prefix_in("programs-", env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (built, doapi) = (env!("CARGO_BIN_EXE_doapi"), dir.path().join("doapi"));
    fs::hard_link(built, &doapi).or_else(|_| fs::copy(built, &doapi).map(drop)).unwrap();
    NOUNS.iter().for_each(|noun| symlink(&doapi, dir.path().join(format!("doapi-{noun}"))).unwrap());
    OTHERS.iter().for_each(|(name, script)| write_program(&dir.path().join(name), script));
    dir
});

/// Programs that doapi runs, which are not there or reach for other machines.
const OTHERS: [(&str, &str); 4] = [("ssh", ":"), ("scp", ":"), ("rsync", ":"), ("pass", "cat ~/token")];

fn write_program(path: &Path, script: &str) {
    fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o700)).unwrap();
}

/// A script that ends at the first command that fails, whose waits take little time.
pub(crate) fn shell(script: &str) -> Invocation {
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", PROGRAMS.path().display());
    let shell = Invocation::of("bash", ["-euo", "pipefail", "-c", script]).clock_rate(50).env("PATH", path);
    DIRS.iter().fold(shell, |shell, dir| shell.dir(dir))
}
