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
        "\nUniversal options:",
        "\nExamples:\n",
    ];
    let places: Vec<_> = sections.iter().map(|section| help.find(section)).collect();
    assert!(places.is_sorted() && places[0] == Some(0), "{places:?} {help}");
    assert!(help.contains("  doapi droplet new -I "), "{help}");
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
        ("exit-codes", "Exit status", "\n  6         --wait-time ran out;"),
        ("environment", "Variables", "\n  DOAPI_ENDPOINT\n            --endpoint\n"),
        ("sandbox", "The sandbox", "\n  doapi sandbox exec -- COMMAND\n"),
    ] {
        let help = line(&format!("help {topic}")).run().succeeds().stdout;
        assert!(help.starts_with(first) && help.contains(text), "{help}");
    }
    assert!(
        line("help").run().succeeds().stdout.ends_with("More help: doapi help exit-codes | environment | sandbox\n")
    );
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
    ] {
        let run = line(typed).run().exits(2);
        assert!(run.stderr.contains(tip) && run.stdout.is_empty(), "{typed}: {run}");
    }
}
