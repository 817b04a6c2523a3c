//! The topics of `doapi help TOPIC`. The man pages and the README show the same text.

mod configuration;
mod usage;

use configuration::CONFIGURATION;
pub(crate) use usage::{FILES, NAMES, OUTPUT, SELECTING, TIMES, TOKENS};

mod operations;

use operations::{FROM_DOCTL, OPERATIONS};
use std::ffi::OsStr;

pub(crate) struct Topic {
    pub(crate) name: &'static str,
    /// The first line.
    pub(crate) title: &'static str,
    pub(crate) before: &'static str,
    pub(crate) rows: &'static [(&'static str, &'static str)],
    /// Paragraphs; indented ones are not wrapped.
    pub(crate) after: &'static [&'static str],
}

pub(crate) const EXIT_CODES: Topic = Topic {
    name: "exit-codes",
    title: "Exit status",
    before: "",
    rows: &[
        ("0", "all that was asked for is done; also when the reader of stdout went away"),
        ("1", "a request, a file or the network failed"),
        ("2", "the command line is wrong; nothing was sent"),
        (
            "3",
            "a target does not exist, its name is ambiguous, or a name that is to be unique is in use; nothing was changed",
        ),
        ("4", "no token, or the API refused it (401, 403)"),
        ("5", "an action ended `errored`"),
        ("6", "`--wait-time` was exceeded; the objects are printed as they are"),
        ("7", "some targets succeeded and some failed; what succeeded is printed or named, and so is each failure"),
        ("8", "a request may have been carried out, but its answer was lost; stderr says how to find out"),
        ("129, 130, 131, 143", "interrupted by SIGHUP, Ctrl-C, SIGQUIT or SIGTERM; what is known is printed"),
    ],
    after: &[
        "Of several, the first of 130, 4, 3, 8, 7, 1, 5, 6 that applies. `doapi sandbox exec` ends with the status of its command.",
    ],
};

pub(crate) const ENVIRONMENT: Topic = Topic {
    name: "environment",
    title: "Variables",
    before: "An empty variable counts as unset; an option wins over its variable, and a variable over the configuration.",
    rows: &[
        ("`DO_API_TOKEN`", "`--api-token`"),
        ("`DOAPI_API_TOKEN_FILE`", "`--api-token-file`, if `DO_API_TOKEN` is unset"),
        (
            "`DIGITALOCEAN_ACCESS_TOKEN`, `DIGITALOCEAN_TOKEN`",
            "the token, if there is none in any of these or in `~/.doapi`",
        ),
        ("`DOAPI_CONTEXT`", "`--context`"),
        ("`DOAPI_CONFIG`", "the file of the configuration, in place of the usual one"),
        ("`DOAPI_ENDPOINT`", "`--endpoint`"),
        ("`DOAPI_INSECURE_HTTP`", "`--insecure-http`, if it is 1"),
        ("`DOAPI_TIMEOUT`", "`--timeout`"),
        ("`DOAPI_PER_PAGE`", "`--per-page`"),
        ("`DOAPI_JOBS`", "`--jobs`"),
        ("`DOAPI_VERBOSE`", "`--verbose`: 1 or 2"),
        ("`DOAPI_QUIET`", "`--quiet`, if it is 1"),
        ("`DOAPI_PASS_TOKEN`", "`--pass-token`, if it is 1"),
        ("`DOAPI_COLOR`", "`--color`: auto, always or never"),
        ("`DOAPI_ERRORS`", "`--errors`: text or json"),
        ("`DOAPI_PROTECT`", "what is not destroyed without --unprotect: patterns of names, or tag:NAME"),
        ("`DOAPI_READ_ONLY`", "`--read-only`: 1 or 0"),
        ("`DOAPI_OUTPUT`", "`--output`, where stdout is a terminal: json, table, csv, …"),
        ("`NO_COLOR`, `CLICOLOR_FORCE`", "never colour, colour also in a pipe, where `--color` is auto"),
        ("`CI`, `TERM=dumb`", "show no progress"),
        ("`HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`", "proxies and certificates, as everywhere"),
    ],
    after: &[],
};

#[cfg(feature = "sandbox")]
pub(crate) const SANDBOX: Topic = Topic {
    name: "sandbox",
    title: "The sandbox",
    before: "A local DigitalOcean API, to try commands without an account and to test scripts without spending money. It answers as the real one does, and listens on this machine only.",
    rows: &[
        ("`doapi sandbox exec -- COMMAND`", "runs a command, a script or a test suite against a fresh API"),
        ("`doapi sandbox serve`", "serves one until Ctrl-C, and prints the variables to export"),
        ("`--seed FILE`", "what the account holds at the start"),
        ("`--state FILE`", "kept across runs"),
        ("`--action-time 5s`", "how long an action takes"),
        ("`--latency 50ms`", "how long every answer takes"),
        ("`--fault RULE`", "something that goes wrong, such as 'POST /v2/droplets #2 status=503'"),
    ],
    after: &[
        "The command finds the endpoint and the token in its environment, under the names that doapi and other tools look for, and doapi and its doapi-… names in its PATH:",
        "    doapi sandbox exec -- sh -c '\n      doapi droplet new -I debian-12-x64 -S s-1vcpu-1gb --wait web-1 &&\n      doapi-droplet power-off --wait web-1'",
        "A seed is a JSON object with the lists that the account holds, where an object may leave out what does not matter:",
        "    {\"droplets\": [{\"name\": \"web-1\", \"tags\": [\"web\"]}, {\"name\": \"db-1\"}]}",
        "All options: `doapi sandbox exec --help`.",
    ],
};

pub(crate) const TOPICS: &[Topic] = &[
    CONFIGURATION,
    EXIT_CODES,
    ENVIRONMENT,
    FILES,
    FROM_DOCTL,
    NAMES,
    OPERATIONS,
    OUTPUT,
    #[cfg(feature = "sandbox")]
    SANDBOX,
    SELECTING,
    TIMES,
    TOKENS,
];

/// Whether what follows `help` is no command: a topic, the universal options, or everything.
pub(crate) fn is_topic(word: &OsStr) -> bool {
    let others = ["options", "--all", "-a"];
    TOPICS.iter().map(|topic| topic.name).chain(others).any(|topic| word == topic)
}
