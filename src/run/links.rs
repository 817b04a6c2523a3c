//! Links to the program under its other names, in any directory. A file that is not a link to this program is never
//! replaced or removed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Links in a directory.
#[derive(Debug)]
pub(crate) struct Links {
    program: PathBuf,
    dir: PathBuf,
}

impl Links {
    /// Links to the running program in `dir`, or in the directory of the program.
    pub(crate) fn to_this_program(dir: Option<PathBuf>) -> io::Result<Links> {
        let program = std::env::current_exe()?.canonicalize()?;
        let dir = dir.or_else(|| program.parent().map(Path::to_owned)).unwrap_or_default();
        Ok(Links { program, dir })
    }

    /// Where the link of this name is or would be.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Creates a link, unless it exists.
    pub(crate) fn make(&self, name: &str) -> io::Result<PathBuf> {
        let path = self.path(name);
        if self.has(name) {
            return Ok(path);
        }
        // None of these overwrites a file that was created in the meantime; that is an error.
        symlink(self.target(), &path).or_else(|error| match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound => Err(error),
            _ => fs::hard_link(&self.program, &path).or_else(|_| copy(&self.program, &path)),
        })?;
        Ok(path)
    }

    /// Whether there is a link of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        let path = self.path(name);
        !self.is_program_itself(&path) && is_same(&path, &self.program)
    }

    /// Whether something else has this name.
    pub(crate) fn is_taken(&self, name: &str) -> bool {
        !self.has(name) && self.path(name).symlink_metadata().is_ok()
    }

    /// Removes a link, if it exists.
    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        if self.has(name) { fs::remove_file(self.path(name)) } else { Ok(()) }
    }

    /// The target of a link. In the directory of the program it is relative, so that both can be moved together.
    fn target(&self) -> &Path {
        let beside = self.dir.canonicalize().ok().as_deref() == self.program.parent();
        self.program.file_name().map(Path::new).filter(|_| beside).unwrap_or(&self.program)
    }

    /// Whether the path is the program itself and not a link to it.
    fn is_program_itself(&self, path: &Path) -> bool {
        let dir = path.parent().and_then(|dir| dir.canonicalize().ok());
        let real = dir.zip(path.file_name()).map(|(dir, name)| dir.join(name));
        real.as_deref() == Some(&self.program)
    }
}

/// Whether a path leads to the same program: through symlinks, as another name of the same file, or as a copy.
pub(crate) fn is_same(path: &Path, program: &Path) -> bool {
    match (path.canonicalize(), program.canonicalize()) {
        (Ok(path), Ok(program)) => path == program || is_same_file(&path, &program) || is_copy(&path, &program),
        _ => false,
    }
}

#[cfg(unix)]
fn is_same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |path: &Path| fs::metadata(path).ok().map(|meta| (meta.dev(), meta.ino()));
    identity(one).is_some() && identity(one) == identity(other)
}

#[cfg(not(unix))]
fn is_same_file(_: &Path, _: &Path) -> bool {
    false
}

fn is_copy(one: &Path, other: &Path) -> bool {
    let length = |path: &Path| fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|meta| meta.len());
    let same_length = length(one).is_some() && length(one) == length(other);
    same_length && fs::read(one).is_ok_and(|bytes| fs::read(other).is_ok_and(|others| bytes == others))
}

fn copy(program: &Path, path: &Path) -> io::Result<()> {
    let mut to = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    io::copy(&mut fs::File::open(program)?, &mut to)?;
    to.set_permissions(fs::metadata(program)?.permissions())
}

#[cfg(unix)]
fn symlink(target: &Path, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

#[cfg(windows)]
fn symlink(target: &Path, path: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(target, path)
}

#[cfg(not(any(unix, windows)))]
fn symlink(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_and_a_second_name_are_the_same_program() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::write(at("program"), "binary").unwrap();
        fs::write(at("other"), "BINARY").unwrap();
        copy(&at("program"), &at("copy")).unwrap();
        fs::hard_link(at("program"), at("hard")).unwrap();
        symlink(Path::new("hard"), &at("soft")).unwrap();
        symlink(Path::new("nowhere"), &at("broken")).unwrap();
        for (name, same) in [
            ("program", true),
            ("copy", true),
            ("hard", true),
            ("soft", true),
            ("other", false),
            ("broken", false),
            ("none", false),
        ] {
            assert_eq!(is_same(&at(name), &at("program")), same, "{name}");
        }
        assert!(copy(&at("program"), &at("other")).is_err());
    }

    #[test]
    fn the_program_is_no_link_to_itself() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().canonicalize().unwrap();
        let program = dir.join(format!("doapi-droplet{}", std::env::consts::EXE_SUFFIX));
        fs::write(&program, "binary").unwrap();
        let links = Links { program: program.clone(), dir };
        assert!(!links.has("doapi-droplet") && links.is_taken("doapi-droplet"));
        links.remove("doapi-droplet").unwrap();
        assert!(program.exists());
        assert!(links.make("doapi-size").unwrap().exists());
        assert!(links.has("doapi-size"));
    }
}
