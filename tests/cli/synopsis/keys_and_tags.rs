//! The pages doapi-ssh-key, doapi-tag and doapi-request.

use serde_json::Value;

use super::Holds::{Ids, Names, Nothing, What};
use super::{Holds, Row};

const LAPTOP: Holds = What(|key| key["name"] == "laptop" && key["fingerprint"].is_string());
const OFFICE: Holds = What(|key| key["id"] == 21 && key["name"] == "office");

const MADE: Holds = What(|reply| reply["domain"]["name"] == "example.net");

pub(super) const SSH_KEY: &[Row] = &[
    Row {
        synopsis: "doapi-ssh-key new [--unique] <name> [<file>]",
        runs: &[
            ("doapi-ssh-key new laptop", LAPTOP),
            ("doapi-ssh-key new laptop id.pub", LAPTOP),
            ("doapi-ssh-key new --unique laptop id.pub", LAPTOP),
        ],
    },
    Row {
        synopsis: "doapi-ssh-key show [-M|--multiple] [<ssh key> ...]",
        runs: &[
            ("doapi-ssh-key show", Ids(&[21, 22, 23])),
            ("doapi-ssh-key show 22 home", Ids(&[22, 21])),
            ("doapi-ssh-key show -M twin", Ids(&[22, 23])),
            ("doapi-ssh-key show --multiple twin", Ids(&[22, 23])),
        ],
    },
    Row {
        synopsis: "doapi-ssh-key update [--unique] <ssh key> <new name>",
        runs: &[("doapi-ssh-key update home office", OFFICE), ("doapi-ssh-key update --unique 21 office", OFFICE)],
    },
    Row {
        synopsis: "doapi-ssh-key delete [-M|--multiple] <ssh key> ...",
        runs: &[("doapi-ssh-key delete home 22", Nothing), ("doapi-ssh-key delete -M twin", Nothing)],
    },
];

pub(super) const TAG: &[Row] = &[
    Row {
        synopsis: "doapi-tag new <tag> ...",
        runs: &[("doapi-tag new one", Names(&["one"])), ("doapi-tag new one two", Names(&["one", "two"]))],
    },
    Row {
        synopsis: "doapi-tag show [<tag> ...]",
        runs: &[("doapi-tag show", Names(&["web", "env:prod"])), ("doapi-tag show env:prod", Names(&["env:prod"]))],
    },
    Row {
        synopsis: "doapi-tag update <tag> <new name>",
        runs: &[("doapi-tag update web www", What(|tag| tag["name"] == "www" && tag["resources"]["count"] == 1))],
    },
    Row {
        synopsis: "doapi-tag delete <tag> ...",
        runs: &[("doapi-tag delete web", Nothing), ("doapi-tag delete web env:prod", Nothing)],
    },
];

fn account(reply: &Value) -> bool {
    reply["account"]["status"] == "active"
}

pub(super) const REQUEST: &[Row] = &[Row {
    synopsis: "doapi-request [<universal options>] [-d|--data <string|@file>] [-D|--dump-header <file>] \
               [--paginate <key>] [-X|--request <method>] <URL>|<path>",
    runs: &[
        ("doapi-request /v2/account", What(account)),
        ("doapi-request --timeout 60 {url}/v2/account", What(account)),
        ("doapi-request -D headers -X GET /v2/account", What(account)),
        ("doapi-request --dump-header headers --request get /v2/account", What(account)),
        ("doapi-request -X POST -d {\"name\":\"example.net\"} /v2/domains", MADE),
        ("doapi-request --request post --data @domain /v2/domains", MADE),
        ("doapi-request -X DELETE /v2/domains/example.com", Nothing),
        ("doapi-request --paginate domains /v2/domains", Names(&["example.com", "example.org"])),
        (
            "doapi-request -D headers --paginate domains {url}/v2/domains?per_page=1",
            Names(&["example.com", "example.org"]),
        ),
    ],
}];
