//! Tokens, identifiers, universal options and waiting.

use super::{Row, differs, same};

pub(super) const ROWS: &[Row] = &[
    same(
        "Specified on the command line with --api-token token",
        "token=$DO_API_TOKEN; unset DO_API_TOKEN; doapi-account --api-token $token | jq -r .status",
        "active",
    ),
    same(
        "Specified on the command line with --api-token-file file",
        "umask 77; echo $DO_API_TOKEN >token; unset DO_API_TOKEN; doapi-account --api-token-file token | jq -r .status",
        "active",
    ),
    same(
        "Use the contents of <file> (after stripping leading & trailing whitespace)",
        r"umask 77; printf '\n  %s \r\n\n' $DO_API_TOKEN >token; unset DO_API_TOKEN; doapi-account --api-token-file token | jq -r .status",
        "active",
    ),
    same("The value of the DO_API_TOKEN environment variable", "doapi-account | jq -r .status", "active"),
    same(
        "The contents of a .doapi file in your home directory",
        "umask 77; echo $DO_API_TOKEN >.doapi; unset DO_API_TOKEN; doapi-account | jq -r .status",
        "active",
    ),
    same(
        "in the following locations, in order: the command line before the variable",
        "token=$DO_API_TOKEN; DO_API_TOKEN=wrong doapi-account --api-token $token | jq -r .status",
        "active",
    ),
    same(
        "in the following locations, in order: the variable before the file",
        "umask 77; echo wrong >.doapi; doapi-account | jq -r .status",
        "active",
    ),
    same("mutually exclusive with --api-token", "code doapi-account --api-token a --api-token-file b", "status 2"),
    same(
        "Use <URL> as the base URL for all API requests",
        "url=$DOAPI_ENDPOINT; unset DOAPI_ENDPOINT; doapi-account --endpoint $url | jq -r .status",
        "active",
    ),
    same(
        "default value: https://api.digitalocean.com",
        "doapi help options | tr -s ' \\n' ' ' | grep -o 'default: https:[^]]*'",
        "default: https://api.digitalocean.com",
    ),
    same("Show command usage and exit", "doapi-droplet --help | grep -c '^Usage: doapi droplet '", "1"),
    same(
        "The maximum number of seconds to wait when attempting to connect to or read from the remote endpoint",
        "fault 'POST /v2/tags delay=60s'; code doapi-tag --timeout 0.3 new x",
        "[]\nstatus 8",
    ),
    differs(
        "default value: no timeout",
        "doapi help options | grep -o 'default: 60s'",
        "default: 60s",
        "`--timeout` is 60 s of silence by default",
    ),
    same("Show doapi version and exit", "doapi-droplet --version | grep -c '^doapi 1[.]'", "1"),
    same("doapi-droplet --timeout 1000 show # Good", "doapi-droplet --timeout 1000 show | ids", "[1,2,3,4,5,8]"),
    same("doapi --timeout 1000 droplet show # Good", "doapi --timeout 1000 droplet show | ids", "[1,2,3,4,5,8]"),
    differs(
        "these options cannot be attached to subcommands",
        "doapi-droplet show --timeout 1000 | ids",
        "[1,2,3,4,5,8]",
        "Universal options are accepted before and after the subcommand",
    ),
    same(
        "If the identifier is an integer and there is an object of the relevant type with that integer as its ID number",
        "doapi-droplet show 1 | ids",
        "[1]",
    ),
    same(
        "For images, if there is an image whose slug equals the identifier, doapi uses that image",
        "doapi-image show debian-13-x64 | jq -c 'map(.slug)'",
        r#"["debian-13-x64"]"#,
    ),
    same(
        "an SSH public key fingerprint (16 colon-separated two-digit hexadecimal integers)",
        "doapi-ssh-key show $(doapi-ssh-key show 21 | jq -r '.[0].fingerprint') | ids",
        "[21]",
    ),
    differs(
        "16 colon-separated two-digit hexadecimal integers",
        "doapi-ssh-key show MD5:$(doapi-ssh-key show 21 | jq -r '.[0].fingerprint') | ids",
        "[21]",
        "Fingerprints may be written as ssh-keygen prints them",
    ),
    same("Otherwise, the identifier is assumed to be a name", "doapi-droplet show web-2 | ids", "[2]"),
    same(
        "If there is not exactly one object with that name, doapi will exit without taking any action",
        "code doapi-droplet power-off web-1 twin; doapi-droplet actions web-1 | jq -c '.[] | map(.type)'",
        "status 3\n[\"reboot\"]",
    ),
    same(
        "the error message will include all of the objects' ID numbers",
        "told doapi-droplet show twin | grep -o '4, 5'",
        "4, 5",
    ),
    same(
        "passing the --multiple option: interpreted as a list of all of those objects",
        "doapi-droplet show --multiple twin | jq -c 'map(.id) | sort'",
        "[4,5]",
    ),
    same(
        "whether as ID, slug, fingerprint, and/or name: an ID",
        "doapi-droplet show -M 1 | jq -c 'map(.id) | sort'",
        "[1,8]",
    ),
    same(
        "whether as ID, slug, fingerprint, and/or name: a slug",
        "doapi-image show -M debian-13-x64 | jq -c 'map(.slug == null) | sort'",
        "[false,true]",
    ),
    same(
        "all occurrences after the first are ignored with a warning",
        "doapi-droplet show web-1 1 2>err | ids; grep -c warning err",
        "[1]\n1",
    ),
    same(
        "--unique and the warnings in its absence",
        "doapi-droplet new -I debian-12-x64 -S s-1vcpu-1gb -R nyc3 web-1 2>&1 >/dev/null | grep -c warning; code doapi-droplet new -I debian-12-x64 -S s-1vcpu-1gb -R nyc3 --unique web-1",
        "1\nstatus 3",
    ),
    differs(
        "--unique",
        "code doapi-droplet snapshot --unique monday web-1 web-2",
        "status 3",
        "`--unique` also covers several snapshots of one name",
    ),
    same(
        "By default, all subcommands that perform non-atomic actions return immediately after initiating the action",
        "slow; doapi-droplet power-off web-1 | jq -r '.[].status'",
        "in-progress",
    ),
    same(
        "Periodically poll the server for the current status of all actions until they all complete or error out",
        "doapi-droplet power-off --wait web-1 | jq -r '.[].status'",
        "completed",
    ),
    same(
        "or until the time limit specified by --wait-time is exceeded",
        "slow; doapi-droplet power-off -w --wait-time 100 web-1 2>/dev/null >out || jq -r '.[].status' out",
        "in-progress",
    ),
    same(
        "any remaining in-progress actions will be output immediately without waiting for them to finish",
        "slow; doapi-droplet power-off -w --wait-time 100 web-1 2>/dev/null >out || echo status $?; jq -c 'map(.status)' out",
        "status 6\n[\"in-progress\"]",
    ),
    same(
        "How often to poll the server for the actions' current statuses; default value: 2 seconds",
        "doapi-droplet power-off --help | grep -o 'default: 2'",
        "default: 2",
    ),
    differs(
        "How often to poll: the first polls",
        "doapi-droplet power-off --help | grep -o 'at first 1'",
        "at first 1",
        "the first polls come after 1, 1, 2, 2 and 3 seconds",
    ),
    differs(
        "The maximum number of seconds to wait: without --wait",
        "doapi-droplet power-off --wait-time 60 web-1 | jq -r '.[].status'",
        "completed",
        "`--wait-time` implies `--wait`",
    ),
];
