//! Droplets: what stands beside the synopsis lines.

use super::{Row, differs, same};

pub(super) const ROWS: &[Row] = &[
    same("Droplets can be specified by ID number or name", "doapi-droplet show 2 web-1 | ids", "[2,1]"),
    same(
        "A name that is also a valid ID is interpreted as such rather than as a name",
        "doapi-droplet show 1 | ids",
        "[1]",
    ),
    same(
        "droplets with such names must be referred to by their actual ID instead",
        "doapi-droplet show 8 | jq -c 'map(.name)'",
        r#"["1"]"#,
    ),
    same("doapi-droplet show --tag <tag>", "doapi-droplet show --tag web | ids", "[1,2]"),
    differs(
        "doapi-droplet new -R|--region <region>",
        "doapi-droplet new -I debian-12-x64 -S s-1vcpu-1gb d 2>/dev/null | jq -c 'map(.name)'",
        r#"["d"]"#,
        "`droplet new`: `--region` is optional",
    ),
    same(
        "-U|--user-data <string|@file>",
        "echo 'a: 1' >init; doapi-droplet new -I debian-12-x64 -S s-1vcpu-1gb -R nyc3 -U @init --dry-run d 2>/dev/null | jq -c '.[0].body.user_data'",
        r#""a: 1\n""#,
    ),
    same(
        "doapi-droplet delete: one that does not exist",
        "code doapi-droplet delete web-1 nobody; doapi-droplet show web-1 | ids",
        "status 3\n[1]",
    ),
    differs(
        "doapi-droplet delete: output",
        "told doapi-droplet delete web-1",
        r#"doapi: deleted droplet "web-1" (1)"#,
        "Deletes and other changes are reported on stderr",
    ),
    same("doapi-droplet neighbors", "doapi-droplet neighbors | jq -c 'map(map(.id))'", "[[1,2]]"),
    same("doapi-droplet neighbors <droplet> ...", "doapi-droplet neighbors web-1 | jq -c 'map(map(.id))'", "[[2]]"),
    differs(
        "doapi-droplet wait <droplet> ... without a status",
        "slow; doapi-droplet power-off web-1 >/dev/null; doapi-droplet wait --wait-time 100 web-1 >out 2>err || echo status $?; jq -c 'map(.status)' out",
        "status 6\n[\"in-progress\"]",
        "`droplet wait` without a status waits for the actions in progress",
    ),
    differs(
        "doapi-droplet enable-private-networking",
        "code doapi-droplet enable-private-networking web-1",
        "[]\nstatus 1",
        "`enable-private-networking` and `change-kernel` pass the request on, which the API refuses today",
    ),
];
