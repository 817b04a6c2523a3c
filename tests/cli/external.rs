//! External commands: `doapi foo` runs `doapi-foo`.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use tempfile::TempDir;

use crate::runner::{Invocation, line};

/// A directory with programs.
struct Programs(TempDir);

impl Programs {
    fn new(programs: &[(&str, &str)]) -> Programs {
        let dir = TempDir::new().unwrap();
        for (name, script) in programs {
            let path = dir.path().join(name);
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(path, PermissionsExt::from_mode(0o755)).unwrap();
        }
        Programs(dir)
    }

    /// A command line with the directory in its search path.
    fn line(&self, text: &str) -> Invocation {
        self.over(line(text))
    }

    fn over(&self, invocation: Invocation) -> Invocation {
        invocation.env("PATH", format!("{}:/usr/bin:/bin", self.0.path().display()))
    }
}

const TELL: &str = r#"echo "$*|${DO_API_TOKEN-none}|${DOAPI_ENDPOINT-none}|${DIGITALOCEAN_TOKEN-none}""#;

#[test]
fn a_program_of_that_name_is_run_with_its_arguments() {
    let programs = Programs::new(&[("doapi-foo", r#"printf '<%s>' "$@"; cat; exit 42"#)]);
    let run = programs.line("foo bar --endpoint x -h -- --help").stdin("input").run().exits(42);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("<bar><--endpoint><x><-h><--><--help>input", ""));
    programs.line("--timeout 3 -v foo").stdin("").run().exits(42);
    programs.over(line("x").arg0("doapi-foo")).run().exits(42).prints("<x>");
}

#[test]
fn the_endpoint_and_the_token_are_for_it_only_if_that_is_said() {
    let programs = Programs::new(&[("doapi-tell", TELL)]);
    let official = "https://api.digitalocean.com";
    programs.line("--api-token secret tell a b").run().succeeds().prints("a b|none|none|none\n");
    for name in ["DO_API_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN", "DIGITALOCEAN_TOKEN"] {
        programs.line("tell").env(name, "secret").run().succeeds().prints("|none|none|none\n");
        let told = format!("|secret|{official}|none\n");
        programs.line("--pass-token tell").env(name, "secret").run().succeeds().prints(&told);
    }
    let told = format!("|secret|{official}|none\n");
    programs.line("tell").env("DOAPI_PASS_TOKEN", "1").file(".doapi", "secret\n").run().succeeds().prints(&told);
    let elsewhere = "--pass-token --endpoint http://127.0.0.1:9/ --api-token secret tell --pass-token";
    programs.line(elsewhere).run().succeeds().prints("--pass-token|secret|http://127.0.0.1:9|none\n");
    programs.line("--pass-token tell").run().exits(4).prints("").says("no API token");
    programs.line("tell").env("DOAPI_PASS_TOKEN", "maybe").run().exits(2).prints("");
}

#[test]
fn a_command_of_ours_is_not_looked_for() {
    let programs = Programs::new(&[("doapi-size", "exit 42"), ("doapi-help", "exit 42"), ("doapi-links", "exit 42")]);
    for text in ["size --help", "help", "links --list"] {
        programs.line(text).run().succeeds();
    }
}

#[test]
fn what_is_not_found_may_be_a_typo() {
    let programs = Programs::new(&[]);
    for (typo, meant) in
        [("dorplet", "droplet"), ("drople show", "droplet"), ("tags", "tag"), ("--jobs 3 imgae", "image")]
    {
        programs.line(typo).run().exits(2).prints("").says("unrecognized subcommand").says(&format!("'{meant}'"));
    }
    programs.line("xyzzy").run().exits(2).says("unrecognized subcommand 'xyzzy'");
    programs.line("../foo").run().exits(2);
    programs.line("droplet shwo").run().exits(2).says("'show'");
    line("foo").run().exits(2);
    fs::write(programs.0.path().join("doapi-text"), "no program").unwrap();
    programs.line("text").run().exits(2);
}

#[test]
fn doapi_never_runs_itself() {
    let programs = Programs::new(&[
        ("doapi-round", "echo x; doapi round"),
        ("doapi-outer", "doapi inner"),
        ("doapi-inner", "echo inner"),
    ]);
    let at = |name: &str| programs.0.path().join(name);
    symlink(env!("CARGO_BIN_EXE_doapi"), at("doapi")).unwrap();
    symlink("doapi", at("doapi-soft")).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_doapi"), at("doapi-copy")).unwrap();
    for name in ["soft", "copy"] {
        programs.line(name).run().exits(2).says("unrecognized subcommand");
        programs.over(line("").arg0(&format!("doapi-{name}"))).run().exits(2).says("unrecognized subcommand");
    }
    programs.line("round").run().exits(2).prints("x\n").says("unrecognized subcommand 'round'");
    programs.line("outer").run().succeeds().prints("inner\n");
}

#[test]
fn they_are_listed_and_completed() {
    let programs = Programs::new(&[("doapi-foo", ""), ("doapi-bar", ""), ("doapi-size", "")]);
    symlink(env!("CARGO_BIN_EXE_doapi"), programs.0.path().join("doapi-tag")).unwrap();
    for all in ["--all", "-a"] {
        let help = programs.line(&format!("help {all}")).run().succeeds().stdout;
        let (_, external) = help.split_once("External commands:\n").unwrap();
        let names: Vec<&str> = external.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
        assert_eq!(names, ["bar", "foo"]);
        assert!(help.contains("Manage droplets"), "{help}");
    }
    let none = line("help --all").env("PATH", "/nonexistent").run().succeeds();
    assert!(none.stdout.ends_with("External commands: none in the PATH\n"), "{none}");
    let asked = programs.line("-- doapi fo").env("COMPLETE", "fish").run().succeeds();
    assert_eq!(asked.stdout, "foo\t\n");
}
