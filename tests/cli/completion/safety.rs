//! The cache is in a directory of the user's own, or nowhere: what others put on the way is neither followed nor
//! changed.

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use doapi_sandbox::Sandbox;
use tempfile::TempDir;

use super::{asks, full, values};
use crate::runner::{Invocation, doapi};
use crate::sandboxes::sandbox;

/// A TAB behind `doapi tag show `.
fn tab(api: &Sandbox) -> Invocation {
    asks("doapi tag show ").at(api)
}

/// Presses TAB and asserts that the answer is right.
#[track_caller]
fn assert_answered(tab: Invocation, about: &str) {
    let run = tab.run().succeeds();
    assert_eq!(values(&run), ["env:test", "prod"], "{about}: {run}");
}

/// The directory of the account below a cache.
#[track_caller]
fn account(cache: &Path) -> PathBuf {
    let entries: Vec<_> = fs::read_dir(cache.join("doapi/completion")).unwrap().map(|entry| entry.unwrap()).collect();
    assert_eq!(entries.len(), 1, "{entries:?}");
    entries[0].path()
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Names of everything below a directory; links are not followed.
fn below(dir: &Path) -> Vec<PathBuf> {
    let entries: Vec<PathBuf> = fs::read_dir(dir).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    let inner = |path: &PathBuf| if path.is_symlink() { Vec::new() } else { below(path) };
    entries.into_iter().flat_map(|path| [vec![path.clone()], inner(&path)].concat()).collect()
}

#[test]
fn no_link_on_the_way_is_followed() {
    let api = sandbox(full());
    for link in ["", "doapi", "doapi/completion", "account"] {
        let (cache, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let cache = cache.path().join("cache");
        assert_answered(tab(&api).env("XDG_CACHE_HOME", &cache), link);
        let at = if link == "account" { account(&cache) } else { cache.join(link) };
        let at: PathBuf = at.components().collect();
        let moved = elsewhere.path().join("moved");
        fs::rename(&at, &moved).unwrap();
        symlink(&moved, &at).unwrap();
        let old = moved.join("0123456789abcdef");
        fs::create_dir(&old).unwrap();
        fs::write(old.join("droplets.json"), "[]").unwrap();
        let before = below(elsewhere.path());
        let requests = api.requests().len();
        assert_answered(tab(&api).env("XDG_CACHE_HOME", &cache), link);
        assert!(api.requests().len() > requests, "{link}: what is behind the link is not read");
        doapi(["tag", "new", "prod"]).at(&api).env("XDG_CACHE_HOME", &cache).run().succeeds();
        let cleared = doapi(["completions", "--clear-cache"]).env("XDG_CACHE_HOME", &cache).run();
        assert!(cleared.code == 0 || cleared.stderr.contains("cannot clear the cache"), "{link}: {cleared}");
        assert_eq!(below(elsewhere.path()), before, "{link}");
    }
}

#[test]
fn a_home_behind_a_link_has_no_cache() {
    let api = sandbox(full());
    let dir = TempDir::new().unwrap();
    let real = dir.path().join("real");
    fs::create_dir_all(real.join("inner")).unwrap();
    let link = dir.path().join("link");
    symlink(&real, &link).unwrap();
    // With a slash at its end, the system would follow the link. Links above a home are only the system's.
    for home in [link.display().to_string(), format!("{}/", link.display())] {
        assert_answered(tab(&api).env("HOME", &home), &home);
        assert_eq!(below(&real), [real.join("inner")], "{home}");
    }
}

#[test]
fn a_home_that_is_no_absolute_path_or_not_there_has_no_cache() {
    let api = sandbox(full());
    let missing = TempDir::new().unwrap().path().join("missing").display().to_string();
    for home in ["", "here", "./here", ".", "/", "/proc/self/../../tmp", "/dev/null", &missing] {
        let run = tab(&api).env("HOME", home).run().succeeds();
        assert_eq!(values(&run), ["env:test", "prod"], "{home:?}: {run}");
        assert_eq!(below(run.home.path()), Vec::<PathBuf>::new(), "{home:?}");
        assert!(!Path::new(home).join(".cache/doapi").exists() || home == "/", "{home:?}");
    }
    assert!(!Path::new("/.cache/doapi").exists());
}

#[test]
fn what_others_may_write_to_is_not_used() {
    let api = sandbox(full());
    for (at, bits) in [("", 0o777), ("doapi", 0o707), ("doapi/completion", 0o755), ("account", 0o750)] {
        let cache = TempDir::new().unwrap();
        let cache = cache.path();
        assert_answered(tab(&api).env("XDG_CACHE_HOME", cache), at);
        let at = if at == "account" { account(cache) } else { cache.join(at) };
        mode(&at, bits);
        let (before, requests) = (below(cache), api.requests().len());
        assert_answered(tab(&api).env("XDG_CACHE_HOME", cache), &at.display().to_string());
        assert!(api.requests().len() > requests, "{at:?}: what is in it is not read");
        assert_eq!(below(cache), before, "{at:?}");
        assert_eq!(at.metadata().unwrap().permissions().mode() & 0o777, bits);
    }
}

#[test]
fn a_file_that_others_may_write_to_is_not_read() {
    let api = sandbox(full());
    let cache = TempDir::new().unwrap();
    assert_answered(tab(&api).env("XDG_CACHE_HOME", cache.path()), "new");
    let list = account(cache.path()).join("tags.json");
    fs::write(&list, r#"[{"id": "forged"}]"#).unwrap();
    mode(&list, 0o666);
    assert_answered(tab(&api).env("XDG_CACHE_HOME", cache.path()), "forged");
    assert_eq!(list.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn whatever_has_the_name_of_a_list_hangs_nothing_and_is_replaced() {
    let api = sandbox(full());
    for kind in ["fifo", "link to a fifo", "link to a device", "dangling link", "directory"] {
        let cache = TempDir::new().unwrap();
        assert_answered(tab(&api).env("XDG_CACHE_HOME", cache.path()), kind);
        let list = account(cache.path()).join("tags.json");
        let other = cache.path().join("other");
        fs::remove_file(&list).unwrap();
        match kind {
            "fifo" => fifo(&list),
            "link to a fifo" => {
                fifo(&other);
                symlink(&other, &list).unwrap();
            }
            "link to a device" => symlink("/dev/zero", &list).unwrap(),
            "dangling link" => symlink(&other, &list).unwrap(),
            _ => fs::create_dir(&list).unwrap(),
        }
        let command = |words: &[&str]| doapi(words).at(&api).env("XDG_CACHE_HOME", cache.path());
        command(&["tag", "new", "prod"]).run().succeeds();
        assert_answered(tab(&api).env("XDG_CACHE_HOME", cache.path()), kind);
        let is_file = list.symlink_metadata().unwrap().is_file();
        assert_eq!(is_file, kind != "directory", "{kind}");
        assert!(!other.exists() || other.metadata().unwrap().file_type().is_fifo(), "{kind}");
        command(&["completions", "--clear-cache"]).run().succeeds();
    }
}

#[test]
fn only_what_the_cache_made_is_ever_removed() {
    let api = sandbox(full());
    let cache = TempDir::new().unwrap();
    assert_answered(tab(&api).env("XDG_CACHE_HOME", cache.path()), "new");
    let (root, account) = (cache.path().join("doapi/completion"), account(cache.path()));
    let kept = [root.join("notes"), root.join("notes/old.json"), root.join("todo.txt"), account.join("notes.txt")];
    fs::create_dir(&kept[0]).unwrap();
    kept[1..].iter().for_each(|path| fs::write(path, "mine").unwrap());
    let old = root.join("0123456789abcdef");
    fs::create_dir(&old).unwrap();
    mode(&old, 0o700);
    fs::write(old.join("droplets.json"), "[]").unwrap();
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3 * 24 * 3600);
    fs::File::open(&old).unwrap().set_modified(long_ago).unwrap();
    // A second account makes a directory of its own, and old ones are removed at that moment.
    let other = sandbox(full());
    assert_answered(tab(&other).env("XDG_CACHE_HOME", cache.path()), "other");
    assert!(!old.exists() && kept.iter().all(|path| path.exists()));
    doapi(["completions", "--clear-cache"]).env("XDG_CACHE_HOME", cache.path()).run().succeeds();
    let left = below(cache.path());
    assert!(kept.iter().all(|path| left.contains(path)), "{left:?}");
    assert_eq!(left.iter().filter(|path| path.is_file()).count(), 3, "{left:?}");
}
