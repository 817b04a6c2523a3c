//! The kinds of command, and the request of each that is struck.

use serde_json::{Value, json};

use super::way::Picks;
use crate::runner::Run;

/// What repeating the struck request would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// It reads.
    Read,
    /// Made twice, it would happen twice.
    Start,
    /// Made twice, it does no more than made once, and it shows nothing.
    Delete,
    /// The same, and it shows what it changed.
    Change,
}

/// A kind of command.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) line: &'static str,
    pub(super) picks: Picks,
    pub(super) does: Does,
    /// The exit status when the struck request fails.
    pub(super) fails: i32,
    /// What is on stdout when nothing failed, and when the struck request did.
    pub(super) prints: [Prints; 2],
}

/// What stdout holds.
pub(super) enum Prints {
    /// Nothing, or an array with nothing in it.
    Nothing,
    /// An array in which this field of the elements has these values.
    Each(&'static str, &'static [u64]),
    /// The same in any order, as actions end.
    EachAsItEnds(&'static str, &'static [u64]),
    /// An array of objects with these names.
    Names(&'static [&'static str]),
    /// An object that has this field.
    Object(&'static str),
    /// Whatever was answered, laid out if it is JSON.
    Answer,
}

/// Five droplets, 1 to 5, of which 2 is named `n2`, and a key.
pub(super) fn seed() -> Value {
    let droplet = |id: u64| json!({"id": id, "name": format!("n{id}"), "tags": ["t"]});
    json!({
        "droplets": (1..=5).map(droplet).collect::<Vec<_>>(),
        "ssh_keys": [{"id": 9, "name": "home", "public_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBB me"}],
    })
}

const TWELVE: &[&str] = &["f01", "f02", "f03", "f04", "f05", "f06", "f07", "f08", "f09", "f10", "f11", "f12"];

/// Every kind.
pub(super) const KINDS: [Kind; 10] = [
    Kind {
        name: "list",
        line: "droplet show --per-page 2",
        picks: |asked| asked.is("GET", "/v2/droplets", "per_page=2") && !asked.is_of_gpus() && asked.page().is_none(),
        does: Does::Read,
        fails: 1,
        prints: [Prints::Each("id", &[1, 2, 3, 4, 5]), Prints::Nothing],
    },
    Kind {
        name: "show by name",
        line: "droplet show n2",
        picks: |asked| asked.is("GET", "/v2/droplets", "name=n2") && !asked.is_of_gpus(),
        does: Does::Read,
        fails: 1,
        prints: [Prints::Each("id", &[2]), Prints::Nothing],
    },
    Kind {
        name: "create",
        line: "droplet new -I debian-13-x64 -S s-1vcpu-1gb -R nyc3 f01",
        picks: |asked| asked.is("POST", "/v2/droplets", "f01"),
        does: Does::Start,
        fails: 1,
        prints: [Prints::Names(&["f01"]), Prints::Nothing],
    },
    Kind {
        name: "create many",
        line: "droplet new -I debian-13-x64 -S s-1vcpu-1gb -R nyc3 f01 f02 f03 f04 f05 f06 f07 f08 f09 f10 f11 f12",
        picks: |asked| asked.is("POST", "/v2/droplets", "f01"),
        does: Does::Start,
        fails: 7,
        prints: [Prints::Names(TWELVE), Prints::Names(&["f11", "f12"])],
    },
    Kind {
        name: "act on many",
        line: "droplet power-off 1 2 3",
        picks: |asked| asked.is("POST", "/v2/droplets/2/actions", ""),
        does: Does::Start,
        fails: 7,
        prints: [Prints::Each("resource_id", &[1, 2, 3]), Prints::Each("resource_id", &[1, 3])],
    },
    Kind {
        name: "delete many",
        line: "droplet delete 1 2 3",
        picks: |asked| asked.is("DELETE", "/v2/droplets/2", ""),
        does: Does::Delete,
        fails: 7,
        prints: [Prints::Nothing, Prints::Nothing],
    },
    Kind {
        name: "wait",
        line: "droplet reboot 1 2 --wait --wait-interval 0.05",
        picks: |asked| asked.is("GET", "/v2/actions", "per_page"),
        does: Does::Read,
        fails: 1,
        prints: [Prints::EachAsItEnds("resource_id", &[1, 2]), Prints::EachAsItEnds("resource_id", &[1, 2])],
    },
    Kind {
        name: "request",
        line: "request /v2/account",
        picks: |asked| asked.is("GET", "/v2/account", ""),
        does: Does::Read,
        fails: 1,
        prints: [Prints::Object("account"), Prints::Answer],
    },
    Kind {
        name: "paginate",
        line: "request --paginate droplets /v2/droplets --per-page 2",
        picks: |asked| asked.is("GET", "/v2/droplets", "") && asked.page() == Some("2"),
        does: Does::Read,
        fails: 1,
        prints: [Prints::Each("id", &[1, 2, 3, 4, 5]), Prints::Each("id", &[1, 2])],
    },
    Kind {
        name: "update",
        line: "ssh-key update 9 away",
        picks: |asked| asked.is("PUT", "/v2/account/keys/9", ""),
        does: Does::Change,
        fails: 1,
        prints: [Prints::Object("fingerprint"), Prints::Nothing],
    },
];

impl Prints {
    /// What is wrong with stdout, if anything is.
    pub(super) fn check(&self, run: &Run) -> Result<(), String> {
        let value: Option<Value> = serde_json::from_str(&run.stdout).ok();
        let field = |name: &str| {
            let elements = value.as_ref()?.as_array()?;
            Some(elements.iter().map(|element| element[name].clone()).collect::<Value>())
        };
        let holds = match self {
            Prints::Nothing => matches!(run.stdout.as_str(), "" | "[]\n"),
            Prints::Each(name, values) => field(name) == Some(json!(values)),
            Prints::EachAsItEnds(name, values) => {
                let mut found: Vec<u64> =
                    field(name).and_then(|all| serde_json::from_value(all).ok()).unwrap_or_default();
                found.sort_unstable();
                found == *values
            }
            Prints::Names(names) => field("name") == Some(json!(names)),
            Prints::Object(key) => value.is_some_and(|value| value.get(key).is_some()),
            Prints::Answer => true,
        };
        if holds { Ok(()) } else { Err("something else is on stdout".to_owned()) }
    }
}
