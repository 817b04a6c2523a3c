//! The account, regions and sizes.

use super::{Row, differs, same};

pub(super) const ROWS: &[Row] = &[
    same(
        "doapi-account displays the current information about your account",
        "doapi-account | jq -c '[.status, .droplet_limit]'",
        r#"["active",25]"#,
    ),
    same("output as an Account object converted to JSON", "doapi-account | jq -r type", "object"),
    same(
        "--rate-limit: instead of displaying it, output the rate limit headers from the response",
        "doapi-account --rate-limit | jq -c keys",
        r#"["ratelimit-limit","ratelimit-remaining","ratelimit-reset"]"#,
    ),
    differs(
        "The account data is only requested so that there's a response to get the headers from",
        "fault 'GET /v2/account status=429 header=ratelimit-remaining:0 header=ratelimit-reset:9999999999'; doapi-account --rate-limit | jq length",
        "3",
        "`account --rate-limit` prints the headers as texts, also those of a 429",
    ),
    same(
        "The regions are output as a list of Region objects converted to JSON",
        r#"doapi-region | jq -c 'map(.slug) | contains(["nyc3"])'"#,
        "true",
    ),
    same(
        "The sizes are output as a list of Size objects converted to JSON",
        r#"doapi-size | jq -c 'map(.slug) | contains(["s-1vcpu-1gb"])'"#,
        "true",
    ),
];
