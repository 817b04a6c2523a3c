//! The page doapi-image.

use serde_json::Value;

use super::Holds::{Actions, Ids, Lists, Nothing, What};
use super::{Holds, Row, only};

const DONE: Holds = What(|list| only(list, |action| action["status"] == "completed"));
const GOLD: Holds = What(|image| image["id"] == 13 && image["name"] == "gold");
const APPLICATIONS: Holds = What(|list| count(list) == 9 && list[0]["slug"] == "docker-20-04");
const DISTRIBUTIONS: Holds = What(|list| count(list) == 19 && list[0]["slug"] == "rockylinux-9-x64");

fn count(list: &Value) -> usize {
    list.as_array().map_or(0, Vec::len)
}

fn nothing_twice(list: &Value) -> bool {
    list.as_array().is_some_and(|list| list.len() == 2 && list.iter().all(Value::is_null))
}

pub(super) const ROWS: &[Row] = &[
    Row {
        synopsis: "doapi-image show [-M|--multiple] [<image> ...]",
        runs: &[
            ("doapi-image show", What(|list| count(list) == 33)),
            ("doapi-image show nightly 13", Ids(&[11, 13])),
            ("doapi-image show ubuntu-24-04-x64", Ids(&[247_516_813])),
            ("doapi-image show -M twin", Ids(&[14, 15])),
            ("doapi-image show --multiple twin golden", Ids(&[14, 15, 13])),
        ],
    },
    Row {
        synopsis: "doapi-image show {--application|--distribution|--type=<type>|--private}",
        runs: &[
            ("doapi-image show --application", APPLICATIONS),
            ("doapi-image show --distribution", DISTRIBUTIONS),
            ("doapi-image show --type=application", APPLICATIONS),
            ("doapi-image show --type=distribution", DISTRIBUTIONS),
            ("doapi-image show --private", Ids(&[11, 12, 13, 14, 15])),
        ],
    },
    Row {
        synopsis: "doapi-image update [--unique] <image> <new name>",
        runs: &[("doapi-image update golden gold", GOLD), ("doapi-image update --unique 13 gold", GOLD)],
    },
    Row {
        synopsis: "doapi-image convert [<wait options>] [-M|--multiple] <image> ...",
        runs: &[
            ("doapi-image convert 12 nightly", Actions("convert", &[12, 11])),
            ("doapi-image convert -w --wait-time 60 --wait-interval 0.05 nightly", DONE),
            ("doapi-image convert --wait --wait-interval 0.05 -M nightly", DONE),
        ],
    },
    Row {
        synopsis: "doapi-image transfer [<wait options>] [-M|--multiple] <region> <image> ...",
        runs: &[
            ("doapi-image transfer fra1 golden nightly", Actions("transfer", &[13, 11])),
            ("doapi-image transfer -M fra1 twin", Actions("transfer", &[14, 15])),
            ("doapi-image transfer -w --wait-time 60 --wait-interval 0.05 fra1 golden", DONE),
        ],
    },
    Row {
        synopsis: "doapi-image act [<wait options>] [-p|--params <JSON|@file>] [-M|--multiple] <type> <image> ...",
        runs: &[
            ("doapi-image act convert nightly weekly", Actions("convert", &[11, 12])),
            ("doapi-image act -p {\"region\":\"fra1\"} -M transfer twin", Actions("transfer", &[14, 15])),
            ("doapi-image act --wait --wait-time 60 --wait-interval 0.05 --params @to-fra1 transfer golden", DONE),
        ],
    },
    Row {
        synopsis: "doapi-image actions [--in-progress | --last] [-M|--multiple] <image> ...",
        runs: &[
            ("doapi-image actions golden 11", Lists(&[0, 0])),
            ("doapi-image actions --in-progress -M twin", What(nothing_twice)),
            ("doapi-image actions --last golden nightly", What(nothing_twice)),
        ],
    },
    Row {
        synopsis: "doapi-image wait [--wait-time <seconds>] [--wait-interval <seconds>] [-M|--multiple] <image> ...",
        runs: &[
            ("doapi-image wait golden", Ids(&[])),
            ("doapi-image wait --wait-time 60 --wait-interval 0.05 -M twin 11", Ids(&[])),
        ],
    },
    Row {
        synopsis: "doapi-image delete [-M|--multiple] <image> ...",
        runs: &[("doapi-image delete golden 11", Nothing), ("doapi-image delete -M twin", Nothing)],
    },
];
