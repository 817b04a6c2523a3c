//! Actions.

use super::{Row, differs, same};

pub(super) const ROWS: &[Row] = &[
    same("Actions are specified by ID number", "code doapi-action show web-1", "status 2"),
    same("Show the given actions", "doapi-action show 902 901 | ids", "[902,901]"),
    same(
        "If no actions or flags are specified, all actions ever performed on the account are shown",
        "doapi-action show | jq -c 'map(.id) | contains([901,902])'",
        "true",
    ),
    same(
        "The actions are output as a list of Action objects converted to JSON",
        "doapi-action show 901 | jq -r type",
        "array",
    ),
    same(
        "doapi-action show --in-progress",
        "slow; doapi-droplet power-off web-1 >/dev/null; doapi-action show --in-progress | jq -c 'map(.type)'",
        r#"["power_off"]"#,
    ),
    same(
        "doapi-action show --last",
        "doapi-droplet rename web-1 new >/dev/null; doapi-action show --last | jq -r .type",
        "rename",
    ),
    differs(
        "doapi-action show --in-progress: how far back",
        "doapi-action show --help | grep -c 'a day ago'",
        "1",
        "`--in-progress`, and waits that name no action, look at the actions of the last 24 hours",
    ),
    same(
        "Wait for the given actions to either complete or error out",
        "doapi-action wait $(doapi-droplet power-off web-1 | jq '.[].id') | jq -c 'map(.status)'",
        r#"["completed"]"#,
    ),
    same(
        "or error out",
        "fault 'POST /v2/droplets/1/actions errored'; code doapi-action wait $(doapi-droplet power-off web-1 | jq '.[].id') >out; jq -rc 'map(.status)' <(grep -v status.5 out); tail -1 out",
        "[\"errored\"]\nstatus 5",
    ),
    same(
        "with each action output (roughly) as soon as it finishes",
        "doapi-action wait 901 902 | jq -c 'map(.id) | sort'",
        "[901,902]",
    ),
    same(
        "If no actions are specified, wait will wait for all currently in-progress actions to complete",
        "slow; doapi-droplet power-off web-1 web-2 >/dev/null; doapi-action wait --wait-time 100 >out 2>err || echo status $?; jq -c 'map(.status)' out",
        "status 6\n[\"in-progress\",\"in-progress\"]",
    ),
    same(
        "How often to poll the server for the actions' current statuses; default value: 5 seconds",
        "doapi-action wait --help | grep -o 'default: 5'",
        "default: 5",
    ),
    same(
        "any remaining in-progress actions will be output immediately",
        "slow; doapi-droplet power-off web-1 >/dev/null; doapi-action wait --wait-time 100 2>/dev/null >out || echo status $?; jq -c 'map(.status)' out",
        "status 6\n[\"in-progress\"]",
    ),
    same(
        "Show the resources that the specified actions operated on",
        "doapi-action resource 901 | jq -c 'map(.name)'",
        r#"["web-1"]"#,
    ),
    same(
        "Droplet, Image, and/or FloatingIP objects",
        "i=$(doapi-image transfer fra1 golden | jq '.[].id'); f=$(doapi-floating-ip unassign 45.55.96.47 | jq '.[].id'); doapi-action resource $i $f | jq -c 'map(.name // .ip)'",
        r#"["golden","45.55.96.47"]"#,
    ),
    same("Resources that no longer exist are output as null", "doapi-action resource 902 | jq -c .", "[null]"),
    same(
        "Show only the resources currently being acted upon",
        "slow; doapi-droplet power-off web-2 >/dev/null; doapi-action resource --in-progress | jq -c 'map(.name)'",
        r#"["web-2"]"#,
    ),
    same(
        "If no actions have ever been performed on the account, the output is null",
        "doapi sandbox exec -- doapi action resource --last",
        "null",
    ),
];
