//! What is kept between one TAB and the next.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::{User, asks, full, values};
use crate::sandboxes::{faulty_sandbox, sandbox};

/// All files below a directory, and the directories.
fn below(dir: &Path) -> Vec<PathBuf> {
    let entries: Vec<PathBuf> = fs::read_dir(dir).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    entries.into_iter().flat_map(|path| [vec![path.clone()], below(&path)].concat()).collect()
}

/// Makes everything that is kept look as if it had been kept for so long.
fn age(user: &User, age: Duration) {
    for path in below(user.cache()).iter().filter(|path| path.is_file()) {
        File::options().write(true).open(path).unwrap().set_modified(SystemTime::now() - age).unwrap();
    }
}

#[test]
fn a_list_is_read_once_a_minute() {
    let api = sandbox(full());
    let user = User::of(&api);
    assert_eq!(user.offered("doapi droplet show w"), ["web-1", "web-2"]);
    let requests = user.requests();
    assert_eq!(user.offered("doapi droplet delete t"), ["3", "4"]);
    age(&user, Duration::from_secs(50));
    user.offered("doapi droplet show w");
    assert_eq!(user.requests(), requests);
    age(&user, Duration::from_secs(61));
    user.offered("doapi droplet show w");
    assert!(user.requests() > requests);
}

#[test]
fn a_change_of_ours_makes_it_old() {
    let api = sandbox(full());
    let user = User::of(&api);
    assert_eq!(user.offered("doapi tag show ").len(), 2);
    user.command("tag").run().succeeds();
    let requests = user.requests();
    user.offered("doapi tag show ");
    assert_eq!(user.requests(), requests, "reading changes nothing");
    user.command("tag new third").run().succeeds();
    assert_eq!(user.offered("doapi tag show "), ["env:test", "prod", "third"]);
    user.command("droplet rename web-1 web-9").run().succeeds();
    user.command("droplet rename web-2 web-8 --wait --wait-interval 0.05").run().succeeds();
    assert!(user.offered("doapi droplet show w").contains(&"web-8".to_owned()));
}

#[test]
fn only_its_owner_can_read_it_and_the_token_is_not_in_it() {
    let api = sandbox(full());
    let user = User::of(&api);
    user.offered("doapi droplet show ");
    let paths = below(user.cache());
    assert!(paths.iter().any(|path| path.ends_with("droplets.json")), "{paths:?}");
    for path in paths {
        let mode = path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 }, "{path:?}");
        let text = path.display().to_string() + &fs::read_to_string(&path).unwrap_or_default();
        assert!(!text.contains(api.token()) && !text.contains(&api.token()[7..27]), "{path:?}");
    }
}

#[test]
fn accounts_and_endpoints_are_kept_apart() {
    let (api, empty) = (sandbox(full()), sandbox(serde_json::json!({})));
    let user = User::of(&api);
    assert_eq!(user.offered("doapi tag show ").len(), 2);
    let other = asks("doapi tag show p").at(&empty).env("XDG_CACHE_HOME", user.cache()).run().succeeds();
    assert_eq!(other.stdout, "");
    let refused = user.asks("doapi tag show p").env("DO_API_TOKEN", "somebody-else").run().succeeds();
    assert_eq!(refused.stdout, "");
}

#[test]
fn it_can_be_cleared() {
    let api = sandbox(full());
    let user = User::of(&api);
    for _ in 0..2 {
        user.command("completions --clear-cache").run().succeeds().prints("");
        assert!(below(user.cache()).iter().all(|path| path.is_dir() && !path.ends_with("completion")));
        user.offered("doapi tag show ");
        assert!(below(user.cache()).iter().any(|path| path.is_file()));
    }
}

#[test]
fn a_slow_api_is_not_waited_for() {
    let api = faulty_sandbox(full(), &["GET /v2/tags #2+ delay=20s", "GET /v2/regions delay=20s"]);
    let user = User::of(&api);
    assert_eq!(user.offered("doapi tag show ").len(), 2);
    age(&user, Duration::from_secs(3600));
    let started = Instant::now();
    assert_eq!(user.offered("doapi tag show ").len(), 2, "what was kept is better than nothing");
    assert!(user.offered("doapi image transfer fr").is_empty());
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    let requests = user.requests();
    assert_eq!(user.offered("doapi tag show ").len(), 2);
    assert!(user.offered("doapi image transfer fr").is_empty());
    assert_eq!(user.requests(), requests, "for a while it is not asked again");
}

#[test]
fn whatever_goes_wrong_nothing_is_said() {
    let api = faulty_sandbox(
        full(),
        &["GET /v2/droplets status=500", "GET /v2/images cut", "GET /v2/sizes status=200 body=nonsense"],
    );
    let user = User::of(&api);
    for line in
        ["doapi droplet show w", "doapi image show u", "doapi droplet resize s", "doapi nonsense x", "", "doapi \u{1}"]
    {
        assert_eq!(user.asks(line).run().succeeds().stdout, "", "{line}");
    }
    for (name, value) in [
        ("DO_API_TOKEN", ""),
        ("DOAPI_ENDPOINT", "nowhere"),
        ("DOAPI_ENDPOINT", "http://127.0.0.1:9"),
        ("DOAPI_TIMEOUT", "soon"),
        ("XDG_CACHE_HOME", "/proc/none"),
    ] {
        assert_eq!(user.asks("doapi droplet show w").env(name, value).run().succeeds().stdout, "", "{name}={value}");
    }
    assert_eq!(values(&user.asks("doapi tag show p").env("XDG_CACHE_HOME", "/proc/none").run().succeeds()), ["prod"]);
}

#[test]
fn what_is_broken_is_read_anew() {
    let api = sandbox(full());
    let user = User::of(&api);
    user.offered("doapi tag show ");
    for path in below(user.cache()).iter().filter(|path| path.is_file()) {
        fs::write(path, "[{").unwrap();
    }
    assert_eq!(user.offered("doapi tag show p"), ["prod"]);
}

#[test]
fn an_answer_from_the_cache_asks_nothing() {
    let api = sandbox(serde_json::json!({"droplets": [{"name": "web", "count": 150}]}));
    let user = User::of(&api);
    assert_eq!(user.offered("doapi droplet show w").len(), 150);
    let asked = api.requests().len();
    assert_eq!(user.offered("doapi droplet show w").len(), 150);
    assert_eq!(api.requests().len(), asked);
}
