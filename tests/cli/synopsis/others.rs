//! The pages doapi-account, doapi-action, doapi-region, doapi-size.

use serde_json::Value;

use super::Holds::{Ids, Names, What};
use super::{Row, only};

fn has_reset(value: &Value) -> bool {
    value["ratelimit-limit"] == "5000"
}

/// The sandbox begins with the action of the seed, and one `create` for each droplet that has none.
fn all_actions(list: &Value) -> bool {
    list.as_array().is_some_and(|list| list.len() == 7 && list[6]["id"] == 901)
}

fn is_901(list: &Value) -> bool {
    only(list, |action| action["id"] == 901 && action["status"] == "completed")
}

pub(super) const ROWS: &[Row] = &[
    Row {
        synopsis: "doapi-account [<universal options>] [--rate-limit]",
        runs: &[
            ("doapi-account", What(|account| account["droplet_limit"] == 25)),
            ("doapi-account --timeout 1000", What(|account| account["status"] == "active")),
            ("doapi-account --rate-limit", What(has_reset)),
        ],
    },
    Row {
        synopsis: "doapi-action show [<action> ...]",
        runs: &[("doapi-action show", What(all_actions)), ("doapi-action show 901", What(is_901))],
    },
    Row {
        synopsis: "doapi-action show {--in-progress | --last}",
        runs: &[
            ("doapi-action show --in-progress", Ids(&[])),
            ("doapi-action show --last", What(|action| action["type"] == "create" && action["resource_id"] == 7)),
        ],
    },
    Row {
        synopsis: "doapi-action wait [--wait-time <seconds>] [--wait-interval <seconds>] [<action> ...]",
        runs: &[
            ("doapi-action wait", Ids(&[])),
            ("doapi-action wait 901", Ids(&[901])),
            ("doapi-action wait --wait-time 60 --wait-interval 0.5 901", Ids(&[901])),
        ],
    },
    Row { synopsis: "doapi-action resource <action> ...", runs: &[("doapi-action resource 901", Names(&["web-1"]))] },
    Row {
        synopsis: "doapi-action resource {--in-progress | --last}",
        runs: &[
            ("doapi-action resource --in-progress", Ids(&[])),
            ("doapi-action resource --last", What(|droplet| droplet["name"] == "old")),
        ],
    },
    Row {
        synopsis: "doapi-region [<universal options>]",
        runs: &[
            ("doapi-region", What(|list| list[0]["slug"] == "nyc1")),
            ("doapi-region --timeout 9", What(|it| it[6]["slug"] == "nyc3")),
        ],
    },
    Row {
        synopsis: "doapi-size [<universal options>]",
        runs: &[
            ("doapi-size", What(|list| list[0]["memory"] == 512)),
            ("doapi-size --timeout 9", What(|it| it[1]["slug"] == "s-1vcpu-1gb")),
        ],
    },
];
