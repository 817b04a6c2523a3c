//! The file that keeps a state between runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use doapi_sandbox::{Config, Sandbox};
use serde_json::{Value, json};

use crate::client::{Api, start};

/// A directory of its own, which is removed at the end.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sandbox-state-{name}-{}", std::process::id()));
        fs::remove_dir_all(&path).ok();
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn kept_in(file: &Path) -> Config {
    Config { state_file: Some(file.to_owned()), ..Config::default() }
}

fn tags(file: &Path) -> Value {
    let document: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    document["tags"].clone()
}

fn tag(api: &Api, name: &str) {
    assert_eq!(api.post("/v2/tags", &json!({"name": name})).status, 201);
}

#[test]
fn a_state_that_cannot_be_saved_is_an_error_at_the_start() {
    let dir = Dir::new("unsaved");
    let error = Sandbox::start(kept_in(&dir.file("missing/state.json"))).err().unwrap();
    assert!(error.to_string().contains("missing/state.json"), "{error}");
    assert!(Sandbox::start(kept_in(&dir.0)).is_err());
}

#[test]
fn a_state_that_cannot_be_saved_is_an_error_at_the_end() {
    let dir = Dir::new("lost");
    let api = start(kept_in(&dir.file("state.json")));
    tag(&api, "t");
    fs::remove_dir_all(&dir.0).unwrap();
    let error = api.sandbox.stop().unwrap_err();
    assert!(error.to_string().contains("state.json"), "{error}");
}

#[test]
fn a_file_serves_one_sandbox_at_a_time() {
    let dir = Dir::new("locked");
    let file = dir.file("state.json");
    let first = Sandbox::start(kept_in(&file)).unwrap();
    let error = Sandbox::start(kept_in(&file)).err().unwrap();
    assert!(error.to_string().starts_with("another sandbox is using the state in "), "{error}");
    first.stop().unwrap();
    Sandbox::start(kept_in(&file)).unwrap().stop().unwrap();
    assert_eq!(dir.names(), ["state.json"]);
}

#[test]
fn a_change_is_in_the_file_while_the_sandbox_still_runs() {
    let dir = Dir::new("running");
    let file = dir.file("state.json");
    let api = start(kept_in(&file));
    assert_eq!(tags(&file), json!([]));
    tag(&api, "t");
    let start = Instant::now();
    while tags(&file) == json!([]) {
        assert!(start.elapsed() < Duration::from_secs(30), "the change was not saved");
        sleep(Duration::from_millis(20));
    }
}

#[test]
#[cfg(unix)]
fn links_and_modes_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = Dir::new("links");
    for (link, file, exists) in [("a.json", "real-a.json", true), ("b.json", "real-b.json", false)] {
        let (link, file) = (dir.file(link), dir.file(file));
        if exists {
            fs::write(&file, "{}").unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        }
        symlink(file.file_name().unwrap(), &link).unwrap();
        let api = start(kept_in(&link));
        tag(&api, "t");
        api.sandbox.stop().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(tags(&file)[0]["name"], json!("t"));
    }
    assert_eq!(fs::metadata(dir.file("real-a.json")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(dir.names(), ["a.json", "b.json", "real-a.json", "real-b.json"]);
}

/// Whoever reads the file or ends the sandbox at a bad moment sees the old state or the new one, never half of one.
#[test]
#[cfg(unix)]
fn a_save_replaces_the_file_as_a_whole() {
    use std::os::unix::fs::MetadataExt;
    let dir = Dir::new("whole");
    let file = dir.file("state.json");
    let first = Sandbox::start(kept_in(&file)).unwrap();
    let opened = fs::File::open(&file).unwrap();
    let before = fs::read_to_string(&file).unwrap();
    let api = Api { sandbox: first };
    tag(&api, "t");
    api.sandbox.stop().unwrap();
    assert_ne!(fs::metadata(&file).unwrap().ino(), opened.metadata().unwrap().ino());
    assert_eq!(std::io::read_to_string(opened).unwrap(), before);
}
