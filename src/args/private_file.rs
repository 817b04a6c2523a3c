//! Files that only their owner can read.

use std::fs;
use std::io::Write;
use std::path::Path;

/// Writes a file of mode 600 in place of what has its name, in a directory of mode 700 if that has to be made.
pub(crate) fn write(path: &Path, text: &[u8]) -> std::io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    make_dir(dir)?;
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}", std::process::id()));
    let written = create(Path::new(&new)).and_then(|mut file| {
        file.write_all(text)?;
        file.sync_all()
    });
    let moved = written.and_then(|()| fs::rename(&new, path));
    if moved.is_err() {
        drop(fs::remove_file(&new));
    }
    moved
}

#[cfg(unix)]
fn make_dir(dir: &Path) -> std::io::Result<()> {
    std::os::unix::fs::DirBuilderExt::mode(fs::DirBuilder::new().recursive(true), 0o700).create(dir)
}

#[cfg(not(unix))]
fn make_dir(dir: &Path) -> std::io::Result<()> {
    fs::create_dir_all(dir)
}

fn create(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
