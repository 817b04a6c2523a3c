//! Completion as the shells ask for it, without a shell: `COMPLETE=SHELL doapi -- WORDS…`. The shells themselves are
//! driven by `.ci/shells`.

mod cache;
mod offers;
mod safety;
mod scripts;

use std::path::Path;

use doapi_sandbox::Sandbox;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::runner::{Invocation, Run, doapi};

/// A user who presses TAB again and again: what was kept is there at the next time.
struct User<'a> {
    api: &'a Sandbox,
    cache: TempDir,
}

impl<'a> User<'a> {
    fn of(api: &'a Sandbox) -> User<'a> {
        User { api, cache: TempDir::with_prefix("doapi-cache-").unwrap() }
    }

    /// Any command of that user.
    fn command(&self, line: &str) -> Invocation {
        doapi(line.split_whitespace()).at(self.api).env("XDG_CACHE_HOME", self.cache.path())
    }

    /// What fish hears of a line, whose words are separated by single spaces.
    fn asks(&self, line: &str) -> Invocation {
        asks(line).at(self.api).env("XDG_CACHE_HOME", self.cache.path())
    }

    /// The candidates for the last word of the line, without their descriptions.
    #[track_caller]
    fn offered(&self, line: &str) -> Vec<String> {
        values(&self.asks(line).run().succeeds())
    }

    /// How many requests were made so far.
    fn requests(&self) -> usize {
        self.api.requests().len()
    }

    fn cache(&self) -> &Path {
        self.cache.path()
    }
}

fn asks(line: &str) -> Invocation {
    doapi(std::iter::once("--").chain(line.split(' '))).env("COMPLETE", "fish")
}

fn values(run: &Run) -> Vec<String> {
    run.stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

/// An account that has something of everything.
fn full() -> Value {
    json!({
        "droplets": [
            {"id": 1, "name": "web-1", "tags": ["prod"]}, {"id": 2, "name": "web-2", "status": "off"},
            {"id": 3, "name": "twin"}, {"id": 4, "name": "twin"},
        ],
        "tags": ["prod", "env:test"],
        "images": [{"id": 900, "name": "my image"}, {"id": 901, "name": "-dash"}, {"id": 902, "name": "42"}],
        "ssh_keys": [{"name": "me@home", "public_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDx5bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"}],
        "domains": [
            {"name": "example.com", "records": [{"type": "A", "name": "www", "data": "192.0.2.1"}]},
            {"name": "other.org"},
        ],
        "reserved_ips": [{"ip": "192.0.2.77", "droplet": "web-1"}],
        "volumes": [{"name": "disk"}],
    })
}
