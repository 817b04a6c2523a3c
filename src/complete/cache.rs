//! A cache of the lists that completion reads, in files that only their owner can read.
//!
//! There is one directory for each endpoint and token. It is named by 64 bits of a hash, from which the token, which
//! has many more bits, cannot be recovered.

mod place;
#[cfg(not(unix))]
#[path = "cache/nowhere.rs"]
mod private_dir;
#[cfg(unix)]
mod private_dir;

use super::list::List;
use crate::api::{Endpoint, Token};
use crate::resolve::item::Item;
use place::Place;
use private_dir::PrivateDir;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::time::{Duration, SystemTime};

/// Caches of accounts that were not used for this long are removed.
const FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);
/// After a failure the API is not asked again for this long, so that TAB is quick without a network.
const RESPITE: Duration = Duration::from_secs(10);
/// The end of a list's name, and of the name of the file whose age says when the list could not be read.
const LIST: &str = ".json";
const FAILED: &str = ".failed";

/// The lists of one account. Where they cannot be kept safely, nothing is kept.
#[derive(Debug, Clone)]
pub(super) struct Cache {
    place: Option<Place>,
    account: String,
}

/// A list as it was read.
pub(super) struct Kept {
    pub(super) items: Vec<Item>,
    pub(super) is_fresh: bool,
}

impl Cache {
    /// The cache of the account that the token belongs to.
    pub(super) fn of(endpoint: &Endpoint, token: &Token) -> Cache {
        let mut hasher = DefaultHasher::new();
        (endpoint.to_string(), token.header().as_bytes()).hash(&mut hasher);
        Cache { place: Place::find(), account: format!("{:016x}", hasher.finish()) }
    }

    /// A list, if it was ever read.
    pub(super) fn read(&self, list: &List) -> Option<Kept> {
        let (dir, name) = (self.open()?, list.file()? + LIST);
        let items = serde_json::from_slice(&dir.read(&name).ok()?).ok()?;
        Some(Kept { items, is_fresh: is_younger(&dir, &name, list.ttl()) })
    }

    /// Stores a list. If that fails, the next TAB asks the API again.
    pub(super) fn write(&self, list: &List, items: &[Item]) {
        let Ok(text) = serde_json::to_vec(items) else { return };
        self.put(list, LIST, &text);
    }

    /// Records that a list could not be read.
    pub(super) fn note_failure(&self, list: &List) {
        self.put(list, FAILED, &[]);
    }

    /// Whether the last failure to read a list is too recent for another request.
    pub(super) fn failed_lately(&self, list: &List) -> bool {
        let note = |file: String| Some(is_younger(&self.open()?, &(file + FAILED), RESPITE));
        list.file().and_then(note).unwrap_or(false)
    }

    fn put(&self, list: &List, end: &str, content: &[u8]) {
        if let (Some(dir), Some(file)) = (self.make(), list.file()) {
            drop(dir.write(&(file + end), content));
        }
    }

    fn open(&self) -> Option<PrivateDir> {
        PrivateDir::open(self.place.as_ref()?, false).and_then(|root| root.dir(&self.account, false)).ok()
    }

    fn make(&self) -> Option<PrivateDir> {
        self.open().or_else(|| {
            let root = PrivateDir::open(self.place.as_ref()?, true).ok()?;
            remove_accounts(&root, |dir| dir.modified().is_ok_and(|at| !is_within(at, FORGOTTEN)));
            root.dir(&self.account, true).ok()
        })
    }
}

/// Marks every list of the account as old after doapi has changed it. They are still used if the API does not answer.
pub(crate) fn make_stale(endpoint: &Endpoint, token: &Token) {
    let Some(dir) = Cache::of(endpoint, token).open() else { return };
    for name in dir.names().unwrap_or_default().iter().filter(|name| is_own_file(name)) {
        drop(dir.file(name).and_then(|file| file.set_modified(SystemTime::UNIX_EPOCH)));
    }
}

/// Removes the caches of all accounts, and nothing else.
pub(crate) fn clear() -> io::Result<()> {
    let Some(mut place) = Place::find() else { return Ok(()) };
    let root = match PrivateDir::open(&place, false) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        root => root?,
    };
    remove_accounts(&root, |_| true);
    if let Some(name) = place.way.pop() {
        // Whatever else is in there stays, and so does the directory.
        drop(PrivateDir::open(&place, false).and_then(|parent| parent.remove_dir(&name)));
    }
    Ok(())
}

fn remove_accounts(root: &PrivateDir, is_wanted: impl Fn(&PrivateDir) -> bool) {
    for account in root.names().unwrap_or_default().iter().filter(|name| is_account(name)) {
        let Some(dir) = root.dir(account, false).ok().filter(&is_wanted) else { continue };
        dir.names().unwrap_or_default().iter().filter(|name| is_own_file(name)).for_each(|name| drop(dir.remove(name)));
        drop(root.remove_dir(account));
    }
}

/// Whether this is the name of an account's directory.
fn is_account(name: &str) -> bool {
    name.len() == 16 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Whether a file of the cache can have this name; while it is written, the ID of a process follows.
fn is_own_file(name: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let name = name.rsplit_once('.').filter(|(_, end)| is_number(end)).map_or(name, |(name, _)| name);
    [LIST, FAILED].iter().any(|end| name.ends_with(end))
}

fn is_younger(dir: &PrivateDir, name: &str, age: Duration) -> bool {
    let modified = dir.file(name).and_then(|file| file.metadata()).and_then(|meta| meta.modified());
    modified.is_ok_and(|at| is_within(at, age))
}

/// Whether a time is in the past, but no longer ago than this. A time in the future counts as old.
fn is_within(at: SystemTime, age: Duration) -> bool {
    SystemTime::now().duration_since(at).is_ok_and(|passed| passed < age)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_knows_its_own_names() {
        for (name, own) in [
            ("droplets.json", true),
            ("records-example.com.json", true),
            ("droplets.failed", true),
            ("droplets.json.4711", true),
            ("droplets.json.bak", false),
            ("droplets.json4711", false),
            ("notes.txt", false),
            ("droplets", false),
            ("", false),
        ] {
            assert_eq!(is_own_file(name), own, "{name}");
        }
        assert!(is_account("0123456789abcdef"));
        for name in ["0123456789ABCDEF", "0123456789abcde", "..", "0123456789abcdefg", ""] {
            assert!(!is_account(name), "{name}");
        }
    }
}
