//! Raw requests.

use super::{Row, differs, same};

pub(super) const ROWS: &[Row] = &[
    same(
        "makes a request to a DigitalOcean API endpoint and outputs the text of the response as nicely-formatted JSON",
        "doapi-request /v2/account | sed -n '1,2p'",
        "{\n  \"account\": {",
    ),
    same("the text of the response (if any)", "doapi-request -X DELETE /v2/tags/web", ""),
    same(
        "A request can be made to an absolute URL",
        "doapi-request $DOAPI_ENDPOINT/v2/account | jq -r .account.status",
        "active",
    ),
    differs(
        "A request can be made to an absolute URL: of another origin",
        "code doapi-request https://example.com/v2/account",
        "status 2",
        "URLs of other origins are refused",
    ),
    same(
        "or to a path like /v2/account that will be appended to the API endpoint in use",
        "doapi-request /v2/account | jq -r .account.status",
        "active",
    ),
    differs(
        "a path like /v2/account",
        "doapi-request account | jq -r .account.status",
        "active",
        "a path without a slash gets `/v2/`",
    ),
    same(
        "Send the given data (which must be valid JSON) in the body of the request",
        r#"doapi-request -X POST -d '{"name": "x"}' /v2/tags | jq -r .tag.name"#,
        "x",
    ),
    same("which must be valid JSON", "code doapi-request -X POST -d '{name: x}' /v2/tags", "status 2"),
    same(
        "the rest of the argument is treated as a file from which to read the data",
        r#"echo '{"name": "x"}' >body; doapi-request -X POST --data @body /v2/tags | jq -r .tag.name"#,
        "x",
    ),
    same(
        "a filename of - causes data to be read from standard input",
        r#"echo '{"name": "x"}' | doapi-request -X POST -d @- /v2/tags | jq -r .tag.name"#,
        "x",
    ),
    same(
        "--data and --paginate are mutually exclusive",
        "code doapi-request -d '{}' --paginate droplets /v2/droplets",
        "status 2",
    ),
    same(
        "Dump the headers of the HTTP response as a JSON object to the given file",
        r#"doapi-request -D headers /v2/account >/dev/null; jq -r 'has("ratelimit-limit")' headers"#,
        "true",
    ),
    same(
        "If --paginate is also used, only the headers for the last response will be dumped",
        "doapi-request --dump-header headers --paginate droplets '/v2/droplets?per_page=4' | jq length; jq -r type headers",
        "6\nobject",
    ),
    same(
        "<file> may be - to write the headers to standard output",
        "doapi-request -D - /v2/account | jq -sc 'map(type)'",
        r#"["object","object"]"#,
    ),
    same(
        "output a concatenated list of all of the values in the <key> field of each page",
        "doapi-request --paginate droplets '/v2/droplets?per_page=2' | ids",
        "[1,2,3,4,5,8]",
    ),
    differs(
        "--paginate <key>",
        "doapi-request '/v2/droplets?per_page=2' --paginate | ids",
        "[1,2,3,4,5,8]",
        "`--paginate` without a key",
    ),
    same("(GET method only)", "code doapi-request -X DELETE --paginate droplets /v2/droplets", "status 2"),
    same(
        "Valid options are GET (the default), POST, PUT, and DELETE (case insensitive)",
        "doapi-request -X get /v2/account | jq -r .account.status",
        "active",
    ),
    differs(
        "GET (the default)",
        r#"doapi-request -d '{"name": "x"}' /v2/tags | jq -r .tag.name"#,
        "x",
        "With `-d` it is a POST",
    ),
    differs("Valid options are", "doapi-request -X HEAD /v2/account", "", "`request`: PATCH and HEAD"),
];
