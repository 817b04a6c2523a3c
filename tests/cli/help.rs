//! Help, and what is said to those who mistype.

use crate::runner::{doapi, line};

#[test]
fn a_command_is_explained_in_three_ways() {
    let help = line("droplet new --help").run().succeeds().stdout;
    assert_eq!(line("help droplet new").run().succeeds().stdout, help);
    assert_eq!(doapi(["new", "--help"]).arg0("doapi-droplet").run().succeeds().stdout, help);
    let sections = [
        "Create droplets\n",
        "\nUsage: ",
        "\nArguments:",
        "\nOptions:",
        "\nWaiting:",
        "\nExamples:\n",
        "\nOptions of all commands (--output, --jq, --dry-run, --timeout, …): doapi help options\n",
    ];
    let places: Vec<_> = sections.iter().map(|section| help.find(section)).collect();
    assert!(places.is_sorted() && places[0] == Some(0), "{places:?} {help}");
    assert!(help.contains("  doapi droplet new -I ") && !help.contains("--endpoint"), "{help}");
    let options = line("help options").run().succeeds().stdout;
    for option in ["--api-token <TOKEN>", "--endpoint <URL>", "--timeout <SECONDS>", "--output <FORMAT>", "--dry-run"] {
        assert!(options.contains(option), "{options}");
    }
}

#[test]
fn a_usage_line_says_in_which_ways_targets_can_be_chosen() {
    for (command, usage) in [
        ("droplet delete", "[OPTIONS] {DROPLET... | --tag <TAG> | --where <CONDITION> | --all}"),
        ("image transfer", "[OPTIONS] <REGION> {IMAGE... | --where <CONDITION> | --all}"),
        ("droplet tag", "[OPTIONS] <TAG> {DROPLET... | --where <CONDITION> | --all}"),
        ("droplet show", "[OPTIONS] [DROPLET]..."),
    ] {
        let help = line(&format!("{command} --help")).run().succeeds().stdout;
        assert!(help.contains(&format!("Usage: doapi {command} {usage}\n")), "{help}");
    }
}

#[test]
fn short_help_is_short() {
    let help = line("droplet power-on -h").run().succeeds().stdout;
    assert!(!help.contains("Examples") && !help.contains("Universal"), "{help}");
    assert!(help.contains("Targets:") && help.contains("Waiting:"), "{help}");
}

#[test]
fn topics_are_explained() {
    for (topic, first, text) in [
        ("exit-codes", "Exit status", "\n  6         --wait-time was exceeded;"),
        ("environment", "Variables", "\n  DOAPI_ENDPOINT\n            --endpoint\n"),
        ("names", "Names", "\n  name      exactly as it is;"),
        ("files", "Files", "\n  @-        the same from stdin\n"),
        ("times", "Times", "\n  --timeout the longest silence of the API, 60 s unless given;"),
        ("tokens", "Tokens", "https://cloud.digitalocean.com/account/api/tokens"),
        ("output", "Output", "\n  -o json   one value,"),
        ("selecting", "Selecting, and safety", "\n  --all     all that the account has\n"),
        ("sandbox", "The sandbox", "\n  doapi sandbox exec -- COMMAND\n"),
    ] {
        let help = line(&format!("help {topic}")).run().succeeds().stdout;
        assert!(help.starts_with(first) && help.contains(text), "{help}");
    }
    let help = line("help").run().succeeds().stdout;
    let topics = help.split("More help: doapi help ").nth(1).unwrap();
    let topics: Vec<&str> = topics.split('|').map(str::trim).collect();
    let known = ["exit-codes", "environment", "files", "from-doctl", "names", "operations", "sandbox", "options"];
    assert!(known.iter().all(|name| topics.contains(name)), "{help}");
}

#[test]
fn a_typo_is_answered_by_what_was_meant() {
    for (typed, tip) in [
        ("drplet", "a similar subcommand exists: 'droplet'"),
        ("droplet power-no a", "similar subcommands exist: 'power-cycle', 'power-off', 'power-on'"),
        ("droplet wiat a", "a similar subcommand exists: 'wait'"),
        ("droplet power-on --wiat a", "a similar argument exists: '--wait'"),
        ("help drplet", "a similar subcommand exists: 'droplet'"),
        ("help exit-code", "a similar subcommand exists: 'exit-codes'"),
        ("volum show", "a similar subcommand exists: 'volume'"),
        ("help databse", "a similar subcommand exists: 'database'"),
        ("load-balncer", "some similar subcommands exist: 'balance', 'load-balancer'"),
        ("droplet power-on --wa a", "'--wa' may stand for '--wait', '--wait-interval' or '--wait-time'"),
        ("volume attach --wa data a", "'--wa' may stand for '--wait', '--wait-interval' or '--wait-time'"),
        ("account --api-tok x", "'--api-tok' may stand for '--api-token' or '--api-token-file'"),
    ] {
        let run = line(typed).run().exits(2);
        assert!(run.stderr.contains(tip) && run.stdout.is_empty(), "{typed}: {run}");
    }
}
