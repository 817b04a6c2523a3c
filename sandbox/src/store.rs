//! The file that keeps the state between runs.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::config::Config;
use crate::service::Service;
use crate::state::{SeedError, State};

/// The state that a sandbox starts with: its file's, or the seed's.
pub(crate) fn opening(config: &Config) -> io::Result<State> {
    let Some(file) = config.state_file.as_deref() else {
        return seeded(config).map_err(invalid);
    };
    match fs::read_to_string(file) {
        Ok(text) => parsed(&file.display().to_string(), &text).map_err(invalid),
        Err(error) if error.kind() == io::ErrorKind::NotFound => seeded(config).map_err(invalid),
        Err(error) => Err(about(file, "cannot read the state", &error)),
    }
}

fn parsed(name: &str, text: &str) -> Result<State, String> {
    let document = serde_json::from_str(text).map_err(|error| format!("{name}: {error}"))?;
    State::load(document).map_err(|error| error.in_file(name, text))
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

/// The state that the seed describes.
pub(crate) fn seeded(config: &Config) -> Result<State, SeedError> {
    State::load(config.seed.clone().unwrap_or_else(|| json!({})))
}

/// Saves the state if it has changed since the last time.
pub(crate) fn save(service: &Service) -> io::Result<()> {
    let Some(file) = &service.config.state_file else {
        return Ok(());
    };
    let text = {
        let mut inner = service.lock();
        if !std::mem::take(&mut inner.changed) {
            return Ok(());
        }
        format!("{:#}\n", inner.state.to_json())
    };
    write(&target(file), &text).map_err(|error| about(file, "cannot save the state", &error))
}

/// Writes the file atomically.
fn write(file: &Path, text: &str) -> io::Result<()> {
    let new = beside(file, ".new");
    let old = fs::metadata(file).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return Err(io::Error::other("it is not a regular file"));
    }
    fs::write(&new, text)?;
    if let Some(old) = old {
        fs::set_permissions(&new, old.permissions())?;
    }
    fs::rename(&new, file)
}

/// The target of a symlink, which may not exist yet: the link is kept, and its target is replaced.
fn target(file: &Path) -> PathBuf {
    let behind = |link: PathBuf| file.parent().unwrap_or(Path::new("")).join(link);
    fs::canonicalize(file).or_else(|_| fs::read_link(file).map(behind)).unwrap_or_else(|_| file.to_owned())
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn about(file: &Path, what: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{what} in {}: {error}", file.display()))
}

/// A lock that keeps a second sandbox from using the same file.
pub(crate) struct Lock {
    file: PathBuf,
    _held: File,
}

impl Lock {
    /// Takes the file of this configuration, if it has one. The lock is on a file beside it, as the file itself is
    /// replaced by each save.
    pub(crate) fn take(config: &Config) -> io::Result<Option<Self>> {
        let Some(state) = &config.state_file else {
            return Ok(None);
        };
        let file = beside(&target(state), ".lock");
        loop {
            let held = OpenOptions::new().create(true).truncate(false).write(true).open(&file);
            let held = held.map_err(|error| about(state, "cannot save the state", &error))?;
            match held.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(in_use(state)),
                Err(TryLockError::Error(error)) => return Err(about(state, "cannot lock the state", &error)),
                // Its previous owner may have removed it in the meantime, so this may be a different file.
                Ok(()) if is_the_same(&held, &file) => return Ok(Some(Self { file, _held: held })),
                Ok(()) => {}
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file that stays does no harm.
        fs::remove_file(&self.file).ok();
    }
}

fn in_use(state: &Path) -> io::Error {
    let message = format!("another sandbox is using the state in {}", state.display());
    io::Error::new(io::ErrorKind::ResourceBusy, message)
}

#[cfg(unix)]
fn is_the_same(held: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |it: &fs::Metadata| (it.dev(), it.ino());
    matches!((held.metadata(), fs::metadata(path)), (Ok(held), Ok(path)) if id(&held) == id(&path))
}

/// Elsewhere a file that is open cannot be replaced.
#[cfg(not(unix))]
fn is_the_same(_: &File, _: &Path) -> bool {
    true
}
