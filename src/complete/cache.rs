//! A cache of the lists that completion reads, in files that only their owner can read.
//!
//! There is one directory for each endpoint and token. It is named by 64 bits of a hash, from which the token, which
//! has many more bits, cannot be recovered.

use super::list::List;
use crate::api::{Endpoint, Token};
use crate::resolve::item::Item;
use directories::ProjectDirs;
use std::fs::{self, File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Caches of accounts that were not used for this long are removed.
const FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);
/// After a failure the API is not asked again for this long, so that TAB is quick without a network.
const RESPITE: Duration = Duration::from_secs(10);
/// The extension of a file beside that of the list: its age is the time since the last failure to read the list.
const FAILED: &str = "failed";

/// The lists of one account.
#[derive(Debug, Clone)]
pub(super) struct Cache {
    dir: PathBuf,
}

/// A list as it was read.
pub(super) struct Kept {
    pub(super) items: Vec<Item>,
    pub(super) is_fresh: bool,
}

impl Cache {
    /// The cache of the account that the token belongs to; nothing if the platform has no place for it.
    pub(super) fn of(endpoint: &Endpoint, token: &Token) -> Option<Cache> {
        let mut hasher = DefaultHasher::new();
        (endpoint.to_string(), token.header().as_bytes()).hash(&mut hasher);
        Some(Cache { dir: root()?.join(format!("{:016x}", hasher.finish())) })
    }

    /// A list, if it was ever read.
    pub(super) fn read(&self, list: &List) -> Option<Kept> {
        let path = self.dir.join(list.file()?);
        let items = serde_json::from_slice(&fs::read(&path).ok()?).ok()?;
        Some(Kept { items, is_fresh: is_younger(&path, list.ttl()) })
    }

    /// Stores a list. If that fails, the next TAB asks the API again.
    pub(super) fn write(&self, list: &List, items: &[Item]) {
        let written = || -> io::Result<()> {
            let Some(file) = list.file() else { return Ok(()) };
            self.make()?;
            let text = serde_json::to_vec(items)?;
            let new = self.dir.join(format!("{file}.{}", std::process::id()));
            private_file(&new)?.write_all(&text)?;
            fs::rename(&new, self.dir.join(file)).inspect_err(|_| drop(fs::remove_file(&new)))
        };
        drop(written());
    }

    /// Records that a list could not be read.
    pub(super) fn note_failure(&self, list: &List) {
        let note = || -> io::Result<()> {
            let Some(path) = self.note(list) else { return Ok(()) };
            self.make()?;
            drop(fs::remove_file(&path));
            private_file(&path).map(drop)
        };
        drop(note());
    }

    /// Whether the last failure to read a list is too recent for another request.
    pub(super) fn failed_lately(&self, list: &List) -> bool {
        self.note(list).is_some_and(|path| is_younger(&path, RESPITE))
    }

    fn note(&self, list: &List) -> Option<PathBuf> {
        Some(self.dir.join(list.file()?).with_extension(FAILED))
    }

    fn make(&self) -> io::Result<()> {
        if self.dir.is_dir() {
            return Ok(());
        }
        if let Some(root) = self.dir.parent() {
            private_dir(root)?;
            remove_forgotten(root);
        }
        private_dir(&self.dir)
    }

    /// Marks every list as old. They are still used if the API does not answer.
    fn make_stale(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.dir)? {
            let path = entry?.path();
            drop(File::options().write(true).open(path).and_then(|file| file.set_modified(SystemTime::UNIX_EPOCH)));
        }
        Ok(())
    }
}

/// Marks the lists as old after doapi has changed the account.
pub(crate) fn make_stale(endpoint: &Endpoint, token: &Token) {
    if let Some(cache) = Cache::of(endpoint, token) {
        drop(cache.make_stale());
    }
}

/// Removes the caches of all accounts.
pub(crate) fn clear() -> io::Result<()> {
    match root().map(fs::remove_dir_all) {
        Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn root() -> Option<PathBuf> {
    Some(ProjectDirs::from("", "", "doapi")?.cache_dir().join("completion"))
}

/// A time in the future counts as old.
fn is_younger(path: &Path, age: Duration) -> bool {
    let modified = fs::metadata(path).and_then(|meta| meta.modified());
    modified.is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|passed| passed < age))
}

fn remove_forgotten(root: &Path) {
    let Ok(entries) = fs::read_dir(root) else { return };
    let old = entries.flatten().map(|entry| entry.path()).filter(|path| !is_younger(path, FORGOTTEN));
    old.for_each(|path| drop(fs::remove_dir_all(path)));
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn private_dir(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
