//! Images.

use super::{Row, differs, same};

pub(super) const ROWS: &[Row] = &[
    same(
        "Images can be specified by ID number, slug (if any), or name",
        "doapi-image show 13 debian-12-x64 nightly | jq -c 'map(.name)'",
        r#"["golden","12 x64","nightly"]"#,
    ),
    same(
        "A name that is also a valid ID or slug is interpreted as such rather than as a name",
        "doapi-image show debian-13-x64 | jq -c 'map(.slug)'",
        r#"["debian-13-x64"]"#,
    ),
    same(
        "images with such names must be referred to by their ID instead",
        "doapi-image show 16 | jq -c 'map(.name)'",
        r#"["debian-13-x64"]"#,
    ),
    same(
        "If no images or flags are specified, all images available to the account are shown",
        "doapi-image show | jq -c 'map(.id) | contains([11,12,13,14,15,16])'",
        "true",
    ),
    same(
        "The images are output as a list of Image objects converted to JSON",
        "doapi-image show golden | jq -r type",
        "array",
    ),
    same(
        "Only show application images",
        r#"doapi-image show --application | jq -c 'length > 0 and all(.type == "base" or .public)'"#,
        "true",
    ),
    same(
        "Only show distribution images",
        r#"doapi-image show --distribution | jq -c 'map(.slug) | contains(["debian-12-x64"])'"#,
        "true",
    ),
    same(
        "Only show the user's private images",
        "doapi-image show --private | jq -c 'map(.id) | sort'",
        "[11,12,13,14,15,16]",
    ),
    same(
        "Only show images of type <type>",
        r#"doapi-image show --type=distribution | jq -c 'map(.slug) | contains(["debian-12-x64"])'"#,
        "true",
    ),
    differs(
        "or something not otherwise implemented here",
        "code doapi-image show --type=backup | ids",
        "[11,12]",
        "What a filter of the API returned is checked before anything is changed or shown",
    ),
    differs(
        "--application|--distribution|--type=<type>|--private",
        "doapi-image show --private --type=backup | ids",
        "[11,12]",
        "The filters of `image show` can be combined",
    ),
    same(
        "Arguments that could refer to multiple images are interpreted as such",
        "doapi-image show -M twin | jq -c 'map(.id) | sort'",
        "[14,15]",
    ),
    same(
        "Update (i.e., rename) an image",
        "doapi-image update golden silver >/dev/null; doapi-image show silver | ids",
        "[13]",
    ),
    same(
        "The updated image is output as an Image object",
        "doapi-image update golden silver | jq -c '[.id, .name]'",
        r#"[13,"silver"]"#,
    ),
    differs(
        "doapi-image update <image> <new name>",
        "doapi-image update --description text golden | jq -r .description",
        "text",
        "`image update`: `--description`, `--distribution`",
    ),
    same(
        "Convert one or more images to snapshots",
        "doapi-image convert --wait 11 12 >/dev/null; doapi-image show 11 12 | jq -c 'map(.type)'",
        r#"["snapshot","snapshot"]"#,
    ),
    same(
        "The Action objects thus produced are output as a JSON list (convert)",
        "doapi-image convert 11 12 | jq -c 'map(.type)'",
        r#"["convert","convert"]"#,
    ),
    same(
        "Transfer one or more images to another region (identified by its slug)",
        r#"doapi-image transfer --wait fra1 golden >/dev/null; doapi-image show golden | jq -c '.[].regions | contains(["fra1"])'"#,
        "true",
    ),
    same(
        "The Action objects thus produced are output as a JSON list (transfer)",
        "doapi-image transfer -M fra1 twin | jq -c 'map(.type)'",
        r#"["transfer","transfer"]"#,
    ),
    same(
        "Perform an arbitrary action of type <type> on one or more images",
        "doapi-image act convert 11 12 | jq -c 'map(.type)'",
        r#"["convert","convert"]"#,
    ),
    same(
        "A JSON object/dictionary of parameters to the action",
        r#"doapi-image act -p '{"region": "fra1"}' transfer golden | jq -c 'map(.type)'"#,
        r#"["transfer"]"#,
    ),
    same(
        "If <data> begins with @, it is a file; - is standard input",
        "doapi-image act -p @params transfer golden | jq -c 'map(.type)'; doapi-image act -p @- transfer twin -M <params | jq length",
        "[\"transfer\"]\n2",
    ),
    same(
        "a JSON list containing a sublist of Action objects for each image, in order",
        "doapi-image convert --wait 11 >/dev/null; doapi-image actions 12 11 | jq -c 'map(map(.type))'",
        r#"[[],["convert"]]"#,
    ),
    same(
        "Show only the currently in-progress action on each image; if there is none, null",
        "slow; doapi-image convert 11 >/dev/null; doapi-image actions --in-progress 11 12 | jq -c 'map(.type)'",
        r#"["convert",null]"#,
    ),
    same(
        "Show only the most recent action on each image; if none were ever performed, null",
        "doapi-image convert --wait 11 >/dev/null; doapi-image actions --last 11 12 | jq -c 'map(.type)'",
        r#"["convert",null]"#,
    ),
    same(
        "Wait for the currently in-progress actions on the given image(s)",
        "slow; doapi-image convert 11 >/dev/null; doapi-image wait --wait-time 100 11 >out 2>err || echo status $?; jq -c 'map(.status)' out",
        "status 6\n[\"in-progress\"]",
    ),
    same(
        "If there are no actions currently in progress on a given image, nothing will be output for it",
        "doapi-image wait golden | jq -c .",
        "[]",
    ),
    same(
        "If any of the given images do not exist, nothing is deleted",
        "code doapi-image delete golden nobody; doapi-image show golden | ids",
        "status 3\n[13]",
    ),
    same(
        "Delete images. There is no output",
        "doapi-image delete golden -M twin 2>/dev/null; doapi-image show --private | jq -c 'map(.id) | sort'",
        "[11,12,16]",
    ),
];
