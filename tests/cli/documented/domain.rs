//! Domains and their records.

use super::{Row, differs, same};

pub(super) const ROWS: &[Row] = &[
    same(
        "Set up a domain name <domain> pointing to <ip address>",
        r#"doapi-domain new example.net 192.0.2.7 >/dev/null; doapi-domain show-record example.net | jq -c 'map(select(.type == "A").data)'"#,
        r#"["192.0.2.7"]"#,
    ),
    same(
        "The new domain is output as a Domain object converted to JSON",
        "doapi-domain new example.net 192.0.2.7 | jq -r .name",
        "example.net",
    ),
    differs(
        "doapi-domain new <domain> <ip address>",
        "doapi-domain new example.net | jq -r .name",
        "example.net",
        "`domain new`: the address is optional",
    ),
    same(
        "Domains are specified as the base domain name without any subdomains",
        "code doapi-domain show www.example.com",
        "status 3",
    ),
    same("Records of a given domain are specified by ID number", "doapi-domain show-record example.com 3 | ids", "[3]"),
    differs(
        "Records of a given domain are specified by ID number",
        "doapi-domain update-record --data 192.0.2.9 example.com A www | jq -c .id",
        "3",
        "`TYPE NAME` instead of an ID",
    ),
    same("Show domains", "doapi-domain show example.org | jq -c 'map(.name)'", r#"["example.org"]"#),
    same(
        "If no domains are specified, all domains registered to the account are shown",
        "doapi-domain show | jq -c 'map(.name)'",
        r#"["example.com","example.org"]"#,
    ),
    same("The domains are output as a list of Domain objects", "doapi-domain show example.com | jq -r type", "array"),
    same(
        "Delete domains",
        "doapi-domain delete example.com example.org 2>/dev/null; doapi-domain show | jq -c .",
        "[]",
    ),
    same(
        "If any of the given domains do not exist, nothing is deleted",
        "code doapi-domain delete example.com example.net; doapi-domain show | jq length",
        "status 3\n2",
    ),
    same("There is no output (of delete)", "doapi-domain delete example.com 2>/dev/null", ""),
    differs(
        "There is no output (of delete, on stderr)",
        "told doapi-domain delete example.com",
        r#"doapi: deleted domain "example.com""#,
        "Deletes and other changes are reported on stderr",
    ),
    same(
        "Add a new domain record with the given type, name, & data to domain <domain>",
        r#"doapi-domain new-record example.org A www 192.0.2.5 >/dev/null; doapi-domain show-record example.org | jq -c 'map(select(.type == "A") | [.name, .data])'"#,
        r#"[["www","192.0.2.5"]]"#,
    ),
    same(
        "The new record is output as a DomainRecord object converted to JSON",
        "doapi-domain new-record example.org A www 192.0.2.5 | jq -c '[.type, .name, .data]'",
        r#"["A","www","192.0.2.5"]"#,
    ),
    same(
        "After creating the new record, delete any old records with the same type & name",
        r#"doapi-domain new-record --delete example.com A www 192.0.2.5 2>/dev/null >/dev/null; doapi-domain show-record example.com | jq -c 'map(select(.type == "A").data)'"#,
        r#"["192.0.2.5"]"#,
    ),
    differs(
        "delete any old records with the same type & name: where the API allows no second one",
        r#"doapi-domain new-record --delete example.com CNAME www example.org. 2>/dev/null | jq -r .type; doapi-domain show-record example.com | jq -c 'map(select(.name == "www").type)'"#,
        "CNAME\n[\"CNAME\"]",
        "`new-record --delete` replaces a CNAME by addresses and the other way round",
    ),
    same(
        "--port, --priority, --weight of a new SRV record",
        "doapi-domain new-record --priority 1 --port 2 --weight 3 example.org SRV _x._tcp sip.example.com. | jq -c '[.priority, .port, .weight]'",
        "[1,2,3]",
    ),
    same(
        "Specify the priority for the new record (SRV and MX records only)",
        "doapi-domain new-record --priority 7 example.org MX @ mail.example.com. | jq .priority",
        "7",
    ),
    differs(
        "MX @ with data that has no final dot",
        "doapi-domain new-record --priority 7 example.org MX @ mail.example.com | jq -r .data",
        "mail.example.com",
        "Final dots are added where the API needs them",
    ),
    same("Show records for domain <domain>", "doapi-domain show-record example.com 1 3 | ids", "[1,3]"),
    same(
        "If no records are specified, all records for the domain are shown",
        "doapi-domain show-record example.com | jq -c 'map(.id) | contains([1,2,3])'",
        "true",
    ),
    same(
        "The records are output as a list of DomainRecord objects",
        "doapi-domain show-record example.com 1 | jq -r type",
        "array",
    ),
    same(
        "Modify one or more fields of a domain record",
        "doapi-domain update-record --name api --data 192.0.2.8 example.com 3 | jq -c '[.id, .name, .data]'",
        r#"[3,"api","192.0.2.8"]"#,
    ),
    same("Modify one or more fields: not none", "code doapi-domain update-record example.com 3", "status 2"),
    same(
        "The updated record is output as a DomainRecord object",
        "doapi-domain update-record --data 192.0.2.8 example.com 3 | jq -r type",
        "object",
    ),
    same(
        "Set the record's type to <type>",
        "doapi-domain update-record --type TXT --data x example.com 3 | jq -r .type",
        "TXT",
    ),
    same(
        "Set the record's port, priority and weight",
        "doapi-domain update-record --port 1 --priority 2 --weight 3 example.com 2 | jq -c '[.port, .priority, .weight]'",
        "[1,2,3]",
    ),
    same(
        "Unset the record's port, priority and weight field",
        "doapi-domain update-record --dry-run --no-port --no-priority --no-weight example.com 2 2>/dev/null | jq -c '.[0].body | [has(\"port\"), .port, .priority, .weight]'",
        "[true,null,null,null]",
    ),
    same("--port <int> | --no-port", "code doapi-domain update-record --port 1 --no-port example.com 2", "status 2"),
    same(
        "Delete records of the given domain",
        "doapi-domain delete-record example.com 1 3 2>/dev/null; doapi-domain show-record example.com | jq -c 'map(.id) | (contains([1]), contains([3]), contains([2]))'",
        "false\nfalse\ntrue",
    ),
    same(
        "If any of the given records do not exist, nothing is deleted",
        "code doapi-domain delete-record example.com 1 77; doapi-domain show-record example.com 1 | ids",
        "status 3\n[1]",
    ),
    same("There is no output (of delete-record)", "doapi-domain delete-record example.com 1 2>/dev/null", ""),
];
