//! Floating IPs.

use super::{Row, differs, same};

pub(super) const ROWS: &[Row] = &[
    same(
        "Floating IPs can be specified in dotted-quad notation",
        "doapi-floating-ip show 45.55.96.47 | jq -c 'map(.ip)'",
        r#"["45.55.96.47"]"#,
    ),
    same("or as 32-bit integers", "doapi-floating-ip show 758603823 | jq -c 'map(.ip)'", r#"["45.55.96.47"]"#),
    same(
        "Create a new floating IP assigned to a droplet",
        "doapi-floating-ip new --wait -D web-2 2>/dev/null | jq -c .droplet.id",
        "2",
    ),
    same(
        "or reserved to a region",
        "doapi-floating-ip new -R fra1 2>/dev/null | jq -c '[.region.slug, .droplet]'",
        r#"["fra1",null]"#,
    ),
    same(
        "The new IP is output as a FloatingIP object converted to JSON",
        "doapi-floating-ip new -R fra1 2>/dev/null | jq -r type",
        "object",
    ),
    same(
        "the specified droplet (identified by ID or name)",
        "doapi-floating-ip new --droplet 2 2>/dev/null | jq -r .region.slug",
        "nyc3",
    ),
    same(
        "The floating IP will also be reserved to the droplet's region",
        "doapi-floating-ip new --wait -D web-2 2>/dev/null | jq -r .region.slug",
        "nyc3",
    ),
    same("new -D <droplet> and -R <region>", "code doapi-floating-ip new -D web-2 -R nyc3", "status 2"),
    same("Show floating IPs", "doapi-floating-ip show 45.55.96.48 | jq -c 'map(.droplet)'", "[null]"),
    same(
        "If no IPs are specified, all IPs allocated to the account are shown",
        "doapi-floating-ip show | jq -c 'map(.ip)'",
        r#"["45.55.96.47","45.55.96.48"]"#,
    ),
    same(
        "The IPs are output as a list of FloatingIP objects",
        "doapi-floating-ip show 45.55.96.48 | jq -r type",
        "array",
    ),
    same(
        "Assign the given floating IP to a given droplet (identified by ID or name)",
        "doapi-floating-ip assign --wait 45.55.96.48 web-2 >/dev/null; doapi-floating-ip show 45.55.96.48 | jq '.[].droplet.id'",
        "2",
    ),
    same(
        "The Action object thus produced is output as JSON",
        "doapi-floating-ip assign 45.55.96.48 2 | jq -c '[type, .type]'",
        r#"["object","assign_ip"]"#,
    ),
    same(
        "Unassign the given floating IP(s) from their droplet(s)",
        "doapi-floating-ip unassign --wait 45.55.96.47 >/dev/null; doapi-floating-ip show 45.55.96.47 | jq '.[].droplet'",
        "null",
    ),
    same(
        "The Action objects thus produced are output as a JSON list (unassign)",
        "doapi-floating-ip unassign 45.55.96.47 | jq -c 'map(.type)'",
        r#"["unassign_ip"]"#,
    ),
    same(
        "Perform an arbitrary action of type <type> on one or more floating IPs",
        "doapi-floating-ip act unassign 45.55.96.47 | jq -c 'map(.type)'",
        r#"["unassign_ip"]"#,
    ),
    same(
        "A JSON object/dictionary of parameters to the action",
        r#"doapi-floating-ip act -p '{"droplet_id": 2}' --wait assign 45.55.96.48 >/dev/null; doapi-floating-ip show 45.55.96.48 | jq '.[].droplet.id'"#,
        "2",
    ),
    same(
        "If <data> begins with @, the rest of the argument is treated as a file from which to read the JSON",
        r#"echo '{"droplet_id": 2}' >p; doapi-floating-ip act --params @p assign 45.55.96.48 | jq -c 'map(.type)'"#,
        r#"["assign_ip"]"#,
    ),
    same(
        "a filename of - causes data to be read from standard input",
        r#"echo '{"droplet_id": 2}' | doapi-floating-ip act -p @- assign 45.55.96.48 | jq -c 'map(.type)'"#,
        r#"["assign_ip"]"#,
    ),
    same(
        "List all of the actions that have ever been performed on the given floating IP(s)",
        "doapi-floating-ip unassign --wait 45.55.96.47 >/dev/null; doapi-floating-ip actions 45.55.96.47 45.55.96.48 | jq -c 'map(map(.type))'",
        r#"[["unassign_ip"],[]]"#,
    ),
    same(
        "Show only the currently in-progress action on each floating IP; if there is none, null",
        "slow; doapi-floating-ip unassign 45.55.96.47 >/dev/null; doapi-floating-ip actions --in-progress 45.55.96.47 45.55.96.48 | jq -c 'map(.type)'",
        r#"["unassign_ip",null]"#,
    ),
    same(
        "Show only the most recent action on each floating IP; if none were ever performed, null",
        "doapi-floating-ip unassign --wait 45.55.96.47 >/dev/null; doapi-floating-ip actions --last 45.55.96.47 45.55.96.48 | jq -c 'map(.type)'",
        r#"["unassign_ip",null]"#,
    ),
    same(
        "Wait for the currently in-progress actions on the given floating IP(s)",
        "slow; doapi-floating-ip unassign 45.55.96.47 >/dev/null; doapi-floating-ip wait --wait-time 100 45.55.96.47 >out 2>err || echo status $?; jq -c 'map(.status)' out",
        "status 6\n[\"in-progress\"]",
    ),
    same(
        "If there are no actions currently in progress on a given floating IP, nothing will be output for it",
        "doapi-floating-ip wait 45.55.96.48 | jq -c .",
        "[]",
    ),
    same(
        "Delete floating IPs",
        "doapi-floating-ip delete 45.55.96.48 2>/dev/null; doapi-floating-ip show | jq -c 'map(.ip)'",
        r#"["45.55.96.47"]"#,
    ),
    differs(
        "Delete floating IPs: one that is assigned",
        "doapi-floating-ip delete 45.55.96.47 2>/dev/null; doapi-floating-ip show | jq -c 'map(.ip)'",
        r#"["45.55.96.48"]"#,
        "`floating-ip delete` unassigns an IP first",
    ),
    same(
        "If any of the given floating IPs do not exist, nothing is deleted",
        "code doapi-floating-ip delete 45.55.96.48 192.0.2.1; doapi-floating-ip show | jq length",
        "status 3\n2",
    ),
    same("There is no output (of delete)", "doapi-floating-ip delete 45.55.96.48 2>/dev/null", ""),
];
