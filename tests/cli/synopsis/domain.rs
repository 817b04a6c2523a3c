//! The page doapi-domain.

use serde_json::{Value, json};

use super::Holds::{Ids, Names, Nothing, What};
use super::{Row, only};

/// A new record, which is the sandbox's first, of this type and with this data.
fn record(record: &Value, kind: &str, data: &str) -> bool {
    record["type"] == kind && record["data"] == data && record["id"].as_u64() > Some(1_000_000)
}

fn service(it: &Value) -> bool {
    record(it, "SRV", "sip.example.com") && [&it["priority"], &it["port"], &it["weight"]] == [10, 5060, 5]
}

fn whole_zone(list: &Value) -> bool {
    let kinds: Vec<&Value> = list.as_array().into_iter().flatten().map(|record| &record["type"]).collect();
    kinds.iter().filter(|kind| **kind == "NS").count() == 3 && kinds.contains(&&json!("SRV")) && kinds.len() == 7
}

fn one_mail_server(it: &Value) -> bool {
    record(it, "MX", "mx.example.com") && it["priority"] == 5
}

fn moved_service(it: &Value) -> bool {
    [&it["name"], &it["data"]] == ["_sips._tcp", "sip2.example.com"]
        && [&it["priority"], &it["port"], &it["weight"]] == [1, 2, 3]
}

fn plain(it: &Value) -> bool {
    [&it["type"], &it["data"]] == ["TXT", "moved"] && it["port"].is_null() && it["weight"].is_null()
}

fn has_zone(list: &Value) -> bool {
    only(list, |domain| domain["zone_file"].as_str().is_some_and(|zone| zone.starts_with("$ORIGIN example.com.")))
}

pub(super) const ROWS: &[Row] = &[
    Row {
        synopsis: "doapi-domain new <domain> <ip address>",
        runs: &[("doapi-domain new example.net 192.0.2.9", What(|domain| domain["name"] == "example.net"))],
    },
    Row {
        synopsis: "doapi-domain show [<domain> ...]",
        runs: &[
            ("doapi-domain show", Names(&["example.com", "example.org"])),
            ("doapi-domain show example.com", What(has_zone)),
            ("doapi-domain show example.org example.com", Names(&["example.org", "example.com"])),
        ],
    },
    Row {
        synopsis: "doapi-domain delete <domain> ...",
        runs: &[("doapi-domain delete example.com", Nothing), ("doapi-domain delete example.com example.org", Nothing)],
    },
    Row {
        synopsis: "doapi-domain new-record [--priority <int>] [--port <int>] [--weight <int>] [--delete] <domain> <type> \
                   <name> <data>",
        runs: &[
            ("doapi-domain new-record example.com A web 192.0.2.9", What(|it| record(it, "A", "192.0.2.9"))),
            (
                "doapi-domain new-record --priority 10 --port 5060 --weight 5 example.com SRV _sip._udp sip.example.com",
                What(service),
            ),
            ("doapi-domain new-record --priority 5 --delete example.com MX @ mx.example.com.", What(one_mail_server)),
        ],
    },
    Row {
        synopsis: "doapi-domain show-record <domain> [<record id> ...]",
        runs: &[
            ("doapi-domain show-record example.com", What(whole_zone)),
            ("doapi-domain show-record example.com 2 1", Ids(&[2, 1])),
        ],
    },
    Row {
        synopsis: "doapi-domain update-record [--type <type>] [--name <name>] [--data <data>] [--port <int> | --no-port] \
                   [--priority <int> | --no-priority] [--weight <int> | --no-weight] <domain> <record id>",
        runs: &[
            (
                "doapi-domain update-record --name _sips._tcp --data sip2.example.com --port 2 --priority 1 --weight 3 \
                 example.com 2",
                What(moved_service),
            ),
            (
                "doapi-domain update-record --type TXT --data moved --no-port --no-priority --no-weight example.com 2",
                What(plain),
            ),
        ],
    },
    Row {
        synopsis: "doapi-domain delete-record <domain> <record id> [<record id> ...]",
        runs: &[
            ("doapi-domain delete-record example.com 1", Nothing),
            ("doapi-domain delete-record example.com 1 2", Nothing),
        ],
    },
];
