//! Where the configuration is, and how it is opened: without waiting for anybody at the other end of a pipe.

use super::misconfigured;
use crate::args::at_file::without_bom;
use crate::args::variable::variable;
use crate::error::Result;
use directories::ProjectDirs;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// A larger file is no configuration.
const LARGEST: u64 = 1 << 20;

/// The path of the configuration, and whether `DOAPI_CONFIG` names it.
pub(super) fn path() -> Result<Option<(PathBuf, bool)>> {
    if let Some(path) = variable("DOAPI_CONFIG")? {
        return Ok(Some((PathBuf::from(path), true)));
    }
    let dirs = ProjectDirs::from("", "", "doapi");
    Ok(dirs.map(|dirs| (dirs.config_dir().join("config.toml"), false)))
}

/// The text of a file; nothing if there is no such file.
pub(super) fn read(path: &Path) -> Result<Option<String>> {
    let wrong = |error: &io::Error| misconfigured(format!("cannot read the configuration {path:?}: {error}"));
    match open_quickly(path) {
        Ok(file) => text(file).map(Some).map_err(|error| wrong(&error)),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(wrong(&error)),
    }
}

/// Whether there is no such file, also because something on the way to it is no directory.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Opens a regular file, or the one that is always empty. A pipe would have to be waited for.
pub(crate) fn open_quickly(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        let flags = rustix::fs::OFlags::NONBLOCK.bits();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.cast_signed());
    }
    let file = options.open(path)?;
    let kind = file.metadata()?;
    match kind.is_file() || path == Path::new("/dev/null") {
        true => Ok(file),
        false if kind.is_dir() => Err(io::Error::other("it is a directory")),
        false => Err(io::Error::other("it is not a regular file")),
    }
}

fn text(file: File) -> io::Result<String> {
    let mut text = String::new();
    file.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(io::Error::other("it is too large to be one"));
    }
    Ok(without_bom(text))
}

/// Whether everybody on this machine can change a file.
#[cfg(unix)]
pub(crate) fn is_writable_by_all(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o002 != 0)
}

#[cfg(not(unix))]
pub(crate) fn is_writable_by_all(_: &Path) -> bool {
    false
}
