//! SSH keys.

use super::{Row, same};

pub(super) const ROWS: &[Row] = &[
    same("SSH keys can be specified by ID number, fingerprint, or name", "doapi-ssh-key show 22 home | ids", "[22,21]"),
    same(
        "A name that is also a valid ID or fingerprint is interpreted as such rather than as a name",
        "doapi-ssh-key show 21 | jq -c 'map(.name)'",
        r#"["home"]"#,
    ),
    same(
        "Register the contents of <file> as a new SSH public key with name <name>",
        "doapi-ssh-key new laptop id.pub >/dev/null; doapi-ssh-key show laptop | jq length",
        "1",
    ),
    same("(or standard input if no file is specified)", "doapi-ssh-key new laptop <id.pub | jq -r .name", "laptop"),
    same(
        "The new key is output as an SSHKey object converted to JSON",
        "doapi-ssh-key new laptop id.pub | jq -c '[type, .name]'",
        r#"["object","laptop"]"#,
    ),
    same("doapi-ssh-key new --unique", "code doapi-ssh-key new --unique home id.pub", "status 3"),
    same(
        "If no keys are specified, all keys registered to the account are shown",
        "doapi-ssh-key show | ids",
        "[21,22,23,24]",
    ),
    same(
        "Arguments that could refer to multiple SSH keys are interpreted as such",
        "doapi-ssh-key show -M twin 21 | jq -c 'map(.id) | sort'",
        "[21,22,23,24]",
    ),
    same(
        "Update (i.e., rename) an SSH key",
        "doapi-ssh-key update home away >/dev/null; doapi-ssh-key show away | ids",
        "[21]",
    ),
    same(
        "The updated key is output as an SSHKey object converted to JSON",
        "doapi-ssh-key update home away | jq -c '[.id, .name]'",
        r#"[21,"away"]"#,
    ),
    same(
        "If any of the given SSH keys do not exist, nothing is deleted",
        "code doapi-ssh-key delete home nobody; doapi-ssh-key show home | ids",
        "status 3\n[21]",
    ),
    same(
        "Delete SSH keys. There is no output",
        "doapi-ssh-key delete home 22 2>/dev/null; doapi-ssh-key show | ids",
        "[23,24]",
    ),
];
