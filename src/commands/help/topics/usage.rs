//! The topics about how commands are used: names, files, times, tokens, output and selecting.

use super::Topic;

pub(crate) const NAMES: Topic = Topic {
    name: "names",
    title: "Names",
    before: "Wherever a command takes an object, its ID, its slug or fingerprint, and its name are equally good. They are looked for in this order:",
    rows: &[
        ("ID", "a number or a UUID, as the API shows it"),
        ("slug", "of images, such as debian-13-x64"),
        ("fingerprint", "of SSH keys, as the API shows it or as ssh-keygen prints it: MD5:… or SHA256:…"),
        ("name", "exactly as it is; an IP address of a droplet, v4 or v6, counts as one of its names"),
    ],
    after: &[
        "An ID wins over a name that looks like one. A name that several objects have is an error, exit status 3, and nothing is changed; `-M` makes it mean all of them, also those whose ID or slug it is.",
        "All targets are found before anything is changed. An object that was named twice is taken once, with a warning.",
        "Names that are already in use are allowed, with a warning. `--unique` makes that an error, also for the same name twice on one command line; a droplet's name is compared with droplets, a snapshot's with names and slugs of images.",
        "Tags, domains and reserved addresses have one identifier. Addresses are dotted quads or 32-bit integers. A record has an ID; `TYPE NAME` may stand for it where that is enough: `doapi domain delete-record example.com A www`.",
        "Domains and names of records may have letters beyond ASCII: they are sent in punycode, and messages show them as they were typed. A final dot of a domain is left off.",
    ],
};

/// The files that doapi reads, with and without an option that names them.
pub(crate) const FILES: Topic = Topic {
    name: "files",
    title: "Files",
    before: "",
    rows: &[
        (
            "`~/.doapi`",
            "the token, if neither an option, a variable nor a context holds one; nobody else should be able to read it",
        ),
        ("`~/.config/doapi/config.toml`", "contexts and defaults: `doapi help configuration`"),
        ("`~/.config/doapi/tokens`", "the tokens that `doapi login` stored"),
        (
            "`~/.cache/doapi`",
            "names that completion has seen in the last minute, or that directory's equivalent on other systems than Linux; `doapi completions --clear-cache` forgets them",
        ),
        (
            "`@FILE`",
            "in place of a text or of JSON: what is in the file, such as --user-data @init.yml or --data @zone.txt",
        ),
        ("`@-`", "the same from stdin"),
        ("`@FILE`, `@-` among targets", "the targets in it: one a line, or JSON as doapi prints it"),
    ],
    after: &[
        "A file that cannot be read is an error before anything is sent. A byte order mark at its start is passed over.",
    ],
};

pub(crate) const TIMES: Topic = Topic {
    name: "times",
    title: "Times",
    before: "Times are seconds (2, 1.5) or durations (90s, 5m, 1h30m).",
    rows: &[
        (
            "`--timeout`",
            "the longest silence of the API, 60 s unless given; 0 for none. Connecting has the same limit, but at most 10 s, before that",
        ),
        ("`--wait-time`", "the longest that the whole command may take; a negative time is no limit. Implies --wait"),
        (
            "`--wait-interval`",
            "how often the API is asked again, 2 s unless given; 5 s for actions by ID. The first polls come after 1, 1, 2, 2 and 3 s if it is not given",
        ),
        ("`--where age>30d`", "compares the time since created_at with a duration"),
    ],
    after: &[
        "Reads, and changes that are safe to repeat, are tried up to 5 times, with growing pauses. A POST is repeated only where it was refused or no connection was made. Where nothing listens, three tries within a second are all.",
        "The API allows 5,000 requests an hour and 250 a minute (10 a minute for lists of SSH keys). doapi keeps below that, and in proportion where a server says that it allows more, and obeys Retry-After and ratelimit-reset up to 60 s; farther away is an error.",
        "`--in-progress` and waits without a named action look at the actions of the last 24 hours.",
    ],
};

pub(crate) const TOKENS: Topic = Topic {
    name: "tokens",
    title: "Tokens",
    before: "A token is made at https://cloud.digitalocean.com/account/api/tokens. It is looked for in this order:",
    rows: &[
        ("1", "`--api-token TOKEN`, or `--api-token-file FILE`, `-` for stdin"),
        ("2", "`DO_API_TOKEN`"),
        ("3", "the file that `DOAPI_API_TOKEN_FILE` names"),
        ("4", "the context: `--context`, `DOAPI_CONTEXT`, or the current one of the configuration"),
        ("5", "`~/.doapi`"),
        ("6", "`DIGITALOCEAN_ACCESS_TOKEN`, `DIGITALOCEAN_TOKEN`"),
    ],
    after: &[
        "A context that `--context` or `DOAPI_CONTEXT` names beside one of 1 to 3 is an error. `doapi login` asks for a token and stores it; `doapi help configuration` has the rest.",
        "Other users of the machine can see `--api-token`; a file or a variable is safer.",
        "A token with custom scopes needs those of each request: `doapi api scopes COMMAND` lists them, such as droplet:read for `doapi droplet show`. Without tag:read, objects come without their tags.",
        "The token is sent to the endpoint and nowhere else, and over plain HTTP to this machine only. It is never printed.",
    ],
};

pub(crate) const OUTPUT: Topic = Topic {
    name: "output",
    title: "Output",
    before: "stdout has the result and nothing else: JSON, unless -o says otherwise. Everything else is on stderr.",
    rows: &[
        ("`-o json`", "one value, laid out as jq lays it out; the default"),
        ("`-o jsonl`", "one object a line"),
        ("`-o table`", "a table that fits the terminal; `wide` has all plain fields"),
        ("`-o csv`, `tsv`", "the same columns for other programs"),
        ("`-o yaml`", "one document"),
        ("`-o name`, `id`", "one a line"),
        ("`--columns`", "fields: paths such as region.slug, or ip, private_ip, ipv6, price, age, vpc, seconds"),
        ("`--no-header`", "leaves out the line of titles"),
        ("`--jq FILTER`", "what a filter in jq's language gives for the result; `-r` prints strings without quotes"),
    ],
    after: &[
        "`DOAPI_OUTPUT` counts only where stdout is a terminal, so that no script reads a table.",
        "Numbers keep the spelling of the API. Lists are printed as they arrive.",
    ],
};

pub(crate) const SELECTING: Topic = Topic {
    name: "selecting",
    title: "Selecting, and safety",
    before: "Besides names, these say which objects are meant:",
    rows: &[
        ("`--where`", "those with PATH OP VALUE; OP is =, !=, <, <=, >, >= or ~ (a pattern with * and ?)"),
        ("`--all`", "all that the account has"),
        ("`--tag`", "droplets with this tag"),
        ("`-M`", "every object with the name"),
        ("`@FILE`, `@-`", "those in a file or on stdin"),
    ],
    after: &[
        "A target that does not exist is an error, exit status 3, and nothing is changed. With `--ignore-missing`, show and delete skip it with a line on stderr: it counts neither as done nor as failed. A name that several objects have is still an error, and so is a domain or cluster that does not exist and whose parts are meant.",
        "A list fulfils a condition if one of its elements does; tags!=prod are those without the tag. Several conditions must all hold. Where images are changed or deleted, `--where` and `--all` mean those of the account, not public ones.",
        "On a terminal, delete, rebuild and restore of what one of these chose show it and ask; `--yes` answers. Without a terminal, `--where` and `--all` need `--yes`. Names that were typed are not asked about, unless the configuration says `confirm = \"always\"`; `\"never\"` asks about nothing.",
        "Objects with the tag `protected`, and those that `DOAPI_PROTECT` or `protect` in the configuration names, are refused by these verbs without `--unprotect`.",
        "`--ensure`, on verbs that bring objects to a state and on new: what is so already is reported on stderr and counts as success, and nothing is sent for it. An object that exists is printed as it is; of an action that was not needed there is none to print: an array leaves it out, and in place of a single one there is null. An action in progress that leads to the state is taken for the one that was asked for. Where the API refuses an action, the object is looked at again before that counts as a failure.",
        "`--dry-run` prints the requests that would change something, as JSON, and sends none. `--read-only` refuses them.",
    ],
};
