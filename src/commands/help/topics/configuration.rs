//! The topic about the configuration.

use super::Topic;

pub(crate) const CONFIGURATION: Topic = Topic {
    name: "configuration",
    title: "Configuration",
    before: "`config.toml` in the directory `doapi` of `$XDG_CONFIG_HOME`, which is `~/.config` unless set, or of that directory's equivalent on other systems than Linux; `DOAPI_CONFIG` names another file. `doapi login` and `doapi context` make and change it. Nothing has to be in it.",
    rows: &[
        ("`current-context`", "the context that is used unless `--context` or `DOAPI_CONTEXT` names another"),
        ("`[context.NAME]`", "an account, with the following and its own values of the settings below"),
        ("`token-file`", "the file that holds its token; relative to the configuration, and ~/ is the home"),
        (
            "`token-command`",
            "the command that prints it in its first line, within 60 s: a list of words, or a line, which gets a shell only if it needs one",
        ),
        ("`endpoint`", "the base URL of its API"),
        ("`output`", "`--output`, where stdout is a terminal"),
        ("`region`", "`--region` of new droplets"),
        ("`wait-time`", "`--wait-time` of waits; it does not imply --wait"),
        ("`protect`", "what is not destroyed without --unprotect: patterns of names, or tag:NAME"),
        ("`read-only`", "`--read-only`: true or false"),
        ("`confirm`", "what is asked about before it is destroyed: always, selected (what a selector chose) or never"),
        ("`ssh-user`, `ssh-port`, `ssh-key`", "how droplets are reached"),
    ],
    after: &[
        "    current-context = \"work\"\n    output = \"table\"\n\n    [context.work]\n    token-command = \"pass show digitalocean/work\"\n    protect = [\"tag:prod\", \"db-*\"]",
        "An option wins over its variable, a variable over the context, and the context over the top of the file; the lists of `protect` are added up. A mistake is an error that names line and key, and a key that is not known is a warning.",
        "`doctl:NAME` is a context of doctl, whose own file is read. A table [context.\"doctl:NAME\"] may hold settings for it.",
        "The token of a context is used if no other was given. A context that the line or `DOAPI_CONTEXT` names beside another token is an error, so that nobody acts on the wrong account.",
    ],
};
