//! Help with universal options, and under the names of nouns.

use crate::runner::line;

#[test]
fn topics_and_all_are_found_with_universal_options_and_under_the_names_of_nouns() {
    for (program, arguments, first) in [
        ("doapi", "help environment", "Variables"),
        ("doapi", "--quiet help environment", "Variables"),
        ("doapi", "help environment --quiet", "Variables"),
        ("doapi", "--timeout 5 -v help exit-codes", "Exit status"),
        ("doapi-droplet", "help exit-codes", "Exit status"),
        ("doapi-droplet", "-v help exit-codes", "Exit status"),
        ("doapi-size", "help environment", "Variables"),
        ("doapi-request", "help environment", "Variables"),
        ("doapi", "-v help --all", "Manage a DigitalOcean account"),
        ("doapi-volume", "help environment", "Variables"),
        ("doapi", "-v volume help options", "Options"),
        ("doapi-volume", "help --all", "Manage a DigitalOcean account"),
        ("doapi-volume", "help", "Manage volumes"),
        ("doapi-volume", "help new", "Create a volume"),
        ("doapi", "volume help new --quiet", "Create a volume"),
        ("doapi", "kubernetes node-pool help new", "Create a node pool"),
        ("doapi", "droplet firewall help", "Manage firewalls"),
        ("doapi-volume", "show --version", "doapi "),
        ("doapi", "kubernetes node-pool show --version", "doapi "),
        ("doapi-droplet", "help --all", "Manage a DigitalOcean account"),
    ] {
        let run = line(arguments).arg0(program).run().succeeds();
        assert!(run.stdout.starts_with(first), "{program} {arguments}: {run}");
    }
}

#[test]
fn a_topic_that_does_not_exist_gets_a_suggestion_also_after_options() {
    for arguments in ["help exit-code", "-v help exit-code"] {
        line(arguments).run().exits(2).prints("").says("'exit-codes'");
    }
}

#[test]
fn help_and_the_version_that_cannot_be_written_are_errors() {
    for arguments in
        ["--help", "--version", "help", "help environment", "help --all", "droplet new --help", "-v --version"]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let run = line(arguments).stdout(full).run().exits(1);
        assert!(run.stderr.starts_with("doapi: cannot write to stdout: "), "{arguments}: {run}");
    }
}
