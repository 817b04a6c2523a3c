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

/// Command lines that lack something, what is missing, and the usage line of the command.
const USAGES: [(&str, &str, &str); 14] = [
    (
        "droplet delete",
        "{DROPLET... | --tag <TAG> | --where <CONDITION> | --all}",
        "{DROPLET... | --tag <TAG> | --where <CONDITION> | --all}",
    ),
    ("image transfer", "{IMAGE... | --where <CONDITION> | --all}", "<REGION> {IMAGE... | --where <CONDITION> | --all}"),
    ("droplet tag", "<TAG>", "<TAG> {DROPLET... | --where <CONDITION> | --all}"),
    ("floating-ip unassign", "{IP... | --where <CONDITION> | --all}", "{IP... | --where <CONDITION> | --all}"),
    ("floating-ip new", "{--droplet <DROPLET> | --region <REGION>}", "{--droplet <DROPLET> | --region <REGION>}"),
    ("action resource", "{ACTION... | --last | --in-progress}", "{ACTION... | --last | --in-progress}"),
    ("droplet new", "--image <IMAGE>", "--image <IMAGE> --size <SIZE> <NAME>..."),
    (
        "domain new-record a.b A www",
        "{DATA | --droplet <DROPLET>}",
        "<DOMAIN> <TYPE> <NAME> {DATA | --droplet <DROPLET>}",
    ),
    (
        "domain update-record a.b 1",
        "nothing to change",
        "{--type <TYPE> | --name <NAME> | --data <DATA> | …} <DOMAIN> <RECORD>...",
    ),
    ("image update", "<IMAGE>", "<IMAGE> {NEW_NAME | --description <TEXT> | --distribution <NAME>}"),
    ("request", "<URL|PATH>", "<URL|PATH>"),
    ("completions", "{SHELL | --clear-cache}", "{SHELL | --clear-cache}"),
    ("volume delete", "{VOLUME... | --where <CONDITION> | --all}", "{VOLUME... | --where <CONDITION> | --all}"),
    ("volume attach", "<VOLUME>...", "<VOLUME>... <DROPLET>"),
];

#[test]
fn a_usage_line_says_what_is_needed_in_help_and_in_errors() {
    for (given, missing, usage) in USAGES {
        let words = given.split(' ').take_while(|word| !word.contains('.')).collect::<Vec<_>>().join(" ");
        let usage = format!("\nUsage: doapi {words} [OPTIONS] {usage}\n");
        let help = line(&format!("{words} --help")).run().succeeds().stdout;
        assert!(help.contains(&usage), "{usage}{help}");
        let run = line(given).env("DO_API_TOKEN", "t").run().exits(2);
        assert!(run.stderr.contains(missing) && run.stderr.contains(&usage), "{usage}{run}");
    }
    let run = doapi(["droplet", "delete", ""]).run().exits(2);
    assert!(run.stderr.contains("Usage: doapi droplet delete [OPTIONS] {DROPLET... | "), "{run}");
    let help = line("droplet show --help").run().succeeds().stdout;
    assert!(help.contains("Usage: doapi droplet show [OPTIONS] [DROPLET]...\n"), "{help}");
    let help = line("volume new --help").run().succeeds().stdout;
    assert!(
        help.contains("Usage: doapi volume new [OPTIONS] --name <TEXT> --size-gigabytes <N> --region <TEXT>\n"),
        "{help}"
    );
}

#[test]
fn help_says_in_one_line_each_what_is_true_of_many_commands() {
    let unchanged = "If one of the objects does not exist, nothing is changed";
    let nothing = "Prints nothing on stdout; what was done is said on stderr.";
    let ended = "Prints a list of actions; with --wait, each as soon as it has ended.";
    let finished = "Prints a list, each element as soon as it is finished. An object on which nothing is in progress adds nothing.";
    for (command, facts) in [
        (
            "droplet delete",
            vec![nothing, unchanged, "Only one of DROPLET, --all or --tag.", "--where may be repeated."],
        ),
        ("droplet power-off", vec![ended, unchanged]),
        ("droplet tag", vec![nothing, unchanged]),
        ("droplet wait", vec![finished, "--status, --locked and --unlocked"]),
        ("action wait", vec![finished]),
        ("floating-ip assign", vec!["Prints the action; with --wait, as it ended."]),
        ("droplet backups", vec!["Prints a list with a list for each object that is named."]),
        ("droplet new", vec!["Prints a list of objects.", "--ssh-key"]),
        ("domain new", vec!["Prints an object."]),
        ("image show", vec!["IMAGE with --application, --distribution, --type, --private and --tag;"]),
        ("volume delete", vec![nothing, unchanged]),
        ("volume attach", vec![ended, unchanged]),
        ("volume show", vec!["Prints a list of objects."]),
    ] {
        let help = line(&format!("{command} --help")).run().succeeds().stdout;
        let about = help.split("\nUsage:").next().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(facts.iter().all(|fact| about.contains(fact)), "{command}: {about}");
    }
    let help = line("account --help").run().succeeds().stdout;
    assert!(!help.contains("may be repeated") && !help.contains("Not together"), "{help}");
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
