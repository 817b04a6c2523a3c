//! A directory that belongs to the user and to nobody else, and the files in it.
//!
//! A TAB must not follow what somebody else put on the way, so each directory is opened inside the one before it, never
//! through a link, and everything is done inside the directory that was opened and looked at.

use super::place::Place;
use rustix::fs::{AtFlags, Dir, Mode, OFlags, mkdirat, open, openat, renameat, unlinkat};
use rustix::io::Errno;
use rustix::process::geteuid;
use std::fs::{DirBuilder, File, Metadata};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::Path;
use std::time::SystemTime;

/// No list is longer.
const LONGEST: u64 = 64 << 20;

/// The permission bits that others must not have: on the way, and in the cache.
const OTHERS_WRITE: u32 = 0o002;
const OTHERS_ANYTHING: u32 = 0o077;

/// An open directory.
pub(super) struct PrivateDir(File);

impl PrivateDir {
    /// The directory at the end of the way, which is made if it is missing and `make` says so.
    pub(super) fn open(place: &Place, make: bool) -> io::Result<PrivateDir> {
        check_links_above(&place.base)?;
        if make && place.may_make_base {
            drop(DirBuilder::new().mode(0o700).create(&place.base));
        }
        let base = open(&place.base, directory(), Mode::empty())?;
        let mut dir = PrivateDir::checked(base.into(), OTHERS_WRITE)?;
        for (at, name) in place.way.iter().enumerate() {
            let is_last = at + 1 == place.way.len();
            dir = dir.child(name, make, if is_last { OTHERS_ANYTHING } else { OTHERS_WRITE })?;
        }
        Ok(dir)
    }

    /// A directory in this one that is as private.
    pub(super) fn dir(&self, name: &str, make: bool) -> io::Result<PrivateDir> {
        self.child(name, make, OTHERS_ANYTHING)
    }

    fn child(&self, name: &str, make: bool, forbidden: u32) -> io::Result<PrivateDir> {
        if make {
            match mkdirat(&self.0, name, Mode::RWXU) {
                Err(error) if error != Errno::EXIST => return Err(error.into()),
                _ => {}
            }
        }
        PrivateDir::checked(openat(&self.0, name, directory(), Mode::empty())?.into(), forbidden)
    }

    fn checked(dir: File, forbidden: u32) -> io::Result<PrivateDir> {
        if is_ours(&dir.metadata()?, forbidden) { Ok(PrivateDir(dir)) } else { Err(foreign()) }
    }

    /// When something in the directory was added or removed last.
    pub(super) fn modified(&self) -> io::Result<SystemTime> {
        self.0.metadata()?.modified()
    }

    /// The names in the directory.
    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        let entries = Dir::read_from(&self.0)?.collect::<Result<Vec<_>, _>>()?;
        Ok(entries.iter().filter_map(|entry| entry.file_name().to_str().ok().map(str::to_owned)).collect())
    }

    /// A file, open for reading. Nothing else is waited for, such as somebody who writes to a FIFO.
    pub(super) fn file(&self, name: &str) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = File::from(openat(&self.0, name, flags, Mode::empty())?);
        let meta = file.metadata()?;
        if meta.is_file() && is_ours(&meta, OTHERS_ANYTHING) { Ok(file) } else { Err(foreign()) }
    }

    /// The content of a file.
    pub(super) fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        self.file(name)?.take(LONGEST).read_to_end(&mut content)?;
        Ok(content)
    }

    /// Puts a file in the place of whatever has its name; nobody sees a part of it.
    pub(super) fn write(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let new = format!("{name}.{}", std::process::id());
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = openat(&self.0, new.as_str(), flags, Mode::RUSR | Mode::WUSR)?;
        let written = File::from(file).write_all(content);
        let replaced = written.and_then(|()| Ok(renameat(&self.0, new.as_str(), &self.0, name)?));
        replaced.inspect_err(|_| drop(self.remove(&new)))
    }

    /// Removes a name that is no directory.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes an empty directory.
    pub(super) fn remove_dir(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }
}

fn directory() -> OFlags {
    OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC
}

fn is_ours(meta: &Metadata, forbidden: u32) -> bool {
    meta.uid() == geteuid().as_raw() && meta.mode() & forbidden == 0
}

fn foreign() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "it does not belong to you alone")
}

/// Links above the base are the system's (as /home may be one), or somebody's who wants doapi elsewhere. To root, who
/// owns both kinds, they look alike.
fn check_links_above(base: &Path) -> io::Result<()> {
    for path in base.ancestors().skip(1) {
        let meta = path.symlink_metadata()?;
        let of_the_system = || -> io::Result<bool> {
            let dir = path.parent().map(Path::metadata).transpose()?;
            Ok(meta.uid() == 0 && dir.is_some_and(|dir| dir.uid() == 0 && dir.mode() & 0o022 == 0))
        };
        if meta.is_symlink() && (geteuid().is_root() || !of_the_system().unwrap_or(false)) {
            return Err(foreign());
        }
    }
    Ok(())
}
