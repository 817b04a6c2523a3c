//! Scripts for a shell in which doapi has all its names.

use std::fs;
use std::os::unix::fs::symlink;
use std::sync::LazyLock;

use tempfile::TempDir;

use crate::runner::Invocation;

/// The nouns of the programs of doapi 0.2.0, and two newer ones.
const NOUNS: [&str; 13] = [
    "account",
    "action",
    "domain",
    "droplet",
    "floating-ip",
    "image",
    "region",
    "request",
    "reserved-ip",
    "size",
    "ssh-key",
    "tag",
    "volume",
];

/// `doapi` and its links, in a directory of their own.
static PROGRAMS: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = TempDir::with_prefix_in("programs-", env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (built, doapi) = (env!("CARGO_BIN_EXE_doapi"), dir.path().join("doapi"));
    fs::hard_link(built, &doapi).or_else(|_| fs::copy(built, &doapi).map(drop)).unwrap();
    NOUNS.iter().for_each(|noun| symlink(&doapi, dir.path().join(format!("doapi-{noun}"))).unwrap());
    dir
});

/// A script that ends at the first command that fails, whose waits take little time.
pub(crate) fn shell(script: &str) -> Invocation {
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", PROGRAMS.path().display());
    let shell = Invocation::of("bash", ["-euo", "pipefail", "-c", script]).clock_rate(50).env("PATH", path);
    shell.dir(".ssh").dir(".local").dir(".local/bin")
}
