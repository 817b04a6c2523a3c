//! The scripts: those that are committed, and those that the shells are given when they start.

use crate::runner::{doapi, line};

const SHELLS: [(&str, &str); 5] = [
    ("bash", include_str!("../../../completions/doapi.bash")),
    ("zsh", include_str!("../../../completions/_doapi")),
    ("fish", include_str!("../../../completions/doapi.fish")),
    ("elvish", include_str!("../../../completions/doapi.elv")),
    ("powershell", include_str!("../../../completions/doapi.ps1")),
];

/// The names of doapi, as `doapi links` would make them.
fn names() -> Vec<String> {
    let made = line("links .").run().succeeds();
    let names = made.array().into_iter().map(|path| path.as_str().unwrap().rsplit('/').next().unwrap().to_owned());
    std::iter::once("doapi".to_owned()).chain(names).collect()
}

#[test]
fn the_committed_scripts_are_those_that_doapi_prints() {
    for (shell, script) in SHELLS {
        line(&format!("completions {shell}")).run().succeeds().prints(script);
    }
    line("completions tcsh").run().exits(2).says("possible values: bash, zsh, fish, elvish, powershell");
    line("completions").run().exits(2).says("{SHELL | --clear-cache}");
}

#[test]
fn every_name_is_completed() {
    let names = names();
    assert!(names.len() > 10, "{names:?}");
    // zsh finds the file by this line, under whatever name of doapi: no list that a new noun would have to be added to.
    assert_eq!(SHELLS[1].1.lines().next(), Some("#compdef doapi -P doapi-*"));
    for (shell, _) in SHELLS {
        let script = doapi([""; 0]).env("COMPLETE", shell).run().succeeds().stdout;
        for name in &names {
            assert!(
                script.split(|c: char| c != '-' && !c.is_alphanumeric()).any(|word| word == name),
                "{shell} {name}"
            );
        }
    }
}

#[test]
fn the_script_calls_the_program_that_wrote_it() {
    let script = doapi([""; 0]).env("COMPLETE", "bash").run().succeeds().stdout;
    assert!(script.contains(&format!("COMPLETE=bash {} -- ", env!("CARGO_BIN_EXE_doapi"))), "{script}");
    let script = doapi([""; 0]).arg0("/opt/it's here/doapi").env("COMPLETE", "bash").run().succeeds().stdout;
    assert!(script.contains(r"COMPLETE=bash '/opt/it'\''s here/doapi' -- "), "{script}");
}

#[test]
fn a_shell_that_is_not_known_is_told() {
    let run = doapi([""; 0]).env("COMPLETE", "tcsh").run().exits(2);
    assert!(run.stderr.contains("tcsh"), "{run}");
    line("--version").env("COMPLETE", "").run().succeeds();
    line("size --help").env("COMPLETE", "0").run().succeeds();
}

#[test]
fn bash_gets_what_takes_the_place_of_the_last_part_of_a_word() {
    for (typed, replaced, printed) in [
        ("doapi droplet power-on --wait-t", "--wait-t", "--wait-time\n"),
        ("doapi tag delete --api-token-file=i", "i", "id\\ 1.pub\n"),
        ("doapi tag delete --api-token-file=\"i", "i", "id 1.pub\n"),
        ("doapi tag 'delete' --api-token-file ./i", "./i", "./id\\ 1.pub\n"),
        ("doapi-image act tr", "tr", "transfer\n"),
    ] {
        let asked = doapi(["--", typed, replaced, "9", "80"]).env("COMPLETE", "bash");
        asked.file("id 1.pub", "").run().succeeds().prints(printed);
    }
    let listed = doapi(["--", "doapi image act ", "", "63", "80"]).env("COMPLETE", "bash").run().succeeds();
    assert_eq!(listed.stdout.lines().map(str::trim_end).collect::<Vec<_>>(), ["convert", "transfer"]);
}
