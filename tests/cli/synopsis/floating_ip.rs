//! The page doapi-floating-ip.

use serde_json::Value;

use super::Holds::{Action, Actions, Lists, Nothing, What};
use super::{Holds, Row, only};

/// 45.55.96.47, 48 and 49 as actions call them.
const FIRST: u64 = 758_603_823;
const SECOND: u64 = 758_603_824;

const DONE: Holds = What(|list| only(list, |action| action["status"] == "completed"));

fn ips(list: &Value, expected: &[&str]) -> bool {
    list.as_array().is_some_and(|list| list.iter().map(|ip| &ip["ip"]).eq(expected))
}

fn nothing_twice(list: &Value) -> bool {
    list.as_array().is_some_and(|list| list.len() == 2 && list.iter().all(Value::is_null))
}

pub(super) const ROWS: &[Row] = &[
    Row {
        synopsis: "doapi-floating-ip new [<wait options>] -D|--droplet <droplet>",
        runs: &[
            ("doapi-floating-ip new -D b", What(|ip| ip["locked"] == true)),
            (
                "doapi-floating-ip new -w --wait-time 60 --wait-interval 0.05 --droplet 2",
                What(|ip| ip["droplet"]["id"] == 2 && ip["locked"] == false),
            ),
        ],
    },
    Row {
        synopsis: "doapi-floating-ip new [<wait options>] -R|--region <region>",
        runs: &[
            ("doapi-floating-ip new -R fra1", What(|ip| ip["region"]["slug"] == "fra1")),
            (
                "doapi-floating-ip new --wait --wait-time 60 --wait-interval 0.05 --region fra1",
                What(|ip| ip["region"]["slug"] == "fra1" && ip["droplet"].is_null()),
            ),
        ],
    },
    Row {
        synopsis: "doapi-floating-ip show [<ip> ...]",
        runs: &[
            ("doapi-floating-ip show", What(|list| ips(list, &["45.55.96.47", "45.55.96.48"]))),
            ("doapi-floating-ip show 45.55.96.48", What(|list| ips(list, &["45.55.96.48"]))),
            ("doapi-floating-ip show 758603824 45.55.96.47", What(|list| ips(list, &["45.55.96.48", "45.55.96.47"]))),
        ],
    },
    Row {
        synopsis: "doapi-floating-ip assign [<wait options>] <ip> <droplet>",
        runs: &[
            ("doapi-floating-ip assign 45.55.96.48 b", Action("assign_ip")),
            ("doapi-floating-ip assign -w --wait-time 60 --wait-interval 0.05 758603823 2", Action("assign_ip")),
        ],
    },
    Row {
        synopsis: "doapi-floating-ip unassign [<wait options>] <ip> ...",
        runs: &[
            ("doapi-floating-ip unassign 45.55.96.47", Actions("unassign_ip", &[FIRST])),
            ("doapi-floating-ip unassign --wait --wait-time 60 --wait-interval 0.05 758603823", DONE),
        ],
    },
    Row {
        synopsis: "doapi-floating-ip act [<wait options>] [-p|--params <JSON|@file>] <type> <ip> ...",
        runs: &[
            ("doapi-floating-ip act unassign 45.55.96.47", Actions("unassign_ip", &[FIRST])),
            ("doapi-floating-ip act -p {\"droplet_id\":2} assign 45.55.96.48", Actions("assign_ip", &[SECOND])),
            ("doapi-floating-ip act -w --wait-time 60 --wait-interval 0.05 --params @to-b assign 45.55.96.48", DONE),
        ],
    },
    Row {
        synopsis: "doapi-floating-ip actions [--in-progress | --last] <ip> ...",
        runs: &[
            ("doapi-floating-ip actions 45.55.96.47 758603824", Lists(&[0, 0])),
            ("doapi-floating-ip actions --last 45.55.96.47 45.55.96.48", What(nothing_twice)),
            ("doapi-floating-ip actions --in-progress 45.55.96.47 45.55.96.48", What(nothing_twice)),
        ],
    },
    Row {
        synopsis: "doapi-floating-ip wait [--wait-interval <seconds>] [--wait-time <seconds>] <ip> ...",
        runs: &[
            ("doapi-floating-ip wait 45.55.96.47", Lists(&[])),
            ("doapi-floating-ip wait --wait-interval 0.05 --wait-time 60 45.55.96.47 758603824", Lists(&[])),
        ],
    },
    Row {
        synopsis: "doapi-floating-ip delete <ip> ...",
        runs: &[
            ("doapi-floating-ip delete 758603824", Nothing),
            ("doapi-floating-ip delete 45.55.96.47 45.55.96.48", Nothing),
        ],
    },
];
