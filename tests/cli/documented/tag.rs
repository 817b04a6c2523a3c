//! Tags.

use super::{Row, differs, same};

pub(super) const ROWS: &[Row] = &[
    same(
        "Create one or more new tags with the given names",
        "doapi-tag new a b >/dev/null; doapi-tag show a b | jq -c 'map(.name)'",
        r#"["a","b"]"#,
    ),
    same(
        "The new tags are output as Tag objects converted to JSON",
        "doapi-tag new a b | jq -c 'map(.name)'",
        r#"["a","b"]"#,
    ),
    same("Show tags", "doapi-tag show web | jq -c 'map(.resources.droplets.count)'", "[2]"),
    same(
        "If no tags are specified, all tags registered to the account are shown",
        "doapi-tag show | jq -c 'map(.name) | sort'",
        r#"["env:prod","web"]"#,
    ),
    same(
        "to list all of the droplets with a given tag, run doapi-droplet show --tag=tag",
        "doapi-droplet show --tag=web | ids",
        "[1,2]",
    ),
    same(
        "Update (i.e., rename) a tag",
        "doapi-tag update web www >/dev/null 2>&1; doapi-tag show | jq -c 'map(.name) | sort'; doapi-droplet show --tag www | ids",
        "[\"env:prod\",\"www\"]\n[1,2]",
    ),
    same(
        "The updated tag is output as a Tag object converted to JSON",
        "doapi-tag update web www 2>/dev/null | jq -c '[.name, .resources.droplets.count]'",
        r#"["www",2]"#,
    ),
    differs(
        "Update a tag: to a name that is in use",
        "doapi-droplet tag env:prod off 2>/dev/null; code doapi-tag update web env:prod",
        "status 3",
        "a name that is in use needs `--merge`",
    ),
    same(
        "doapi-tag delete <tag> ...",
        "doapi-tag delete web env:prod 2>/dev/null; doapi-tag show | jq -c .; doapi-droplet show web-1 | ids",
        "[]\n[1]",
    ),
];
